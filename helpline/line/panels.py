"""What the screens show of the roster and of the line: the contexts of `desk/roster.html` and `templates/line/`."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from helpline.channel import HandsetKind
from helpline.clock import ZONE
from helpline.hours import actions as hours
from helpline.line import actions, coverage, notes, rules, store
from helpline.line.model import CallState, LineCall, Offer, OfferKind, OfferState, Presence, PresenceState
from helpline.vault.transaction import Transaction

#: A call that is over stays on its operator's screen while he wraps up, and no longer than this.
WRAPPED = timedelta(hours=3)

Rows = list[dict[str, Any]]


async def roster(tx: Transaction, wanted: date | None = None) -> dict[str, Any]:
    """Turns that are not over, whose turn it is, and a week of them with its gaps: that of `wanted`, or this one."""
    today = tx.now.astimezone(ZONE).date()
    day = max(wanted or today, today)
    monday = day - timedelta(days=day.weekday())
    now = await actions.on_duty(tx, tx.now)
    duties = [
        {
            "id": duty.id,
            "name": duty.name,
            "starts_at": duty.starts_at,
            "ends_at": duty.ends_at,
            "now": now is not None and duty.id == now.id,
        }
        for duty in await actions.roster(tx)
    ]
    week = coverage.week(monday, await actions.roster(tx), await hours.load(tx), tx.now)
    return {
        "duties": duties,
        "on_duty": now.name if now else None,
        "week": week,
        "today": today,
        "before": monday - timedelta(days=7) if monday > today else None,
        "after": monday + timedelta(days=7),
    }


async def line(tx: Transaction, staff: UUID | None) -> dict[str, Any]:
    """The line as an operator sees it, or as nobody: who is there, waits and talks, what rings for him."""
    present, offers = await store.presences(tx), await store.live_offers(tx)
    live = await store.live_calls(tx)
    calls = [call for call in live if call.direction == "in"]
    names = {one.staff_id: one.name for one in present}
    waiting = [call for call in calls if call.state is CallState.WAITING]
    return {
        "me": me(await store.presence(tx, staff) if staff else None, tx),
        "there": [operator(one) for one in rules.there(present, tx.now)],
        "colleagues": [(one.staff_id, one.name) for one in rules.there(present, tx.now) if asks(one, staff)],
        "callers": [waits(call, offers) for call in waiting],
        "talking": [talks(call, names) for call in calls if call.state is CallState.TALKING],
        "ringing": [rings(offer, names, live) for offer in offers if staff and rung(offer, staff)],
    }


def asks(one: Presence, staff: UUID | None) -> bool:
    """Whether somebody may ask this colleague about a call."""
    return one.state is PresenceState.AVAILABLE and one.staff_id != staff


async def present(tx: Transaction) -> set[UUID]:
    """Who is at the line now."""
    return {one.staff_id for one in rules.there(await store.presences(tx), tx.now)}


async def whose_turn(tx: Transaction) -> UUID | None:
    """Who is on duty now, if anybody."""
    duty = await actions.on_duty(tx, tx.now)
    return duty.staff_id if duty else None


async def at_line(tx: Transaction, staff: UUID) -> bool:
    """Whether a call through the line would ring at this operator's."""
    one = await store.presence(tx, staff)
    return one is not None and bool(rules.there([one], tx.now))


def rung(offer: Offer, staff: UUID) -> bool:
    return offer.staff_id == staff and offer.state is OfferState.RINGING


def me(one: Presence | None, tx: Transaction) -> dict[str, Any]:
    """What an operator said of himself; whoever said nothing yet, or fell silent, is away."""
    if one is None:
        return {"state": PresenceState.AWAY, "handset": HandsetKind.BROWSER, "languages": [], "since": None}
    here = one.state is not PresenceState.AWAY and rules.fresh(one, tx.now)
    state = one.state if here else PresenceState.AWAY
    return {"state": state, "handset": one.handset, "languages": one.languages, "since": one.since}


def operator(one: Presence) -> dict[str, Any]:
    return {
        "id": one.staff_id,
        "name": one.name,
        "state": one.state,
        "languages": one.languages,
        "since": one.since,
        "free": one.state is PresenceState.AVAILABLE,
    }


def waits(call: LineCall, offers: list[Offer]) -> dict[str, Any]:
    """Somebody who waits: neither number nor name."""
    rings_at = [offer.name or "" for offer in offers if offer.call_id == call.id]
    return {"id": call.id, "language": call.language, "since": call.joined_at, "rings_at": rings_at}


