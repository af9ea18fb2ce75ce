"""The board counts what waits, names who was missed and still has no answer, and shows who carries how much."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, Urgency
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.supervision import panels
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


async def waits(tx: Transaction, contact: UUID, channel: Channel, due: timedelta = timedelta(hours=1)) -> None:
    new = NewWaiting(
        contact_id=contact,
        urgency=Urgency.SOON,
        since=tx.now - timedelta(hours=3),
        due_at=tx.now + due,
        channel=channel,
    )
    await queue.wait(tx, [new])


def figure(board: dict[str, Any], label: str) -> Any:
    return next(number for name, number, _href, _bad in board["figures"] if name == label)


async def test_what_waits_is_counted_by_channel_with_its_longest_wait(tx: Transaction, a_contact: Maker) -> None:
    for due in (timedelta(hours=1), timedelta(hours=-1)):
        await waits(tx, await a_contact(), Channel.SMS, due)
    await waits(tx, await a_contact(None, "letter"), Channel.LETTER)
    board = await panels.board(tx)
    sms = next(row for row in board["waiting"] if row["channel"] is Channel.SMS)
    assert (sms["count"], sms["overdue"], sms["longest_since"]) == (2, 1, tx.now - timedelta(hours=3))
    assert figure(board, "Waiting") == 3


async def test_a_missed_call_stays_on_the_board_until_somebody_answers(tx: Transaction, a_contact: Maker) -> None:
    """Point 2: "Missed and nobody has answered yet" is a list."""
    missed = await a_contact("+447700900031", "phone", "missed")
    await waits(tx, missed, Channel.PHONE)
    assert [row["contact_id"] for row in (await panels.board(tx))["missed"]] == [missed]

    row = await contact_store.row(tx, missed)
    assert row is not None
    later = replace(tx, now=tx.now + timedelta(minutes=5))
    await contacts.add_outgoing(later, row, Channel.SMS, Content(text="Nous vous rappelons."), None)
    assert (await panels.board(tx))["missed"] == []


async def test_a_caller_who_was_answered_since_is_not_missed(tx: Transaction, a_contact: Maker) -> None:
    missed = await a_contact("+447700900032", "phone", "missed")
    await waits(tx, missed, Channel.PHONE)
    await tx.db.execute("update contact set received_at = $2 where id = $1", missed, tx.now - timedelta(hours=1))
    await a_contact("+447700900032", "phone", "answered")
    assert (await panels.board(tx))["missed"] == []


async def test_overdue_promises_and_unassigned_cases_are_shown(tx: Transaction, a_contact: Maker) -> None:
    await followups.promise(
        tx, kind=FollowUpKind.TASK, what="Rappeler", due_at=tx.now - timedelta(hours=1), owner=None,
        contact=await a_contact(),
    )  # fmt: skip
    await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
    board = await panels.board(tx)
    assert [promise.what for promise in board["promises"]] == ["Rappeler"]
    assert (figure(board, "Overdue promises"), figure(board, "Cases without a worker")) == (1, 1)


@pytest.mark.parametrize(("carried", "level"), [(9, ""), (10, "amber"), (13, "red")])
async def test_a_caseload_turns_amber_at_ten_and_red_above_twelve(
    tx: Transaction, a_colleague: Maker, carried: int, level: str
) -> None:
    alice = await a_colleague("Alice")
    for _ in range(carried):
        await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", worker=alice)
    row = next(row for row in (await panels.board(tx))["load"] if row["name"] == "Alice")
    assert (row["open_cases"], row["level"]) == (carried, level)
