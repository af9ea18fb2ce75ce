"""The rules propose, a named human decides, and the decision lands or it cannot be saved."""

from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

import msgspec

from helpline.audit import actions as audit
from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import drafts
from helpline.contacts import store as contact_store
from helpline.contacts.model import ContactRow, Disposition, Urgency
from helpline.contacts.unsent import DraftKind
from helpline.errors import Conflict, Invalid, NotFound
from helpline.followups import actions as followups
from helpline.followups.rules import still_to_come
from helpline.hours import actions as hours
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.live.actions import tell
from helpline.queue import actions as queue
from helpline.referrals import actions as referrals
from helpline.referrals.rules import ask_back
from helpline.triage import store
from helpline.triage.model import Landing, LandingKind, Suggestion
from helpline.triage.record import (
    Before,
    Choice,
    Danger,
    DangerCategory,
    DangerEntry,
    Decision,
    DecisionRow,
    Grounds,
    NewDecision,
    SuggestionRow,
    Triage,
)
from helpline.triage.rules_landing import CLOSING_REASONS, Offered, landing_problems, lowering_needs_reason
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.words import gettext as _


async def propose(tx: Transaction, made: Sequence[tuple[Key, Suggestion]]) -> None:
    """Write down what the rules propose; nothing is decided by that. What nobody judged stands without."""
    await store.suggest(tx, [each for each in made if not each[1].switched_off])


async def propose_more(tx: Transaction, key: Key, made: Suggestion) -> None:
    """A later proposal on a message that grew; a machine may raise what it said before, never lower it."""
    if made.switched_off:
        return
    before = await store.suggestion(tx, key.record)
    if before is not None and before.urgency.rank < made.urgency.rank:
        made = msgspec.structs.replace(made, urgency=before.urgency)
    await store.suggest(tx, [(key, made)])


async def decide(tx: Transaction, contact: UUID, version: int, choice: Choice, decider: UUID | None = None) -> UUID:
    """Save a human's decision where it lands, and let the contact leave the queue.

    `decider`: the colleague whose decision a program brings; else whoever acts. Raises `Invalid` when it cannot land
    like that or lowers an urgency without saying why, `Conflict` when a colleague holds the contact or somebody
    changed it since `version`.
    """
    decider = decider or person(tx)
    before = await standing(tx, contact)
    refuse_held(before, decider)
    closings = await lists.by_kind(tx, ListName.CONTACT_CLOSING)
    landing = await landing_of(tx, contact, choice, before, decider)
    if problems := problems_of(choice, landing, before.urgency, closings):
        raise Invalid(problems)
    await contacts.touch(tx, contact, version)
    row = await contact_store.row(tx, contact)
    if row is None:
        raise NotFound(_("There is no such contact."))
    new = await land(tx, row, choice, before.suggested, decider)
    key = await keys.key(tx, contact)
    reason = key.seal(store.REASON, new.id, choice.reason.strip().encode()) if choice.reason.strip() else None
    await store.decide(tx, new, reason, await queue.leave(tx, contact), name(tx, decider))
    await drafts.drop(tx, contact, DraftKind.DECISION)
    await audit.record(tx, "contact.decided", "contact", contact, detail=f"{choice.disposition}>{choice.landing}")
    return new.id


async def standing(tx: Transaction, contact: UUID, known: Triage | None = None) -> Before:
    """What a new decision is measured by; `known`: what this transaction has read of it already."""
    if known:
        suggested, danger = known.suggestion, bool(known.danger)
        decided = known.decisions[0].row if known.decisions else None
    else:
        suggested, danger = await store.suggestion(tx, contact), bool(await store.danger(tx, contact))
        decided = next(iter(await store.decisions(tx, contact)), None)
    return Before(
        suggested,
        decided,
        await queue.place(tx, contact),
        danger_logged=danger,
        answered=await contact_store.answered(tx, contact),
    )


