"""What can be done with a promise: make it, attempt it, keep it, drop it, hand it over, postpone it.

Every verb names the version it saw; when a colleague was faster it raises `Conflict` and changes nothing.
"""

from datetime import datetime, timedelta
from typing import assert_never
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.followups import areas, dialling, rules, store
from helpline.followups.model import Address, AttemptOutcome, Change, Dialling, Ending, FollowUpKind, Matter
from helpline.hours import actions as hours
from helpline.hours.rules import due
from helpline.live import actions as live
from helpline.people.model import Danger, Purpose
from helpline.staff import actions as staff
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

CALLED = (AttemptOutcome.REACHED, AttemptOutcome.NOT_REACHED)

PRESSING = frozenset({"immediate", "urgent"})
"""Urgencies that do not wait for a promise of another day."""


async def promise(
    tx: Transaction,
    *,
    kind: FollowUpKind,
    what: str,
    due_at: datetime,
    owner: UUID | None,
    contact: UUID | None = None,
    case: UUID | None = None,
    person: UUID | None = None,
    about: str = "",
    address: Address | None = None,
    outbox: UUID | None = None,
    life_area: str = "",
) -> UUID:
    """Promise something about a contact or a case, or both; sealed under the case's key where there is one.

    `what` in the promiser's words, or a sentence of ours in English that is translated for its reader, with `about`
    naming what it is about. `owner` None: whoever takes it.
    `address` is where to reach the person when the contact's own is not the one. `life_area`: what part of a life it is
    about, in an accompaniment.
    """
    sealed_for = case or contact
    if sealed_for is None:
        raise Invalid({"": _("A promise belongs to a contact or to a case.")})
    if not what.strip():
        raise Invalid({"what": _("Say in a few words what is promised.")})
    if owner:
        await staff.may_own(tx, owner, "owner")
    await areas.fit(tx, case, life_area)
    key = await keys.key(tx, sealed_for)
    new = store.Draft(
        id=new_id(),
        kind=kind,
        contact=contact,
        case=case,
        person=person,
        sealed_for=sealed_for,
        address_blind=tx.vault.blind(address.kind, address.value) if address else None,
        outbox=outbox,
        due_at=due_at,
        owner=owner,
        life_area=life_area or None,
    )
    await store.insert(tx, new, key.seal_struct(store.SEALED, new.id, Matter(what.strip(), about, address)))
    await store.add_change(tx, new_id(), new.id, Change.PROMISED, due_at.isoformat(), None)
    await audit.record(tx, "follow_up.promised", "follow_up", new.id, detail=kind)
    await tell(tx, contact, case)
    return new.id


async def dial(tx: Transaction, follow_up: UUID, version: int, danger: Danger | None = None) -> Dialling:
    """The number to call back, if its owner may be called at this very minute: the only way it leaves the record.

    Otherwise the attempt is written down as blocked, with the reason, and no number is given. `danger` overrides the
    rule where a life is at stake; its ground goes into the audit.
    """
    row, key = await standing(tx, follow_up)
    number = await dialling.number_of(tx, row, key)
    if number is None:
        raise Invalid({"": _("There is no number to call back; look at the contact for another way.")})
    verdict = await dialling.verdict(tx, number, Purpose.CALL, danger)
    if not verdict.allowed:
        reason = term(verdict.reason, "safe_reason")
        await attempt(tx, follow_up, AttemptOutcome.BLOCKED, reason, version)
        return Dialling("", reason)
    won(await store.dial(tx, row.id, version), row)
    await audit.record(tx, "follow_up.dialled", "follow_up", row.id, detail=verdict.reason)
    return await dialling.given(tx, number, verdict)


