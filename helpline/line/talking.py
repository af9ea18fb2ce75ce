"""An operator on the line: picks up, holds, asks a colleague, hands over, hangs up; or calls somebody himself."""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.channel import HandsetKind, LegEnd, Pickup
from helpline.clock import new_id
from helpline.contacts import store as contacts
from helpline.envelope import Outcome
from helpline.errors import Conflict, Invalid, NotFound
from helpline.jobs.actions import enqueue
from helpline.line import backs, calls, offering, rules, store
from helpline.line.model import (
    Called,
    CallState,
    Left,
    LineCall,
    OfCall,
    Offer,
    OfferKind,
    OfferState,
    Presence,
    PresenceState,
    Side,
)
from helpline.live.actions import LINE, tell
from helpline.queue import actions as queue
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

CLAIM = "line.claim"


async def picked_up(tx: Transaction, offer_id: UUID, leg: str, at: datetime | None = None) -> Pickup:
    """A human answered what rang for him: he gets the call, or somebody was faster."""
    found = await known(tx, offer_id)
    if found is None:
        return Pickup(None)
    offer, call = found
    if offer.state is OfferState.ANSWERED:
        return Pickup(call.room if offer.leg == leg else None)
    if offer.state is not OfferState.RINGING:
        return Pickup(None)
    won = await won_by(tx, call, offer, min(at or tx.now, tx.now))
    state = OfferState.ANSWERED if won else OfferState.LOST
    await store.settle(tx, offer.id, OfferState.RINGING, state, tx.now, leg)
    if offer.leg != leg:
        await offering.end(tx, offer.leg)
    if won and offer.staff_id:
        await store.move_presence(tx, offer.staff_id, PresenceState.IN_CONTACT)
    await tell(tx, LINE)
    return Pickup(call.room if won else None)


async def known(tx: Transaction, offer_id: UUID) -> tuple[Offer, LineCall] | None:
    """An offer and its call, which nobody else moves meanwhile."""
    await store.one_at_a_time(tx)
    offer = await store.offer(tx, offer_id)
    call = await store.call(tx, offer.call_id) if offer else None
    return (offer, call) if offer and call else None


async def dialled(tx: Transaction, offer_id: UUID, leg: str) -> bool:
    """The party of a call of ours is being rung; when the operator has gone meanwhile, that ends at once."""
    await store.one_at_a_time(tx)
    await store.called_leg(tx, offer_id, leg)
    offer = await store.offer(tx, offer_id)
    call = await store.call(tx, offer.call_id) if offer else None
    wanted = call is not None and call.state is CallState.TALKING
    if offer and not wanted:
        await offering.let_go(tx, offer)
    return wanted


async def rings(tx: Transaction, offer_id: UUID, leg: str, *, party: bool = False) -> None:
    """The provider names a leg as soon as it exists, whoever of us died since it was asked for: one that nobody wants
    is ended, and does not ring on.
    """
    if party:
        await dialled(tx, offer_id, leg)
        return
    await store.one_at_a_time(tx)
    await store.leg(tx, offer_id, leg)
    offer = await store.offer(tx, offer_id)
    live = offer and offer.state in (OfferState.RINGING, OfferState.ANSWERED) and offer.leg == leg
    if not live:
        await offering.end(tx, leg)


async def won_by(tx: Transaction, call: LineCall, offer: Offer, at: datetime) -> bool:
    """Whether this handset gets the call: by one compare-and-set, whoever else answers at the same moment."""
    if offer.kind is OfferKind.CONSULT:
        return call.state is CallState.TALKING and call.held
    if not await store.answer(tx, call.id, offer.staff_id, at):
        return False
    await offering.silence(tx, call.id, OfferState.LOST, besides=offer.id)
    await audit.record(tx, "line.answered", "call", call.id, detail=str(offer.staff_id or ""))
    if call.direction == "in":
        await offering.move(tx, offering.BRING, call.id)
        if not await claim(tx, call.id, at):
            await enqueue(tx, CLAIM, OfCall(call.id), key=f"claim:{call.id}")
    return True


