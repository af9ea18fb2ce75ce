"""The directory of partners: the list, one entry, a new one."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.directory import actions, panels
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction


class PartnersPage(Controller):
    path = "/desk/partners"
    opt = {"permission": Permission.PARTNER_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def partners(self, tx: Transaction, words: str = "") -> Template:
        found = await panels.found(tx, words)
        return Template("desk/partners.html", context={"partners": found, "words": words})

    @get("/new", opt={"permission": Permission.PARTNER_WRITE})
    async def new(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/partner.html", context=await new_context(tx, staff))

    @get("/{partner:uuid}")
    async def partner(self, tx: Transaction, staff: SignedIn, partner: UUID) -> Template:
        return Template("desk/partner.html", context=await context(tx, staff, partner))


async def new_context(tx: Transaction, staff: SignedIn, entered: dict[str, Any] | None = None) -> dict[str, Any]:
    """An empty entry, or what was typed into it."""
    return {"partner": panels.form(None) | typed(entered), "stands": None, "may_write": True}


async def context(
    tx: Transaction, staff: SignedIn, partner: UUID, entered: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One entry with what was typed over it; saving then is about the version that stands now."""
    found = await actions.opened(tx, partner)
    shown = panels.form(found) | typed(entered) | {"version": found.version}
    return {"partner": shown, "stands": found if entered else None, "may_write": staff.may(Permission.PARTNER_WRITE)}


def typed(entered: dict[str, Any] | None) -> dict[str, Any]:
    if not entered:
        return {}
    return {name: entered[name] for name in panels.EMPTY if name in entered} | {"active": "active" in entered}
