"""One contact: what was said, what is safe, what the rules propose, and the place where a human decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Template

from helpline.audit import actions as audit
from helpline.cases import panels as case_panels
from helpline.contacts import actions as contacts
from helpline.contacts import drafts, looking, safety
from helpline.contacts import panels as contact_panels
from helpline.contacts.model import Channel, ContactView, Direction
from helpline.contacts.rules import shown_address
from helpline.contacts.unsent import DraftKind
from helpline.desk import timeline
from helpline.directory import panels as directory_panels
from helpline.envelope import AddressKind
from helpline.followups import actions as followups
from helpline.followups import calling, contacting, dialling
from helpline.followups import panels as followup_panels
from helpline.followups.model import FollowUp
from helpline.hours import actions as hours
from helpline.line import panels as line_panels
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.outbox import actions as outbox
from helpline.outbox import asking, conversation
from helpline.outbox import panels as outbox_panels
from helpline.outbox.pages import ReplyForm
from helpline.people import actions as people
from helpline.people import panels as people_panels
from helpline.people import providers
from helpline.people.model import Purpose, RuleShown
from helpline.people.pages import HERE
from helpline.questions import panels as question_panels
from helpline.queue import actions as queue
from helpline.queue import panels as queue_panels
from helpline.rulebook import panels as rulebook
from helpline.settings import Settings
from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.triage import actions as triage
from helpline.triage import panels as triage_panels
from helpline.triage.record import Before, Triage
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

Entered = dict[str, Any]


class ContactPage(Controller):
    path = "/desk/contacts"
    opt = {"permission": Permission.CONTACT_READ}  # noqa: RUF012  # Litestar's own way

    @get("/{contact:uuid}")
    async def contact(
        self,
        request: Request[Any, Any, Any],
        tx: Transaction,
        staff: SignedIn,
        contact: UUID,
        again: UUID | None = None,
    ) -> Template:
        if "HX-Target" not in request.headers:  # a part of an open page renews itself, though nobody may be looking
            await queue.opened(tx, contact, staff.id)
        text = await outbox.withdrawn(tx, contact, again) if again and staff.may(Permission.CONTACT_REPLY) else ""
        entered = {"text": text} if text else None
        return Template("desk/contact.html", context=await context(tx, staff, contact, entered=entered))

    @post(
        "/{contact:uuid}/replies/preview",
        status_code=200,
        opt={"permission": Permission.CONTACT_REPLY, "page": "contact"},
    )
    async def preview(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, settings: Settings, contact: UUID
    ) -> Template:
        given = await form(request, ReplyForm)
        view = await contacts.opened(tx, contact)
        text = await outbox.drafted(tx, view, given.text, given.prepared)
        page = await context(tx, staff, contact, entered={"text": text, "leave_at": given.leave_at})
        if page["reply"]:
            page["reply"]["preview"] = outbox_panels.preview(page["reply"], view, settings)
        return Template("desk/contact.html", context=page)


async def context(
    tx: Transaction, staff: SignedIn, contact: UUID, *_ids: object, entered: Entered | None = None
) -> Entered:
    """The whole page; `entered` is what a form sent that could not be saved, so that no text is ever lost."""
    view = await contacts.opened(tx, contact)
    known = await triage.known(tx, contact)
    owners = await accounts.owners(tx)
    names = {f"staff:{one}": name for one, name in owners}
    texts, ours = view.row.channel is Channel.SMS, view.row.direction is Direction.OUT
    written = await drafts.of_contact(tx, contact)
    await looking.look(tx, contact)
    deciding = again(entered, written, DraftKind.DECISION)
    rules, now = await considered(tx, view)
    cases = await case_panels.of_contact(tx, contact, view.row.conversation, view.row.person_id)
    before = await triage.standing(tx, contact, known)
    promises = await followup_panels.of_contact(tx, contact)
    decide = await choices(tx, staff, view, known, before, cases, promises, owners, deciding)
    return await listed(
        tx,
        {
            "contact": contact_panels.said(view, triage_panels.marks(known)),
            "answers": await question_panels.answered(tx, view.content.form, view.content.answers, view.content.told),
            "history": await timeline.of_contact(tx, view, known, promises, names),
            "claimed": contact_panels.claimed(view.content, await contacts.claimed(tx, view.content)),
            "earlier": contact_panels.earlier(await contacts.earlier(tx, view)),
            "cases": cases,
            "suggestion": triage_panels.suggestion(known, view.content),
            "off": None if known.suggestion else await rulebook.switched_off(tx),
            "decision": triage_panels.decided(known),
            "danger": triage_panels.danger(known.danger),
            "in_danger": triage_panels.in_danger(known),
            "emergency": await hours.emergency_numbers(tx),
            "legal_grounds": await lists.codes(tx, ListName.LEGAL_GROUND),
            "waiting": queue_panels.place(before.waiting, staff.id, tx.now, await queue.given(tx, contact)),
            "owners": owners,
            "present": await line_panels.present(tx)
            if before.waiting and staff.may(Permission.CONTACT_WRITE)
            else set(),
            "on_duty": await line_panels.whose_turn(tx),
            "safe": await safe(tx, view, names, rules, now),
            "asked_at": asking.asked_at(view),
            "on_its_way": asking.on_its_way(view),
            "may_ask": bool((await asking.door(tx, view)).channel),
            "callee": None if ours else people_panels.call(now, dialling.asked_for(view.content)),
            "promised_by": contacting.of_a_colleague(promises, staff.id),
            "safe_for": safe_for(view),
            "reply": await reply(tx, view, again(entered, written, DraftKind.REPLY)),
            "drafts": written.mine,
            "writing": contact_panels.writing(written.others, tx.now),
            "lookers": await looking.others(tx, contact),
            "sent": [] if texts else await outbox_panels.sent(tx, contact, names),
            "talk": await conversation.by_days(tx, contact, names) if texts else None,
            "stopped": await stopped(tx, view),
            "line_calls": await line_panels.of_contact(tx, contact, names),
            "follow_ups": promises,
            "promise_due": decide["due_at"],
            "choices": decide,
            "entered": entered or {},
        },
    )


def again(entered: Entered | None, written: drafts.Written, kind: DraftKind) -> Entered | None:
    """What a form shows: what was just sent in vain, else the reader's own draft."""
    mine = written.mine.get(kind)
    return entered or (dict(mine.fields) if mine else None)


