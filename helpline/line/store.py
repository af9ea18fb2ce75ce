"""The tables of presence, calls, offers and what was typed during a call."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from helpline.channel import HandsetKind
from helpline.db.statements import statements
from helpline.line.model import (
    CallNote,
    LineCall,
    Offer,
    OfferKind,
    OfferState,
    Presence,
    PresenceState,
    Side,
)
from helpline.vault.transaction import Transaction

sql = statements(__file__)

CALL, NOTE = "line_call.sealed_call", "call_note.sealed"


async def one_at_a_time(tx: Transaction) -> None:
    await sql.one_at_a_time.run(tx.db)


async def presences(tx: Transaction) -> list[Presence]:
    return await sql.presences.many(tx.db, Presence)


async def presence(tx: Transaction, staff: UUID) -> Presence | None:
    return await sql.presence.one(tx.db, Presence, staff)


async def set_presence(
    tx: Transaction, staff: UUID, state: PresenceState, handset: HandsetKind, languages: Sequence[str]
) -> None:
    await sql.set_presence.run(tx.db, staff, state, handset, list(languages), tx.now)


async def move_presence(tx: Transaction, staff: UUID, state: PresenceState) -> None:
    await sql.move_presence.run(tx.db, staff, state, tx.now)


async def seen(tx: Transaction, staff: UUID) -> bool:
    return await sql.seen.run(tx.db, staff, tx.now) == 1


async def send_away(tx: Transaction, silent_since: datetime) -> list[UUID]:
    return await sql.send_away.values(tx.db, tx.now, silent_since)


async def send_home(tx: Transaction, since: datetime) -> int:
    return await sql.send_home.run(tx.db, tx.now, since)


async def unhook(tx: Transaction, before: datetime) -> int:
    return await sql.unhook.run(tx.db, tx.now, before)


async def add_call(
    tx: Transaction,
    id: UUID,
    direction: str,
    blind: bytes,
    sealed: bytes,
    language: str,
    contact: UUID | None = None,
    follow_up: UUID | None = None,
) -> None:
    await sql.add_call.run(tx.db, id, direction, blind, sealed, contact, follow_up, language, tx.now)


async def call(tx: Transaction, id: UUID) -> LineCall | None:
    return await sql.call.one(tx.db, LineCall, id)


async def known_call(tx: Transaction, blind: bytes) -> LineCall | None:
    return await sql.known_call.one(tx.db, LineCall, blind)


async def live_calls(tx: Transaction) -> list[LineCall]:
    return await sql.live_calls.many(tx.db, LineCall)


async def calls_of(tx: Transaction, contact: UUID) -> list[LineCall]:
    return await sql.calls_of.many(tx.db, LineCall, contact)


async def call_of_staff(tx: Transaction, staff: UUID, since: datetime) -> LineCall | None:
    return await sql.call_of_staff.one(tx.db, LineCall, staff, since)


async def ahead(tx: Transaction, joined_at: datetime, since: datetime) -> int:
    count: int = await sql.ahead.value(tx.db, joined_at, tx.now, since)
    return count


async def talks(tx: Transaction, since: datetime) -> list[timedelta]:
    return await sql.talks.values(tx.db, since)


async def asked(tx: Transaction, call: UUID) -> None:
    await sql.asked.run(tx.db, call, tx.now)


async def answer(tx: Transaction, call: UUID, staff: UUID | None, at: datetime) -> bool:
    return await sql.answer.run(tx.db, call, staff, at) == 1


async def leave_call(
    tx: Transaction, call: UUID, at: datetime, how: str, by: Side, turn_at: datetime | None = None
) -> bool:
    return await sql.leave_call.run(tx.db, call, at, how, by, turn_at) == 1


async def asks_back(tx: Transaction, call: UUID, turn_at: datetime) -> None:
    await sql.asks_back.run(tx.db, call, turn_at)


async def correct_end(tx: Transaction, call: UUID, at: datetime) -> None:
    await sql.correct_end.run(tx.db, call, at)


async def rejoin(tx: Transaction, call: UUID, staff: UUID | None) -> bool:
    return await sql.rejoin.run(tx.db, call, staff, tx.now) == 1


async def back_in_line(tx: Transaction, call: UUID) -> None:
    await sql.back_in_line.run(tx.db, call)


async def meet(tx: Transaction, call: UUID) -> bool:
    return await sql.meet.run(tx.db, call, tx.now) == 1


async def change_hands(tx: Transaction, call: UUID, from_: UUID, to: UUID) -> bool:
    return await sql.change_hands.run(tx.db, call, from_, to) == 1


async def hold(tx: Transaction, call: UUID, staff: UUID, on: bool) -> bool:
    return await sql.hold.run(tx.db, call, staff, on) == 1


async def hears(tx: Transaction, call: UUID, music: bool) -> None:
    await sql.hears.run(tx.db, call, music)


async def not_held(tx: Transaction, call: UUID) -> bool:
    return await sql.not_held.run(tx.db, call, tx.now) == 1


async def belongs_to(tx: Transaction, call: UUID, contact: UUID) -> None:
    await sql.belongs_to.run(tx.db, call, contact)


async def add_offer(
    tx: Transaction, id: UUID, call: UUID, staff: UUID | None, kind: OfferKind, handset: HandsetKind
) -> bool:
    return await sql.add_offer.run(tx.db, id, call, staff, kind, handset, tx.now) == 1


async def offer(tx: Transaction, id: UUID) -> Offer | None:
    return await sql.offer.one(tx.db, Offer, id)


async def offers(tx: Transaction, call: UUID) -> list[Offer]:
    return await sql.offers.many(tx.db, Offer, call)


async def live_offers(tx: Transaction) -> list[Offer]:
    return await sql.live_offers.many(tx.db, Offer)


async def overdue_offers(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.overdue_offers.values(tx.db, before)


async def leg(tx: Transaction, offer: UUID, leg: str) -> None:
    await sql.leg.run(tx.db, offer, leg)


async def called_leg(tx: Transaction, offer: UUID, leg: str) -> None:
    await sql.called_leg.run(tx.db, offer, leg)


async def settle(
    tx: Transaction, offer: UUID, from_: OfferState, to: OfferState, at: datetime, leg: str | None = None
) -> bool:
    return await sql.settle.run(tx.db, offer, from_, to, at, leg) == 1


async def note(tx: Transaction, call: UUID) -> CallNote | None:
    return await sql.note.one(tx.db, CallNote, call)


async def begin_note(tx: Transaction, call: UUID, sealed: bytes) -> bool:
    return await sql.begin_note.run(tx.db, call, sealed, str(tx.actor), tx.now) == 1


async def save_note(tx: Transaction, call: UUID, sealed: bytes, version: int) -> bool:
    return await sql.save_note.run(tx.db, call, sealed, str(tx.actor), tx.now, version) == 1


async def finish_note(tx: Transaction, call: UUID, version: int) -> bool:
    return await sql.finish_note.run(tx.db, call, tx.now, version) == 1


async def unfinished_notes(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.unfinished_notes.values(tx.db, before)


async def spent_calls(tx: Transaction, before: datetime) -> list[UUID]:
    return await sql.spent_calls.values(tx.db, before)


async def calls_to_forget(tx: Transaction, contact: UUID) -> list[UUID]:
    return await sql.calls_to_forget.values(tx.db, contact)


async def calls_of_case(tx: Transaction, case: UUID) -> list[UUID]:
    return await sql.calls_of_case.values(tx.db, case)


async def forget_notes(tx: Transaction, calls: Collection[UUID]) -> None:
    await sql.forget_notes.run(tx.db, list(calls))


async def spend(tx: Transaction, calls: Collection[UUID]) -> None:
    await sql.spend.run(tx.db, list(calls))
