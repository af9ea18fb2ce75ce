"""What the screens show of cases: the contexts of `cases/_facts.html`, `_people.html`, `_closing.html` and lists."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.cases import rules, store
from helpline.cases.actions import described, held
from helpline.cases.model import Silence
from helpline.cases.places import place, place_in
from helpline.contacts import actions as contacts
from helpline.followups.model import FollowUp
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.outbox import panels as outbox
from helpline.people import actions as people
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE

NEAR = 10
ANSWERED = 3
PAGE = 50


class View(StrEnum):
    """Which cases a list shows."""

    OPEN = "open"
    MINE = "mine"
    CLOSED = "closed"


class Listing(Struct, frozen=True):
    """A page of cases; `more` is the place where the next one begins, or ""."""

    cases: Sequence[dict[str, Any]]
    more: str


async def of_contact(tx: Transaction, contact: UUID, conversation: UUID, person: UUID | None) -> list[dict[str, Any]]:
    """The cases a contact belongs to, and those it may belong to; whoever shows the contact audits it."""
    return [
        {
            "id": row.id,
            "number": row.number,
            "kind": row.kind,
            "alias": described(tx, row.id, row.content, row.wrapped).title,
            "linked": row.linked,
            "own": row.linked or row.threaded,
            "open": row.open,
        }
        for row in await store.near(tx, contact, conversation, person, NEAR)
    ]


async def listed(tx: Transaction, view: View, staff: UUID, before: str) -> Listing:
    """Fifty cases, the liveliest first, from a place in that order on."""
    at, id = place_in(before)
    if view is View.MINE:
        rows = await store.mine(tx, staff, at, id, PAGE + 1)
    else:
        rows = await store.listed(tx, view is View.OPEN, at, id, PAGE + 1)
    await audit.record(tx, "case.listed", "case", shown=len(rows[:PAGE]), detail=view)
    more = place(rows[PAGE - 1].last_activity_at, rows[PAGE - 1].id) if len(rows) > PAGE else ""
    return Listing([line(tx, row) for row in rows[:PAGE]], more)


def line(tx: Transaction, row: store.ListedRow) -> dict[str, Any]:
    """One case in a list."""
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "alias": described(tx, row.id, row.content, row.wrapped).title,
        "open": row.open,
        "worker": row.worker_name,
        "stage": row.stage,
        "next_review": row.next_review,
        "review_due": row.next_review is not None and row.next_review <= tx.now.astimezone(ZONE).date(),
        "silent": row.open and rules.silent(row.last_activity_at, tx.now),
        "last_activity_at": row.last_activity_at,
    }


async def facts(tx: Transaction, case: UUID) -> dict[str, Any]:
    """One case as its page shows it. Raises `NotFound` or `Erased`."""
    row, _key = await held(tx, case)
    await audit.record(tx, "case.opened", "case", case)
    description = described(tx, case, row.content, row.wrapped)
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "kinds": rules.FOLLOWING[row.kind],
        "alias": description.title,
        "may_name": rules.may_name(description.title),
        "about": description.summary,
        "open": row.open,
        "worker": row.worker_name,
        "worker_id": row.worker,
        "deputy": row.deputy_name,
        "deputy_id": row.deputy,
        "opened_at": row.opened_at,
        "last_activity_at": row.last_activity_at,
        "silent": row.open and rules.silent(row.last_activity_at, tx.now),
        "closings": await lists.codes(tx, ListName.CASE_CLOSING, row.kind),
        "version": row.version,
    }


async def summary(tx: Transaction, facts: dict[str, Any], promises: Sequence[FollowUp]) -> dict[str, Any]:
    """A case at one glance: the next promise, the last contact, how long nothing was noted."""
    days, silence = rules.silence(facts["last_activity_at"], tx.now)
    return {
        "next": next((one for one in promises if one.ended_how is None), None),
        "last": await store.last_spoken(tx, facts["id"]),
        "days": days,
        "silence": silence if facts["open"] else Silence.FINE,
    }


async def printed(tx: Transaction, case: UUID) -> None:
    """Somebody takes the case along on paper: known by name and minute, like every reading."""
    await audit.record(tx, "case.printed", "case", case)


async def answers(tx: Transaction, case: UUID) -> list[dict[str, Any]]:
    """Whom of the case can be answered in writing, the newest first, each with how, and why not when not now."""
    ways = []
    for view in await contacts.read(tx, await store.correspondents(tx, case, ANSWERED)):
        way = await outbox.reply(tx, view)
        if way:
            ways.append(way | {"contact_id": view.row.id, "pending": await outbox.pending(tx, view.row.id)})
    return ways


async def participants(tx: Transaction, case: UUID) -> list[dict[str, Any]]:
    """Who takes part; erased persons keep their line without a name."""
    rows = await store.participants(tx, case)
    known = await people.by_ids(tx, [row.person_id for row in rows])
    return [
        {
            "person_id": row.person_id,
            "name": known[row.person_id].name if row.person_id in known else "",
            "role": row.role,
        }
        for row in rows
    ]
