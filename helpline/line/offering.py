"""Who is rung next, and what becomes of it. Apart from the other verbs, because all of them end here.

Whatever moves the line does so one at a time, in the order of `one_at_a_time`; the telephone itself is only ever
moved by jobs, so that no commit waits for a provider, and none is lost with one.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.channel import HandsetKind, LegEnd
from helpline.clock import new_id
from helpline.hours import actions as hours
from helpline.hours.rules import opening
from helpline.jobs.actions import enqueue
from helpline.line import backs, rules, shifts, store
from helpline.line.model import (
    DIALS,
    Back,
    Called,
    CallState,
    Left,
    LineCall,
    OfCall,
    Offer,
    OfferKind,
    OfferState,
    OfLeg,
    OfOffer,
    Presence,
    PresenceState,
    Side,
)
from helpline.live.actions import LINE, tell
from helpline.people import actions as people
from helpline.people.model import Purpose
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

RING, DIAL, UNANSWERED, AGAIN = "line.ring", "line.dial", "line.unanswered", "line.again"
HANG_UP, BRING, HOLD, DROP, SEND_BACK = "line.hang_up", "line.bring", "line.hold", "line.drop", "line.send_back"
LET_GO = "line.let_go"

UNRUNG = {
    LegEnd.NO_ANSWER: OfferState.NO_ANSWER,
    LegEnd.BUSY: OfferState.BUSY,
    LegEnd.FAILED: OfferState.FAILED,
    LegEnd.DECLINED: OfferState.DECLINED,
    LegEnd.ENDED: OfferState.FAILED,
    LegEnd.FINISHED: OfferState.DECLINED,
}

REFUSED = frozenset({OfferState.DECLINED, OfferState.BUSY, OfferState.FAILED})


async def distribute(tx: Transaction) -> None:
    """Ring somebody for every caller who waits and for whom nothing rings yet, and for whoever put the telephone down
    and kept the place, in the order they came.
    """
    await store.one_at_a_time(tx)
    waiting = [call for call in await store.live_calls(tx) if may_be_offered(tx, call)]
    present = await store.presences(tx)
    backs = await to_call_back(tx, present)
    if not waiting and not backs:
        return
    live = await store.live_offers(tx)
    rung, in_use = {offer.call_id for offer in live}, {offer.staff_id for offer in live if offer.staff_id}
    in_order: list[LineCall | Back] = sorted([*waiting, *backs], key=lambda one: one.joined_at)
    for one in in_order:
        if isinstance(one, Back):
            chosen = await offer_back(tx, one, present, in_use)
        else:
            chosen = None if one.id in rung else await offer_one(tx, one, present, in_use)
        if chosen:
            in_use.add(chosen)
    await tell(tx, LINE)


async def to_call_back(tx: Transaction, present: list[Presence]) -> list[Back]:
    """Who kept the place and may be called now; nobody while nobody is there to call, or the line is closed.

    Those for whom it is not safe at this minute, however many, hide nobody who stands behind them.
    """
    may: list[Back] = []
    if rules.next_operator(present, "", (), tx.now) is None:
        return may
    seen = 0
    while len(may) < backs.PAGE and (found := await due(tx, seen)):
        may += [one for one in found if (await people.permission(tx, one.address_blind, Purpose.CALL, tx.now)).allowed]
        seen += len(found)
    return may if may and opening(tx.now, await hours.load(tx)).open else []


async def due(tx: Transaction, seen: int) -> list[Back]:
    return await backs.due(tx, tx.now - rules.LET_GO, tx.now - rules.DIALLED, seen)


async def offer_back(tx: Transaction, back: Back, present: list[Presence], in_use: Collection[UUID]) -> UUID | None:
    """Ring the next operator to call somebody back; whose handset is in use by that.

    The number stays with the promise; whether it may be dialled is asked again when the operator has answered.
    """
    asked = await backs.asked_to_call(tx, back.follow_up_id, tx.now - rules.ASKED)
    chosen = rules.next_operator(present, back.language, {*asked, *in_use}, tx.now)
    if chosen is None:
        return None
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    sealed = key.seal_struct(store.CALL, key.record, Called(""))
    blind = tx.vault.blind("external/phone", str(key.record))
    await store.add_call(tx, key.record, "out", blind, sealed, back.language, None, back.follow_up_id)
    await ring(tx, key.record, chosen.staff_id, OfferKind.BACK, chosen.handset)
    await audit.record(tx, "line.call_back_offered", "follow_up", back.follow_up_id, detail=str(chosen.staff_id))
    return chosen.staff_id


def may_be_offered(tx: Transaction, call: LineCall) -> bool:
    """Whether a caller waits for us: not one who gave no sign of life, unless he hears music and cannot; and one whose
    operator broke off a moment ago may have hung up himself.
    """
    silent = tx.now - call.asked_at
    doubtful = silent < rules.BROKEN_OFF if call.held else silent > rules.TURN
    return call.state is CallState.WAITING and call.direction == "in" and not doubtful


async def offer_one(tx: Transaction, call: LineCall, present: list[Presence], in_use: Collection[UUID]) -> UUID | None:
    """Ring the next operator, or the duty phone when no operator is left; whose handset is in use by that."""
    before = await store.offers(tx, call.id)
    refused = declined(before)
    chosen = rules.next_operator(present, call.language, refused | set(in_use), tx.now)
    if chosen is not None:
        await ring(tx, call.id, chosen.staff_id, OfferKind.CALL, chosen.handset)
        return chosen.staff_id
    left = [one for one in rules.there(present, tx.now) if one.staff_id not in refused]
    if left or duty_rung(before):
        return None
    duty = await shifts.on_duty(tx, tx.now)
    person = duty.staff_id if duty and duty.staff_id not in in_use else None
    await ring(tx, call.id, person, OfferKind.DUTY, HandsetKind.PHONE)
    return person


def declined(offers: list[Offer]) -> set[UUID]:
    """Who said no to this caller, or could not be reached: nobody is asked twice."""
    return {offer.staff_id for offer in offers if offer.state in REFUSED and offer.staff_id}


def duty_rung(offers: list[Offer]) -> bool:
    return any(offer.kind is OfferKind.DUTY for offer in offers)


async def ring(tx: Transaction, call: UUID, staff: UUID | None, kind: OfferKind, handset: HandsetKind) -> UUID | None:
    """A handset rings once this commits, and not for ever; None when it rings or is in use already."""
    offer = new_id()
    if not await store.add_offer(tx, offer, call, staff, kind, handset):
        return None
    await enqueue(tx, DIAL if kind in DIALS else RING, OfOffer(offer), key=f"ring:{offer}")
    await enqueue(tx, UNANSWERED, OfOffer(offer), key=f"unanswered:{offer}", at=tx.now + rules.RINGS)
    return offer


async def give_up(tx: Transaction, offer: Offer, state: OfferState) -> bool:
    """What rings stops ringing; False when it does not ring any more. A leg not known yet is ended once it is.

    A call of ours is over with it: it waits for this one handset.
    """
    if not await store.settle(tx, offer.id, OfferState.RINGING, state, tx.now):
        return False
    await end(tx, offer.leg)
    if offer.kind in DIALS:
        await store.leave_call(tx, offer.call_id, tx.now, Left.NOT_REACHED, Side.OPERATOR)
    return True


async def end(tx: Transaction, leg: str | None) -> None:
    """A leg is hung up, once; None is one that is not known yet."""
    if leg:
        await enqueue(tx, HANG_UP, OfLeg(leg), key=f"hang_up:{leg}")


async def unrung(tx: Transaction, offer: Offer, why: LegEnd) -> bool:
    """A handset rang in vain: who does not answer is away from now on; who said no, or cannot be reached, is not asked
    for this caller again.
    """
    if not await give_up(tx, offer, UNRUNG[why]):
        return False
    if offer.staff_id and offer.kind is not OfferKind.DUTY:
        state = PresenceState.AWAY if why is LegEnd.NO_ANSWER else PresenceState.AVAILABLE
        await store.move_presence(tx, offer.staff_id, state)
    await tell(tx, LINE)
    return True


async def silence(tx: Transaction, call: UUID, state: OfferState, besides: UUID | None = None) -> None:
    """Everything that still rings for a call stops."""
    for offer in await store.offers(tx, call):
        if offer.state is OfferState.RINGING and offer.id != besides:
            await give_up(tx, offer, state)


async def release(tx: Transaction, call: LineCall) -> None:
    """Every handset that is in use for a call is free again; whoever talked wraps up."""
    for offer in await store.offers(tx, call.id):
        talked = offer.staff_id == call.staff_id
        await free(tx, offer, PresenceState.WRAPPING_UP if talked else PresenceState.AVAILABLE)


async def free(tx: Transaction, offer: Offer, state: PresenceState) -> None:
    """One handset is in use no more; `state` is what its operator does then."""
    if await store.settle(tx, offer.id, OfferState.ANSWERED, OfferState.ENDED, tx.now):
        await end(tx, offer.leg)
        if offer.staff_id:
            await store.move_presence(tx, offer.staff_id, state)


async def let_go(tx: Transaction, offer: Offer) -> None:
    """Whoever we called is not rung any more, or not left alone in a room.

    The process that dialled may have died before it could say whom: the offer says that it was about to.
    """
    if offer.called_leg:
        await end(tx, offer.called_leg)
    elif offer.kind in DIALS and offer.answered_at:
        for after in (timedelta(), rules.DIALLING):
            await enqueue(tx, LET_GO, OfCall(offer.call_id), key=f"{LET_GO}:{offer.id}:{after}", at=tx.now + after)


async def move(tx: Transaction, job: str, call: UUID) -> None:
    """Have the telephone do something with a caller."""
    await enqueue(tx, job, OfCall(call), key=f"{job}:{call}:{tx.now.timestamp()}")
