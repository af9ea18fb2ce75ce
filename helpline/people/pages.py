"""Noting down what a person said is safe."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.envelope import SafeContact
from helpline.people import actions
from helpline.people.model import Kind, PersonContent, Said
from helpline.people.windows import read
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form, id_in

HERE = "here"


class SafeForm(Struct, forbid_unknown_fields=True):
    """What is safe, as the form sends it. Times are words, read by `people.windows`; `expires`: the last day.

    `address`: an address of the person, or `HERE` for the one a contact came from; empty for all of them.
    """

    address: str = ""
    may_call: Said = Said.NOT_ASKED
    may_write: Said = Said.NOT_ASKED
    may_leave_message: Said = Said.NOT_ASKED
    may_say_service_name: Said = Said.NOT_ASKED
    windows: str = ""
    never: str = ""
    cover_phrase: str = ""
    if_other_answers: str = ""
    safe_note: str = ""
    expires: str = ""


class DescriptionForm(Struct, forbid_unknown_fields=True):
    """Who somebody is, as the form sends it."""

    version: int
    kind: Kind
    name: str = ""
    language: str = ""
    note: str = ""


def said_in(given: SafeForm) -> SafeContact:
    """The form as a rule. Raises `Invalid` for times nobody can keep to."""
    return SafeContact(
        may_call=given.may_call.allowed,
        may_write=given.may_write.allowed,
        may_leave_message=given.may_leave_message.allowed,
        may_say_service_name=given.may_say_service_name.allowed,
        windows=read(given.windows, "windows"),
        never=read(given.never, "never"),
        cover_phrase=given.cover_phrase.strip(),
        if_other_answers=given.if_other_answers.strip(),
        note=given.safe_note.strip(),
    )


def expiry_in(given: SafeForm) -> datetime | None:
    """The end of the rule's last day, or None for a rule without one. Raises `Invalid`."""
    return from_local(given.expires, "expires") + timedelta(days=1) if given.expires else None


class PersonPages(Controller):
    path = "/desk/people/{person:uuid}"
    opt = {"permission": Permission.PERSON_WRITE, "page": "person"}  # noqa: RUF012  # Litestar's own way

    @post("/safe-contact")
    async def note_safe(self, request: Request[Any, Any, Any], tx: Transaction, person: UUID) -> Redirect:
        given = await form(request, SafeForm)
        address = id_in(given.address, "address") if given.address else None
        await actions.set_rule(tx, person, address, said_in(given), expiry_in(given))
        return Redirect(f"/desk/people/{person}", status_code=303)

    @post("/description")
    async def describe(self, request: Request[Any, Any, Any], tx: Transaction, person: UUID) -> Redirect:
        given = await form(request, DescriptionForm)
        content = PersonContent(given.name.strip(), given.note.strip(), given.language or None)
        await actions.rewrite(tx, person, given.kind, content, given.version)
        return Redirect(f"/desk/people/{person}", status_code=303)
