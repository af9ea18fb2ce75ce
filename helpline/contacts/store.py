"""The contacts' tables: sealed on the way in, still sealed on the way out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import json

from helpline.clock import new_id
from helpline.contacts.events import Step
from helpline.contacts.model import (
    AttachmentRow,
    ContactEvent,
    ContactRow,
    Known,
    Language,
    ListedRow,
    Nearness,
    NewContact,
)
from helpline.contacts.rules import gist_of
from helpline.contacts.unsent import DraftKind, DraftRow
from helpline.db.statements import statements
from helpline.envelope import AddressKind, Attachment, Outcome
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction

sql = statements(__file__)

CONTENT, GIST, LABEL, BODY = "contact.content", "contact.gist", "attachment.label", "attachment.body"


async def add(tx: Transaction, news: Sequence[NewContact]) -> None:
    rows = [
        (
            new.id, new.channel, new.direction, new.external_blind, new.occurred_at, new.received_at, new.language,
            new.requester, new.sender_kind, new.sender_blind, new.sender_proven, new.outcome, new.automatic,
            new.unreadable, new.conversation, new.person_id,
            new.key.seal_struct(CONTENT, new.id, new.content),
            new.key.seal_struct(GIST, new.id, gist_of(new.content)),
            json.encode(dict(new.content.answers)).decode() if new.content.answers else None,
        )
        for new in news
    ]  # fmt: skip
    await sql.add.run(tx.db, *map(list, zip(*rows, strict=True)))
    await sql.add_words.batch(tx.db, [(new.id, new.words) for new in news if new.words])
    await add_events(tx, [(new.id, new.event, new.occurred_at, new.event_by) for new in news if new.event])


async def add_events(tx: Transaction, events: Sequence[tuple[UUID, str, object, str]]) -> None:
    if events:
        await sql.add_events.run(tx.db, *map(list, zip(*events, strict=True)))


async def add_words(tx: Transaction, contact: UUID, words: Sequence[int]) -> None:
    await sql.add_words.run(tx.db, contact, words)


async def add_attachment(tx: Transaction, key: Key, label: bytes, file: Attachment, row: UUID | None = None) -> UUID:
    row = row or new_id()
    body = key.seal(BODY, row, file.body)
    await sql.add_attachment.run(tx.db, row, key.record, label, body, len(file.body), tx.now)
    return row


async def known(tx: Transaction, pairs: Sequence[tuple[str, bytes]]) -> list[Known]:
    """Locks and answers the contacts these (channel, external blind) pairs already are."""
    if not pairs:
        return []
    channels, blinds = zip(*pairs, strict=True)
    return await sql.known.many(tx.db, Known, list(channels), list(blinds))


async def progress(tx: Transaction, contact: UUID, outcome: Outcome | None, language: Language | None) -> None:
    await sql.progress.run(tx.db, contact, outcome, language)


async def came_from(
    tx: Transaction, contact: UUID, kind: AddressKind, blind: bytes, content: bytes, gist: bytes
) -> None:
    await sql.came_from.run(tx.db, contact, kind, blind, content, gist)


async def rewrite(tx: Transaction, contact: UUID, content: bytes, gist: bytes, version: int) -> bool:
    return await sql.rewrite.run(tx.db, contact, content, gist, version) == 1


async def understood(tx: Transaction, new: NewContact) -> bool:
    done = await sql.understood.run(
        tx.db, new.id, new.channel, new.external_blind, new.occurred_at, new.language, new.requester, new.sender_kind,
        new.sender_blind, new.sender_proven, new.outcome, new.automatic, new.conversation,
        new.key.seal_struct(CONTENT, new.id, new.content), new.key.seal_struct(GIST, new.id, gist_of(new.content)),
    )  # fmt: skip
    return done == 1


async def touch(tx: Transaction, contact: UUID, version: int) -> bool:
    return await sql.touch.run(tx.db, contact, version) == 1


async def assign_person(tx: Transaction, contact: UUID, person: UUID) -> None:
    await sql.assign_person.run(tx.db, contact, person)


async def person_in_conversation(tx: Transaction, contact: UUID) -> UUID | None:
    person: UUID | None = await sql.person_in_conversation.value(tx.db, contact)
    return person


async def answered(tx: Transaction, contact: UUID) -> bool:
    found: bool = await sql.answered.value(tx.db, contact)
    return found


async def join(tx: Transaction, conversation: UUID, other: UUID) -> None:
    await sql.join.run(tx.db, conversation, other)


async def part(tx: Transaction, contact: UUID) -> None:
    await sql.part.run(tx.db, contact)


async def asked_by_mail(tx: Transaction, conversation: UUID) -> UUID | None:
    contact: UUID | None = await sql.asked_by_mail.value(tx.db, conversation)
    return contact


async def row(tx: Transaction, contact: UUID) -> ContactRow | None:
    return await sql.row.one(tx.db, ContactRow, contact)


async def rows(tx: Transaction, contacts: Sequence[UUID]) -> list[ContactRow]:
    """Several in one question, in the order given."""
    return await sql.rows.many(tx.db, ContactRow, contacts)


async def by_external(tx: Transaction, channel: str, blind: bytes) -> UUID | None:
    found: UUID | None = await sql.by_external.value(tx.db, channel, blind)
    return found


async def attachments(tx: Transaction, contact: UUID) -> list[AttachmentRow]:
    return await sql.attachments.many(tx.db, AttachmentRow, contact)


async def attachment(tx: Transaction, file: UUID) -> AttachmentRow | None:
    return await sql.attachment.one(tx.db, AttachmentRow, file)


async def attachment_body(tx: Transaction, file: UUID) -> bytes:
    body: bytes = await sql.attachment_body.value(tx.db, file)
    return body


async def history(tx: Transaction, contact: UUID) -> list[ContactEvent]:
    return await sql.history.many(tx.db, ContactEvent, contact)


async def listed(tx: Transaction, contacts: Sequence[UUID]) -> list[ListedRow]:
    return await sql.listed.many(tx.db, ListedRow, contacts)


async def conversation(tx: Transaction, conversation: UUID, limit: int) -> list[ListedRow]:
    return await sql.conversation.many(tx.db, ListedRow, conversation, limit)


async def near(tx: Transaction, row: ContactRow, limit: int) -> list[Nearness]:
    return await sql.near.many(tx.db, Nearness, row.id, row.sender_blind, row.person_id, row.conversation, limit)


async def by_sender(tx: Transaction, blind: bytes, limit: int) -> list[ListedRow]:
    return await sql.by_sender.many(tx.db, ListedRow, blind, limit)


async def by_words(tx: Transaction, words: Sequence[Sequence[int]], limit: int) -> list[ListedRow]:
    await sql.plan_for_these_words.run(tx.db)
    first, second, third, fourth = [*words, None, None, None][:4]
    return await sql.by_words.many(tx.db, ListedRow, first, second, third, fourth, limit)


async def since(tx: Transaction, at: object, after: UUID, only: UUID | None, limit: int) -> list[UUID]:
    return await sql.since.values(tx.db, at, after, only, limit)


async def unwrite(tx: Transaction, outgoing: UUID) -> None:
    await sql.forget_words.run(tx.db, outgoing)
    await sql.unwrite_history.run(tx.db, outgoing)
    await sql.unwrite.run(tx.db, outgoing)


async def forget(tx: Transaction, contact: UUID) -> bool:
    await sql.forget_words.run(tx.db, contact)
    await sql.forget_files.run(tx.db, contact)
    await sql.forget_drafts.run(tx.db, contact)
    await sql.forget_looks_at.run(tx.db, contact)
    return await sql.forget.run(tx.db, contact) == 1


async def drafts(tx: Transaction, contact: UUID) -> list[DraftRow]:
    return await sql.drafts.many(tx.db, DraftRow, contact)


async def save_draft(
    tx: Transaction, contact: UUID, kind: DraftKind, writer: UUID, sealed: bytes, version: int
) -> bool:
    if version:
        return await sql.save_draft.run(tx.db, contact, kind, writer, sealed, tx.now, version) == 1
    return await sql.begin_draft.run(tx.db, contact, kind, writer, sealed, tx.now) == 1


async def drop_draft(tx: Transaction, contact: UUID, kind: DraftKind, writer: UUID) -> bool:
    return await sql.drop_draft.run(tx.db, contact, kind, writer) == 1


async def look(tx: Transaction, contact: UUID, staff: UUID, since: datetime) -> bool:
    known: bool = await sql.look.value(tx.db, contact, staff, tx.now, since)
    return known


async def look_away(tx: Transaction, contact: UUID, staff: UUID) -> bool:
    return await sql.look_away.run(tx.db, contact, staff) == 1


async def lookers(tx: Transaction, contact: UUID, since: datetime, besides: UUID | None) -> list[str]:
    return await sql.lookers.values(tx.db, contact, since, besides)


async def forget_looks(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.forget_looks.values(tx.db, before)


async def numbered(tx: Transaction, number: int) -> UUID | None:
    contact: UUID | None = await sql.numbered.value(tx.db, number)
    return contact


async def steps(tx: Transaction, contact: UUID, limit: int) -> list[Step]:
    return await sql.steps.many(tx.db, Step, contact, limit)