def refuse_held(before: Before, decider: UUID | None) -> None:
    """Raises `Conflict` when a colleague is on it: two people never answer the same contact unknowingly."""
    if before.waiting and before.waiting.claimed_by not in (None, decider):
        sentence = (
            _("This contact was handed to %(name)s, who has not opened it; take it first.")
            if before.waiting.unopened
            else _("%(name)s is on this contact; have it handed over to you before you decide.")
        )
        raise Conflict(sentence % {"name": before.waiting.claimer})


async def objections(tx: Transaction, contact: UUID, choice: Choice, decider: UUID | None = None) -> dict[str, str]:
    """Everything that keeps this choice from being saved, by field, so that whoever decides mends it in one go."""
    before = await standing(tx, contact)
    landing = await landing_of(tx, contact, choice, before, decider or person(tx))
    return problems_of(choice, landing, before.urgency, await lists.by_kind(tx, ListName.CONTACT_CLOSING))


def problems_of(
    choice: Choice,
    landing: Landing,
    standing: Urgency | None,
    closings: Offered = CLOSING_REASONS,
) -> dict[str, str]:
    """What is missing before the decision can land, by field."""
    problems = landing_problems(choice.disposition, landing, closings)
    if choice.landing is LandingKind.CASE and choice.case_id is None and not choice.case_title.strip():
        problems["case_title"] = _("Give the case a title: an alias or a subject, never a full name.")
    if standing is not None and lowering_needs_reason(standing, choice.urgency) and not choice.reason.strip():
        problems["reason"] = _("The urgency is lower than before: say why.")
    return problems


async def landing_of(tx: Transaction, contact: UUID, choice: Choice, before: Before, decider: UUID | None) -> Landing:
    """The choice in the words of the landing rules. A new case is of the kind the disposition names, and is the
    deciding person's until somebody else takes it.
    """
    kind: CaseKind | None = None
    owner = choice.promise.owner if choice.promise else None
    if choice.landing is LandingKind.CASE and choice.case_id is not None:
        case, _key = await cases.held(tx, choice.case_id)
        kind, owner = case.kind, case.worker
    elif choice.landing is LandingKind.CASE:
        kind, owner = case_kind(choice.disposition), decider
    elif choice.follow_up_id is not None:
        owner = await followups.keeper(tx, contact, choice.follow_up_id, choice.urgency)
    if choice.service and choice.service not in {known.number for known in await hours.emergency_numbers(tx)}:
        raise Invalid({"target": _("Choose one from the list.")})
    return Landing(
        choice.landing,
        case_id=choice.case_id,
        case_kind=kind,
        owner=owner,
        closing_reason=choice.closing_reason,
        referral_target=choice.service or (str(choice.partner_id) if choice.partner_id else None),
        danger_logged=before.danger_logged,
        answered=before.answered,
        noted=bool(choice.reason.strip()),
    )


async def land(
    tx: Transaction, row: ContactRow, choice: Choice, suggested: SuggestionRow | None, decider: UUID | None
) -> NewDecision:
    """Make what the decision lands in, and answer the decision that names it."""
    new = NewDecision(
        id=new_id(),
        contact_id=row.id,
        disposition=choice.disposition,
        urgency=choice.urgency,
        suggested_disposition=suggested.disposition if suggested else None,
        suggested_urgency=suggested.urgency if suggested else None,
        rules_version=suggested.rules_version if suggested else None,
        landing_kind=choice.landing,
        closing_reason=choice.closing_reason,
    )
    match choice.landing:
        case LandingKind.CASE:
            if choice.promise:
                await into_promise(tx, row.id, choice)
            return msgspec.structs.replace(new, case_id=await into_case(tx, row.id, choice, decider))
        case LandingKind.FOLLOW_UP:
            promise = choice.follow_up_id or await into_promise(tx, row.id, choice)
            return msgspec.structs.replace(new, follow_up_id=promise)
        case LandingKind.ORIENTATION:
            referral = await referrals.refer(
                tx,
                contact=row.id,
                partner=choice.partner_id,
                service=choice.service,
                note=choice.reason,
                ask_back_at=ask_back(tx.now) if choice.partner_id else None,
                owner=decider,
            )
            return msgspec.structs.replace(new, referral_id=referral)
        case LandingKind.ANSWER | LandingKind.CLOSING | LandingKind.QUARANTINE:
            return new
        case _:
            assert_never(choice.landing)


