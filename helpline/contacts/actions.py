"""Opening, listing and writing contacts. Whoever reads one leaves a line in the audit."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts import store
from helpline.contacts.model import (
    AttachmentLabel,
    AttachmentRow,
    Channel,
    ContactEvent,
    ContactRow,
    ContactView,
    Content,
    Direction,
    Gist,
    Label,
    Language,
    Listed,
    ListedRow,
    Near,
    NewContact,
)
from helpline.contacts.rules import gist_of, seconds_of
from helpline.envelope import Attachment, Sender
from helpline.errors import Conflict, Erased, NotFound
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def add(tx: Transaction, news: Sequence[NewContact]) -> None:
    """Write a batch of contacts with their keys and files."""
    if not news:
        return
    await keys.remember(tx, [new.key for new in news])
    await store.add(tx, news)
    for new in news:
        for file in new.attachments:
            await attach(tx, new.key, file)


async def attach(tx: Transaction, key: Key, file: Attachment) -> UUID:
    """Seal a file into the contact whose key this is."""
    row = new_id()
    label = key.seal_struct(store.LABEL, row, Label(file.name, file.media_type, seconds_of(file)))
    return await store.add_attachment(tx, key, label, file, row)


async def opened(tx: Transaction, contact: UUID) -> ContactView:
    """One contact, whole. Raises `NotFound`, or `Erased` when its key is destroyed."""
    row = await store.row(tx, contact)
    if row is None:
        raise NotFound("There is no such contact.")
    key, content = unsealed(tx, row)
    files = [labelled(key, file) for file in await store.attachments(tx, contact)]
    await audit.record(tx, "contact.opened", "contact", contact)
    return ContactView(row, content, files, await store.history(tx, contact))


async def read(tx: Transaction, contacts: Sequence[UUID]) -> list[ContactView]:
    """The words of several contacts, without their files and histories; erased ones are absent."""
    rows = [row for row in await store.rows(tx, contacts) if row.wrapped]
    await audit.record_each(tx, "contact.opened", "contact", [row.id for row in rows])
    return [ContactView(row, unsealed(tx, row)[1], [], []) for row in rows]


def unsealed(tx: Transaction, row: ContactRow) -> tuple[Key, Content]:
    """The contact's key and what was said."""
    if row.wrapped is None:
        raise Erased("This contact was erased.")
    key = tx.vault.open(row.id, row.wrapped)
    return key, key.unseal_struct(store.CONTENT, row.id, row.content, Content)


def labelled(key: Key, file: AttachmentRow) -> AttachmentLabel:
    label = label_in(key, file.id, file.label)
    return AttachmentLabel(file.id, label.name, label.media_type, file.size, label.seconds)


def label_in(key: Key, file: UUID, label: bytes) -> Label:
    """What a file is called, and how long it lasts if it is a recording."""
    return key.unseal_struct(store.LABEL, file, label, Label)


async def file(tx: Transaction, contact: UUID, attachment: UUID) -> tuple[AttachmentLabel, bytes]:
    """A file's label and bytes. Raises `NotFound` when it is not this contact's."""
    row = await store.attachment(tx, attachment)
    if row is None or row.contact_id != contact:
        raise NotFound("There is no such file.")
    key = await keys.key(tx, contact)
    opened = await body(tx, key, row.id)
    await audit.record(tx, "attachment.opened", "contact", contact)
    return labelled(key, row), opened


async def body(tx: Transaction, key: Key, attachment: UUID) -> bytes:
    """A file's bytes, as they are in our store. Raises `VaultError` when they do not open."""
    return key.unseal(store.BODY, attachment, await store.attachment_body(tx, attachment))


async def by_ids(tx: Transaction, contacts: Sequence[UUID]) -> dict[UUID, Listed]:
    """Lines for lists that other rooms show; they audit their list."""
    return {line.row.id: line for line in shown(tx, await store.listed(tx, contacts))}


def shown(tx: Transaction, rows: Sequence[ListedRow]) -> list[Listed]:
    """Opens the gists of a list, fifty keys a millisecond."""
    return [Listed(row, gist_in(tx, row.id, row.gist, row.wrapped)) for row in rows]


def gist_in(tx: Transaction, contact: UUID, gist: bytes, wrapped: bytes | None) -> Gist:
    """A contact's gist, or an empty one when it was erased."""
    if wrapped is None:
        return Gist()
    return tx.vault.open(contact, wrapped).unseal_struct(store.GIST, contact, gist, Gist)


async def conversation(tx: Transaction, conversation: UUID, limit: int = 100) -> list[Listed]:
    """What belongs to one conversation, oldest first."""
    return shown(tx, await store.conversation(tx, conversation, limit))


async def earlier(tx: Transaction, view: ContactView, limit: int = 10) -> list[Near]:
    """Other contacts of the same conversation, person or address, the newest first: a suggestion for a human."""
    found = await store.near(tx, view.row, limit)
    lines = await by_ids(tx, [one.id for one in found]) if found else {}
    return [Near(lines[one.id], one) for one in found if one.id in lines]


async def noted(tx: Transaction, contact: UUID, event: str) -> None:
    """A step in the contact's own history: a word, never content."""
    await store.add_events(tx, [(contact, event, tx.now, str(tx.actor))])


async def touch(tx: Transaction, contact: UUID, version: int) -> None:
    """Claim the next version of a contact. Raises `Conflict` when somebody was faster."""
    if not await store.touch(tx, contact, version):
        row = await store.row(tx, contact)
        raise Conflict(_("Somebody changed this contact meanwhile; look again."), row.version if row else None)


