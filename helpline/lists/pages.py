"""Adding to a list, and changing or ending what is in it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Meta, Struct

from helpline.lists import actions
from helpline.lists.model import Draft, ListName
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form

HOME = "/desk/settings/lists"
Note = Annotated[str, Meta(max_length=500)]


class EntryForm(Struct, forbid_unknown_fields=True):
    """An entry: its name by language, where and from when until when it is offered."""

    valid_from: date
    valid_until: date | None = None
    fr: str = ""
    nl: str = ""
    de: str = ""
    en: str = ""
    applies: list[str] = []
    note: Note = ""
    version: int = 0

    def draft(self) -> Draft:
        labels = {"fr": self.fr.strip(), "nl": self.nl.strip(), "de": self.de.strip(), "en": self.en.strip()}
        return Draft(labels, self.applies, self.note.strip(), self.valid_from, self.valid_until)


class ListPages(Controller):
    path = HOME + "/{name:str}"
    opt = {"permission": Permission.WORDING_WRITE, "page": "list"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def add(self, request: Request[Any, Any, Any], tx: Transaction, name: ListName) -> Redirect:
        given = await form(request, EntryForm)
        await actions.add(tx, name, given.draft())
        return Redirect(f"{HOME}/{name}", status_code=303)

    @post("/{entry:uuid}/versions")
    async def change(self, request: Request[Any, Any, Any], tx: Transaction, name: ListName, entry: UUID) -> Redirect:
        given = await form(request, EntryForm)
        await actions.change(tx, entry, given.draft(), given.version)
        return Redirect(f"{HOME}/{name}", status_code=303)
