"""The jobs that move the telephone. Apart from `jobs`, because each has its own answer to a refusal.

Every one may run twice, or late: it looks first whether it is still wanted.
"""

from collections.abc import Awaitable
from uuid import UUID

from helpline.channel import Handset, HandsetKind, Leaving, LegEnd
from helpline.errors import NotFound, TransportError
from helpline.jobs.model import Premises
from helpline.line import actions as roster
from helpline.line import calls, offering, rules, shifts, store, talking
from helpline.line.model import DIALS, CallState, LineCall, OfCall, Offer, OfferKind, OfferState, OfLeg, OfOffer, Side
from helpline.live.actions import LINE, tell
from helpline.staff import actions as staff
from helpline.vault.transaction import SYSTEM, Transaction


async def ring(house: Premises, job: OfOffer) -> None:
    """Ring a handset; one that cannot be rung has not been answered."""
    async with house.engine.transaction(SYSTEM) as tx:
        wanted = await ringing(tx, job.offer, house.settings.duty_phone)
    if wanted is None:
        return
    try:
        leg = await rung(house, *wanted)
    except TransportError:
        async with house.engine.transaction(SYSTEM) as tx:
            await talking.leg_ended(tx, job.offer, "", LegEnd.FAILED)
        return
    await wanted_still(house, job.offer, leg)


async def ringing(tx: Transaction, offer_id: UUID, spare: str) -> tuple[Offer, Handset | None, str] | None:
    """What is to ring, where, and in which language; None when it is not wanted any more, or rings already."""
    offer = await store.offer(tx, offer_id)
    if offer is None or offer.state is not OfferState.RINGING or offer.leg:
        return None
    duty = await shifts.on_duty(tx, tx.now) if offer.kind is OfferKind.DUTY else None
    language = offer.language or (duty.language if duty else rules.LANGUAGE)
    return offer, await handset_of(tx, offer, spare), language


async def rung(house: Premises, offer: Offer, handset: Handset | None, language: str) -> str:
    """The leg that rings now. Raises `TransportError` where none can."""
    if handset is None:
        raise TransportError("no_handset", permanent=True)
    if offer.kind in DIALS:
        return await house.switch.dial_out(handset, offer.id, language, unasked=offer.kind is OfferKind.BACK)
    if offer.kind is OfferKind.CONSULT:
        await held(house, offer.call_id)
    return await house.switch.ring(handset, offer.id, language)


async def held(house: Premises, call_id: UUID) -> None:
    """The caller hears music before a colleague is asked about him. Raises `TransportError` where he does not."""
    call, provider_id = await found(house, call_id)
    if call is None or call.state is not CallState.TALKING or not call.held:
        raise TransportError("not_held", permanent=True)
    try:
        await house.switch.hold(provider_id, call.room, on=True)
    except TransportError:
        await not_held(house, call_id)
        raise
    await heard(house, call_id, music=True)


async def not_held(house: Premises, call_id: UUID) -> None:
    """The other side does not hear music, whatever was asked for, and the operator is told so."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.one_at_a_time(tx)
        if await store.not_held(tx, call_id):
            await offering.move(tx, offering.HOLD, call_id)
            await tell(tx, LINE)


async def heard(house: Premises, call_id: UUID, music: bool) -> None:
    """The telephone has done it; what was asked for meanwhile is done next."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.one_at_a_time(tx)
        await store.hears(tx, call_id, music)
        call = await store.call(tx, call_id)
        if call and call.state is CallState.TALKING and call.held != music:
            await offering.move(tx, offering.HOLD, call_id)
        await tell(tx, LINE)


async def handset_of(tx: Transaction, offer: Offer, spare: str) -> Handset | None:
    """Where an offer rings: a browser by its person's id, a telephone by its number. `spare`: the settings' one."""
    if offer.handset is HandsetKind.BROWSER:
        return Handset(HandsetKind.BROWSER, offer.staff_id.hex) if offer.staff_id else None
    if offer.kind is OfferKind.DUTY:
        number = await roster.on_duty_phone(tx, tx.now) or spare or None
    else:
        number = await staff.phone(tx, offer.staff_id) if offer.staff_id else None
    return Handset(HandsetKind.PHONE, number) if number else None


