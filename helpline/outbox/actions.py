"""Sending, with the safe-contact rule asked when a letter is written and again in the minute it leaves."""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import drafts
from helpline.contacts.conversation import token_for
from helpline.contacts.model import Channel, ContactView, Content
from helpline.contacts.unsent import DraftKind
from helpline.envelope import AddressKind
from helpline.errors import Blocked, Conflict, Invalid, NotFound
from helpline.jobs.actions import enqueue
from helpline.live.actions import tell
from helpline.outbox import store
from helpline.outbox.model import Letter, Purpose, SendLetter, State, Way
from helpline.outbox.rules import MOST_PARTS, SUBJECTS, segments
from helpline.people import actions as people
from helpline.people.model import Purpose as Use
from helpline.people.model import Reason
from helpline.people.rules import normal
from helpline.people.words import refusal
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction
from helpline.web.forms import id_in
from helpline.web.words import gettext as _
from helpline.wording import actions as wording

SEND = "outbox.send"
KINDS = {Channel.SMS: AddressKind.PHONE, Channel.EMAIL: AddressKind.EMAIL}


async def reply(tx: Transaction, contact: UUID, text: str, at: datetime | None = None) -> UUID:
    """Answer a contact on the way it came, at a moment to come or now; the outgoing contact's id.

    A web form's writer comes for the answer, and gets it by mail too where that was asked for and is safe; where it
    is not safe, it waits on the site only. Raises `Blocked` when a safe-contact rule forbids writing at that minute,
    and `Invalid` when there is nothing to say or no way to say it.
    """
    if not text.strip():
        raise Invalid({"text": _("Write an answer first.")})
    view = await contacts.opened(tx, contact)
    way, language = await way_back(tx, view, at), view.row.language
    channel, to = way.channel, way.to
    if channel is Channel.SMS and segments(text).parts > MOST_PARTS:
        raise Invalid({"text": _("This is too long for a text message: shorten it, or send it in parts.")})
    subject = SUBJECTS.get(language or "fr", "") if channel is Channel.EMAIL else ""
    content = Content(text=text, subject=subject, recipient=to, in_answer_to=contact)
    outgoing = await contacts.add_outgoing(tx, view.row, channel, content, language)
    if channel is Channel.WEBFORM and at:
        await lay_out(tx, outgoing, text, at)
    elif channel is not Channel.WEBFORM:
        await post(
            tx,
            channel=channel,
            to=to,
            text=text,
            subject=content.subject,
            language=language or "fr",
            purpose=Purpose.REPLY,
            contact=outgoing,
            sealed_for=outgoing,
            reply_token=token_for(tx.vault, view.row.conversation) if channel is Channel.EMAIL else "",
            in_reply_to=view.content.external_id if channel is Channel.EMAIL else "",
            at=at,
        )
    await drafts.drop(tx, contact, DraftKind.REPLY)
    await tell(tx, f"contact:{contact}")
    return outgoing


async def way_back(tx: Transaction, view: ContactView, at: datetime | None = None) -> Way:
    """How an answer goes then, or now. Raises `Invalid` when there is no way in writing."""
    if view.row.channel is Channel.WEBFORM:
        asked = normal(AddressKind.EMAIL, await contacts.asked_at(tx, view))
        if asked is None:
            return Way(Channel.WEBFORM, "")
        blind = tx.vault.blind(AddressKind.EMAIL, asked)
        objection = await objections(tx, Purpose.REPLY, Channel.EMAIL, blind, at)
        return Way(Channel.WEBFORM, "", asked, objection) if objection else Way(Channel.EMAIL, asked)
    channel, to = written_to(view)
    if channel not in KINDS or not to:
        raise Invalid({"text": _("This contact cannot be answered in writing; promise a call-back instead.")})
    return Way(channel, to)


def written_to(view: ContactView) -> tuple[Channel, str | None]:
    """Whoever called is written to by text message, at the number to be called back, where a rule allows it."""
    if view.row.channel is Channel.PHONE:
        return Channel.SMS, view.content.call_back or view.content.sender
    return view.row.channel, view.content.sender


