"""A contact's files, downloaded and never opened by what they call themselves; what its sender said is safe; and the
conversation a human puts it into.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, get, post
from litestar.response import Redirect, Response, Template
from msgspec import Struct

from helpline.contacts import actions, drafts, looking, panels, safety, store
from helpline.contacts.model import Channel
from helpline.contacts.unsent import DraftKind
from helpline.errors import Conflict, Invalid
from helpline.people.pages import HERE, SafeForm, expiry_in, said_in
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

#: What a page may play or show by itself; everything else is a download without a type, and so is whatever came with a
#: text message, which anybody may have sent.
PLAYED = frozenset({"audio/wav", "audio/x-wav", "audio/mpeg", "audio/ogg", "audio/mp4"})


class ContactFiles(Controller):
    path = "/desk/contacts/{contact:uuid}/attachments"
    opt = {"permission": Permission.CONTACT_READ}  # noqa: RUF012  # Litestar's own way

    @get("/{attachment:uuid}")
    async def attachment(self, tx: Transaction, contact: UUID, attachment: UUID) -> Response[bytes]:
        label, body = await actions.file(tx, contact, attachment)
        row = await store.row(tx, contact)
        played = label.media_type in PLAYED and row is not None and row.channel is not Channel.SMS
        return taken_down(label.name, body, label.media_type if played else "")


def taken_down(name: str, body: bytes, played: str = "") -> Response[bytes]:
    """A file as a download without a type, in a sandbox; `played`: the type of what a page may play by itself."""
    return Response(
        body,
        media_type=played or "application/octet-stream",
        headers={
            "Content-Disposition": "inline" if played else f'attachment; filename="{plain_name(name)}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'",
            "Cache-Control": "no-store",
        },
    )


class ContactSafety(Controller):
    path = "/desk/contacts/{contact:uuid}"
    opt = {"permission": Permission.PERSON_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/safe-contact")
    async def note_safe(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, SafeForm)
        await safety.note(tx, contact, said_in(given), expiry_in(given), here=given.address == HERE)
        return Redirect(f"/desk/contacts/{contact}#{await safety.next_place(tx, contact)}", status_code=303)


class Version(Struct, forbid_unknown_fields=True):
    """What stood on the screen."""

    version: int


class ContactThread(Controller):
    path = "/desk/contacts/{contact:uuid}/conversation"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def join(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        await actions.join(tx, contact, (await form(request, Version)).version)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)

    @post("/removal")
    async def part(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        await actions.part(tx, contact, (await form(request, Version)).version)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)


class DraftForm(Struct, forbid_unknown_fields=True):
    """A form as it stands on the screen: its fields as JSON, and the version of the draft it goes on from."""

    fields: str
    version: int = 0


class Kept(Struct, frozen=True):
    """What the page is told after saving. `fields`: what another window typed meanwhile, and only then."""

    version: int
    fields: dict[str, str] | None = None


class ContactDrafts(Controller):
    path = "/desk/contacts/{contact:uuid}/drafts"
    opt = {"permission": Permission.CONTACT_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @get("/", opt={"permission": Permission.CONTACT_READ})
    async def written(self, tx: Transaction, contact: UUID) -> Template:
        """What colleagues are writing: the part of the page that asks for itself."""
        found = await drafts.look(tx, contact)
        context = {"writing": panels.writing(found.others, tx.now), "contact": {"id": contact}}
        return Template("contacts/_writing_now.html", context=context)

    @post("/{kind:str}", status_code=200)
    async def save(
        self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID, kind: DraftKind
    ) -> Response[Kept]:
        """A form while it is being filled in; 409 brings what another window typed, and both texts stay."""
        given = await form(request, DraftForm)
        try:
            return Response(Kept(await drafts.save(tx, contact, kind, fields_in(given.fields), given.version)))
        except Conflict:
            now = (await drafts.of_contact(tx, contact)).mine.get(kind)
            return Response(Kept(now.version, now.fields) if now else Kept(0), status_code=409)

    @post("/{kind:str}/removal")
    async def drop(self, tx: Transaction, contact: UUID, kind: DraftKind) -> Redirect:
        await drafts.drop(tx, contact, kind)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)

    @post("/{kind:str}/taking/{colleague:uuid}")
    async def take(self, tx: Transaction, contact: UUID, kind: DraftKind, colleague: UUID) -> Redirect:
        await drafts.take(tx, contact, kind, colleague)
        return Redirect(f"/desk/contacts/{contact}#{PLACES[kind]}", status_code=303)


PLACES = {
    DraftKind.REPLY: "answer",
    DraftKind.DECISION: "decide",
    DraftKind.DANGER: "danger",
    DraftKind.RECORDING: "recording",
}
"""Where on the contact's page each form stands."""


class ContactLooks(Controller):
    path = "/desk/contacts/{contact:uuid}/looks"
    opt = {"permission": Permission.CONTACT_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def others(self, tx: Transaction, contact: UUID) -> Template:
        """Who else looks: the part of the page that asks for itself."""
        context = {"lookers": await looking.others(tx, contact), "contact": {"id": contact}}
        return Template("contacts/_looking_now.html", context=context)

    @post("/", status_code=204)
    async def sign(self, tx: Transaction, contact: UUID) -> None:
        """An open page gives a sign of life."""
        await looking.look(tx, contact)

    @post("/end", status_code=204)
    async def end(self, tx: Transaction, contact: UUID) -> None:
        await looking.look_away(tx, contact)


def fields_in(text: str) -> dict[str, str]:
    """A form's fields as its page sent them. Raises `Invalid`."""
    try:
        return msgspec.json.decode(text, type=dict[str, str])
    except msgspec.MsgspecError:
        raise Invalid({"": _("This cannot be understood.")}) from None


def plain_name(name: str) -> str:
    """A file name that no header and no file system trips over."""
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)
    return kept.strip(" .")[:80] or "file"
