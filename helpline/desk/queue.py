"""The queue: everything that waits for a decision, most urgent first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Controller, Request, get
from litestar.response import Template

from helpline.contacts.model import Channel, Language, Urgency
from helpline.errors import Invalid
from helpline.outbox import conversation
from helpline.queue import actions, filters, panels
from helpline.queue import views as saved
from helpline.queue.model import Filter, Line, Place, SavedView, Whose
from helpline.rulebook import panels as rulebook
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import store as triage
from helpline.vault.transaction import Transaction
from helpline.web.forms import id_in
from helpline.web.terms import term
from helpline.web.words import gettext as _

#: As many as one shift ever sees at once; the browser lays out only those in view.
PAGE = 100
MOST = 200

Link = tuple[str, str, int | None, bool]


class QueuePage(Controller):
    path = "/desk/queue"
    opt = {"permission": Permission.QUEUE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def queue(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/queue.html", context=await context(tx, staff, request.query_params))


async def context(tx: Transaction, staff: SignedIn, asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of the queue and the views over it. `asked`: the filter, `after` where the page before ended, `open`
    which contact stands beside the list, `rows` how many a page has.
    """
    only = filters.read(asked)
    many = rows_in(asked.get("rows", ""))
    lines = await actions.lines(tx, place_in(asked.get("after", "")), only, many + 1)
    opened = id_in(asked["open"], "") if asked.get("open") else None
    known = await saved.known(tx, staff.id)
    return {
        "rows": [panels.row(line, staff.id, tx.now) for line in lines[:many]],
        "lost": await conversation.lost(tx, staff.id),
        "off": await rulebook.switched_off(tx),
        "views": views(only, await actions.held(tx, staff.id), await triage.in_quarantine(tx))
        + [(filters.address(kept), view.name, None, kept == only) for view, kept in known],
        "keeping": keeping(only, [view for view, kept in known if kept == only], staff),
        "menus": menus(only),
        "filtered": only != actions.EVERYTHING,
        "here": filters.address(only),
        "opened": opened,
        "next": next_page(only, lines[many - 1], asked.get("rows", "")) if len(lines) > many else "",
    }


async def again(tx: Transaction, staff: SignedIn, *ids: UUID, entered: dict[str, Any] | None = None) -> dict[str, Any]:
    """The queue once more, with the name of a view that could not be kept."""
    given = entered or {}
    asked = {name: value for name, value in parse_qsl(str(given.get("filter", ""))) if name in Filter.__struct_fields__}
    return await context(tx, staff, asked) | {"entered": given}


def keeping(only: Filter, same: list[SavedView], staff: SignedIn) -> dict[str, Any] | None:
    """What may be done with the filter on the screen: keep it under a name, or remove what keeps it."""
    shares = staff.may(Permission.VIEW_SHARE)
    if only == actions.EVERYTHING or not staff.may(Permission.CONTACT_DECIDE):
        return None
    mine = [view for view in same if view.staff_id == staff.id or (view.shared and shares)]
    return {"filter": filters.query(only), "shares": shares, "kept": bool(same), "removable": mine}


def views(only: Filter, mine: int, quarantined: int) -> list[Link]:
    """What is chosen most, as links; each keeps the rest of the filter."""
    whose, overdue = only.whose, only.overdue
    return [
        ("/desk/queue", _("Everything"), None, only == actions.EVERYTHING),
        (filters.without(only, whose=toggled(whose, Whose.MINE)), _("Mine"), mine, whose is Whose.MINE),
        (filters.without(only, whose=toggled(whose, Whose.NOBODY)), _("Nobody's"), None, whose is Whose.NOBODY),
        (filters.without(only, overdue=not overdue), _("Overdue"), None, overdue),
        ("/desk/quarantine", _("Quarantine"), quarantined, False),
    ]


def toggled(now: Whose | None, pressed: Whose) -> Whose | None:
    """Pressing what is chosen already lets it go."""
    return None if now is pressed else pressed


def menus(only: Filter) -> list[dict[str, Any]]:
    """One list of links for each further thing to filter by."""
    return [
        menu(only, "urgency", _("Urgency"), Urgency, "urgency"),
        menu(only, "channel", _("Channel"), Channel, "channel"),
        menu(only, "language", _("Language"), Language, "language"),
        menu(only, "suggested", _("Suggestion"), filters.SUGGESTIONS, "disposition"),
    ]


def menu(only: Filter, field: str, title: str, values: Iterable[str], terms: str) -> dict[str, Any]:
    chosen = getattr(only, field)
    links = [(filters.without(only, **{field: one}), term(one, terms), one == chosen) for one in values]
    return {
        "title": title,
        "chosen": term(chosen, terms) if chosen else "",
        "links": [(filters.without(only, **{field: None}), _("All"), chosen is None), *links],
    }


def rows_in(asked: str) -> int:
    """How many rows a page has; never more than a browser scrolls smoothly."""
    return min(max(int(asked), 1), MOST) if asked.isdecimal() and len(asked) < 6 else PAGE


def next_page(only: Filter, last: Line, rows: str) -> str:
    row = last.row
    return filters.address(only, rows=rows, after=f"{row.urgency_rank}_{row.due_at.timestamp()}_{row.id}")


def place_in(after: str) -> Place:
    """The place a page begins at; the beginning when none is given."""
    if not after:
        return actions.BEGINNING
    try:
        rank, due, contact = after.split("_")
        return Place(int(rank), datetime.fromtimestamp(float(due), tz=actions.BEGINNING.due_at.tzinfo), UUID(contact))
    except (ValueError, OverflowError, OSError):
        raise Invalid({"": _("This page of the queue does not exist; open the queue again.")}) from None