async def claim(tx: Transaction, call_id: UUID, at: datetime) -> bool:
    """The contact is the operator's who took the call, and is answered once they have met; False while its first ring
    is not read yet.
    """
    call = await store.call(tx, call_id)
    contact = await calls.contact_of(tx, call) if call else None
    if call is None or contact is None:
        return call is None
    if call.met_at:
        await answered(tx, call, contact, at)
    place = await queue.place(tx, contact)
    if call.staff_id and place and (place.claimed_by is None or place.unopened):
        await queue.claim(tx, contact, call.staff_id)
    await tell(tx, f"contact:{contact}")
    await tell(tx, "queue")
    return True


async def answered(tx: Transaction, call: LineCall, contact: UUID, at: datetime) -> None:
    """Its history says who talked to the caller, and nobody counts it among the missed any more."""
    row = await contacts.row(tx, contact)
    if row and (row.outcome is None or row.outcome.rank < Outcome.ANSWERED.rank):
        await contacts.progress(tx, contact, Outcome.ANSWERED, None)
    by = f"staff:{call.staff_id}" if call.staff_id else "phone"
    await contacts.add_events(tx, [(contact, "answered", at, by)])


async def met(tx: Transaction, call_id: UUID) -> None:
    """The telephone has brought the caller to whoever answered: from here on the call is an answered one."""
    await store.one_at_a_time(tx)
    call = await store.call(tx, call_id)
    first = call is not None and await store.meet(tx, call_id)
    if call and first and not await claim(tx, call_id, call.answered_at or tx.now):
        await enqueue(tx, CLAIM, OfCall(call.id), key=f"claim:{call.id}")


async def leg_ended(
    tx: Transaction, offer_id: UUID, leg: str, why: LegEnd, at: datetime | None = None, *, party: bool = False
) -> LineCall | None:
    """An operator's leg is over, or that of the party dialled through it; the call as it is now.

    A second leg of one offer was never joined to anybody: its end says nothing.
    """
    found = await known(tx, offer_id)
    if found is None:
        return None
    offer, call = found
    at = min(at or tx.now, tx.now)
    if party:
        await calls.called_has_gone(tx, call, at, why)
    elif offer.leg and offer.leg != leg:
        return call
    elif offer.state is OfferState.RINGING:
        await offering.unrung(tx, offer, why)
    elif offer.state is OfferState.ANSWERED:
        await hung_up(tx, call, offer, why, at)
    await offering.distribute(tx)
    await tell(tx, LINE)
    return await store.call(tx, call.id)


async def hung_up(tx: Transaction, call: LineCall, offer: Offer, why: LegEnd, at: datetime) -> None:
    """An operator is off the line: the end of the talk, the end of a question, or a handset that broke off.

    An operator ends a talk in the page, or by a key of his telephone. A leg that is over without that may have lost its
    network: nobody can tell, so its caller waits again, before all others. Who talked on it wraps up and is asked.
    """
    await store.settle(tx, offer.id, OfferState.ANSWERED, OfferState.ENDED, at)
    if why is LegEnd.FAILED:
        await offering.end(tx, offer.leg)
    talks = call.state is CallState.TALKING and call.staff_id == offer.staff_id
    broke_off = talks and call.direction == "in" and why is not LegEnd.FINISHED
    if offer.staff_id:
        again = broke_off and not really_talked(offer, at)
        state = PresenceState.AVAILABLE if again or not talks else PresenceState.WRAPPING_UP
        await store.move_presence(tx, offer.staff_id, state)
    if broke_off:
        await store.rejoin(tx, call.id, offer.staff_id)
        await offering.silence(tx, call.id, OfferState.CANCELLED)
        await offering.release(tx, call)
        await offering.move(tx, offering.HOLD, call.id)
        await enqueue(tx, offering.AGAIN, OfCall(call.id), at=tx.now + rules.BROKEN_OFF)
    elif talks:
        await calls.over(tx, call, at, Side.OPERATOR)


def really_talked(offer: Offer, at: datetime) -> bool:
    """Whether the end of a leg may be somebody hanging up after a talk: only a telephone ends one that way."""
    joined = offer.answered_at is not None and at - offer.answered_at >= rules.JOINING
    return offer.handset is HandsetKind.PHONE and joined