LISTS = {"earlier": "contact", "cases": "case", "follow_ups": "follow_up", "sent": "outbox"}


async def listed(tx: Transaction, page: Entered) -> Entered:
    """The page, with every list on it known to the audit: what it shows of other records was read too."""
    if page["claimed"]:
        await audit.record(tx, "contact.listed", "contact", shown=page["claimed"]["many"])
    for name, kind in LISTS.items():
        if page[name]:
            await audit.record(tx, f"{kind}.listed", kind, shown=len(page[name]))
    return page


async def considered(tx: Transaction, view: ContactView) -> tuple[list[RuleShown], people_panels.Now | None]:
    """What is safe for the address this contact came from, asks to be called at, or was a call of ours to; without one,
    what was noted.
    """
    blind, use, to = view.row.sender_blind, Purpose.WRITE, view.content.sender
    if view.row.direction is Direction.OUT and view.row.channel is Channel.PHONE:
        blind, use, to = await calling.whom(tx, view.row.id), Purpose.CALL, None
    elif view.content.call_back:
        to, use = view.content.call_back, Purpose.CALL
        blind = tx.vault.blind(AddressKind.PHONE, view.content.call_back)
    elif view.row.channel in (Channel.PHONE, Channel.VISIT):
        use = Purpose.CALL
    if blind is not None:
        rules, verdicts = await people.considered(tx, blind)
        here = [_("the page where the writer comes back")] if view.row.channel is Channel.WEBFORM else []
        return rules, people_panels.Now(shown_address(to), use, verdicts, here)
    known = view.row.person_id
    return (await people.rules_of_nobody(tx, known) if known else []), None


async def safe(
    tx: Transaction,
    view: ContactView,
    names: dict[str, str],
    rules: list[RuleShown],
    now: people_panels.Now | None,
) -> Entered | None:
    """The rules in words, with whose they are."""
    if not rules:
        return None
    whose = await people.by_ids(tx, [rule.person_id for rule in rules])
    return people_panels.safe(rules, now, names, whose, await safety.whose(tx, view.row.person_id, view.content))


def safe_for(view: ContactView) -> list[tuple[str, str]]:
    """The one address that what is safe may be noted for alone."""
    addresses = [value for _kind, value in safety.addresses_in(view.content)][:1]
    return [(HERE, _("Only %(address)s") % {"address": shown_address(value)}) for value in addresses]


async def stopped(tx: Transaction, view: ContactView) -> datetime | None:
    """Since when the number it came from, or asks to be called at, is not to be written to."""
    number = view.content.call_back or (view.content.sender if view.row.sender_kind is AddressKind.PHONE else None)
    return await providers.stopped_at(tx, tx.vault.blind(AddressKind.PHONE, number)) if number else None


async def reply(tx: Transaction, view: ContactView, entered: Entered | None) -> Entered | None:
    """The answer's form; none for what we wrote ourselves."""
    if view.row.direction is Direction.OUT:
        return None
    given = entered or {}
    return await outbox_panels.reply(tx, view, str(given.get("text", "")), str(given.get("leave_at", "")))


async def choices(
    tx: Transaction,
    staff: SignedIn,
    view: ContactView,
    known: Triage,
    before: Before,
    cases: list[Entered],
    promises: list[FollowUp],
    owners: list[tuple[UUID, str]],
    entered: Entered | None,
) -> Entered:
    """The decision's form, with the cases, promises, services and colleagues it may name."""
    open_cases = [case for case in cases if case["open"]]
    promise_due = await followups.proposed_due(tx, before.urgency or "soon")
    return triage_panels.choices(
        known,
        view.row.version,
        cases=[(str(case["id"]), f"{case['number']} {case['alias']}") for case in open_cases],
        own_case=next((str(case["id"]) for case in open_cases if case["own"]), ""),
        standing=before.urgency,
        targets=await directory_panels.targets(tx),
        owners=[(str(one), name) for one, name in owners],
        promises=followup_panels.to_land_in(promises, before.urgency or "soon", promise_due),
        own_call=followup_panels.own_call(promises, staff.id),
        me=str(staff.id),
        promise_due=promise_due,
        answered=before.answered,
        closings=await lists.by_kind(tx, ListName.CONTACT_CLOSING),
        by_phone=view.row.sender_kind is AddressKind.PHONE or view.content.call_back is not None,
        entered=entered,
    )
