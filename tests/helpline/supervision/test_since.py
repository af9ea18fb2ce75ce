"""A supervisor's first question is what happened since the line closed: what did is named, and nothing else."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts.model import Channel, Urgency
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.line import shifts as line
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.supervision import since, store
from helpline.supervision.model import Part, Since
from helpline.triage import actions as triage
from helpline.triage.record import Danger, DangerCategory
from helpline.vault.transaction import Actor, ActorKind, Transaction

Maker = Callable[..., Awaitable[UUID]]
HOUR = timedelta(hours=1)


async def waits(tx: Transaction, contact: UUID, urgency: Urgency) -> None:
    await queue.wait(tx, [NewWaiting(contact, urgency, tx.now, tx.now + HOUR, Channel.SMS)])


async def told(tx: Transaction, part: Part) -> list[str]:
    """What the part says, line by line."""
    found = await since.happened(replace(tx, now=tx.now + HOUR), Since.EVENING, part)
    return [f"{line['title']}: {line['said']}" for one in found["parts"] for line in one["lines"]]


async def test_nothing_that_happened_is_nothing_to_read(tx: Transaction) -> None:
    assert (await since.happened(tx, Since.CLOSED))["parts"] == []


async def test_something_urgent_says_who_took_it_or_that_nobody_did(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    taken, left, calm = await a_contact(), await a_contact(), await a_contact()
    for contact, urgency in ((taken, Urgency.URGENT), (left, Urgency.IMMEDIATE), (calm, Urgency.SOON)):
        await waits(tx, contact, urgency)
    await queue.claim(tx, taken, await a_colleague("Alice"))
    [part] = (await since.happened(replace(tx, now=tx.now + HOUR), Since.EVENING, Part.URGENT))["parts"]
    assert [line["urgency"] for line in part["lines"]] == ["immediate", "urgent"], "each says how urgent it is"
    first, second = await told(tx, Part.URGENT)
    assert first.endswith("nobody has taken it yet"), "what is immediate and nobody's stands first"
    assert "taken by Alice" in second
    assert second.endswith("not decided yet")


async def test_what_was_handed_over_and_not_opened_is_not_taken(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    contact, bram, farid = await a_contact(), await a_colleague("Bram"), await a_colleague("Farid", "supervisor")
    await waits(tx, contact, Urgency.URGENT)
    await line.add_page(tx, new_id(), contact, farid, None)
    await tx.db.execute("select set_config('helpline.actor', $1, true)", f"staff:{farid}")
    gives = replace(tx, actor=Actor(ActorKind.STAFF, "system", farid))
    await queue.claim(gives, contact, farid)
    await queue.hand_over(gives, contact, bram, farid)
    for part in (Part.URGENT, Part.PAGES):
        [one] = (await since.happened(gives, Since.EVENING, part))["parts"]
        assert one["bad"]
        assert "taken by" not in one["lines"][0]["said"]
        assert "handed to Bram by Farid, " in one["lines"][0]["said"]
        assert one["lines"][0]["said"].endswith(", not opened yet")
    await queue.opened(gives, contact, bram)
    [taken] = await told(gives, Part.URGENT)
    assert "taken by Farid" in taken
    assert taken.endswith("not decided yet")


async def test_a_page_says_whom_it_called_and_who_came(tx: Transaction, a_contact: Maker, a_colleague: Maker) -> None:
    contact, alice = await a_contact(), await a_colleague("Alice")
    await waits(tx, contact, Urgency.IMMEDIATE)
    await line.add_page(tx, new_id(), contact, alice, None)
    assert (await told(tx, Part.PAGES))[0].endswith("paged: Alice · it did not get through · nobody has taken it yet")
    await queue.claim(tx, contact, await a_colleague("Bob"))
    assert "taken by Bob" in (await told(tx, Part.PAGES))[0]


async def test_a_broken_promise_is_named_until_it_is_kept(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    for what, owner in (("Rappeler la mère", await a_colleague("Alice")), ("Envoyer le programme", None)):
        due = tx.now - timedelta(minutes=1)
        kind, contact = FollowUpKind.TASK, await a_contact()
        promised = await followups.promise(tx, kind=kind, what=what, due_at=due, owner=owner, contact=contact)
    assert sorted(await told(tx, Part.PROMISES)) == ["Envoyer le programme: Nobody", "Rappeler la mère: Alice"]
    await followups.keep(tx, promised, 1)
    assert await told(tx, Part.PROMISES) == ["Rappeler la mère: Alice"]


async def test_a_danger_log_says_who_wrote_it_and_none_of_its_words(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    alice = await a_colleague("Alice")
    said = Danger(ground="Il part ce soir", recipient="112")
    await triage.log_danger(tx, await a_contact(), DangerCategory.DEPARTURE, said, alice)
    [only] = await told(tx, Part.DANGER)
    assert only.endswith("Departure, written by Alice")
    assert "ce soir" not in only


async def test_a_missed_call_and_a_message_that_failed_are_counted(tx: Transaction, a_contact: Maker) -> None:
    missed = await a_contact("+447700900041", "phone", "missed")
    await waits(tx, missed, Urgency.SOON)
    await tx.db.execute(
        "insert into outbox (id, channel, purpose, contact_id, sealed_for, sealed, recipient_blind, state, author,"
        " due_at, created_at, changed_at) values ($1, 'sms', 'reply', $2, $2, '', '', 'failed', 'system', $3, $3, $3)",
        new_id(), missed, tx.now,
    )  # fmt: skip
    assert (await told(tx, Part.CALLS))[0].endswith("missed")
    assert (await told(tx, Part.LETTERS))[0].endswith("SMS, Reply, Not delivered")


async def test_an_alarm_and_a_changed_account_are_told(tx: Transaction, a_colleague: Maker) -> None:
    alice = await a_colleague("Alice")
    await audit.record(tx, "staff.role_changed", "staff", alice, detail="operator supervisor")
    await audit.record(tx, "staff.signed_in", "staff", alice)
    key = tx.vault.mint(new_id())
    await tx.db.execute("insert into vault_key (record, wrapped) values ($1, $2)", key.record, b"0")
    await tx.db.execute("insert into alarm values ($1, 'not_sending', 'sms', $2, 'nobody')", key.record, tx.now)
    assert await told(tx, Part.ACCOUNTS) == ["Alice: another role or language"]
    assert await told(tx, Part.FAULTS) == ["SMS: Messages do not leave · not mended yet"]


async def test_since_the_last_visit_is_since_the_session_before_this_one(tx: Transaction, a_colleague: Maker) -> None:
    farid = await a_colleague("Farid", "supervisor")
    hers = replace(tx, actor=Actor(ActorKind.STAFF, tx.actor.role, farid))
    assert Since.VISIT not in await since.beginnings(hers)
    for number, ago in ((b"1", 20 * HOUR), (b"2", HOUR)):
        insert = "insert into staff_session (token_hash, staff_id, created_at, seen_at) values ($1, $2, $3, $4)"
        await tx.db.execute(insert, number, farid, tx.now - ago, tx.now - ago + HOUR)
    assert (await since.beginnings(hers))[Since.VISIT] == tx.now - 19 * HOUR


def counts(found: dict[str, Any]) -> dict[str, int]:
    return {one["part"]: one["count"] for one in found["parts"]}


async def test_what_happened_before_is_not_told_again(tx: Transaction, a_contact: Maker) -> None:
    await waits(tx, await a_contact("+447700900042", "phone", "missed"), Urgency.URGENT)
    assert counts(await since.happened(tx, Since.EVENING)) == {Part.URGENT: 1, Part.CALLS: 1}
    assert counts(await since.happened(replace(tx, now=tx.now + timedelta(days=3)), Since.EVENING)) == {}


async def suggested(tx: Transaction, contact: UUID, urgency: Urgency) -> None:
    await tx.db.execute(
        "insert into suggestion (contact_id, disposition, urgency, unclear, rules_version, sealed, at) values"
        " ($1, 'accompaniment', $2, false, '1', '', (select received_at from contact where id = $1))",
        contact, urgency,
    )  # fmt: skip


async def decided(tx: Transaction, contact: UUID, urgency: Urgency) -> None:
    await tx.db.execute(
        "insert into decision (id, contact_id, disposition, urgency, landing_kind, by, at) values"
        " ($1, $2, 'accompaniment', $3, 'case', 'system', (select received_at from contact where id = $2))",
        new_id(), contact, urgency,
    )  # fmt: skip


@pytest.mark.parametrize("source", [waits, suggested, decided])
async def test_no_crowd_of_newer_ones_hides_what_is_immediate(
    tx: Transaction, a_contact: Maker, source: Callable[[Transaction, UUID, Urgency], Awaitable[None]]
) -> None:
    grave = await a_contact()
    await tx.db.execute("update contact set received_at = received_at - interval '1 minute' where id = $1", grave)
    await source(tx, grave, Urgency.IMMEDIATE)
    for _more in range(3):
        await source(tx, await a_contact(), Urgency.URGENT)
    found = await store.urgent(tx, tx.now - HOUR, 2)
    assert [row.immediate for row in found] == [True, False]
    assert found[0].id == grave


async def test_what_nobody_took_is_not_hidden_by_newer_ones_that_are_taken(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
) -> None:
    left, alice = await a_contact(), await a_colleague("Alice")
    await tx.db.execute("update contact set received_at = received_at - interval '1 minute' where id = $1", left)
    await waits(tx, left, Urgency.URGENT)
    for _more in range(3):
        taken = await a_contact()
        await waits(tx, taken, Urgency.URGENT)
        await queue.claim(tx, taken, alice)
    assert (await store.urgent(tx, tx.now - HOUR, 2))[0].id == left
