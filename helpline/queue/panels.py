"""What the screens show of the queue: the context of `desk/queue.html` and `queue/_list.html`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from helpline.queue.model import Line, Waiting


def row(line: Line, me: UUID, now: datetime) -> dict[str, Any]:
    """One line of the queue for one reader."""
    row, gist = line.row, line.gist
    return {
        "contact_id": row.id,
        "number": row.number,
        "version": row.version,
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
        "others": list(zip(row.others, row.other_numbers, strict=True)),
    }


def place(waiting: Waiting | None, me: UUID, now: datetime) -> dict[str, Any] | None:
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
    }