async def attempt(
    tx: Transaction,
    follow_up: UUID,
    outcome: AttemptOutcome,
    note: str,
    version: int,
    due_at: datetime | None = None,
) -> bool:
    """Write down an attempt: reached keeps the promise, not reached and later postpone it, blocked leaves it.

    What happened happened: a call that no rule allows at this minute and that `dial` did not permit keeps its outcome
    and is marked as made without permission; the answer says whether it was permitted. `due_at`: when to try again;
    `later` cannot do without.
    """
    row, key = await standing(tx, follow_up)
    if outcome is AttemptOutcome.LATER and due_at is None:
        raise Invalid({"due_at": _("Say when to try again.")})
    if due_at is not None:
        rules.still_to_come(due_at, tx.now, "due_at")
    permitted = outcome not in CALLED or await _permitted(tx, row, key)
    await _write_attempt(tx, row, key, outcome, permitted, note)
    match outcome:
        case AttemptOutcome.REACHED:
            await _end(tx, row, key, version, Ending.KEPT, "")
        case AttemptOutcome.NOT_REACHED | AttemptOutcome.LATER:
            await _move(tx, row, version, due_at or max(row.due_at, await _next_try(tx, row)))
        case AttemptOutcome.BLOCKED:
            won(await store.touch(tx, row.id, version), row)
        case _:
            assert_never(outcome)
    await tell(tx, row.contact_id, row.case_id)
    return permitted


async def keep(tx: Transaction, follow_up: UUID, version: int, note: str = "") -> None:
    """The promise is kept."""
    row, key = await standing(tx, follow_up)
    await _end(tx, row, key, version, Ending.KEPT, note)
    await tell(tx, row.contact_id, row.case_id)


async def drop(tx: Transaction, follow_up: UUID, version: int, reason: str) -> None:
    """The promise will not be kept; never without a reason."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why this promise is dropped.")})
    row, key = await standing(tx, follow_up)
    await _end(tx, row, key, version, Ending.DROPPED, reason)
    await tell(tx, row.contact_id, row.case_id)


async def hand_over(tx: Transaction, follow_up: UUID, version: int, owner: UUID) -> None:
    """Another colleague keeps the promise from now on."""
    await staff.may_own(tx, owner, "owner")
    row, _key = await standing(tx, follow_up)
    won(await store.hand_over(tx, row.id, version, owner), row)
    await store.add_change(tx, new_id(), row.id, Change.HANDED_OVER, str(owner), None)
    await audit.record(tx, "follow_up.handed_over", "follow_up", row.id)
    await tell(tx, row.contact_id, row.case_id)


async def postpone(tx: Transaction, follow_up: UUID, version: int, due_at: datetime) -> None:
    """The promise gets a later due time, in agreement with whom it was made to."""
    row, _key = await standing(tx, follow_up)
    await _move(tx, row, version, rules.still_to_come(due_at, tx.now, "later"))
    await tell(tx, row.contact_id, row.case_id)


async def remind(tx: Transaction) -> int:
    """Mark the promises their owners are to be reminded of; answers how many."""
    due = await store.remind(tx, rules.reminds_until(tx.now))
    if due:
        await live.tell(tx, "follow-ups")
    return len(due)


async def escalate(tx: Transaction) -> int:
    """Show the supervisor every promise that became overdue; answers how many."""
    due = await store.escalate(tx)
    for promise in due:
        await tell(tx, promise.contact_id, promise.case_id)
    return len(due)


async def settle(tx: Transaction, follow_up: UUID) -> None:
    """The promise is kept by what just happened elsewhere; one that is ended already stays as it is."""
    row = await store.one(tx, follow_up)
    if row and row.ended_at is None and row.wrapped is not None:
        await keep(tx, follow_up, row.version)


async def settle_reviews(tx: Transaction, case: UUID) -> None:
    """The case was reviewed, or closed: what was promised about its review is done."""
    for review in await store.reviews_of(tx, case):
        await settle(tx, review)


async def follow_worker(tx: Transaction, case: UUID, former: UUID | None, worker: UUID) -> None:
    """A case has another worker: what the former one promised in it is the new one's from now on."""
    for promise in await store.follow_worker(tx, case, former, worker):
        await store.add_change(tx, new_id(), promise, Change.HANDED_OVER, str(worker), None)
        await audit.record(tx, "follow_up.handed_over", "follow_up", promise, detail=str(worker))
    await tell(tx, None, case)


