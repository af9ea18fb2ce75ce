"""The queue: everything that waits for a decision, most urgent first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.contacts.model import Channel
from helpline.errors import Invalid
from helpline.outbox import conversation
from helpline.queue import actions, panels
from helpline.queue.model import Line, Place
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import store as triage
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

PAGE = 50


class QueuePage(Controller):
    path = "/desk/queue"
    opt = {"permission": Permission.QUEUE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def queue(
        self, tx: Transaction, staff: SignedIn, channel: Channel | None = None, after: str = ""
    ) -> Template:
        return Template("desk/queue.html", context=await context(tx, staff, channel, after))


async def context(tx: Transaction, staff: SignedIn, channel: Channel | None, after: str) -> dict[str, Any]:
    """One page of the queue and the views over it. `after` is where the page before ended."""
    lines = await actions.lines(tx, place_in(after), channel, PAGE + 1)
    return {
        "rows": [panels.row(line, staff.id, tx.now) for line in lines[:PAGE]],
        "lost": await conversation.lost(tx, staff.id),
        "views": views(channel, await triage.in_quarantine(tx)),
        "next": next_page(channel, lines[PAGE - 1]) if len(lines) > PAGE else "",
    }


def views(channel: Channel | None, quarantined: int) -> list[tuple[str, str, int | None, bool]]:
    """The queue as a whole and by channel, and what was called spam, as links."""
    return [
        ("/desk/queue", _("Everything"), None, channel is None),
        *((f"/desk/queue?channel={one}", term(one, "channel"), None, channel is one) for one in Channel),
        ("/desk/quarantine", _("Quarantine"), quarantined, False),
    ]


def next_page(channel: Channel | None, last: Line) -> str:
    row = last.row
    place = f"{row.urgency_rank}_{row.due_at.timestamp()}_{row.id}"
    return f"/desk/queue?after={place}" + (f"&channel={channel}" if channel else "")


def place_in(after: str) -> Place:
    """The place a page begins at; the beginning when none is given."""
    if not after:
        return actions.BEGINNING
    try:
        rank, due, contact = after.split("_")
        return Place(int(rank), datetime.fromtimestamp(float(due), tz=actions.BEGINNING.due_at.tzinfo), UUID(contact))
    except (ValueError, OverflowError, OSError):
        raise Invalid({"": _("This page of the queue does not exist; open the queue again.")}) from None