async def take(tx: Transaction, call_id: UUID, staff: UUID) -> UUID | None:
    """An operator takes a waiting caller out of turn: his handset rings, for this offer, and who answers first has the
    call; None when it rings already.
    """
    await store.one_at_a_time(tx)
    me = await at_the_line(tx, staff)
    call = await opened(tx, call_id)
    if call.state is not CallState.WAITING:
        raise Conflict(_("Somebody else took this call first, or the caller has gone."))
    if await rings_already(tx, call, me):
        return None
    offer = await offering.ring(tx, call.id, staff, OfferKind.CALL, me.handset)
    if offer is None:
        raise Conflict(_("Your telephone is in use."))
    await tell(tx, LINE)
    return offer


async def rings_already(tx: Transaction, call: LineCall, me: Presence) -> bool:
    """Whether this caller rings at this operator's telephone, who has only to answer. What rings in a browser is rung
    anew: the page may have been loaded again meanwhile, and does not hear the first ring any more.
    """
    for offer in await store.offers(tx, call.id):
        if offer.staff_id == me.staff_id and offer.state is OfferState.RINGING:
            if offer.handset is HandsetKind.PHONE:
                return True
            await offering.give_up(tx, offer, OfferState.CANCELLED)
    return False


async def refuse(tx: Transaction, offer_id: UUID, staff: UUID) -> None:
    """Not this one: the next operator's handset rings."""
    await store.one_at_a_time(tx)
    offer = await store.offer(tx, offer_id)
    if offer is None or offer.staff_id != staff:
        raise NotFound(_("There is no such call."))
    await leg_ended(tx, offer_id, offer.leg or "", LegEnd.DECLINED)


async def at_the_line(tx: Transaction, staff: UUID) -> Presence:
    """Where an operator answers. Raises `Invalid` for somebody who is away."""
    me = await store.presence(tx, staff)
    if me is None or me not in rules.there([me], tx.now):
        raise Invalid({"": _("Open the line first, and say that you are available.")})
    return me


async def opened(tx: Transaction, call_id: UUID) -> LineCall:
    call = await store.call(tx, call_id)
    if call is None:
        raise NotFound(_("There is no such call."))
    return call


async def talking(tx: Transaction, call_id: UUID, staff: UUID) -> LineCall:
    """The call this operator talks on. Raises `Conflict` when he does not, or not any more."""
    await store.one_at_a_time(tx)
    call = await opened(tx, call_id)
    if call.state is not CallState.TALKING or call.staff_id != staff:
        raise Conflict(_("You are not on this call any more."))
    return call


async def hang_up(tx: Transaction, call_id: UUID, staff: UUID) -> None:
    """The operator ends the talk; or says, when his telephone is off the line already, that it was at its end."""
    await store.one_at_a_time(tx)
    call = await opened(tx, call_id)
    if call.state is not CallState.WAITING or call.parted_from != staff:
        call = await talking(tx, call_id, staff)
    await calls.over(tx, call, tx.now, Side.OPERATOR)


async def withdraw(tx: Transaction, call: LineCall) -> None:
    """What rings at somebody else, because the same person is to be called back, rings no more."""
    if call.state is CallState.TALKING:
        raise Conflict(_("A colleague is calling already."))
    await offering.silence(tx, call.id, OfferState.CANCELLED)
    await store.leave_call(tx, call.id, tx.now, Left.NOT_REACHED, Side.OPERATOR)


async def call_out(
    tx: Transaction, staff: UUID, called: Called, language: str, contact: UUID | None, follow_up: UUID | None
) -> UUID:
    """An operator's handset rings, and once he answers, the number is dialled as the service; the call's id.

    Whether it may be called is `followups.calling`'s to ask, now and when he answers. It never reaches a browser.
    """
    await store.one_at_a_time(tx)
    me = await at_the_line(tx, staff)
    for other in await backs.calls(tx, follow_up) if follow_up else ():
        await withdraw(tx, await opened(tx, other))
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    sealed = key.seal_struct(store.CALL, key.record, called)
    blind = calls.blind(tx, str(key.record))
    await store.add_call(tx, key.record, "out", blind, sealed, language, contact, follow_up)
    if await offering.ring(tx, key.record, staff, OfferKind.OUT, me.handset) is None:
        raise Conflict(_("Your telephone is in use."))
    await audit.record(tx, "line.called_out", "call", key.record)
    await tell(tx, LINE)
    return key.record
