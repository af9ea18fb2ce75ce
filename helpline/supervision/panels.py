"""The supervisor's board: counts first, the list of whom nobody has answered yet, and few percentages, each with its
interval; and the same for a screen on the wall, where nobody of the public can be recognised.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from helpline.accompaniment import rules as accompaniment
from helpline.accompaniment.model import Load
from helpline.audit import actions as audit
from helpline.contacts.actions import gist_in
from helpline.followups import panels as followups
from helpline.line import actions as line
from helpline.line import panels as line_panels
from helpline.line.model import Overdue, PresenceState
from helpline.outbox import conversation
from helpline.rulebook import panels as rulebook
from helpline.supervision import rules, since, store
from helpline.supervision.model import ChannelWait, Counts, MissedRow, Since, WorkerLoad
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE, gap
from helpline.web.numbers import number as written
from helpline.web.words import gettext as _
from helpline.web.words import ngettext

SHOWN = 20
MOST = 1000
"""Nothing is counted beyond this: a thousand and more is all a supervisor needs to know."""

CARRIED = 100
"""Nor is a colleague's load: twelve open cases are too many already."""

WEEK, QUARTER = timedelta(days=7), timedelta(days=90)
MISSED_FOR = timedelta(days=14)
PAGED_FOR = timedelta(days=2)
LEVELS = {Load.FREE: "", Load.FULL: "amber", Load.OVER: "red"}

Figure = tuple[str, str | int, str, bool]


async def board(tx: Transaction, asked: Since = Since.CLOSED) -> dict[str, Any]:
    """Everything the board shows, in a few bounded questions. `asked`: since when it says what happened."""
    waiting = await store.waiting(tx, MOST)
    missed = await store.missed(tx, tx.now - MISSED_FOR, SHOWN)
    counts = await store.counts(tx, MOST, tx.now - PAGED_FOR, tx.now.astimezone(ZONE).date())
    promises = await followups.overdue(tx, SHOWN)
    now, load = await line_panels.line(tx, None), await store.load(tx, CARRIED)
    await audit.record(tx, "board.shown", "board", shown=len(missed) + len(promises))
    return {
        "happened": await since.happened(tx, asked),
        "figures": [*on_the_line(now), *figures(waiting, len(missed), counts), *burdened(load)],
        "line": now,
        "lost": await conversation.lost(tx),
        "paged": [paged(row) for row in await line.unclaimed(tx)],
        "operators": operators(now["there"], load),
        "waiting": waits(waiting),
        "missed": [call(tx, row) for row in missed],
        "promises": promises,
        "load": loads(load),
        "trend": await trend(tx),
        "off": await rulebook.switched_off(tx),
    }


async def wall(tx: Transaction, *, names: bool) -> dict[str, Any]:
    """What may hang on a wall: counts, and on wish colleagues' first names; no caller, no word of anybody."""
    waiting = await store.waiting(tx, MOST)
    counts = await store.counts(tx, MOST, tx.now - PAGED_FOR, tx.now.astimezone(ZONE).date())
    missed = await store.missed(tx, tx.now - MISSED_FOR, SHOWN)
    now, load = await line_panels.line(tx, None), await store.load(tx, CARRIED)
    await audit.record(tx, "board.wall_shown", "board")
    there = [(rules.first_name(one["name"]), one["state"]) for one in now["there"]]
    return {
        "figures": [
            (label, number, bad) for label, number, _href, bad in on_the_wall(now, waiting, len(missed), counts)
        ],
        "operators": operators(now["there"], load),
        "there": there if names else [],
        "waiting": waits(waiting),
        "names": names,
        "at": tx.now,
    }


def on_the_wall(now: dict[str, Any], waiting: list[ChannelWait], missed: int, counts: Counts) -> list[Figure]:
    """The first figures of the board; what concerns cases has no business on a wall."""
    return [*on_the_line(now), *figures(waiting, missed, counts)[:5]]


def operators(there: list[dict[str, Any]], load: list[WorkerLoad]) -> list[tuple[PresenceState, int]]:
    """How many are available, in contact, wrapping up; whoever works with people and is not at the line is away."""
    states = Counter(PresenceState(one["state"]) for one in there)
    states[PresenceState.AWAY] = len({row.name for row in load} - {one["name"] for one in there})
    return [(state, states[state]) for state in PresenceState]


