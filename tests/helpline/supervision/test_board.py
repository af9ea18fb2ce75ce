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
from helpline.line.model import PresenceState
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.supervision import panels, rules
from helpline.supervision.model import Share
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
    assert (figure(board, "Overdue promise in all"), figure(board, "Case without a worker")) == (1, 1)


@pytest.mark.parametrize(("carried", "level"), [(9, ""), (10, "amber"), (13, "red")])
async def test_a_caseload_turns_amber_at_ten_and_red_above_twelve(
    tx: Transaction, a_colleague: Maker, carried: int, level: str
) -> None:
    alice = await a_colleague("Alice")
    for _ in range(carried):
        await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", worker=alice)
    row = next(row for row in (await panels.board(tx))["load"] if row["name"] == "Alice")
    assert (row["open_cases"], row["level"]) == (carried, level)
    told = [(number, bad) for name, number, _href, bad in (await panels.board(tx))["figures"] if "overloaded" in name]
    assert told == [(int(level != ""), level == "red")]


async def ended(tx: Transaction, contact: UUID, due: timedelta, how: str | None, after: timedelta) -> None:
    """A promise that came due `due` ago, and ended so long after it."""
    promised = await followups.promise(
        tx, kind=FollowUpKind.CALL_BACK, what="Rappeler", due_at=tx.now - due, owner=None, contact=contact
    )
    if how:
        await tx.db.execute(
            "update follow_up set ended_at = $2, ended_how = $3, ended_by = 'staff' where id = $1",
            promised, tx.now - due + after, how,
        )  # fmt: skip


async def test_promises_are_counted_as_kept_late_broken_and_dropped(tx: Transaction, a_contact: Maker) -> None:
    contact, hour = await a_contact(), timedelta(hours=1)
    for due, how, after in [
        (3 * hour, "kept", -hour),
        (3 * hour, "kept", hour),
        (timedelta(days=30), "kept", -hour),
        (timedelta(days=100), "kept", -hour),
        (3 * hour, None, hour),
        (3 * hour, "dropped", -hour),
        (-hour, None, hour),
    ]:
        await ended(tx, contact, due, how, after)
    trend = (await panels.board(tx))["trend"]
    assert [row[1:] for row in trend["promises"]] == [(1, 2), (1, 1), (1, 1), (1, 1)]
    assert (trend["kept"], trend["due"]) == (None, 4)


async def test_calls_answered_are_a_share_of_all_calls_of_ninety_days(tx: Transaction, a_contact: Maker) -> None:
    for number, outcome in enumerate(["answered"] * 18 + ["missed", "voicemail", "ringing"]):
        await a_contact(f"+4477009000{number:02}", "phone", outcome)
    await tx.db.execute("update contact set received_at = $1", tx.now - timedelta(days=20))
    trend = (await panels.board(tx))["trend"]
    assert [row[1:] for row in trend["calls"]] == [(0, 18), (0, 2)]
    assert (trend["answered"], trend["called"]) == (Share(90, 70, 97), 20)


@pytest.mark.parametrize(
    ("hits", "of", "share"),
    [(0, 100, Share(0, 0, 4)), (50, 100, Share(50, 40, 60)), (20, 20, Share(100, 84, 100)), (19, 19, None)],
)
def test_a_percentage_has_its_wilson_interval_or_is_not_said(hits: int, of: int, share: Share | None) -> None:
    assert rules.share(hits, of) == share


def test_the_longest_bar_takes_all_there_is_and_a_little_one_can_be_seen() -> None:
    assert rules.widths([200, 100, 1, 0]) == [100, 50, 1, 0]
    assert rules.widths([]) == rules.widths([0, 0])[:0]


async def test_who_is_not_at_the_line_is_away(tx: Transaction, a_colleague: Maker) -> None:
    await a_colleague("Alice Peeters")
    await a_colleague("Bob Peeters")
    load = await panels.store.load(tx, 100)
    there = [{"name": "Alice Peeters", "state": "available"}]
    assert dict(panels.operators(there, load)) == {
        PresenceState.AVAILABLE: 1,
        PresenceState.IN_CONTACT: 0,
        PresenceState.WRAPPING_UP: 0,
        PresenceState.AWAY: len(load) - 1,
    }


async def test_nobody_of_the_public_stands_on_the_wall(tx: Transaction, a_contact: Maker) -> None:
    contact = await a_contact("+447700900033", "phone", "missed")
    await waits(tx, contact, Channel.PHONE, timedelta(hours=-1))
    await followups.promise(
        tx, kind=FollowUpKind.TASK, what="Rappeler la mère", due_at=tx.now - timedelta(hours=1), owner=None,
        contact=contact,
    )  # fmt: skip
    said = repr(await panels.wall(tx, names=True))
    assert "4477" not in said
    assert "…" not in said
    assert "Rappeler" not in said
    assert str(contact) not in said
