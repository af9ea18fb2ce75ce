"""A contact's history tells in sentences, oldest first, what was done about it and by whom."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Disposition, Urgency
from helpline.desk import timeline
from helpline.errors import Invalid
from helpline.followups import actions as followups
from helpline.followups import panels as followup_panels
from helpline.followups import slips
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.line import shifts as line
from helpline.queue import actions as queue
from helpline.queue.model import Given, NewWaiting
from helpline.triage import actions as triage
from helpline.triage.model import ClosingReason, LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory
from helpline.vault.transaction import Actor, ActorKind, Transaction

Maker = Callable[..., Awaitable[UUID]]


def later(tx: Transaction, minutes: int, who: UUID | None = None) -> Transaction:
    """The same transaction so many minutes on, in somebody's hands; the house still reads and writes."""
    actor = Actor(ActorKind.STAFF, "system", who) if who else tx.actor
    return replace(tx, now=tx.now + timedelta(minutes=minutes), actor=actor)


async def told(tx: Transaction, contact: UUID) -> list[str]:
    view, known = await contacts.opened(tx, contact), await triage.known(tx, contact)
    lines = await timeline.of_contact(tx, view, known, await followup_panels.of_contact(tx, contact), {})
    assert [one["at"] for one in lines] == sorted(one["at"] for one in lines)
    return [": ".join(filter(None, (one["said"], one["note"], one["tag"]))) for one in lines]


async def waiting(tx: Transaction, contact: UUID) -> UUID:
    await queue.wait(tx, [NewWaiting(contact, Urgency.SOON, tx.now, tx.now + timedelta(hours=1), Channel.SMS)])
    return contact


async def acts(tx: Transaction, who: UUID) -> None:
    """Row-level security and the log know the same colleague."""
    await tx.db.execute("select set_config('helpline.actor', $1, true)", f"staff:{who}")


async def test_who_took_it_gave_it_on_and_decided_why(tx: Transaction, a_contact: Maker, a_colleague: Maker) -> None:
    alice, bob = await a_colleague("Alice", "operator"), await a_colleague("Bob", "operator")
    contact = await waiting(tx, await a_contact())
    await acts(tx, alice)
    await queue.claim(later(tx, 1, alice), contact, alice)
    await queue.release(later(tx, 2, alice), contact, alice)
    await queue.claim(later(tx, 3, alice), contact, alice)
    await queue.hand_over(later(tx, 4, alice), contact, bob, alice)
    await acts(tx, bob)
    choice = Choice(
        disposition=Disposition.OUT_OF_SCOPE, urgency=Urgency.ROUTINE, landing=LandingKind.CLOSING,
        closing_reason=ClosingReason.WRONG_NUMBER, reason="Elle cherchait une pharmacie.",
    )  # fmt: skip
    await triage.decide(later(tx, 5, bob), contact, 1, choice)
    assert await told(later(tx, 6, bob), contact) == [
        "Came in: SMS",
        "Alice took it",
        "Alice put it back into the queue",
        "Alice took it",
        "Alice handed it to Bob",
        "Bob decided: Out of scope, Routine. Closed: Wrong number: Elle cherchait une pharmacie.",
    ]


async def test_a_contact_that_nobody_held_was_handed_over_by_whoever_gave_it(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    farid, bob = await a_colleague("Farid", "supervisor"), await a_colleague("Bob", "operator")
    contact = await waiting(tx, await a_contact())
    await acts(tx, farid)
    await queue.hand_over(later(tx, 1, farid), contact, bob, None, " Elle ne parle que turc. ")
    assert (await told(later(tx, 2, farid), contact))[1:] == ["Farid handed it to Bob: Elle ne parle que turc."]
    [row] = await queue.lines(later(tx, 2, farid))
    assert row.given == await queue.given(tx, contact) == Given("Farid", "Elle ne parle que turc.")
    assert b"turc" not in await tx.db.fetchval("select word from claim where contact_id = $1", contact)
    with pytest.raises(Invalid, match="word"):
        await queue.hand_over(tx, contact, farid, bob, "x" * 201)
    await acts(tx, bob)
    await queue.release(later(tx, 3, bob), contact, bob)
    await queue.claim(later(tx, 4, bob), contact, bob)
    assert (await told(later(tx, 5, bob), contact))[-1] == "Bob took it"
    assert await queue.given(tx, contact) is None


async def test_a_danger_log_a_page_and_an_answer_stand_in_it(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    alice, contact = await a_colleague("Alice", "operator"), await a_contact()
    await line.add_page(later(tx, 1), new_id(), contact, alice, None)
    await acts(tx, alice)
    said = Danger(ground="Il part ce soir", recipient="112")
    await triage.log_danger(later(tx, 2, alice), contact, DangerCategory.DEPARTURE, said)
    row = await contacts.store.row(tx, contact)
    assert row is not None
    answer = await contacts.add_outgoing(later(tx, 3, alice), row, Channel.SMS, Content(text="Nous arrivons."), None)
    await tx.db.execute(
        "insert into outbox (id, channel, purpose, contact_id, sealed_for, sealed, recipient_blind, state, author,"
        " due_at, created_at, changed_at) values ($1, 'sms', 'reply', $2, $2, '', '', 'failed', $4, $3, $3, $3)",
        new_id(), answer, later(tx, 3).now, f"staff:{alice}",
    )  # fmt: skip
    assert (await told(later(tx, 4, alice), contact))[1:] == [
        "Alice was paged",
        "Alice wrote the danger log: Departure",
        "Alice answered: SMS: Not delivered",
    ]


async def test_what_was_promised_and_tried_is_told_step_by_step(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    alice, bob = await a_colleague("Alice", "operator"), await a_colleague("Bob", "operator")
    contact = await a_contact()
    await acts(tx, alice)
    promised = await followups.promise(
        later(tx, 1, alice), kind=FollowUpKind.TASK, what="Envoyer le programme", due_at=tx.now + timedelta(days=1),
        owner=alice, contact=contact,
    )  # fmt: skip
    await followups.attempt(later(tx, 2, alice), promised, AttemptOutcome.LATER, "", 1, tx.now + timedelta(days=2))
    await followups.hand_over(later(tx, 3, alice), promised, 2, bob)
    await acts(tx, bob)
    await followups.keep(later(tx, 4, bob), promised, 3)
    await slips.reopen(later(tx, 5, bob), promised, 4)
    await followups.attempt(later(tx, 6, bob), promised, AttemptOutcome.REACHED, "", 5)
    first, tried, moved, *rest = (await told(later(tx, 7, bob), contact))[1:]
    assert first.startswith("Alice promised until tomorrow")
    assert tried == "Alice agreed on another time: Envoyer le programme"
    assert moved.startswith("Alice moved the promise to")
    assert rest == [
        "Alice gave the promise to Bob: Envoyer le programme",
        "Bob kept the promise: Envoyer le programme",
        "Bob opened the promise again: Envoyer le programme",
        "Bob reached them: Envoyer le programme",
    ]
