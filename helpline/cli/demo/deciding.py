"""What a colleague decides about a contact: into the story's case, or where the story says it lands."""

from typing import TYPE_CHECKING
from uuid import UUID

from helpline.cases import actions as cases
from helpline.cli.demo import model as m
from helpline.contacts import safety
from helpline.contacts import store as contacts
from helpline.contacts.model import Disposition, Urgency
from helpline.errors import NotFound
from helpline.followups import actions as followups
from helpline.followups import store as promises
from helpline.outbox import actions as outbox
from helpline.queue import actions as queue
from helpline.triage import actions as triage
from helpline.triage import store as suggestions
from helpline.triage.model import LandingKind
from helpline.triage.record import Choice, Promise
from helpline.triage.rules_landing import lowering_needs_reason
from helpline.vault.transaction import Transaction

if TYPE_CHECKING:
    from helpline.cli.demo.playing import Known, Stage

LOWERED = {
    "fr": "Relu en entier et rappelé : rien d'immédiat.",
    "nl": "Helemaal gelezen en teruggebeld: niets dringends.",
    "de": "Ganz gelesen und zurückgerufen: nichts Dringendes.",
    "en": "Read in full and called back: nothing immediate.",
}


async def decide(tx: Transaction, stage: "Stage", told: m.Told, one: "Known") -> tuple[UUID | None, UUID | None]:
    """Decide; answers the story's case and latest promise as they are then."""
    contact = one.contact
    row = await contacts.row(tx, contact) if contact else None
    if row is None or contact is None:
        raise NotFound("The contact of this story did not arrive.")
    if told.by.safe and told.channel != m.WEBFORM and told.by.address not in stage.asked:
        await safety.note(tx, contact, told.by.safe)
        stage.asked.add(told.by.address)
    if told.answer:
        await outbox.reply(tx, contact, told.answer)
    if told.alarm:
        await triage.log_danger(tx, contact, told.alarm.category, told.alarm.danger)
    if told.answer or told.alarm or told.by.safe:
        row = await contacts.row(tx, contact) or row
    await triage.decide(tx, contact, row.version, await choice(tx, stage, told, one))
    promise = await promised_by(tx, contact, told, stage.staff[one.told.worker]) or one.promise
    opens = told.lands is None and one.case is None
    return await opened(tx, stage, one) if opens else one.case, promise


async def choice(tx: Transaction, stage: "Stage", told: m.Told, one: "Known") -> Choice:
    assert one.contact is not None  # noqa: S101  # decide has looked
    waiting = await queue.place(tx, one.contact)
    stands = waiting.urgency if waiting else Urgency.ROUTINE
    urgency = told.urgency or stands
    lowered = lowering_needs_reason(stands, urgency)
    reason = LOWERED[told.by.language if told.by.language in LOWERED else "fr"] if lowered else ""
    if (lands := told.lands) is None:
        kind = one.told.kind if one.case is None else (await cases.held(tx, one.case))[0].kind
        disposition = told.disposition or Disposition(str(kind))
        return Choice(
            disposition=disposition, urgency=urgency, landing=LandingKind.CASE, reason=reason,
            case_id=one.case, case_title=one.told.title,
        )  # fmt: skip
    owner = stage.staff[one.told.worker]
    return Choice(
        disposition=lands.disposition,
        urgency=urgency,
        landing=lands.landing,
        reason=lands.reason or reason,
        closing_reason=lands.closing,
        partner_id=stage.partners[lands.partner] if lands.partner else None,
        service=lands.service,
        promise=Promise(lands.promise, stage.calendar.due(lands.due), owner) if lands.promise else None,
    )


async def opened(tx: Transaction, stage: "Stage", one: "Known") -> UUID:
    """The case the decision opened, with its summary and deputy."""
    newest = (await suggestions.decisions(tx, one.contact))[0] if one.contact else None
    if newest is None or newest.case_id is None:
        raise NotFound("The decision of this story opened no case.")
    case, story = newest.case_id, one.told
    row, _key = await cases.held(tx, case)
    if story.summary:
        await cases.describe(tx, case, story.title, story.summary, row.version)
    if story.deputy:
        row, _key = await cases.held(tx, case)
        await cases.assign(tx, case, stage.staff[story.worker], stage.staff[story.deputy], row.version)
    return case


async def promised_by(tx: Transaction, contact: UUID, told: m.Told, owner: UUID) -> UUID | None:
    """The promise the decision made, or the call-back the contact asked for, which is the decider's from now on."""
    if told.lands and told.lands.promise and (made := (await suggestions.decisions(tx, contact))[0].follow_up_id):
        return made
    for row in await promises.about(tx, contact, 1):
        if row.owner is None:
            await followups.hand_over(tx, row.id, row.version, owner)
        return row.id
    return None