async def post(
    tx: Transaction,
    *,
    channel: str,
    to: str,
    text: str,
    language: str,
    purpose: Purpose,
    contact: UUID | None,
    sealed_for: UUID,
    subject: str = "",
    reply_token: str = "",
    in_reply_to: str = "",
    automatic: bool = False,
    at: datetime | None = None,
) -> UUID:
    """Put a letter into the outbox; it leaves after this transaction commits, or at a moment to come.

    `sealed_for`: the record whose key seals it. Raises `Blocked` when it must not leave at that minute, `Invalid` for
    an address that is none.
    """
    kind = KINDS[Channel(channel)]
    value = normal(kind, to)
    if value is None:
        raise Invalid({"to": _("This is not an address we can write to.")})
    blind = tx.vault.blind(kind, value)
    if objection := await objections(tx, purpose, channel, blind, at):
        raise Blocked(refusal(objection, Use.WRITE))
    id = new_id()
    letter = Letter(value, text, subject, language, reply_token, in_reply_to)
    sealed = (await keys.key(tx, sealed_for)).seal_struct(store.SEALED, id, letter)
    await store.add(tx, id, channel, purpose, contact, sealed_for, sealed, blind, automatic, at or tx.now)
    await enqueue(tx, SEND, SendLetter(id), key=f"{id}:0", at=at)
    await audit.record(tx, "letter.posted", "outbox", id, detail=purpose)
    return id


async def lay_out(tx: Transaction, outgoing: UUID, text: str, at: datetime) -> None:
    """An answer that its reader finds on the site, from a moment to come on."""
    id = new_id()
    sealed = (await keys.key(tx, outgoing)).seal_struct(store.SEALED, id, Letter("", text))
    await store.add(tx, id, Channel.WEBFORM, Purpose.REPLY, outgoing, outgoing, sealed, b"", False, at)
    await enqueue(tx, SEND, SendLetter(id), key=f"{id}:0", at=at)
    await audit.record(tx, "letter.posted", "outbox", id, detail=Purpose.REPLY)


async def drafted(tx: Transaction, view: ContactView, text: str, prepared: str) -> str:
    """What somebody typed, with a prepared answer below it, filled in for this contact; "" stands for none."""
    if not prepared:
        return text
    answer = (await wording.opened(tx, id_in(prepared, "prepared")))[0]
    words = await wording.said(tx, answer.text, answer.language, str(view.row.number))
    return "\n\n".join(part for part in (text.rstrip(), words) if part)


async def withdraw(tx: Transaction, contact: UUID, outgoing: UUID) -> UUID:
    """Take an answer back before it leaves; the letter, whose words go back into the editor.

    Nothing of it stays in the conversation. Raises `Conflict` when it has left, `NotFound` for another contact's.
    """
    answered, row = await contacts.opened(tx, contact), await store.of_contact(tx, outgoing)
    written = await contacts.opened(tx, outgoing) if row else None
    if row is None or written is None or written.row.conversation != answered.row.conversation:
        raise NotFound(_("There is no such answer."))
    if row.state is not State.QUEUED or row.attempts or row.due_at <= tx.now:
        raise Conflict(_("It has left already, or is leaving now."))
    letter = Letter("", written.content.text)
    await store.withdraw(tx, row.id, contact, (await keys.key(tx, contact)).seal_struct(store.SEALED, row.id, letter))
    await contacts.unwrite(tx, outgoing)
    await contacts.noted(tx, contact, "letter_withdrawn")
    await audit.record(tx, "letter.withdrawn", "outbox", row.id)
    await tell(tx, f"contact:{contact}")
    return row.id


async def withdrawn(tx: Transaction, contact: UUID, letter: UUID) -> str:
    """The words of an answer to this contact that was taken back; "" when they are gone."""
    row = await store.held(tx, letter)
    if row is None or row.state is not State.WITHDRAWN or row.sealed_for != contact or row.wrapped is None:
        return ""
    return tx.vault.open(contact, row.wrapped).unseal_struct(store.SEALED, row.id, row.sealed, Letter).text


async def objections(
    tx: Transaction, purpose: Purpose, channel: str, blind: bytes, at: datetime | None = None
) -> Reason | None:
    """Why this letter must not leave at that minute, or now; None when it may.

    A colleague on duty is no person who contacted us. Without a rule one neutral acknowledgement to the address that
    wrote is allowed, by mail, and by SMS only where that was switched on: phones are shared.
    """
    if purpose is Purpose.PAGE:
        return None
    verdict = await people.permission(tx, blind, Use.WRITE, at or tx.now)
    if verdict.allowed:
        return None
    unasked = purpose is Purpose.ACKNOWLEDGEMENT and not verdict.asked
    return None if unasked and await wording.sends(tx, channel) else verdict.reason