def talks(call: LineCall, names: dict[UUID, str]) -> dict[str, Any]:
    name = names.get(call.staff_id, "") if call.staff_id else ""
    return {"id": call.id, "language": call.language, "since": call.answered_at, "name": name, "held": call.music}


def rings(offer: Offer, names: dict[UUID, str], calls: list[LineCall]) -> dict[str, Any]:
    """What rings for somebody; a colleague's question says whose it is."""
    asked_by = next((call.staff_id for call in calls if call.id == offer.call_id), None)
    by = names.get(asked_by, "") if asked_by and offer.kind is OfferKind.CONSULT else ""
    promise = next((call.follow_up_id for call in calls if call.id == offer.call_id), None)
    shown = {"id": offer.id, "call_id": offer.call_id, "kind": offer.kind, "handset": offer.handset}
    return shown | {"by": by, "follow_up_id": promise}


async def own_call(tx: Transaction, staff: UUID) -> LineCall | None:
    """The call an operator is on, wraps up, or left with a note that is not finished; for a colleague's question the
    call it is about.
    """
    one = await store.presence(tx, staff)
    asked = next((offer for offer in await store.live_offers(tx) if asked_in(offer, staff)), None)
    if asked is not None:
        return await store.call(tx, asked.call_id)
    found = await store.call_of_staff(tx, staff, tx.now - WRAPPED)
    if found is None or found.wrapped is None:
        return None
    if found.state is CallState.TALKING:
        return found
    note = await store.note(tx, found.id)
    wraps_up = one is not None and one.state is PresenceState.WRAPPING_UP
    open_note = found.state is CallState.LEFT and note is not None and note.finished_at is None
    return found if wraps_up or open_note else None


def asked_in(offer: Offer, staff: UUID) -> bool:
    consulted = offer.kind is OfferKind.CONSULT and offer.state is OfferState.ANSWERED
    return consulted and offer.staff_id == staff


async def call(tx: Transaction, row: LineCall, staff: UUID) -> dict[str, Any]:
    """The call on an operator's screen, with what was typed so far and whoever is asked about it."""
    typed = await notes.read(tx, row)
    consults = [
        offer
        for offer in await store.offers(tx, row.id)
        if offer.kind is OfferKind.CONSULT and offer.staff_id != row.staff_id
    ]
    asked = next((one for one in consults if one.state in (OfferState.RINGING, OfferState.ANSWERED)), None)
    return {
        "id": row.id,
        "direction": row.direction,
        "language": row.language,
        "talking": row.state is CallState.TALKING,
        "mine": row.staff_id == staff,
        "parted": row.state is CallState.WAITING and row.parted_from == staff,
        "hold": hold_of(row),
        "asking": any(offer.staff_id == staff and asked_in(offer, staff) for offer in consults),
        "since": row.answered_at,
        "ended_at": row.left_at,
        "hung_up_by": row.hung_up_by,
        "left_how": row.left_how,
        "contact_id": row.contact_id,
        "follow_up_id": row.follow_up_id,
        "text": typed.text,
        "version": typed.version,
        "finished": typed.finished,
        "asked": asked.name if asked else "",
        "asked_here": asked is not None and asked.state is OfferState.ANSWERED,
    }


def hold_of(row: LineCall) -> str:
    """What is known of music for the other side: asked for and done are two things; "refused" when it cannot be."""
    if row.held != row.music:
        return "putting" if row.held else "taking_back"
    if row.refused_at and not row.held:
        return "refused"
    return "on" if row.held else ""


def talked_since(row: LineCall) -> datetime | None:
    """When a talk began; None for an answer that did not reach its caller any more, or a call nobody answered."""
    return row.answered_at if row.met_at else None


async def of_contact(tx: Transaction, contact: UUID, names: dict[str, str]) -> Rows:
    """How the calls that a contact was went: how long somebody waited and talked, with whom, and who hung up."""
    return [
        {
            "joined_at": row.joined_at,
            "waited": (talked_since(row) or row.left_at or tx.now) - row.joined_at,
            "talked": row.left_at - since if row.left_at and (since := talked_since(row)) else None,
            "by": names.get(f"staff:{row.staff_id}", "") if row.staff_id else "",
            "direction": row.direction,
            "state": row.state,
            "left_how": row.left_how,
            "hung_up_by": row.hung_up_by,
            "rang": [
                {"at": one.offered_at, "name": one.name or "", "kind": one.kind, "state": one.state}
                for one in await store.offers(tx, row.id)
            ],
        }
        for row in await store.calls_of(tx, contact)
    ]
