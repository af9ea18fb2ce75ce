"""Sending, with the safe-contact rule asked when a letter is written and again in the minute it leaves."""

from datetime import datetime, timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.conversation import token_for
from helpline.contacts.model import Channel, ContactView, Content
from helpline.envelope import AddressKind, Delivery, DeliveryState, Parcel, Sent
from helpline.errors import Blocked, Invalid, TransportError
from helpline.jobs.actions import enqueue
from helpline.live.actions import tell
from helpline.outbox import store
from helpline.outbox.model import Letter, LetterRow, Purpose, SendLetter, State
from helpline.outbox.rules import ACKNOWLEDGEMENTS, LEASE, SUBJECTS, after_failure, after_report
from helpline.people import actions as people
from helpline.people.model import Purpose as Use
from helpline.people.model import Reason
from helpline.people.rules import normal
from helpline.people.words import refusal
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

SEND = "outbox.send"
ONE_DAY = timedelta(days=1)
KINDS = {Channel.SMS: AddressKind.PHONE, Channel.EMAIL: AddressKind.EMAIL}


async def reply(tx: Transaction, contact: UUID, text: str) -> UUID:
    """Answer a contact on the way it came; the outgoing contact's id.

    A web form's writer comes for the answer, so nothing is sent. Raises `Blocked` when a safe-contact rule forbids
    writing now, and `Invalid` when there is nothing to say or no way to say it.
    """
    if not text.strip():
        raise Invalid({"text": _("Write an answer first.")})
    view = await contacts.opened(tx, contact)
    channel, language = view.row.channel, view.row.language
    to = answerable(view)
    content = Content(
        text=text, subject=SUBJECTS.get(language or "fr", "") if channel is Channel.EMAIL else "", recipient=to
    )
    outgoing = await contacts.add_outgoing(tx, view.row, channel, content, language)
    if channel is not Channel.WEBFORM:
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
        )
    await tell(tx, f"contact:{contact}")
    return outgoing


def answerable(view: ContactView) -> str:
    """The address an answer goes to; "" for a web form. Raises `Invalid` when there is none."""
    if view.row.channel is Channel.WEBFORM:
        return ""
    if view.row.channel not in KINDS or not view.content.sender:
        raise Invalid({"text": _("This contact cannot be answered in writing; promise a call-back instead.")})
    return view.content.sender


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
) -> UUID:
    """Put a letter into the outbox; it leaves after this transaction commits.

    `sealed_for`: the record whose key seals it. Raises `Blocked` when it must not leave, `Invalid` for an address
    that is none.
    """
    kind = KINDS[Channel(channel)]
    value = normal(kind, to)
    if value is None:
        raise Invalid({"to": _("This is not an address we can write to.")})
    blind = tx.vault.blind(kind, value)
    if objection := await objections(tx, purpose, channel, blind):
        raise Blocked(refusal(objection))
    id = new_id()
    letter = Letter(value, text, subject, language, reply_token, in_reply_to)
    sealed = (await keys.key(tx, sealed_for)).seal_struct(store.SEALED, id, letter)
    await store.add(tx, id, channel, purpose, contact, sealed_for, sealed, blind, automatic)
    await enqueue(tx, SEND, SendLetter(id), key=f"{id}:0")
    await audit.record(tx, "letter.posted", "outbox", id, detail=purpose)
    return id


async def objections(tx: Transaction, purpose: Purpose, channel: str, blind: bytes) -> Reason | None:
    """Why this letter must not leave now; None when it may.

    A colleague on duty is no person who contacted us. Without a rule one neutral e-mail acknowledgement to the
    address that wrote is allowed; an SMS acknowledgement is not, because phones are shared.
    """
    if purpose is Purpose.PAGE:
        return None
    verdict = await people.permission(tx, blind, Use.WRITE, tx.now)
    if verdict.allowed:
        return None
    unasked = purpose is Purpose.ACKNOWLEDGEMENT and channel == Channel.EMAIL and not verdict.asked
    return None if unasked else verdict.reason