async def keeper(tx: Transaction, contact: UUID, follow_up: UUID, urgency: str) -> UUID | None:
    """Who keeps a promise about a contact, that stands until this transaction ends.

    Raises `Invalid` for one that is about another contact, that ended meanwhile, or that is due too late for something
    immediate or urgent.
    """
    row = await store.one(tx, follow_up)
    if row is None or row.contact_id != contact or row.ended_at is not None:
        raise Invalid({"promise": _("This promise does not stand any more: choose another, or make a new one.")})
    if urgency in PRESSING and row.due_at > await proposed_due(tx, urgency):
        raise Invalid({"promise": _("This promise is due too late for what is so urgent: make a new one.")})
    await tell(tx, contact, row.case_id)
    return row.owner


async def proposed_due(tx: Transaction, urgency: str = "soon") -> datetime:
    """When a new promise is due unless somebody says otherwise: within the hour where it is about something immediate,
    else as the urgency asks, and never later than `soon`.
    """
    if urgency == "immediate":
        return tx.now + timedelta(hours=1)
    return due("urgent" if urgency == "urgent" else "soon", tx.now, await hours.load(tx))


async def open_of(tx: Transaction, case: UUID) -> int:
    """How many promises of a case still wait to be kept, besides that of its next review."""
    return await store.open_of(tx, case)


async def standing(tx: Transaction, follow_up: UUID) -> tuple[store.Row, Key]:
    """The open promise and the key it is sealed with, held until the transaction ends."""
    row = await store.one(tx, follow_up)
    if row is None:
        raise NotFound(_("There is no such promise."))
    if row.wrapped is None:
        raise Erased(_("What this promise belonged to was erased."))
    if row.ended_at is not None:
        raise Conflict(_("This promise is ended already."), row.version)
    return row, tx.vault.open(row.sealed_for, row.wrapped)


async def _next_try(tx: Transaction, row: store.Row) -> datetime:
    """When the rule says to try again, moved to when the line is open and the number may be called."""
    said = (await dialling.said_of(tx, [row])).get(row.id, [])
    return rules.proposed(row.tries, tx.now, tx.now, await hours.load(tx), said)


async def _permitted(tx: Transaction, row: store.Row, key: Key) -> bool:
    """Whether this call may be made now, was permitted just before, or would ring nobody."""
    if rules.dialled_recently(row.dialled_at, tx.now):
        return True
    number = await dialling.number_of(tx, row, key)
    return number is None or (await dialling.verdict(tx, number, Purpose.CALL)).allowed


async def _write_attempt(
    tx: Transaction, row: store.Row, key: Key, outcome: AttemptOutcome, permitted: bool, note: str
) -> None:
    attempt = new_id()
    sealed = key.seal(store.NOTE, attempt, note.strip().encode()) if note.strip() else None
    await store.add_attempt(tx, attempt, row.id, outcome, permitted, sealed)
    detail = outcome if permitted else f"{outcome}, not permitted"
    await audit.record(tx, "follow_up.attempted", "follow_up", row.id, detail=detail)


async def _end(tx: Transaction, row: store.Row, key: Key, version: int, how: Ending, reason: str) -> None:
    won(await store.end(tx, row.id, version, how), row)
    change = new_id()
    sealed = key.seal(store.REASON, change, reason.strip().encode()) if reason.strip() else None
    await store.add_change(tx, change, row.id, Change(how), "", sealed)
    await audit.record(tx, f"follow_up.{how}", "follow_up", row.id)


async def _move(tx: Transaction, row: store.Row, version: int, due_at: datetime) -> None:
    won(await store.move(tx, row.id, version, due_at), row)
    await store.add_change(tx, new_id(), row.id, Change.POSTPONED, due_at.isoformat(), None)
    await audit.record(tx, "follow_up.postponed", "follow_up", row.id)


def won(changed: bool, row: store.Row) -> None:
    if not changed:
        raise Conflict(_("A colleague changed this promise meanwhile; look at it again."), row.version)


async def tell(tx: Transaction, contact: UUID | None, case: UUID | None) -> None:
    await live.tell(tx, "follow-ups")
    if contact:
        await live.tell(tx, f"contact:{contact}")
    if case:
        await live.tell(tx, f"case:{case}")