async def wanted_still(house: Premises, offer_id: UUID, leg: str) -> None:
    """The leg is known now; one that nobody wants any more, or a second one, is ended."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.leg(tx, offer_id, leg)
        offer = await store.offer(tx, offer_id)
    live = offer and offer.state in (OfferState.RINGING, OfferState.ANSWERED) and offer.leg == leg
    if not live:
        await hang_up(house, OfLeg(leg))


async def unanswered(house: Premises, job: OfOffer) -> None:
    """It has rung long enough."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.one_at_a_time(tx)
        offer = await store.offer(tx, job.offer)
        if offer and offer.state is OfferState.RINGING:
            await talking.leg_ended(tx, job.offer, offer.leg or "", LegEnd.NO_ANSWER)


async def hang_up(house: Premises, job: OfLeg) -> None:
    """End an operator's leg; what the provider does not know any more is over."""
    await done(house.switch.hang_up(job.leg))


async def done(moving: Awaitable[None]) -> bool:
    """Whether the telephone did it: False where it refuses for good. Raises `TransportError` where it may do it yet."""
    try:
        await moving
    except TransportError as problem:
        if not problem.permanent:
            raise
        return False
    return True


async def bring(house: Premises, job: OfCall) -> None:
    """The caller comes into the room where the operator is; one who cannot be brought has gone."""
    call, provider_id = await found(house, job.call)
    if call is None or call.state is not CallState.TALKING:
        return
    if not await done(house.switch.bring(provider_id, call.room)):
        await gone(house, job.call)
        return
    async with house.engine.transaction(SYSTEM) as tx:
        await talking.met(tx, job.call)
    if call.music:
        await unheld(house, call, provider_id)


async def unheld(house: Premises, call: LineCall, provider_id: str) -> None:
    """A caller who was in the room before, and heard music since an operator broke off, hears the next one."""
    await done(house.switch.hold(provider_id, call.room, on=False))
    await heard(house, call.id, music=False)


async def gone(house: Premises, call_id: UUID) -> None:
    """The telephone says that the caller is not there any more."""
    async with house.engine.transaction(SYSTEM) as tx:
        await store.one_at_a_time(tx)
        call = await store.call(tx, call_id)
        if call and call.state is CallState.TALKING:
            await calls.over(tx, call, tx.now, Side.CALLER)
        elif call and call.state is CallState.WAITING:
            await calls.leave(tx, calls.value_of(tx, call), Leaving.HUNG_UP)


async def hold(house: Premises, job: OfCall) -> None:
    """Music for the caller, or the others again: as it stands now, whatever it was when this was asked for."""
    call, provider_id = await found(house, job.call)
    if call is None or call.state is CallState.LEFT:
        return
    if provider_id and await done(house.switch.hold(provider_id, call.room, call.held)):
        await heard(house, job.call, call.held)
    else:
        await not_held(house, job.call)


async def let_go(house: Premises, job: OfCall) -> None:
    """Whom we dialled and whose leg we never learned of is looked up in the room, and rung no more."""
    async with house.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, job.call)
    if call is not None and call.state is CallState.LEFT and (leg := await house.switch.left_in(call.room)):
        await hang_up(house, OfLeg(leg))


async def drop(house: Premises, job: OfCall) -> None:
    """We hang up on the caller: the talk is over."""
    call, provider_id = await found(house, job.call)
    if call is not None and call.state is CallState.LEFT:
        await hang_up(house, OfLeg(provider_id))


async def send_back(house: Premises, job: OfCall) -> None:
    """A caller left alone in a room hears the line again."""
    call, provider_id = await found(house, job.call)
    if call is None or call.state is not CallState.WAITING:
        return
    if not await done(house.switch.send_back(provider_id)):
        await gone(house, job.call)
        return
    async with house.engine.transaction(SYSTEM) as tx:
        await store.back_in_line(tx, job.call)


async def claim(house: Premises, job: OfCall) -> None:
    """The contact belongs to whoever answered, as soon as its first ring is read. Raises until then."""
    async with house.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, job.call)
        if call and not await talking.claim(tx, job.call, call.answered_at or tx.now):
            raise NotFound("This call's first ring is not read yet.")


async def found(house: Premises, call_id: UUID) -> tuple[LineCall | None, str]:
    """A call with the provider's id of its other side: whoever called us, or whom we dialled, once known."""
    async with house.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, call_id)
        if call is None or call.direction == "in":
            return call, calls.value_of(tx, call) if call else ""
        return call, next((offer.called_leg for offer in await store.offers(tx, call_id) if offer.called_leg), "")


async def again(house: Premises, job: OfCall) -> None:
    """A caller whose operator broke off is offered to the next, and hears in words that he is."""
    async with house.engine.transaction(SYSTEM) as tx:
        await offering.distribute(tx)
        call = await store.call(tx, job.call)
        if call and call.state is CallState.WAITING and call.held:
            await offering.move(tx, offering.SEND_BACK, job.call)