async def trend(tx: Transaction) -> dict[str, Any]:
    """Promises and calls of seven days in numbers, and of ninety with a share and its interval."""
    week, quarter = await store.promised(tx, tx.now - WEEK), await store.promised(tx, tx.now - QUARTER)
    calls, all_calls = await store.called(tx, tx.now - WEEK), await store.called(tx, tx.now - QUARTER)
    due = quarter.kept + quarter.late + quarter.broken
    return {
        "promises": [
            (_("Kept in time"), week.kept, quarter.kept),
            (_("Kept, but late"), week.late, quarter.late),
            (_("Broken: open past its time"), week.broken, quarter.broken),
            (_("Dropped, with a reason"), week.dropped, quarter.dropped),
        ],
        "calls": [
            (_("Calls answered"), calls.answered, all_calls.answered),
            (_("Calls not answered"), calls.calls - calls.answered, all_calls.calls - all_calls.answered),
        ],
        "kept": rules.share(quarter.kept, due),
        "due": due,
        "answered": rules.share(all_calls.answered, all_calls.calls),
        "called": all_calls.calls,
    }


def figures(waiting: list[ChannelWait], missed: int, counts: Counts) -> list[Figure]:
    """The numbers on top, as (label, number, address, bad when not zero)."""
    late, pages = counts.overdue_promises, counts.unanswered_pages
    alone, reviews = counts.unassigned_cases, counts.reviews_due
    return [
        (_("Waiting"), bounded(sum(row.count for row in waiting)), "/desk/queue", False),
        (_("Waiting too long"), bounded(sum(row.overdue for row in waiting)), "/desk/queue?overdue=1", True),
        (ngettext("Missed, unanswered", "Missed, unanswered", missed), bounded(missed, SHOWN), "#missed", True),
        (
            ngettext("Overdue promise in all", "Overdue promises in all", late),
            bounded(late),
            "/desk/follow-ups?show=overdue",
            True,
        ),
        (ngettext("Duty page unanswered", "Duty pages unanswered", pages), bounded(pages), "#paged", True),
        (ngettext("Case without a worker", "Cases without a worker", alone), bounded(alone), "/desk/cases", True),
        (ngettext("Review due", "Reviews due", reviews), bounded(reviews), "/desk/cases", False),
    ]


def burdened(load: list[WorkerLoad]) -> list[Figure]:
    """How many colleagues carry all they can, or more: bad when it is too much for somebody."""
    levels = [accompaniment.load(row.open_cases) for row in load]
    full = sum(one is not Load.FREE for one in levels)
    return [(ngettext("Full or overloaded", "Full or overloaded", full), full, "#load", Load.OVER in levels)]


def on_the_line(now: dict[str, Any]) -> list[Figure]:
    """Who waits on the telephone this minute, and since when the first does."""
    since = [caller["since"] for caller in now["callers"]]
    return [
        (_("Waiting on the line"), len(since), "#line", True),
        (_("Longest wait on the line"), gap(min(since)) if since else 0, "#line", True),
    ]


def bounded(number: int, most: int = MOST) -> str | int:
    """The number itself, or "1000+" at its bound; zero stays a number so that nothing looks bad."""
    return f"{written(number)}+" if number >= most else number


def waits(rows: list[ChannelWait]) -> list[dict[str, Any]]:
    """Each channel with the length of its bar."""
    bars = rules.widths([row.count for row in rows])
    return [wait(row) | {"bar": bar} for row, bar in zip(rows, bars, strict=True)]


def wait(row: ChannelWait) -> dict[str, Any]:
    return {
        "channel": row.channel,
        "count": bounded(row.count),
        "overdue": bounded(row.overdue),
        "longest_since": row.longest_since,
    }


def call(tx: Transaction, row: MissedRow) -> dict[str, Any]:
    return {
        "contact_id": row.id,
        "number": row.number,
        "channel": row.channel,
        "outcome": row.outcome,
        "received_at": row.received_at,
        "sender": gist_in(tx, row.id, row.gist, row.wrapped).sender,
    }


def paged(row: Overdue) -> dict[str, Any]:
    handed = since.handed(row.handed_to, row.handed_by, row.handed_at) if row.handed_to else ""
    return {
        "contact_id": row.contact_id,
        "number": row.number,
        "paged_at": row.paged_at,
        "names": row.names,
        "handed": handed,
    }


def loads(rows: list[WorkerLoad]) -> list[dict[str, Any]]:
    """Each colleague with the length of a bar."""
    bars = rules.widths([row.open_cases for row in rows])
    return [carried(row) | {"bar": bar} for row, bar in zip(rows, bars, strict=True)]


def carried(row: WorkerLoad) -> dict[str, Any]:
    return {
        "name": row.name,
        "open_cases": bounded(row.open_cases, CARRIED),
        "follow_ups": bounded(row.follow_ups, CARRIED),
        "level": LEVELS[accompaniment.load(row.open_cases)],
    }
