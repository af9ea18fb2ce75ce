"""Calling back through the line. Apart from the other verbs, because it joins two rooms: a promise and a telephone.

The number goes from the record to the telephone and never to a browser; an operator's own handset rings first.
"""

from datetime import datetime
from uuid import UUID

from msgspec import structs

from helpline.audit import actions as audit
from helpline.channel import LegEnd, Pickup
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, ContactRow, Content, Direction, NewContact
from helpline.envelope import AddressKind
from helpline.errors import Conflict, Invalid
from helpline.followups import actions, dialling, store
from helpline.followups.model import AttemptOutcome, Change, Dialling, FollowUpKind, Need
from helpline.followups.rules import anothers
from helpline.line import backs, calls, talking
from helpline.line import store as line
from helpline.line.model import DIALS, Called, Left, LineCall, Offer, OfferKind, OfferState
from helpline.people.model import Danger, Purpose
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

SHOWN = 20


async def call(tx: Transaction, follow_up: UUID, staff: UUID, version: int, danger: Danger | None = None) -> Dialling:
    """Ring the operator, if the promise's number may be called at this very minute; `picked_up` dials it.

    Otherwise the attempt is written down as blocked, as by `dial`, and nothing rings. Raises `Conflict` for what a
    colleague promised.
    """
    await line.one_at_a_time(tx)
    if standing := await store.one(tx, follow_up):
        refuse_anothers(standing, staff)
    given = await actions.dial(tx, follow_up, version, danger)
    row = await store.one(tx, follow_up)
    if not given.number or row is None:
        return given
    await own(tx, row, staff)
    about = await contact_store.row(tx, row.contact_id) if row.contact_id else None
    contact = await outgoing(tx, about, str(tx.actor)) if about else None
    language = (about.language if about else None) or "fr"
    await talking.call_out(tx, staff, Called(given.number, danger or ""), language, contact, follow_up)
    return given


def refuse_anothers(row: store.Row, staff: UUID) -> None:
    """Raises `Conflict` for an open promise of a colleague: he keeps it until it is taken over."""
    if row.ended_at is None and anothers(row.owner, staff):
        raise Conflict(_("%(name)s promised this call. Take the promise over first.") % {"name": row.owner_name or ""})


async def show(
    tx: Transaction, follow_up: UUID, staff: UUID, version: int, danger: Danger | None, need: Need | None
) -> Dialling:
    """The number itself, for another telephone; behind a colleague's promise not without a word on why.

    What rings for it at a colleague's stops ringing. Raises `Conflict` while a colleague calls that number already.
    """
    await line.one_at_a_time(tx)
    row = await store.one(tx, follow_up)
    others = row is not None and anothers(row.owner, staff)
    if others and need is None:
        raise Invalid({"need": _("Say why you need the number behind a colleague’s promise.")})
    given = await actions.dial(tx, follow_up, version, danger)
    if given.number:
        await audit.record(
            tx, "follow_up.number_shown", "follow_up", follow_up, detail=need if others and need else "own"
        )
        if now := await store.one(tx, follow_up):
            await own(tx, now, staff)
        await alone(tx, follow_up, staff)
    return given


async def alone(tx: Transaction, follow_up: UUID, staff: UUID) -> None:
    """Nobody else calls the same number from here."""
    for other in await backs.calls(tx, follow_up):
        call = await talking.opened(tx, other)
        if call.staff_id != staff:
            await talking.withdraw(tx, call)


async def own(tx: Transaction, row: store.Row, staff: UUID) -> None:
    """Whoever calls what nobody had taken has taken it: nobody else is rung for it."""
    if row.owner is None:
        await take(tx, row.id, row.version, staff)


async def take(tx: Transaction, follow_up: UUID, version: int, staff: UUID) -> None:
    await store.hand_over(tx, follow_up, version, staff)
    await store.add_change(tx, new_id(), follow_up, Change.HANDED_OVER, str(staff), None)


