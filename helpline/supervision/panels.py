"""The supervisor's board, first form: counts, never percentages, and the list of whom nobody has answered yet."""

from datetime import timedelta
from typing import Any

from helpline.accompaniment import rules as accompaniment
from helpline.accompaniment.model import Load
from helpline.audit import actions as audit
from helpline.contacts.actions import gist_in
from helpline.followups import panels as followups
from helpline.line import actions as line
from helpline.line import panels as line_panels
from helpline.outbox import conversation
from helpline.supervision import store
from helpline.supervision.model import ChannelWait, Counts, MissedRow, WorkerLoad
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE, gap
from helpline.web.words import gettext as _

SHOWN = 20
MOST = 1000
"""Nothing is counted beyond this: a thousand and more is all a supervisor needs to know."""

CARRIED = 100
"""Nor is a colleague's load: twelve accompaniments are too many already."""

MISSED_FOR = timedelta(days=14)
PAGED_FOR = timedelta(days=2)
LEVELS = {Load.FREE: "", Load.FULL: "amber", Load.OVER: "red"}

Figure = tuple[str, str | int, str, bool]


async def board(tx: Transaction) -> dict[str, Any]:
    """Everything the board shows, in six questions."""
    waiting = await store.waiting(tx, MOST)
    missed = await store.missed(tx, tx.now - MISSED_FOR, SHOWN)
    counts = await store.counts(tx, MOST, tx.now - PAGED_FOR, tx.now.astimezone(ZONE).date())
    promises = await followups.overdue(tx, SHOWN)
    now = await line_panels.line(tx, None)
    await audit.record(tx, "board.shown", "board", shown=len(missed) + len(promises))
    return {
        "figures": [*on_the_line(now), *figures(waiting, len(missed), counts)],
        "line": now,
        "lost": await conversation.lost(tx),
        "paged": await line.unclaimed(tx),
        "waiting": [wait(row) for row in waiting],
        "missed": [call(tx, row) for row in missed],
        "promises": promises,
        "load": [carried(row) for row in await store.load(tx, CARRIED)],
    }


def figures(waiting: list[ChannelWait], missed: int, counts: Counts) -> list[Figure]:
    """The numbers on top, as (label, number, address, bad when not zero)."""
    return [
        (_("Waiting"), bounded(sum(row.count for row in waiting)), "/desk/queue", False),
        (_("Waiting too long"), bounded(sum(row.overdue for row in waiting)), "/desk/queue", True),
        (_("Missed, unanswered"), bounded(missed, SHOWN), "#missed", True),
        (_("Overdue promises"), bounded(counts.overdue_promises), "/desk/follow-ups?show=overdue", True),
        (_("Duty pages unanswered"), bounded(counts.unanswered_pages), "#paged", True),
        (_("Cases without a worker"), bounded(counts.unassigned_cases), "/desk/cases", True),
        (_("Reviews due"), bounded(counts.reviews_due), "/desk/cases", False),
    ]


def on_the_line(now: dict[str, Any]) -> list[Figure]:
    """Who waits on the telephone this minute, and since when the first does."""
    since = [caller["since"] for caller in now["callers"]]
    return [
        (_("Waiting on the line"), len(since), "#line", True),
        (_("Longest wait on the line"), gap(min(since)) if since else 0, "#line", True),
    ]


def bounded(number: int, most: int = MOST) -> str | int:
    """The number itself, or "1000+" at its bound; zero stays a number so that nothing looks bad."""
    return f"{number}+" if number >= most else number


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


def carried(row: WorkerLoad) -> dict[str, Any]:
    return {
        "name": row.name,
        "open_cases": bounded(row.open_cases, CARRIED),
        "follow_ups": bounded(row.follow_ups, CARRIED),
        "level": LEVELS[accompaniment.load(row.accompaniments)],
    }
