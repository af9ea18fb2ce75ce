"""What the screens show of the queue: the context of `desk/queue.html` and `queue/_list.html`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from helpline.contacts.model import Disposition, Urgency
from helpline.queue.model import Given, Line, LineRow, Waiting


def row(line: Line, me: UUID, now: datetime) -> dict[str, Any]:
    """One line of the queue for one reader."""
    row, gist = line.row, line.gist
    return {
        "contact_id": row.id,
        "number": row.number,
        "tick": tick(row, me),
        "channel": row.channel,
        "outcome": row.outcome,
        "urgency": row.urgency,
        "due_at": row.due_at,
        "overdue": row.due_at < now,
        "language": row.language,
        "sender": gist.sender,
        "words": " — ".join(part for part in (gist.subject, gist.beginning) if part),
        "suggested": "unclear" if row.unclear else row.disposition,
        "unreadable": row.unreadable,
        "automatic": row.automatic,
        "received_at": row.received_at,
        "claimed_by": row.claimer,
        "mine": row.claimed_by == me,
        "unopened": row.unopened,
        "seconds": line.seconds,
        "given": line.given if row.claimed_by == me else None,
        "others": list(zip(row.others, row.other_numbers, strict=True)),
    }


def tick(row: LineRow, me: UUID) -> str:
    """What ticking the line sends: the contact in the version shown; nothing where it has to be decided by itself."""
    alone = row.urgency in (Urgency.IMMEDIATE, Urgency.URGENT) or row.disposition is Disposition.URGENT_SAFETY
    return "" if alone or row.claimed_by not in (None, me) else f"{row.id}_{row.contact_version}"


def place(waiting: Waiting | None, me: UUID, now: datetime, given: Given | None = None) -> dict[str, Any] | None:
    """A contact's place in the queue for one reader, or None when it does not wait."""
    if waiting is None:
        return None
    return {
        "urgency": waiting.urgency,
        "due_at": waiting.due_at,
        "overdue": waiting.due_at < now,
        "claimed_by": waiting.claimer,
        "claimed_id": waiting.claimed_by,
        "mine": waiting.claimed_by == me,
        "unopened": waiting.unopened,
        "given": given if waiting.claimed_by == me else None,
    }
