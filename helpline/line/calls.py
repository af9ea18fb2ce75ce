"""A caller on the line: joins, asks where he stands, leaves. What the telephone's channel tells us, as it comes:
late, twice, in another order, or never.
"""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import structs

from helpline.audit import actions as audit
from helpline.channel import HandsetKind, Leaving, LegEnd, LineState, Place
from helpline.clock import new_id
from helpline.contacts import store as contacts
from helpline.envelope import Outcome
from helpline.hours import actions as hours
from helpline.hours.rules import opening
from helpline.line import offering, rules, store
from helpline.line.model import Called, CallState, Left, LineCall, OfferState, Side
from helpline.live.actions import LINE, tell
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

LATELY = timedelta(hours=4)
TODAY = timedelta(hours=12)
SOON = timedelta(minutes=15)

#: Two who have taken leave of each other hang up within this time.
LEAVE = timedelta(seconds=15)


def blind(tx: Transaction, call: str) -> bytes:
    """What a call is known by: the same as its contact."""
    return tx.vault.blind("external/phone", call)


async def known(tx: Transaction, call: str) -> LineCall | None:
    """The line's own record of a provider's call."""
    return await store.known_call(tx, blind(tx, call))


async def join(tx: Transaction, call: str, language: str) -> Place:
    """A caller waits; asked twice, he stands where he stood."""
    await store.one_at_a_time(tx)
    if not opening(tx.now, await hours.load(tx)).open:
        return Place(LineState.CLOSED)
    if await known(tx, call) is None:
        key = tx.vault.mint(new_id())
        await keys.remember(tx, [key])
        sealed = key.seal_struct(store.CALL, key.record, Called(call))
        await store.add_call(tx, key.record, "in", blind(tx, call), sealed, language)
        await audit.record(tx, "line.joined", "call", key.record)
    return await place(tx, call)


async def place(tx: Transaction, call: str) -> Place:
    """Where a caller stands now; being asked is his sign of life.

    What has rung for too long is given up here as well: it needs no worker to be alive.
    """
    await store.one_at_a_time(tx)
    row = await known(tx, call)
    if row is None or row.state is CallState.LEFT:
        return Place(LineState.GONE)
    if row.state is CallState.TALKING:
        await bring_again(tx, row)
        return Place(LineState.TAKEN)
    await store.asked(tx, row.id)
    for offer in await store.offers(tx, row.id):
        if offer.state is OfferState.RINGING and tx.now - offer.offered_at > 2 * rules.RINGS:
            await offering.unrung(tx, offer, LegEnd.NO_ANSWER)
    await offering.distribute(tx)
    return structs.replace(await standing(tx, row), language=row.language)


async def bring_again(tx: Transaction, row: LineCall) -> None:
    """Who asks for his place long after he was taken was not brought, or was sent back at that very moment."""
    live = [offer for offer in await store.offers(tx, row.id) if offer.state is OfferState.ANSWERED]
    if all(offer.answered_at and tx.now - offer.answered_at > rules.JOINING for offer in live):
        await offering.move(tx, offering.BRING, row.id)


async def standing(tx: Transaction, row: LineCall) -> Place:
    """What somebody who waits is told."""
    before = await store.offers(tx, row.id)
    refused = offering.declined(before)
    there = [one for one in rules.there(await store.presences(tx), tx.now) if one.staff_id not in refused]
    return rules.place(
        opening(tx.now, await hours.load(tx)),
        await store.ahead(tx, row.joined_at, tx.now - TODAY),
        len(there),
        rung=any(offer.state is OfferState.RINGING for offer in before),
        talks=await store.talks(tx, tx.now - LATELY),
    )


async def leave(tx: Transaction, call: str, how: Leaving, at: datetime | None = None) -> LineCall | None:
    """The caller waits no more, or hung up while talking; the call as it is now, None for one we never knew."""
    await store.one_at_a_time(tx)
    row = await known(tx, call)
    if row is None:
        return None
    at = min(at or tx.now, tx.now)
    match row.state:
        case CallState.WAITING if how is Leaving.HUNG_UP and row.met_at:
            await parted(tx, row, at)
        case CallState.WAITING:
            turn_at = await turn(tx, row) if how is Leaving.CALL_BACK else None
            await store.leave_call(tx, row.id, at, Left(how), Side.CALLER, turn_at)
            await offering.silence(tx, row.id, OfferState.CANCELLED)
        case CallState.TALKING if how is Leaving.HUNG_UP:
            await over(tx, row, at, Side.CALLER)
        case CallState.LEFT if how is Leaving.CALL_BACK:
            await store.asks_back(tx, row.id, await turn(tx, row))
        case CallState.LEFT if how is Leaving.HUNG_UP:
            await store.correct_end(tx, row.id, at)
    await offering.distribute(tx)
    await tell(tx, LINE)
    return await store.call(tx, row.id)


