"""Who is at the line: what an operator says himself, and what follows from the silence of a closed browser."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.channel import HandsetKind, Leaving, LegEnd, Switch, Ticket
from helpline.contacts.model import Language
from helpline.errors import Conflict, Invalid, TransportError
from helpline.line import backs, calls, offering, rules, store
from helpline.line.model import CallState, Left, OfferState, PresenceState, Side
from helpline.live.actions import LINE, tell
from helpline.staff import actions as staff
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: What an operator may say of himself; that he talks, the line knows.
SAID = (PresenceState.AVAILABLE, PresenceState.WRAPPING_UP, PresenceState.AWAY)

#: A caller whose operator broke off and whom nobody else takes hears the line again, and may leave a message.
ALONE = timedelta(seconds=45)
SHIFT = timedelta(hours=12)
SPENT = timedelta(days=7)


async def say(
    tx: Transaction, who: UUID, state: PresenceState, handset: HandsetKind, languages: Sequence[Language]
) -> None:
    """An operator says what he is doing, where he answers and in which languages. Raises `Invalid`, `Conflict`."""
    await store.one_at_a_time(tx)
    if state not in SAID:
        raise Invalid({"state": _("Choose one of the answers.")})
    if handset is HandsetKind.PHONE and await staff.phone(tx, who) is None:
        raise Invalid({"handset": _("No telephone number of yours is known here; ask an administrator to add it.")})
    live = [offer for offer in await store.live_offers(tx) if offer.staff_id == who]
    if any(offer.state is OfferState.ANSWERED for offer in live):
        raise Conflict(_("You are on a call; hang up first."))
    await store.set_presence(tx, who, state, handset, languages)
    if state is not PresenceState.AVAILABLE:
        for offer in live:
            await offering.give_up(tx, offer, OfferState.CANCELLED)
    await audit.record(tx, "line.presence", "staff", who, detail=f"{state} {handset}")
    await offering.distribute(tx)
    await tell(tx, LINE)


async def beat(tx: Transaction, who: UUID) -> bool:
    """The page of an operator is open; False when he is away."""
    return await store.seen(tx, who)


async def ticket(tx: Transaction, switch: Switch, who: UUID) -> Ticket:
    """What an operator's browser registers with, for a short while. Raises `Invalid` where there is no telephone."""
    try:
        given = switch.ticket(who.hex)
    except TransportError:
        raise Invalid({"": _("No telephone is set up here; answer on a telephone, or ask an administrator.")}) from None
    await audit.record(tx, "line.ticket_given", "staff", who)
    return given


async def tend(tx: Transaction) -> None:
    """Every minute: what should have been noticed by now, and was not because a word on it was lost."""
    await store.one_at_a_time(tx)
    for who in await store.send_away(tx, tx.now - rules.SILENCE):
        await audit.record(tx, "line.presence", "staff", who, detail="away, silent")
    await store.send_home(tx, tx.now - SHIFT)
    await store.unhook(tx, tx.now - rules.RINGS)
    for late in await store.overdue_offers(tx, tx.now - 2 * rules.RINGS):
        if offer := await store.offer(tx, late):
            await offering.unrung(tx, offer, LegEnd.NO_ANSWER)
    for stuck in await backs.stuck(tx, tx.now - 2 * rules.RINGS):
        await store.leave_call(tx, stuck, tx.now, Left.NOT_REACHED, Side.OPERATOR)
    for call in await store.live_calls(tx):
        if call.state is CallState.WAITING and call.direction == "in":
            await look_after(tx, call.id)
    await offering.distribute(tx)
    await calls.forget(tx, await store.spent_calls(tx, tx.now - SPENT))
    await tell(tx, LINE)


async def look_after(tx: Transaction, call_id: UUID) -> None:
    """One who waits: back into the waiting where he was left alone, gone where nobody asks for him any more."""
    call = await store.call(tx, call_id)
    if call is None:
        return
    if tx.now - call.asked_at > rules.FORGOTTEN:
        await calls.leave(tx, calls.value_of(tx, call), Leaving.TROUBLE)
    elif call.held and tx.now - call.asked_at > ALONE:
        await offering.move(tx, offering.SEND_BACK, call.id)