async def into_case(tx: Transaction, contact: UUID, choice: Choice, decider: UUID | None) -> UUID:
    """Into the case chosen, or a new one of the kind the disposition names."""
    if choice.case_id is not None:
        await cases.attach(tx, choice.case_id, contact)
        return choice.case_id
    return await cases.open(
        tx, kind=case_kind(choice.disposition), title=choice.case_title, contact=contact, worker=decider
    )


def person(tx: Transaction) -> UUID | None:
    """Who decides, when it is a member of staff and not a program."""
    return tx.actor.id if tx.actor.kind is ActorKind.STAFF else None


def name(tx: Transaction, decider: UUID | None) -> str:
    """How a decision names whose it is; the audit says by which program it came."""
    return f"{ActorKind.STAFF}:{decider}" if decider else str(tx.actor)


def case_kind(disposition: Disposition) -> CaseKind:
    """The kind of case a disposition opens: its own, and accompaniment where someone is in danger."""
    own = {Disposition.INFORMATION_REQUEST, Disposition.ACCOMPANIMENT, Disposition.PROFESSIONAL_SUPPORT}
    return CaseKind(disposition) if disposition in own else CaseKind.ACCOMPANIMENT


async def into_promise(tx: Transaction, contact: UUID, choice: Choice) -> UUID:
    if choice.promise is None:
        raise Invalid({"promise": _("Say what is promised, until when and by whom.")})
    promise = choice.promise
    due_at = still_to_come(promise.due_at, tx.now, "due_at")
    return await followups.promise(
        tx, kind=promise.kind, what=promise.what, due_at=due_at, owner=promise.owner, contact=contact
    )


async def log_danger(
    tx: Transaction, contact: UUID, category: DangerCategory, danger: Danger, decider: UUID | None = None
) -> UUID:
    """Write down what was done in danger: place, who, means, who was told what, on which ground, in this minute."""
    if not (danger.ground.strip() and danger.recipient.strip()):
        raise Invalid({"ground": _("Say on which ground and to whom; one sentence is enough.")})
    if danger.legal_ground and danger.legal_ground not in await lists.codes(tx, ListName.LEGAL_GROUND):
        raise Invalid({"legal_ground": _("Choose one from the list.")})
    entry = new_id()
    key = await keys.key(tx, contact)
    by = name(tx, decider or person(tx))
    await store.log_danger(tx, entry, contact, key.seal_struct(store.DANGER, entry, danger), category, by)
    await drafts.drop(tx, contact, DraftKind.DANGER)
    await audit.record(tx, "contact.danger_logged", "contact", contact, detail=category)
    await tell(tx, f"contact:{contact}")
    return entry


async def known(tx: Transaction, contact: UUID) -> Triage:
    """What was suggested and decided about a contact; the reader's opening of the contact is audited there."""
    key = await keys.key(tx, contact)
    suggested = await store.suggestion(tx, contact)
    grounds = key.unseal_struct(store.GROUNDS, contact, suggested.sealed, Grounds) if suggested else Grounds((), ())
    return Triage(
        suggested,
        grounds,
        tuple(Decision(row, reason_in(key, row)) for row in await store.decisions(tx, contact)),
        tuple(
            DangerEntry(row, key.unseal_struct(store.DANGER, row.id, row.sealed, Danger))
            for row in await store.danger(tx, contact)
        ),
    )


def reason_in(key: Key, row: DecisionRow) -> str:
    return key.unseal(store.REASON, row.id, row.sealed_reason).decode() if row.sealed_reason else ""
