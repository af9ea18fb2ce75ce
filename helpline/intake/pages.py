"""A note by hand: a visit, a letter, a call taken elsewhere. Kept like everything that arrives, then read at once. And
what a recording says, written down by whoever listened to it.
"""

from typing import Any
from uuid import UUID, uuid4

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline import clock
from helpline.contacts.model import Channel, Language, Requester
from helpline.envelope import AddressKind, Arrival, Sender
from helpline.errors import Invalid
from helpline.intake import actions, recordings
from helpline.intake.digest import Digestion
from helpline.people.rules import normal
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine, Transaction
from helpline.web.api import digest
from helpline.web.dates import from_local
from helpline.web.forms import form
from helpline.web.words import gettext as _

BY_HAND = (Channel.VISIT, Channel.LETTER, Channel.PHONE)


class NoteForm(Struct, forbid_unknown_fields=True):
    """A note as the form sends it. `key` makes a double click one note; other words under it are another one."""

    channel: str = "visit"
    text: str = ""
    key: str = ""
    language: str = ""
    requester: str = ""
    name: str = ""
    address: str = ""
    occurred_at: str = ""


class NotePages(Controller):
    path = "/desk/contacts"
    opt = {"permission": Permission.CONTACT_WRITE, "page": "note"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def write_down(self, request: Request[Any, Any, Any], engine: Engine) -> Redirect:
        given = await form(request, NoteForm)
        key = f"{given.key}/{(await digest(request)).hex()}" if given.key else str(uuid4())
        raw = actions.by_hand(arrival_in(given), key)
        receipt = await actions.keep(engine, raw)
        digestion: Digestion = request.app.state.digestion
        await digestion.at_once(receipt.record)
        return Redirect(f"/desk/contacts/{receipt.record}", status_code=303)


class Heard(Struct, forbid_unknown_fields=True):
    """What a recording says, and the version of the contact on the screen."""

    version: int
    heard: str = ""


class RecordingPages(Controller):
    path = "/desk/contacts/{contact:uuid}/recording"
    opt = {"permission": Permission.CONTACT_WRITE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def write_down(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, Heard)
        await recordings.write_down(tx, contact, given.heard, given.version)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)


def arrival_in(given: NoteForm) -> Arrival:
    """The note as an arrival. Raises `Invalid` naming what cannot be."""
    problems = {}
    if given.channel not in set(BY_HAND):
        problems["channel"] = _("Choose how it came.")
    if not given.text.strip():
        problems["text"] = _("Write down what was said.")
    sender = sender_in(given)
    if given.address.strip() and sender.value is None:
        problems["address"] = _("This is neither a number nor a mail address.")
    if problems:
        raise Invalid(problems)
    return Arrival(
        channel=given.channel,
        external_id="",
        occurred_at=from_local(given.occurred_at, "occurred_at") if given.occurred_at else clock.now(),
        sender=sender,
        text=given.text.strip(),
        language=given.language if given.language in set(Language) else None,
        requester=given.requester if given.requester in set(Requester) else None,
        event="written",
    )


def sender_in(given: NoteForm) -> Sender:
    for kind in AddressKind:
        if value := normal(kind, given.address.strip()):
            return Sender(kind, value, given.name.strip(), proven=False)
    return Sender(display=given.name.strip())
