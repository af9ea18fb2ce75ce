"""What goes wrong by itself becomes somebody's promise, once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.followups import actions, noticing, panels
from helpline.followups.model import FollowUpKind
from helpline.vault.transaction import SYSTEM, Engine, Transaction

Maker = Callable[..., Awaitable[UUID]]


async def sent(tx: Transaction, contact: UUID, state: str, author: str, purpose: str = "reply") -> None:
    await tx.db.execute(
        "insert into outbox (id, channel, purpose, contact_id, sealed_for, sealed, recipient_blind, automatic, state,"
        " author, due_at, created_at, changed_at)"
        " values ($1, 'sms', $2, $3, $3, '', '', $2 = 'acknowledgement', $4, $5, $6, $6, $6)",
        new_id(), purpose, contact, state, author, tx.now,
    )  # fmt: skip


async def rang(tx: Transaction, contact: UUID, ago: timedelta) -> None:
    await tx.db.execute("update contact set received_at = $2 where id = $1", contact, tx.now - ago)


async def test_a_failed_reply_comes_back_to_its_author_once(tx: Transaction, a_contact: Maker, a_colleague: Maker):
    contact, alice = await a_contact(), await a_colleague("Alice")
    await sent(tx, contact, "failed", f"staff:{alice}")
    await sent(tx, contact, "delivered", f"staff:{alice}")

    assert [await noticing.notice_undelivered(tx), await noticing.notice_undelivered(tx)] == [1, 0]
    (told,) = await panels.of_contact(tx, contact)
    assert (told.kind, told.owner_id) == (FollowUpKind.REPLY, alice)


async def test_a_reply_that_may_have_left_is_looked_at_by_a_human(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    await sent(tx, contact, "unknown", "system")
    await noticing.notice_undelivered(tx)
    (told,) = await panels.of_contact(tx, contact)
    assert (told.what, told.owner_id) == (noticing.SENTENCES["unknown"], None)


async def test_an_acknowledgement_that_failed_is_nobodys_promise(tx: Transaction, a_contact: Maker):
    await sent(tx, await a_contact(), "failed", "system", "acknowledgement")
    assert await noticing.notice_undelivered(tx) == 0


async def test_a_ring_nobody_answered_is_called_back_once_for_each_number(tx: Transaction, a_contact: Maker):
    first, again = [await a_contact("+447700900005", "phone", "missed") for _ in range(2)]
    await rang(tx, first, timedelta(minutes=30))
    await rang(tx, again, timedelta(minutes=10))
    assert [await noticing.notice_unanswered(tx), await noticing.notice_unanswered(tx)] == [1, 0]
    (told,) = await panels.of_contact(tx, again)
    assert (told.kind, told.owner_id) == (FollowUpKind.CALL_BACK, None)


async def test_a_ring_that_may_still_become_a_voicemail_waits(tx: Transaction, a_contact: Maker):
    await a_contact("+447700900006", "phone", "missed")
    assert await noticing.notice_unanswered(tx) == 0


async def test_a_withheld_number_and_a_caller_answered_since_are_not_called_back(tx: Transaction, a_contact: Maker):
    hidden, early = await a_contact(None, "phone", "missed"), await a_contact("+447700900007", "phone", "missed")
    await rang(tx, hidden, timedelta(minutes=30))
    await rang(tx, early, timedelta(minutes=30))
    await a_contact("+447700900007", "phone", "answered")
    assert await noticing.notice_unanswered(tx) == 0


@pytest.mark.parametrize(("urgency", "within"), [("immediate", timedelta(hours=1)), ("soon", timedelta(days=14))])
async def test_a_promise_about_something_immediate_is_due_within_the_hour_unless_somebody_says_otherwise(
    engine: Engine, urgency: str, within: timedelta
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        proposed = await actions.proposed_due(tx, urgency)
        urgent = await actions.proposed_due(tx, "urgent")
        assert tx.now < proposed <= tx.now + within
        assert urgent <= await actions.proposed_due(tx)
