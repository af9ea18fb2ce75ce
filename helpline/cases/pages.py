"""Working on a case: notes, its title and summary, who works on it, its kind, its end, who takes part, its contacts."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Response
from msgspec import Struct

from helpline.cases import actions, documents, network
from helpline.cases.model import CaseKind, NoteKind, Relation, Role
from helpline.contacts.pages import taken_down
from helpline.envelope import AddressKind
from helpline.outbox.rules import leaves_at
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web import uploads
from helpline.web.forms import form
from helpline.web.once import sent_before


class NoteForm(Struct, forbid_unknown_fields=True):
    note: str
    note_kind: NoteKind = NoteKind.NOTE
    life_area: str = ""


class ReplyForm(Struct, forbid_unknown_fields=True):
    contact_id: UUID
    text: str = ""


class DescriptionForm(Struct, forbid_unknown_fields=True):
    version: int
    title: str
    summary: str = ""


class AssignmentForm(Struct, forbid_unknown_fields=True):
    version: int
    worker: UUID | None = None
    deputy: UUID | None = None


class KindForm(Struct, forbid_unknown_fields=True):
    version: int
    case_kind: CaseKind
    kind_reason: str = ""


class ClosureForm(Struct, forbid_unknown_fields=True):
    version: int
    closing_reason: str
    reason: str = ""


class ReopeningForm(Struct, forbid_unknown_fields=True):
    version: int
    reason: str


class ParticipantForm(Struct, forbid_unknown_fields=True):
    role: Role
    name: str
    phone: str = ""
    email: str = ""


class RemovalForm(Struct, forbid_unknown_fields=True):
    why: str = ""


class LinkForm(Struct, forbid_unknown_fields=True):
    one: UUID
    relation: Relation
    other: UUID


class ContactForm(Struct, forbid_unknown_fields=True):
    contact_id: UUID


class CasePages(Controller):
    path = "/desk/cases/{case:uuid}"
    opt = {"permission": Permission.CASE_WRITE, "page": "case"}  # noqa: RUF012  # Litestar's own way

    @post("/notes")
    async def note(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, NoteForm)
        if not await sent_before(request, tx):
            await actions.note(tx, case, given.note, given.note_kind, given.life_area)
        return shown(case)

    @post("/replies", opt={"permission": Permission.CONTACT_REPLY})
    async def reply(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ReplyForm)
        if not await sent_before(request, tx):
            await actions.reply(tx, case, given.contact_id, given.text, leaves_at(None, tx.now))
        return shown(case)

    @post("/description")
    async def describe(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, DescriptionForm)
        await actions.describe(tx, case, given.title, given.summary, given.version)
        return shown(case)

    @post("/assignment")
    async def assign(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, AssignmentForm)
        await actions.assign(tx, case, given.worker, given.deputy, given.version)
        return shown(case)

    @post("/kind")
    async def change_kind(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, KindForm)
        await actions.change_kind(tx, case, given.case_kind, given.kind_reason, given.version)
        return shown(case)

    @post("/closure")
    async def close(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ClosureForm)
        await actions.close(tx, case, given.closing_reason, given.reason, given.version)
        return shown(case)

    @post("/reopening")
    async def reopen(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ReopeningForm)
        await actions.reopen(tx, case, given.reason, given.version)
        return shown(case)

    @post("/participants")
    async def add_participant(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ParticipantForm)
        if not await sent_before(request, tx):
            await actions.name_participant(tx, case, given.role, given.name, address_in(given))
        return shown(case)

    @post("/documents", request_max_body_size=uploads.LARGEST_BODY)
    async def keep_documents(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        await documents.keep(tx, case, await uploads.files(request))
        return shown(case)

    @get("/documents/{document:uuid}", opt={"permission": Permission.CASE_READ})
    async def document(self, tx: Transaction, case: UUID, document: UUID) -> Response[bytes]:
        label, body = await documents.opened(tx, case, document)
        return taken_down(label.name, body)

    @post("/documents/{document:uuid}/removal")
    async def remove_document(
        self, request: Request[Any, Any, Any], tx: Transaction, case: UUID, document: UUID
    ) -> Redirect:
        await documents.remove(tx, case, document, (await form(request, RemovalForm)).why)
        return shown(case)

    @post("/links")
    async def link(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, LinkForm)
        if not await sent_before(request, tx):
            await network.link(tx, case, given.one, given.other, given.relation)
        return shown(case)

    @post("/links/{link:uuid}/removal")
    async def unlink(self, tx: Transaction, case: UUID, link: UUID) -> Redirect:
        await network.unlink(tx, case, link)
        return shown(case)

    @post("/contacts")
    async def attach(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ContactForm)
        await actions.attach(tx, case, given.contact_id)
        return shown(case)

    @post("/contacts/{contact:uuid}/removal")
    async def detach(self, tx: Transaction, case: UUID, contact: UUID) -> Redirect:
        await actions.detach(tx, case, contact)
        return shown(case)


def shown(case: UUID) -> Redirect:
    """Back to the case, where what was done can be seen."""
    return Redirect(f"/desk/cases/{case}", status_code=303)


def address_in(given: ParticipantForm) -> tuple[AddressKind, str] | None:
    """The number or mail address that was typed, the number first."""
    if given.phone.strip():
        return AddressKind.PHONE, given.phone
    return (AddressKind.EMAIL, given.email) if given.email.strip() else None
