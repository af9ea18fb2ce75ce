"""Writing and verifying the directory."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.directory import actions
from helpline.directory.model import Entry
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form


class PartnerForm(Struct, forbid_unknown_fields=True):
    """An entry as its form sends it; lists with commas."""

    version: int = 0
    name: str = ""
    services: str = ""
    territory: str = ""
    languages: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    ethics: str = ""
    note: str = ""
    active: bool = False


class VerificationForm(Struct, forbid_unknown_fields=True):
    version: int


class NewPartner(Controller):
    path = "/desk/partners/entries"
    opt = {"permission": Permission.PARTNER_WRITE, "page": "new_partner"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def add(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        partner = await actions.add(tx, entry_in(await form(request, PartnerForm)))
        return Redirect(f"/desk/partners/{partner}", status_code=303)


class PartnerPages(Controller):
    path = "/desk/partners/{partner:uuid}"
    opt = {"permission": Permission.PARTNER_WRITE, "page": "partner"}  # noqa: RUF012  # Litestar's own way

    @post("/entry")
    async def change(self, request: Request[Any, Any, Any], tx: Transaction, partner: UUID) -> Redirect:
        given = await form(request, PartnerForm)
        await actions.change(tx, partner, entry_in(given), given.version, active=given.active)
        return Redirect(f"/desk/partners/{partner}", status_code=303)

    @post("/verification")
    async def verify(self, request: Request[Any, Any, Any], tx: Transaction, partner: UUID) -> Redirect:
        given = await form(request, VerificationForm)
        await actions.verify(tx, partner, given.version)
        return Redirect(f"/desk/partners/{partner}", status_code=303)


def entry_in(given: PartnerForm) -> Entry:
    """The entry with its lists taken apart."""
    return Entry(
        name=given.name.strip(),
        services=listed(given.services),
        territory=listed(given.territory),
        languages=tuple(code.lower() for code in listed(given.languages)),
        phone=given.phone.strip(),
        email=given.email.strip(),
        url=given.url.strip(),
        ethics=given.ethics.strip(),
        note=given.note.strip(),
    )


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas, without what is empty or repeated."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
