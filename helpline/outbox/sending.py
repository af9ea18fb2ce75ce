"""What becomes of a letter, up to the provider's last word. Apart from the actions, because machines do this."""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel
from helpline.envelope import Delivery, DeliveryState, Parcel, Sent
from helpline.errors import NotFound, TransportError
from helpline.jobs.actions import enqueue
from helpline.live.actions import tell
from helpline.outbox import asking, store
from helpline.outbox.actions import SEND, objections
from helpline.outbox.model import Letter, LetterRow, Purpose, SendLetter, State
from helpline.outbox.rules import EARLY, LEASE, after_failure, after_report
from helpline.outbox.words import OPTED_OUT
from helpline.people import providers
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: Its author is told of these on every screen of the queue.
LOST = (State.FAILED, State.UNKNOWN, State.BLOCKED)
#: What the history says of a question where it is no answer's word.
QUESTIONS = {State.SENT: asking.ASKED, State.WITHDRAWN: asking.KNOWN}


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
    if row.due_at > tx.now + EARLY:
        await enqueue(tx, SEND, SendLetter(row.id), key=f"{row.id}:{row.due_at.timestamp()}", at=row.due_at)
        return None
    if row.wrapped is None:
        await moved(tx, row, State.BLOCKED, "erased")
        return None
    if row.channel == Channel.WEBFORM:
        await moved(tx, row, State.STORED)
        return None
    if question(row) and await asking.known(tx, row.recipient_blind, row.created_at):
        await moved(tx, row, State.WITHDRAWN)
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
    await heed(tx, row, error.code)
    if pause:
        await enqueue(tx, SEND, SendLetter(row.id), key=f"{row.id}:{row.attempts}", at=tx.now + pause)


async def delivered(tx: Transaction, delivery: Delivery) -> bool:
    """A provider's word on a letter; False when no letter bears this id (yet), so ask again a little later."""
    row = await store.by_provider(tx, delivery.provider_id)
    if row is None:
        return False
    if state := after_report(row.state, delivery.state):
        await moved(tx, row, state, delivery.code)
    await heed(tx, row, delivery.code)
    for_now = delivery.code.startswith("4.")  # RFC 3463: the mail is lost, its address may be as good as ever.
    if delivery.state is DeliveryState.FAILED and row.channel == Channel.EMAIL and not for_now:
        await providers.bounced(tx, row.recipient_blind)
    return True


async def heed(tx: Transaction, row: LetterRow, code: str) -> None:
    """The provider knows of a wish to stop that never came here; a colleague's telephone is nobody's who wrote."""
    if code == OPTED_OUT and row.purpose is not Purpose.PAGE:
        await providers.stopped(tx, row.recipient_blind)


async def contact_of(tx: Transaction, provider_id: str) -> UUID | None:
    """Whose letter a provider speaks of: the outgoing contact, or the one that was acknowledged; None for no letter."""
    row = await store.by_provider(tx, provider_id)
    if row is None:
        return None
    return row.sealed_for if row.purpose is Purpose.ACKNOWLEDGEMENT else row.contact_id


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
    contact = row.sealed_for if question(row) else row.contact_id
    if contact and state is not State.QUEUED:
        of_question = QUESTIONS.get(state) if question(row) else None
        await contacts.noted(tx, contact, of_question or f"{called(row.purpose)}_{state}")
        for companion in await store.companions(tx, contact):
            await tell(tx, f"contact:{companion}")
        if state in LOST:
            await tell(tx, "queue")


def question(row: LetterRow) -> bool:
    """Whether it asks what is safe: such a letter goes as an acknowledgement does, and a person sends it."""
    return row.purpose is Purpose.ACKNOWLEDGEMENT and not row.automatic


def called(purpose: Purpose) -> str:
    """What the history calls it: a page to a colleague must never read like a message to whoever wrote."""
    return "page" if purpose is Purpose.PAGE else "letter"


async def revive(tx: Transaction, now: datetime) -> int:
    """Give every letter that nobody speaks of any more a job again; how many there were."""
    letters = await store.stuck(tx, now - LEASE, now - 5 * LEASE)
    for letter in letters:
        await enqueue(tx, SEND, SendLetter(letter), key=f"{letter}:revived")
    return len(letters)


async def again(tx: Transaction, letter: UUID) -> None:
    """A person wants a letter sent once more, whatever became of it; at its minute it is asked again what is safe.

    Raises `NotFound` for one that neither failed nor may have.
    """
    row = await store.held(tx, letter)
    if row is None or row.state not in (State.FAILED, State.UNKNOWN):
        raise NotFound(_("This letter waits for nobody any more."))
    await store.renew(tx, letter)
    await enqueue(tx, SEND, SendLetter(letter), key=f"{letter}:again:{row.version}")
    await audit.record(tx, "letter.sent_again", "outbox", letter, detail=row.state)
