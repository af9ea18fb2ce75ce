"""An operator puts somebody on hold, asks a colleague, and hands over. Apart from `talking`, because three are on the
line: whoever called us or was called by us, and the two of us.
"""

from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import store as contacts
from helpline.errors import Conflict, Invalid
from helpline.line import calls, offering, rules, store
from helpline.line.model import LineCall, OfferKind, OfferState, PresenceState
from helpline.line.talking import talking
from helpline.live.actions import LINE, tell
from helpline.queue import actions as queue
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def hold(tx: Transaction, call_id: UUID, staff: UUID, on: bool) -> None:
    """The other side is to hear music, or the operator again; the telephone says when it does.

    Raises `Conflict` while a colleague is asked: what the two say is for nobody else.
    """
    call = await talking(tx, call_id, staff)
    if not on:
        await refuse_asked(tx, call, staff)
    await store.hold(tx, call.id, staff, on)
    await offering.move(tx, offering.HOLD, call.id)
    await tell(tx, LINE)


async def refuse_asked(tx: Transaction, call: LineCall, staff: UUID) -> None:
    """Raises `Conflict` where a colleague is asked already, or is on the line."""
    live = [one for one in await store.offers(tx, call.id) if one.state in (OfferState.RINGING, OfferState.ANSWERED)]
    if any(one.kind is OfferKind.CONSULT and one.staff_id != staff for one in live):
        raise Conflict(_("You are asking a colleague already; go back to the call first."))


async def consult(tx: Transaction, call_id: UUID, staff: UUID, to: UUID) -> None:
    """A colleague is asked while the other side hears music: the job that rings him sees to that first."""
    call = await talking(tx, call_id, staff)
    await refuse_asked(tx, call, staff)
    present = rules.there(await store.presences(tx), tx.now)
    colleague = next((one for one in present if one.staff_id == to and one.state is PresenceState.AVAILABLE), None)
    if colleague is None or to == staff:
        raise Invalid({"to": _("Choose a colleague who is available.")})
    if await offering.ring(tx, call.id, to, OfferKind.CONSULT, colleague.handset) is None:
        raise Conflict(_("This colleague's telephone is in use."))
    await store.hold(tx, call.id, staff, on=True)
    await audit.record(tx, "line.consulted", "call", call.id, detail=str(to))
    await tell(tx, LINE)


async def take_back(tx: Transaction, call_id: UUID, staff: UUID) -> None:
    """The question is over: the colleague is off the line, the other side is heard again."""
    call = await talking(tx, call_id, staff)
    for offer in await store.offers(tx, call.id):
        if offer.kind is OfferKind.CONSULT and offer.staff_id != staff:
            await offering.give_up(tx, offer, OfferState.CANCELLED)
            await offering.free(tx, offer, PresenceState.AVAILABLE)
    await hold(tx, call.id, staff, on=False)


async def leave(tx: Transaction, call_id: UUID, staff: UUID) -> None:
    """The colleague who was asked leaves; whose call it is goes on, with the other side on hold until he says so."""
    await store.one_at_a_time(tx)
    live = [offer for offer in await store.offers(tx, call_id) if offer.state is OfferState.ANSWERED]
    mine = next((one for one in live if one.kind is OfferKind.CONSULT and one.staff_id == staff), None)
    if mine is None:
        raise Conflict(_("You are not on this call any more."))
    call = await store.call(tx, call_id)
    if call and call.staff_id == staff:
        raise Conflict(_("This call is yours now; hang up to end it."))
    await offering.free(tx, mine, PresenceState.AVAILABLE)
    await audit.record(tx, "line.consultation_left", "call", call_id)
    await offering.distribute(tx)
    await tell(tx, LINE)


async def hand_over(tx: Transaction, call_id: UUID, staff: UUID) -> None:
    """The colleague who was asked has the call from now on, and its contact with it: one transaction."""
    call = await talking(tx, call_id, staff)
    live = [offer for offer in await store.offers(tx, call.id) if offer.state is OfferState.ANSWERED]
    asked = [offer for offer in live if offer.kind is OfferKind.CONSULT and offer.staff_id != staff]
    to = asked[0].staff_id if asked else None
    if to is None or not await store.change_hands(tx, call.id, staff, to):
        raise Conflict(_("Nobody is on the line to hand over to."))
    if contact := await calls.contact_of(tx, call):
        await contact_handed_over(tx, contact, staff, to)
    await offering.move(tx, offering.HOLD, call.id)
    for offer in live:
        if offer.staff_id == staff:
            await offering.free(tx, offer, PresenceState.WRAPPING_UP)
    await audit.record(tx, "line.handed_over", "call", call.id, detail=str(to))
    await tell(tx, LINE)


async def contact_handed_over(tx: Transaction, contact: UUID, staff: UUID, to: UUID) -> None:
    """A contact that a third colleague has claimed meanwhile stays there; its history knows all the same."""
    place = await queue.place(tx, contact)
    if place and place.claimed_by == staff:
        await queue.hand_over(tx, contact, to, staff)
        await queue.opened(tx, contact, to)
    await contacts.add_events(tx, [(contact, "handed_over", tx.now, f"staff:{staff}")])
