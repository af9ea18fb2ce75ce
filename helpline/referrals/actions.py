"""Orienting a case or a contact to a partner or a public number, and hearing what became of it."""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.directory import actions as directory
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.followups import actions as followups
from helpline.followups import areas
from helpline.followups.model import FollowUpKind
from helpline.hours import actions as hours
from helpline.live import actions as live
from helpline.referrals import rules, store
from helpline.referrals.model import Matter, ReferralState
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _

ASK_BACK = N_("Ask what became of the orientation")


async def refer(
    tx: Transaction,
    *,
    case: UUID | None = None,
    contact: UUID | None = None,
    partner: UUID | None = None,
    service: str = "",
    note: str = "",
    ask_back_at: datetime | None = None,
    owner: UUID | None = None,
    life_area: str = "",
) -> UUID:
    """Orient somebody to a partner of the directory, or to a `service` outside it: one of our public numbers.

    `life_area`: what part of a life it is about, in an accompaniment. `ask_back_at`: when a follow-up of `owner` (by
    default whoever refers) asks for the outcome; None for never.
    """
    sealed_for = case or contact
    if sealed_for is None:
        raise Invalid({"": _("An orientation belongs to a contact or to a case.")})
    await _fit(tx, partner, service, case, life_area)
    name = (await directory.opened(tx, partner)).name if partner else service.strip()
    key = await keys.key(tx, sealed_for)
    asking = None
    if ask_back_at:
        asking = await followups.promise(
            tx,
            kind=FollowUpKind.CHECK,
            what=ASK_BACK,
            about=name,
            due_at=ask_back_at,
            owner=owner or (tx.actor.id if tx.actor.kind is ActorKind.STAFF else None),
            contact=contact,
            case=case,
        )
    new = store.Draft(
        id=new_id(),
        case=case,
        contact=contact,
        partner=partner,
        sealed_for=sealed_for,
        follow_up=asking,
        life_area=life_area or None,
    )
    await store.insert(tx, new, key.seal_struct(store.SEALED, new.id, Matter(service.strip(), note.strip())))
    await _step(tx, new.id, key, ReferralState.PROPOSED, "")
    await _tell(tx, contact, case)
    return new.id


async def _fit(tx: Transaction, partner: UUID | None, service: str, case: UUID | None, life_area: str) -> None:
    """Raises `Invalid` where nobody is named, or what is named is not to be chosen."""
    if partner is None and not service.strip():
        raise Invalid({"partner_id": _("Choose a partner or a public number.")})
    if service and service not in {known.number for known in await hours.emergency_numbers(tx)}:
        raise Invalid({"service": _("Choose one from the list.")})
    await areas.fit(tx, case, life_area)


async def move(tx: Transaction, referral: UUID, state: ReferralState, reason: str, version: int) -> None:
    """The orientation goes on: accepted, declined, arrived, done or revoked. Its end keeps the promise to ask back."""
    row = await store.one(tx, referral)
    if row is None:
        raise NotFound(_("There is no such orientation."))
    if row.wrapped is None:
        raise Erased(_("What this orientation belonged to was erased."))
    if not await store.move(tx, referral, version, state):
        raise Conflict(_("A colleague changed this orientation meanwhile; look at it again."), row.version)
    if state not in rules.FOLLOWING[row.state]:
        raise Invalid({"state": _("An orientation cannot go from there to here.")})
    if state in rules.REASONED and not reason.strip():
        raise Invalid({"reason": _("Say why it was declined or revoked.")})
    await _step(tx, referral, tx.vault.open(row.sealed_for, row.wrapped), state, reason)
    if rules.ended(state) and row.follow_up_id:
        await followups.settle(tx, row.follow_up_id)
    await _tell(tx, row.contact_id, row.case_id)


async def _step(tx: Transaction, referral: UUID, key: Key, state: ReferralState, reason: str) -> None:
    change = new_id()
    sealed = key.seal(store.REASON, change, reason.strip().encode()) if reason.strip() else None
    await store.change(tx, change, referral, state, sealed)
    await audit.record(tx, f"referral.{state}", "referral", referral)


async def _tell(tx: Transaction, contact: UUID | None, case: UUID | None) -> None:
    if contact:
        await live.tell(tx, f"contact:{contact}")
    if case:
        await live.tell(tx, f"case:{case}")