async def rewrite(tx: Transaction, contact: UUID, content: Content, version: int) -> None:
    """Replace what a note says, words included. Raises `Conflict` when somebody was faster."""
    row = await store.row(tx, contact)
    if row is None:
        raise NotFound("There is no such contact.")
    key, _before = unsealed(tx, row)
    sealed = key.seal_struct(store.CONTENT, contact, content)
    gist = key.seal_struct(store.GIST, contact, gist_of(content))
    if not await store.rewrite(tx, contact, sealed, gist, version):
        raise Conflict(_("Somebody changed this contact meanwhile; look again."), row.version)
    await store.add_words(tx, contact, words_of(tx, content, row.language))
    await audit.record(tx, "contact.rewritten", "contact", contact)


async def join(tx: Transaction, contact: UUID, version: int) -> None:
    """Put a contact, and what was answered to it, into the conversation it names. Raises `Conflict` when it names none
    any more, or somebody was faster.
    """
    row = await store.row(tx, contact)
    if row is None:
        raise NotFound("There is no such contact.")
    _key, content = unsealed(tx, row)
    if content.claimed_conversation is None:
        raise Conflict(_("Somebody changed this contact meanwhile; look again."), row.version)
    plain = msgspec.structs.replace(content, claimed_conversation=None, doubt=None)
    await rewrite(tx, contact, plain, version)
    await store.join(tx, row.conversation, content.claimed_conversation)
    await noted(tx, contact, "joined")
    await audit.record(tx, "contact.joined", "contact", contact)


async def part(tx: Transaction, contact: UUID, version: int) -> None:
    """Take a contact out of a conversation it joined: somebody else wrote it. Raises `Conflict` where it stands alone.

    From now on its number counts as shared, so nothing from there joins by itself any more.
    """
    row = await store.row(tx, contact)
    if row is None:
        raise NotFound("There is no such contact.")
    if row.conversation == contact:
        raise Conflict(_("This contact is in no other one's conversation."), row.version)
    await touch(tx, contact, version)
    await store.part(tx, contact)
    await noted(tx, contact, "parted")
    await audit.record(tx, "contact.parted", "contact", contact)


async def claimed(tx: Transaction, content: Content) -> list[Listed]:
    """The conversation that a message names without having joined it, oldest first."""
    if content.claimed_conversation is None:
        return []
    found = await conversation(tx, content.claimed_conversation)
    await audit.record(tx, "contact.listed", "contact", shown=len(found))
    return found


async def came_from(tx: Transaction, row: ContactRow, content: Content, sender: Sender, recipient: str) -> Content:
    """Who a contact came from, learnt from a later step because the first one to arrive did not say; its content."""
    if not sender.kind or not sender.value:
        return content
    key, _before = unsealed(tx, row)
    known = msgspec.structs.replace(content, sender=sender.value, recipient=content.recipient or recipient)
    await store.came_from(
        tx,
        row.id,
        sender.kind,
        tx.vault.blind(sender.kind, sender.value),
        key.seal_struct(store.CONTENT, row.id, known),
        key.seal_struct(store.GIST, row.id, gist_of(known)),
    )
    return known


def words_of(tx: Transaction, content: Content, language: Language | None) -> list[int]:
    """The search tokens of everything readable in a contact."""
    return tx.vault.tokens(
        f"{content.subject}\n{content.whole}\n{content.quoted_text}\n{content.sender_name}", language
    )


async def add_outgoing(
    tx: Transaction,
    answering: ContactRow,
    channel: Channel,
    content: Content,
    language: Language | None,
    *,
    automatic: bool = False,
) -> UUID:
    """An outgoing contact in the conversation of the one it answers; sending it is the outbox's.

    `automatic`: prepared words, which answer nobody.
    """
    key = tx.vault.mint(new_id())
    new = NewContact(
        key=key,
        channel=channel,
        direction=Direction.OUT,
        occurred_at=tx.now,
        received_at=tx.now,
        content=content,
        conversation=answering.conversation,
        words=words_of(tx, content, language),
        language=language,
        automatic=automatic,
        person_id=answering.person_id,
        event="written",
        event_by=str(tx.actor),
    )
    await add(tx, [new])
    await audit.record(tx, "contact.written", "contact", new.id)
    return new.id


async def understood(tx: Transaction, new: NewContact) -> bool:
    """What nobody could read is read now, in the place where it stands. False when it was read meanwhile."""
    if not await store.understood(tx, new):
        return False
    await store.add_words(tx, new.id, new.words)
    if new.event:
        await store.add_events(tx, [(new.id, new.event, new.occurred_at, new.event_by)])
    for file in new.attachments:
        await attach(tx, new.key, file)
    return True


async def unwrite(tx: Transaction, outgoing: UUID) -> None:
    """An outgoing contact that never left is gone as if it had never been written, with its key."""
    await keys.destroy(tx, [outgoing])
    await store.unwrite(tx, outgoing)
    await audit.record(tx, "contact.unwritten", "contact", outgoing)


async def asked_at(tx: Transaction, view: ContactView) -> str:
    """The mail address at which a web form's writer asked for an answer, now or earlier in the conversation; or ""."""
    if view.content.sender:
        return view.content.sender
    asked = await store.asked_by_mail(tx, view.row.conversation)
    return (await opened(tx, asked)).content.sender or "" if asked else ""


async def history(tx: Transaction, contact: UUID) -> list[ContactEvent]:
    """A contact's steps in their order."""
    return await store.history(tx, contact)