async def outgoing(tx: Transaction, about: ContactRow, by: str) -> UUID:
    """The call as a contact of its own, in the conversation it belongs to."""
    key = tx.vault.mint(new_id())
    new = NewContact(
        key=key,
        channel=Channel.PHONE,
        direction=Direction.OUT,
        occurred_at=tx.now,
        received_at=tx.now,
        content=Content(),
        conversation=about.conversation,
        language=about.language,
        person_id=about.person_id,
        event="called_out",
        event_by=by,
    )
    await contacts.add(tx, [new])
    return new.id


async def picked_up(tx: Transaction, offer_id: UUID, leg: str, at: datetime | None) -> Pickup:
    """A handset was answered. For a call of ours the rules are asked once more: this is the minute of dialling."""
    await line.one_at_a_time(tx)
    offer = await line.offer(tx, offer_id)
    call = await line.call(tx, offer.call_id) if offer else None
    if offer is None or call is None or offer.kind not in DIALS:
        return await talking.picked_up(tx, offer_id, leg, at)
    if offer.state is OfferState.RINGING and await too_late(tx, offer, call):
        await talking.leg_ended(tx, offer.id, offer.leg or "", LegEnd.FAILED)
        return Pickup(None)
    live = offer.state in (OfferState.RINGING, OfferState.ANSWERED)
    if live and (refusal := await refused(tx, call)):
        await blocked(tx, offer, call, refusal)
        return Pickup(None)
    pickup = await talking.picked_up(tx, offer_id, leg, at)
    if pickup.room is None:
        return pickup
    if offer.kind is OfferKind.BACK and offer.state is OfferState.RINGING:
        await taken(tx, offer, call)
    return structs.replace(pickup, to=await number_of(tx, call))


async def too_late(tx: Transaction, offer: Offer, call: LineCall) -> bool:
    """Whether a colleague has taken the promise while this rang, or whoever kept the place has called: nobody is
    dialled for that.
    """
    row = await store.one(tx, call.follow_up_id) if call.follow_up_id else None
    if row is None:
        return False
    return anothers(row.owner, offer.staff_id) or (offer.kind is OfferKind.BACK and await backs.has_come(tx, row.id))


async def taken(tx: Transaction, offer: Offer, call: LineCall) -> None:
    """Whoever answers what rings for a call-back has promised it from now on, and dials at this very minute."""
    row = await store.one(tx, call.follow_up_id) if call.follow_up_id else None
    if row is None or offer.staff_id is None:
        return
    await store.dial(tx, row.id, row.version)
    await take(tx, row.id, row.version + 1, offer.staff_id)
    await audit.record(tx, "follow_up.dialled", "follow_up", row.id, detail=str(offer.staff_id))
    about = await contact_store.row(tx, row.contact_id) if row.contact_id else None
    if about:
        await line.belongs_to(tx, call.id, await outgoing(tx, about, f"staff:{offer.staff_id}"))


async def number_of(tx: Transaction, call: LineCall) -> str:
    """Whom a call of ours dials: the call knows it, or the promise it keeps."""
    row = await store.one(tx, call.follow_up_id) if call.follow_up_id else None
    if (number := calls.value_of(tx, call)) or row is None or row.wrapped is None:
        return number
    return await dialling.number_of(tx, row, tx.vault.open(row.sealed_for, row.wrapped)) or ""


async def whom(tx: Transaction, contact: UUID) -> bytes | None:
    """The address that a contact of ours called, as the safe-contact rules know it."""
    for call in reversed(await line.calls_of(tx, contact)):
        if call.direction == "out" and (number := await number_of(tx, call)):
            return tx.vault.blind(AddressKind.PHONE, number)
    return None


async def safe(tx: Transaction, call_id: UUID) -> Dialling | None:
    """What the owner of the number that a call of ours dials said about being called: read before it rings, and without
    the number.
    """
    call = await line.call(tx, call_id)
    number = await number_of(tx, call) if call and call.direction == "out" else ""
    if not number:
        return None
    given = await dialling.given(tx, number, await dialling.verdict(tx, number, Purpose.CALL))
    return structs.replace(given, number="")


