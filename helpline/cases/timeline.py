"""Everything that happened in a case in one list: contacts in and out, notes, changes, promises, orientations.

Apart from the panels, because it opens what five rooms sealed.
"""

from datetime import date
from typing import Any
from uuid import UUID

from helpline.cases import rules, store
from helpline.cases.model import Shown
from helpline.cases.places import place, place_in
from helpline.contacts import store as contacts
from helpline.contacts.model import Gist
from helpline.followups import store as followups
from helpline.followups.model import Matter
from helpline.vault.transaction import Transaction
from helpline.web import dates
from helpline.web.terms import joined, term
from helpline.web.words import gettext as _

PAGE = 50
PLACES = {
    "note": store.NOTE,
    "change": store.REASON,
    "promise": followups.REASON,
    "attempt": followups.NOTE,
    "referral": store.REFERRAL_REASON,
}
"""Under which name each kind of text was sealed; orientations are a room above this one."""

ICONS = {"note": "note", "change": "case", "promise": "follow-up", "attempt": "phone", "referral": "partner"}
SAID_AS = {
    "opened": "case_kind",
    "kind": "case_kind",
    "closed": "closing_reason",
    "participant": "participant",
    "stage": "stage",
    "frame": "frame",
}
"""Among which terms a change's value is said."""


async def page(
    tx: Transaction, case: UUID, before: str, show: Shown = Shown.EVERYTHING, most: int = PAGE, area: str = ""
) -> tuple[list[dict[str, Any]], str]:
    """At `most` entries before a place, newest first, and the place where the next page begins, or ""."""
    at, id = place_in(before)
    events = await store.timeline(tx, case, at, id, most + 1, rules.OF_AREA if area else rules.SOURCES[show], area)
    more = place(events[most - 1].at, events[most - 1].id) if len(events) > most else ""
    return [entry(tx, event) for event in events[:most]], more


def entry(tx: Transaction, event: store.Event) -> dict[str, Any]:
    """One entry as `cases/_timeline.html` shows it."""
    return {
        "at": event.at,
        "by": event.by_name or "",
        "icon": ICONS.get(event.source, event.value),
        "title": title(tx, event),
        "text": text(tx, event),
        "href": href(event),
        "kind": kind(event),
        "area": term(event.area, "life_area") if event.area else "",
    }


def title(tx: Transaction, event: store.Event) -> str:
    """What happened, in a few words."""
    match event.source:
        case "contact":
            return f"{term(event.value, 'channel')}, {term(event.what, 'direction').lower()}"
        case "note":
            return term(event.what, "note_kind")
        case "change":
            return joined(term(event.what, "case_change"), said(event))
        case "promise":
            return joined(term(event.what, "follow_up_change"), matter(tx, event))
        case "attempt":
            return joined(term(event.what, "outcome"), matter(tx, event))
        case _:
            return joined(event.value or _("Another service"), term(event.what, "referral").lower())


def matter(tx: Transaction, event: store.Event) -> str:
    """What was promised; nothing when it was erased."""
    if event.matter is None or event.wrapped is None:
        return ""
    key = tx.vault.open(event.record, event.wrapped)
    promised = key.unseal_struct(followups.SEALED, UUID(event.value), event.matter, Matter)
    return joined(_(promised.what), promised.about)


def said(event: store.Event) -> str:
    """The value of a change, in words."""
    if event.what in SAID_AS:
        return term(event.value, SAID_AS[event.what])
    if event.what == "review":
        return dates.day(date.fromisoformat(event.value))
    return event.value or (_("nobody") if event.what in ("worker", "deputy") else "")


def text(tx: Transaction, event: store.Event) -> str:
    """The words that belong to it; none when they were erased."""
    if event.sealed is None or event.wrapped is None:
        return ""
    key = tx.vault.open(event.record, event.wrapped)
    if event.source == "contact":
        gist = key.unseal_struct(contacts.GIST, event.sealed_row, event.sealed, Gist)
        return "\n".join(part for part in (gist.subject, gist.beginning) if part)
    return key.unseal(PLACES[event.source], event.sealed_row, event.sealed).decode()


def href(event: store.Event) -> str:
    """Where to read more."""
    match event.source:
        case "contact":
            return f"/desk/contacts/{event.id}"
        case "promise" | "attempt":
            return f"/desk/follow-ups/{event.value}"
        case _:
            return ""


def kind(event: store.Event) -> str:
    """What the entry is marked as: coming in, going out, or late."""
    if event.source == "contact":
        return event.what
    return "late" if event.what == "escalated" else ""
