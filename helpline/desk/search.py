"""Search: words, a number, a mail address, a name. Typed words travel in the body, never in an address."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.response import Template
from msgspec import Struct

from helpline.cases import actions as cases
from helpline.contacts import finding, panels
from helpline.errors import Invalid
from helpline.people import actions as people
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form


class SearchForm(Struct, forbid_unknown_fields=True):
    """What was typed."""

    search: str = ""


class SearchPage(Controller):
    path = "/desk/search"
    opt = {"permission": Permission.CONTACT_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def empty(self) -> Template:
        return Template("desk/search.html", context=found_nothing())

    @post("/", status_code=200)
    async def search(self, request: Request[Any, Any, Any], tx: Transaction) -> Template:
        return Template("desk/search.html", context=await context(tx, (await form(request, SearchForm)).search))


def found_nothing(typed: str = "") -> dict[str, Any]:
    return {"search": typed, "asked": False, "contacts": [], "cases": [], "people": []}


async def context(tx: Transaction, typed: str) -> dict[str, Any]:
    """Everything found for what was typed; nothing to search for is said, not raised."""
    try:
        lines = await finding.search(tx, typed)
    except Invalid as problem:
        return found_nothing(typed) | {"problems": problem.problems}
    return {
        "search": typed,
        "asked": True,
        "contacts": [panels.line(one) for one in lines],
        "cases": await cases.search(tx, typed),
        "people": await people.find(tx, typed),
    }