async def refused(tx: Transaction, call: LineCall) -> str:
    """Why a number may not be dialled now, though it might when the operator asked for it; "" when it may."""
    row = await store.one(tx, call.follow_up_id) if call.follow_up_id else None
    if call.wrapped is None or (call.follow_up_id and (row is None or row.wrapped is None or row.ended_at)):
        return _("This promise is ended already.")
    called = calls.called(tx, call)
    danger = Danger(called.danger) if called.danger else None
    verdict = await dialling.verdict(tx, await number_of(tx, call), Purpose.CALL, danger)
    return "" if verdict.allowed else term(verdict.reason, "safe_reason")


async def blocked(tx: Transaction, offer: Offer, call: LineCall, reason: str) -> None:
    """The operator's leg ends, nobody is dialled, and the attempt is written down with its reason."""
    await talking.leg_ended(tx, offer.id, offer.leg or "", LegEnd.FAILED)
    row = await store.one(tx, call.follow_up_id) if call.follow_up_id else None
    if row and row.ended_at is None and row.wrapped is not None:
        await actions.attempt(tx, row.id, AttemptOutcome.BLOCKED, reason, row.version)


async def reached(tx: Transaction, offer_id: UUID, leg: str) -> None:
    """Whoever we called has answered: from here on the call is a talk, whoever ends it."""
    await talking.dialled(tx, offer_id, leg)
    if offer := await line.offer(tx, offer_id):
        await line.meet(tx, offer.call_id)


async def ended(tx: Transaction, call: LineCall, *, party: bool) -> None:
    """A call of ours that nobody answered is one attempt, however many words come on its legs; what came of a talk, its
    operator writes down. That nobody took a telephone that rang, only the last word on its own leg says (`party`).

    A call-back that was offered is offered again when its next try has come, to whoever is there then.
    """
    if call.follow_up_id is None or call.left_how is not Left.NOT_REACHED or call.answered_at is None:
        return
    if not party and any(one.called_leg for one in await line.offers(tx, call.id)):
        return
    row = await store.one(tx, call.follow_up_id)
    standing = row is not None and row.ended_at is None and row.wrapped is not None
    if row and standing and not await store.attempted(tx, row.id, call.joined_at):
        await actions.attempt(tx, row.id, AttemptOutcome.NOT_REACHED, "", row.version)
        if call.staff_id and await backs.was_offered(tx, call.id):
            await store.release(tx, row.id, call.staff_id)


async def asked_again(tx: Transaction, contact: UUID, turn_at: datetime) -> bool:
    """Who keeps a place and asks once more keeps that one, with one promise, due at the earlier turn; False for who
    keeps none.
    """
    kept = await backs.promised(tx, contact)
    row = await store.one(tx, kept) if kept else None
    if row is None or row.wrapped is None:
        return False
    await brought_forward(tx, row, turn_at)
    return True


async def brought_forward(tx: Transaction, row: store.Row, due_at: datetime) -> None:
    """A promise that was due later is due then."""
    if due_at < row.due_at and await store.move(tx, row.id, row.version, due_at):
        await store.add_change(tx, new_id(), row.id, Change.POSTPONED, due_at.isoformat(), None)


async def at_its_turn(tx: Transaction, contact: UUID, turn_at: datetime) -> None:
    """Whoever asked to be called back keeps the place in the line: the promise falls due at its turn."""
    for row in await store.about(tx, contact, SHOWN):
        asked = row.kind is FollowUpKind.CALL_BACK and row.tries == 0 and row.due_at != turn_at
        fresh = asked and row.ended_at is None
        if fresh and await store.move(tx, row.id, row.version, turn_at):
            await store.add_change(tx, new_id(), row.id, Change.POSTPONED, turn_at.isoformat(), None)
