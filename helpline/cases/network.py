"""How the people of a case know each other: the verbs, and the small picture of it.

Apart from the other verbs, because the picture is drawn here: where everybody stands follows from the order in which
they were named, so that it looks the same each time. Nobody's full name is drawn.
"""

import math
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.cases import store
from helpline.cases.actions import held, in_work
from helpline.cases.model import Link, Relation, Role
from helpline.clock import new_id
from helpline.errors import Invalid, NotFound
from helpline.live import actions as live
from helpline.people.rules import identifies
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

WIDTH, HEIGHT = 380, 260
RADIUS = (135, 95)
SHORTEST = 2
DRAWN = 9
"""More people make no picture that anybody can read: then the list alone tells."""


async def link(tx: Transaction, case: UUID, person: UUID, other: UUID, relation: Relation) -> UUID:
    """One person of the case is something to another. Raises `Invalid` for anybody who takes no part in it."""
    _row, key = await in_work(tx, case)
    known = {row.person_id for row in await store.participants(tx, case)}
    if person not in known or other not in known:
        raise Invalid({"other": _("Choose one from the list.")})
    if person == other:
        raise Invalid({"other": _("Choose two different people.")})
    new = new_id()
    await store.link(tx, new, case, person, other, key.seal_struct(store.LINK, new, Link(relation)))
    await store.touch(tx, case)
    await audit.record(tx, "case.linked", "case", case)
    await live.tell(tx, f"case:{case}")
    return new


async def unlink(tx: Transaction, case: UUID, link: UUID) -> None:
    """The link was a mistake, or is over; that it was there is kept."""
    await in_work(tx, case)
    if not await store.unlink(tx, case, link):
        raise NotFound(_("There is no such link."))
    await audit.record(tx, "case.unlinked", "case", case)
    await live.tell(tx, f"case:{case}")


async def picture(tx: Transaction, case: UUID, participants: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The people as points, their links as lines and as sentences; no points where they would not be readable."""
    _row, key = await held(tx, case)
    names = {one["person_id"]: short(one["name"]) for one in participants}
    told = [
        (row, key.unseal_struct(store.LINK, row.id, row.sealed, Link).relation)
        for row in await store.links(tx, case)
        if row.person_id in names and row.other_id in names
    ]
    drawn = bool(told) and SHORTEST <= len(participants) <= DRAWN
    places = placed(participants) if drawn else {}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": [{"x": x, "y": y, "name": names[id], "role": role} for id, (x, y, role) in places.items()],
        "lines": [line(places, row, relation) for row, relation in told] if drawn else [],
        "links": [
            {"id": row.id, "one": names[row.person_id], "relation": relation, "other": names[row.other_id]}
            for row, relation in told
        ],
        "people": list(names.items()),
    }


def short(name: str) -> str:
    """A name as others of the case may be shown it: a first name or alias, and initials for the rest."""
    first, *rest = name.split() or [_("Anonymous")]
    return " ".join([first, *(f"{part[0]}." for part in rest)]) if identifies(name) else name


def placed(participants: Sequence[dict[str, Any]]) -> dict[UUID, tuple[int, int, Role]]:
    """Where everybody stands: the person concerned in the middle, the others around, the first at the top."""
    inner = next((one for one in participants if one["role"] is Role.CONCERNED), None)
    around = [one for one in participants if one is not inner]
    places = {inner["person_id"]: (WIDTH // 2, HEIGHT // 2, Role.CONCERNED)} if inner else {}
    for number, one in enumerate(around):
        angle = 2 * math.pi * number / len(around) - math.pi / 2
        x, y = WIDTH / 2 + RADIUS[0] * math.cos(angle), HEIGHT / 2 + RADIUS[1] * math.sin(angle)
        places[one["person_id"]] = (round(x), round(y), one["role"])
    return places


def line(places: dict[UUID, tuple[int, int, Role]], row: store.LinkRow, relation: Relation) -> dict[str, Any]:
    """A line from one to the other, with its words nearer to whom they describe."""
    (x1, y1, _one), (x2, y2, _other) = places[row.person_id], places[row.other_id]
    return {
        "x1": x1, "y1": y1, "x2": x2, "y2": y2,
        "x": round(x1 + (x2 - x1) * 0.5), "y": round(y1 + (y2 - y1) * 0.5) - 4,
        "words": term(relation, "relation"),
    }  # fmt: skip