async def parted(tx: Transaction, row: LineCall, at: datetime) -> None:
    """Whoever hangs up soon after an operator's telephone did, had taken leave: it was the operator who hung up."""
    ends = [one for one in await store.offers(tx, row.id) if one.answered_at and one.ended_at]
    last = max(ends, key=lambda one: one.ended_at or at, default=None)
    if last and last.ended_at and last.handset is HandsetKind.PHONE and last.ended_at <= at < last.ended_at + LEAVE:
        await over(tx, row, last.ended_at, Side.OPERATOR)
    else:
        await over(tx, row, at, Side.CALLER)


async def turn(tx: Transaction, row: LineCall) -> datetime:
    """When the turn of somebody who waits would come; where nobody knows, soon."""
    minutes = (await standing(tx, row)).minutes
    return tx.now + (timedelta(minutes=minutes) if minutes else SOON)


async def turn_of(tx: Transaction, call: str) -> datetime | None:
    """When the turn of somebody who pressed the key comes, whatever the line itself has heard of it so far."""
    row = await known(tx, call)
    if row is None:
        return None
    await contact_of(tx, row)
    if row.state is CallState.WAITING and row.met_at is None:
        left = await leave(tx, call, Leaving.CALL_BACK)
        return left.turn_at if left else None
    lost = row.state is CallState.LEFT and row.met_at is None and row.turn_at is None
    if lost:
        await store.asks_back(tx, row.id, tx.now + SOON)
    return tx.now + SOON if lost else row.turn_at


async def called_has_gone(tx: Transaction, row: LineCall, at: datetime, why: LegEnd) -> None:
    """Whoever we called has put the telephone down, or never took the call."""
    if why is LegEnd.ENDED:
        await store.meet(tx, row.id)
    await over(tx, await store.call(tx, row.id) or row, at, Side.CALLER)


async def over(tx: Transaction, row: LineCall, at: datetime, by: Side) -> bool:
    """The talk has ended: whoever talked wraps up, and what is still connected is not any more."""
    if not await store.leave_call(tx, row.id, max(at, row.answered_at or at), Left.TALKED, by):
        return False
    await offering.silence(tx, row.id, OfferState.CANCELLED)
    await offering.release(tx, row)
    for offer in await store.offers(tx, row.id):
        await offering.let_go(tx, offer)
    if by is Side.OPERATOR and row.direction == "in":
        await offering.move(tx, offering.DROP, row.id)
    contact = await contact_of(tx, row)
    if contact and row.met_at:
        await contacts.add_events(tx, [(contact, f"talk_ended:{by}", at, "phone")])
    elif contact and row.direction == "in":
        await missed(tx, contact)
    if contact:
        await tell(tx, f"contact:{contact}")
    await audit.record(tx, "line.call_ended", "call", row.id, detail=by)
    await offering.distribute(tx)
    await tell(tx, LINE)
    return True


async def missed(tx: Transaction, contact: UUID) -> None:
    """Somebody answered, and the caller was not there any more: nobody has spoken with him."""
    row = await contacts.row(tx, contact)
    if row and (row.outcome is None or row.outcome.rank < Outcome.MISSED.rank):
        await contacts.progress(tx, contact, Outcome.MISSED, None)


async def contact_of(tx: Transaction, row: LineCall) -> UUID | None:
    """The contact that a call is; None while its first ring is not read yet."""
    if row.contact_id or row.wrapped is None or row.direction == "out":
        return row.contact_id
    contact = await contacts.by_external(tx, "phone", blind(tx, value_of(tx, row)))
    if contact:
        await store.belongs_to(tx, row.id, contact)
    return contact


def value_of(tx: Transaction, row: LineCall) -> str:
    """The provider's id of a call, or the number of a call of ours; "" once it was forgotten."""
    return called(tx, row).value


def called(tx: Transaction, row: LineCall) -> Called:
    """What a call's sealed part says."""
    if row.wrapped is None:
        return Called("")
    return tx.vault.open(row.id, row.wrapped).unseal_struct(store.CALL, row.id, row.sealed_call, Called)


async def forget(tx: Transaction, calls: list[UUID]) -> None:
    """The provider's ids and what was typed go; who talked when, and for how long, stays."""
    if calls:
        await store.forget_notes(tx, calls)
        await store.spend(tx, calls)
        await keys.destroy(tx, calls)