async def acknowledge(
    tx: Transaction,
    *,
    channel: str,
    to: str,
    language: str,
    contact: UUID,
    reply_token: str = "",
    in_reply_to: str = "",
) -> UUID | None:
    """A neutral word that something arrived, at most once a day for an address; None when none may be sent.

    Never call it for what a robot wrote.
    """
    kind = KINDS.get(Channel(channel))
    value = normal(kind, to) if kind else None
    if kind is None or value is None or await store.acknowledged(tx, tx.vault.blind(kind, value), tx.now - ONE_DAY):
        return None
    try:
        return await post(
            tx,
            channel=channel,
            to=value,
            text=ACKNOWLEDGEMENTS.get(language, ACKNOWLEDGEMENTS["fr"]),
            subject=SUBJECTS.get(language, SUBJECTS["fr"]),
            language=language,
            purpose=Purpose.ACKNOWLEDGEMENT,
            contact=None,
            sealed_for=contact,
            reply_token=reply_token,
            in_reply_to=in_reply_to,
            automatic=True,
        )
    except Blocked:
        return None


async def take(tx: Transaction, letter: UUID) -> tuple[str, Parcel] | None:
    """The channel and parcel of a letter that leaves now; None when there is nothing to send any more.

    The rule is asked once more in this minute. A letter already in somebody's hands is not sent a second time: when
    its lease is over, nobody knows whether it left.
    """
    row = await store.held(tx, letter)
    if row is None:
        return None
    if row.state is State.SENDING:
        await wait_or_give_up(tx, row)
        return None
    if row.state is not State.QUEUED:
        return None
    if row.wrapped is None:
        await moved(tx, row, State.BLOCKED, "erased")
        return None
    if objection := await objections(tx, row.purpose, row.channel, row.recipient_blind):
        await moved(tx, row, State.BLOCKED, objection)
        return None
    await store.begin(tx, row.id)
    content = tx.vault.open(row.sealed_for, row.wrapped).unseal_struct(store.SEALED, row.id, row.sealed, Letter)
    return row.channel, parcel(row, content)


def parcel(row: LetterRow, letter: Letter) -> Parcel:
    return Parcel(
        id=row.id,
        to=letter.to,
        text=letter.text,
        subject=letter.subject,
        language=letter.language,
        reply_token=letter.reply_token,
        in_reply_to=letter.in_reply_to,
        automatic=row.automatic,
    )


async def wait_or_give_up(tx: Transaction, row: LetterRow) -> None:
    if row.changed_at + LEASE <= tx.now:
        await moved(tx, row, State.UNKNOWN, "lease_over")
    else:
        await enqueue(tx, SEND, SendLetter(row.id), key=f"{row.id}:lease", at=row.changed_at + LEASE)


async def sent(tx: Transaction, letter: UUID, receipt: Sent) -> None:
    """The provider took it."""
    row = await store.held(tx, letter)
    if row and row.state in (State.SENDING, State.UNKNOWN):
        await moved(tx, row, State.SENT, provider_id=receipt.provider_id)


async def failed(tx: Transaction, letter: UUID, error: TransportError) -> None:
    """An attempt failed: again later, or not; what may have left is never sent again by a machine."""
    row = await store.held(tx, letter)
    if row is None or row.state is not State.SENDING:
        return
    state, pause = after_failure(error, row.attempts)
    await moved(tx, row, state, error.code, due_at=tx.now + pause if pause else None)
    if pause:
        await enqueue(tx, SEND, SendLetter(row.id), key=f"{row.id}:{row.attempts}", at=tx.now + pause)


async def delivered(tx: Transaction, delivery: Delivery) -> bool:
    """A provider's word on a letter; False when no letter bears this id (yet), so ask again a little later."""
    row = await store.by_provider(tx, delivery.provider_id)
    if row is None:
        return False
    if state := after_report(row.state, delivery.state):
        await moved(tx, row, state, delivery.code)
    if delivery.state is DeliveryState.FAILED and row.channel == Channel.EMAIL:
        await people.bounced(tx, row.recipient_blind)
    return True


async def moved(
    tx: Transaction,
    row: LetterRow,
    state: State,
    code: str = "",
    *,
    due_at: datetime | None = None,
    provider_id: str | None = None,
) -> None:
    """A letter's new state, told to its contact's history and to every screen of the conversation."""
    await store.move(tx, row.id, state, code, due_at or row.due_at, provider_id)
    if row.contact_id and state is not State.QUEUED:
        await contacts.noted(tx, row.contact_id, f"letter_{state}")
        for companion in await store.companions(tx, row.contact_id):
            await tell(tx, f"contact:{companion}")


async def revive(tx: Transaction, now: datetime) -> int:
    """Give every letter that nobody speaks of any more a job again; how many there were."""
    letters = await store.stuck(tx, now - LEASE, now - 5 * LEASE)
    for letter in letters:
        await enqueue(tx, SEND, SendLetter(letter), key=f"{letter}:revived")
    return len(letters)
