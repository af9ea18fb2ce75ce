"""The tables of cases, their contacts, participants, notes and changes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from helpline.cases.model import CaseKind, Change, NoteKind, Role
from helpline.contacts.model import Channel, Direction
from helpline.db.statements import statements
from helpline.vault.transaction import Transaction

sql = statements(__file__)

CONTENT, REASON, NOTE = "case_file.content", "case_change.sealed_reason", "note.sealed"
LINK = "person_link.sealed"
DOCUMENT_LABEL, DOCUMENT = "case_document.label", "case_document.body"
REFERRAL_REASON = "referral_change.sealed_reason"
"""Named here, because the timeline opens what the room above seals."""


class Row(Struct, frozen=True, kw_only=True):
    """A case as it lies in the table, still sealed."""

    id: UUID
    number: int
    kind: CaseKind
    open: bool
    worker: UUID | None
    worker_name: str | None
    deputy: UUID | None
    deputy_name: str | None
    opened_at: datetime
    last_activity_at: datetime
    version: int
    content: bytes
    wrapped: bytes | None


class ListedRow(Struct, frozen=True, kw_only=True):
    """A line of a list of cases, still sealed."""

    id: UUID
    number: int
    kind: CaseKind
    open: bool
    worker_name: str | None
    stage: str | None
    next_review: date | None
    last_activity_at: datetime
    content: bytes
    wrapped: bytes | None


class NearRow(Struct, frozen=True):
    """A case that a contact or its conversation belongs to (`linked`, `threaded`), or may belong to, still sealed."""

    id: UUID
    number: int
    kind: CaseKind
    open: bool
    content: bytes
    wrapped: bytes | None
    linked: bool
    threaded: bool


class ParticipantRow(Struct, frozen=True):
    person_id: UUID
    role: Role
    at: datetime


class LinkRow(Struct, frozen=True):
    id: UUID
    person_id: UUID
    other_id: UUID
    sealed: bytes


class Event(Struct, frozen=True):
    """Something that happened in a case; `sealed` opens with the key of `record`, which is `wrapped`.

    `matter`: what was promised, for what happened to a promise; `value` is then its id. `area`: the life area of a note
    or an orientation.
    """

    source: str
    id: UUID
    at: datetime
    by: str
    by_name: str | None
    what: str
    value: str
    record: UUID
    sealed: bytes | None
    sealed_row: UUID
    matter: bytes | None
    area: str | None
    wrapped: bytes | None


class Spoken(Struct, frozen=True):
    """When and how somebody of a case and the house last spoke."""

    at: datetime
    channel: Channel
    direction: Direction


class FileRow(Struct, frozen=True):
    """A file that came with a contact of a case; its label opens with the contact's key."""

    id: UUID
    contact_id: UUID
    channel: Channel
    label: bytes
    size: int
    at: datetime
    wrapped: bytes | None


class DocumentRow(Struct, frozen=True):
    """A file that a worker put into a case; its label opens with the case's key."""

    id: UUID
    label: bytes
    size: int
    by: str
    by_name: str | None
    at: datetime
    removed_by_name: str | None
    removed_at: datetime | None


class DocumentBody(Struct, frozen=True):
    label: bytes
    body: bytes
    by: str


class HitRow(Struct, frozen=True):
    """A case that was found, still sealed."""

    id: UUID
    number: int
    kind: CaseKind
    last_activity_at: datetime
    content: bytes
    wrapped: bytes | None


async def insert(
    tx: Transaction, case: UUID, kind: CaseKind, content: bytes, worker: UUID | None, deputy: UUID | None
) -> None:
    await sql.insert.run(tx.db, case, kind, content, worker, deputy, tx.now)


async def one(tx: Transaction, case: UUID) -> Row | None:
    return await sql.one.one(tx.db, Row, case)


async def listed(tx: Transaction, is_open: bool, before: datetime, before_id: UUID, limit: int) -> list[ListedRow]:
    return await sql.listed.many(tx.db, ListedRow, is_open, before, before_id, limit)


async def mine(tx: Transaction, staff: UUID, before: datetime, before_id: UUID, limit: int) -> list[ListedRow]:
    return await sql.mine.many(tx.db, ListedRow, staff, before, before_id, limit)


async def near(tx: Transaction, contact: UUID, conversation: UUID, person: UUID | None, limit: int) -> list[NearRow]:
    return await sql.near.many(tx.db, NearRow, contact, conversation, person, limit)


async def describe(tx: Transaction, case: UUID, version: int, content: bytes) -> bool:
    return await sql.describe.run(tx.db, case, version, content, tx.now) == 1


async def shut(tx: Transaction, case: UUID, version: int, is_open: bool) -> bool:
    return await sql.shut.run(tx.db, case, version, is_open, tx.now) == 1


