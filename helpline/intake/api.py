"""`POST /contacts` for programs: a walk-in note or another system's contact, kept like everything that arrives."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Controller, Request, Response, post
from msgspec import Struct

from helpline import clock
from helpline.contacts.model import Channel, Language, Requester
from helpline.envelope import AddressKind, Arrival, Sender
from helpline.errors import Invalid
from helpline.intake import actions
from helpline.intake.digest import Digestion
from helpline.people.rules import normal
from helpline.staff.model import Token
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine
from helpline.web.api import IdempotencyKey, problems, without_nul
from helpline.web.dates import sensible
from helpline.web.words import gettext as _


class NewSender(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it came from. `value` is a number or a mail address, or empty for withheld or anonymous."""

    kind: AddressKind | None = None
    value: str = ""
    display: str = ""


class NewContact(Struct, forbid_unknown_fields=True):
    """What another program knows of a contact. `external_id` makes a repeated one the same contact."""

    text: str
    channel: Channel = Channel.VISIT
    external_id: str = ""
    subject: str = ""
    quoted_text: str = ""
    occurred_at: datetime | None = None
    language: Language | None = None
    requester: Requester | None = None
    sender: NewSender = NewSender()


class KeptContact(Struct):
    """It is kept, for good. `duplicate`: it was before."""

    id: UUID
    duplicate: bool
    href: str


class ArrivalsApi(Controller):
    path = "/contacts"
    opt = {"permission": Permission.CONTACT_WRITE}  # noqa: RUF012  # Litestar's own way
    tags = ("contacts",)

    @post("/", summary="Keep a contact", responses=problems(422))
    async def keep(
        self,
        request: Request[Any, Any, Any],
        engine: Engine,
        data: NewContact,
        idempotency_key: IdempotencyKey = None,
    ) -> Response[KeptContact]:
        token: Token = request.scope["user"]
        key = idempotency_key or (data.external_id and f"{data.channel}/{data.external_id}") or str(uuid4())
        arrival = arrival_in(data)
        raw = actions.by_hand(arrival, f"{token.id}/{key}")
        kept = await actions.keep(engine, raw)
        if kept.duplicate and not the_same(arrival, await actions.kept_as(engine, raw), data.occurred_at is None):
            field = "Idempotency-Key" if idempotency_key else "external_id"
            raise Invalid({field: _("This key was used for another request; take a new one.")})
        digestion: Digestion = request.app.state.digestion
        await digestion.at_once(kept.record)
        # Reading may have found that it is a further step of a contact that was there before.
        record = (await actions.keep(engine, raw)).record
        href = f"/api/v1/contacts/{record}"
        return Response(
            KeptContact(record, kept.duplicate or record != kept.record, href),
            status_code=200 if kept.duplicate else 201,
            headers={"Location": href},
        )


def the_same(arrival: Arrival, before: bytes | None, at_any_time: bool) -> bool:
    """Whether a repeated key came with what it came with before: other words would be lost without a word.

    `at_any_time`: it does not say when, so the moment it arrived makes no difference. What is erased is not compared.
    """
    if before is None:
        return True
    kept = msgspec.msgpack.decode(before, type=Arrival)
    return kept == (msgspec.structs.replace(arrival, occurred_at=kept.occurred_at) if at_any_time else arrival)


def arrival_in(given: NewContact) -> Arrival:
    """The contact as an arrival. Raises `Invalid` naming what cannot be."""
    sender = given.sender
    without_nul(text=given.text, subject=given.subject, quoted_text=given.quoted_text, external_id=given.external_id)
    without_nul(**{"sender.display": sender.display, "sender.value": sender.value})
    value = normal(sender.kind, sender.value) if sender.kind and sender.value else None
    if problems := wrong_in(given, value):
        raise Invalid(problems)
    return Arrival(
        channel=given.channel,
        external_id=given.external_id,
        occurred_at=given.occurred_at or clock.now(),
        sender=Sender(sender.kind if value else None, value, sender.display, proven=False),
        subject=given.subject,
        text=given.text,
        quoted_text=given.quoted_text,
        language=given.language,
        requester=given.requester,
        event="handed_in",
    )


def wrong_in(given: NewContact, value: str | None) -> dict[str, str]:
    """What cannot be, in a sentence for each field; `value`: the sender's, where it is a number or an address."""
    problems = {}
    if not given.text.strip() and not given.subject.strip():
        problems["text"] = "Say what it is about."
    if given.sender.value and value is None:
        problems["sender.value"] = "Give a number with its country code, or a mail address, and its kind."
    if given.occurred_at is not None and given.occurred_at.tzinfo is None:
        problems["occurred_at"] = "Say in which time zone, such as 2026-11-22T09:00:00Z."
    elif given.occurred_at is not None and not sensible(given.occurred_at):
        problems["occurred_at"] = "Give a year that people speak of."
    return problems
