"""The lists that people choose from, one page each."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Template

from helpline.changes import actions as changes
from helpline.errors import NotFound
from helpline.hours.actions import today
from helpline.lists import actions, rules, store
from helpline.lists.model import LANGUAGES, ListName
from helpline.lists.pages import ListPages
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Transaction

Entered = dict[str, Any]


class ListPage(ListPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn, name: ListName) -> Template:
        return Template("desk/list.html", context=await context(tx, staff, name))


async def context(
    tx: Transaction, staff: SignedIn, name: object, entry: UUID | None = None, *, entered: Entered | None = None
) -> Entered:
    """The whole list, what is offered first; `entered` is what a form sent that could not be saved."""
    if str(name) not in set(ListName):
        raise NotFound("There is no such list.")
    chosen, now = ListName(str(name)), today(tx)
    found = [one for one in await store.entries(tx) if one.name is chosen]
    return {
        "name": chosen,
        "names": list(ListName),
        "kind": chosen.kind,
        "about": "case_kind" if chosen is ListName.CASE_CLOSING else "disposition",
        "entries": sorted(found, key=lambda one: not one.offered(now)),
        "today": now,
        "applies": rules.APPLIES[chosen],
        "label_languages": LANGUAGES,
        "needed": [code for name, code in rules.NEEDED if name is chosen],
        "changes": await changes.lately(tx, actions.area(chosen)),
        "open_for": entry,
        "entered": entered or {},
    }