async def become(tx: Transaction, case: UUID, version: int, kind: CaseKind) -> bool:
    return await sql.become.run(tx.db, case, version, kind, tx.now) == 1


async def assign(tx: Transaction, case: UUID, version: int, worker: UUID | None, deputy: UUID | None) -> bool:
    return await sql.assign.run(tx.db, case, version, worker, deputy, tx.now) == 1


async def touch(tx: Transaction, case: UUID) -> None:
    await sql.touch.run(tx.db, case, tx.now)


async def change(
    tx: Transaction, change: UUID, case: UUID, what: Change, value: str, sealed_reason: bytes | None
) -> None:
    await sql.change.run(tx.db, change, case, what, value, sealed_reason, str(tx.actor), tx.now)


async def attach(tx: Transaction, case: UUID, contact: UUID) -> bool:
    return await sql.attach.run(tx.db, case, contact, str(tx.actor), tx.now) == 1


async def detach(tx: Transaction, case: UUID, contact: UUID) -> bool:
    return await sql.detach.run(tx.db, case, contact) == 1


async def note(
    tx: Transaction, note: UUID, case: UUID, kind: NoteKind, sealed: bytes, words: Sequence[int], life_area: str | None
) -> None:
    await sql.note.run(tx.db, note, case, kind, sealed, str(tx.actor), tx.now, life_area)
    await sql.note_words.run(tx.db, note, case, words)


async def case_words(tx: Transaction, case: UUID, words: Sequence[int]) -> None:
    await sql.case_words.run(tx.db, case, words)


async def join(tx: Transaction, case: UUID, person: UUID, role: Role) -> bool:
    return await sql.join.run(tx.db, case, person, role, str(tx.actor), tx.now) == 1


async def participants(tx: Transaction, case: UUID) -> list[ParticipantRow]:
    return await sql.participants.many(tx.db, ParticipantRow, case)


async def link(tx: Transaction, link: UUID, case: UUID, person: UUID, other: UUID, sealed: bytes) -> None:
    await sql.link.run(tx.db, link, case, person, other, sealed, str(tx.actor), tx.now)


async def unlink(tx: Transaction, case: UUID, link: UUID) -> bool:
    return await sql.unlink.run(tx.db, case, link, str(tx.actor), tx.now) == 1


async def links(tx: Transaction, case: UUID) -> list[LinkRow]:
    return await sql.links.many(tx.db, LinkRow, case)


async def concerned(tx: Transaction, case: UUID) -> bool:
    found: bool = await sql.concerned.value(tx.db, case)
    return found


async def timeline(
    tx: Transaction, case: UUID, before: datetime, before_id: UUID, limit: int, sources: Sequence[str], area: str
) -> list[Event]:
    return await sql.timeline.many(tx.db, Event, case, before, before_id, limit, sources, area)


async def last_spoken(tx: Transaction, case: UUID) -> Spoken | None:
    return await sql.last_spoken.one(tx.db, Spoken, case)


async def files(tx: Transaction, case: UUID, limit: int) -> list[FileRow]:
    return await sql.files.many(tx.db, FileRow, case, limit)


async def keep_document(tx: Transaction, document: UUID, case: UUID, label: bytes, body: bytes, size: int) -> None:
    await sql.keep_document.run(tx.db, document, case, label, body, size, str(tx.actor), tx.now)


async def documents(tx: Transaction, case: UUID, limit: int) -> list[DocumentRow]:
    return await sql.documents.many(tx.db, DocumentRow, case, limit)


async def document(tx: Transaction, case: UUID, document: UUID) -> DocumentBody | None:
    return await sql.document.one(tx.db, DocumentBody, case, document)


async def remove_document(tx: Transaction, case: UUID, document: UUID) -> bool:
    return await sql.remove_document.run(tx.db, case, document, str(tx.actor), tx.now) == 1


async def search(tx: Transaction, words: Sequence[Sequence[int]], limit: int) -> list[HitRow]:
    await sql.plan_for_these_words.run(tx.db)
    first, second, third, fourth = [*words, None, None, None][:4]
    return await sql.search.many(tx.db, HitRow, first, second, third, fourth, limit)


async def correspondents(tx: Transaction, case: UUID, limit: int) -> list[UUID]:
    return await sql.correspondents.values(tx.db, case, limit)


async def holds(tx: Transaction, case: UUID, contact: UUID) -> bool:
    found: bool = await sql.holds.value(tx.db, case, contact)
    return found


async def forget(tx: Transaction, case: UUID) -> None:
    await sql.forget_note_words.run(tx.db, case)
    await sql.forget_words.run(tx.db, case)
    await sql.forget_documents.run(tx.db, case)


async def numbered(tx: Transaction, number: int) -> UUID | None:
    case: UUID | None = await sql.numbered.value(tx.db, number)
    return case
