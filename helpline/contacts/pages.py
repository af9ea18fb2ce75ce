"""A contact's files, downloaded and never opened by what they call themselves; what its sender said is safe; and the
conversation a human puts it into.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Response
from msgspec import Struct

from helpline.contacts import actions, safety, store
from helpline.contacts.model import Channel
from helpline.people.pages import HERE, SafeForm, expiry_in, said_in
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form

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
        return Response(
            body,
            media_type=label.media_type if played else "application/octet-stream",
            headers={
                "Content-Disposition": "inline" if played else f'attachment; filename="{plain_name(label.name)}"',
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
        return Redirect(f"/desk/contacts/{contact}", status_code=303)


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


def plain_name(name: str) -> str:
    """A file name that no header and no file system trips over."""
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)
    return kept.strip(" .")[:80] or "file"
