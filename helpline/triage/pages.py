"""Deciding, and writing down what was done in danger."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.contacts.model import Disposition, Urgency
from helpline.errors import Invalid
from helpline.followups.model import FollowUpKind
from helpline.staff.permissions import Permission
from helpline.triage import actions, quarantine
from helpline.triage.model import LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory, Promise
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form, id_in
from helpline.web.once import sent_before
from helpline.web.words import gettext as _


class DecisionForm(Struct, forbid_unknown_fields=True):
    """The decision as the form sends it; what the chosen landing does not ask for is ignored."""

    version: int
    disposition: str = ""
    urgency: str = ""
    landing: str = ""
    reason: str = ""
    case_id: str = "new"
    case_title: str = ""
    closing_reason: str = ""
    target: str = ""
    what: str = ""
    promise_kind: FollowUpKind = FollowUpKind.CHECK
    owner: str = ""
    due_at: str = ""


class DangerForm(Struct, forbid_unknown_fields=True):
    """An entry of the danger log as the form sends it."""

    category: DangerCategory = DangerCategory.OTHER
    place: str = ""
    who: str = ""
    means: str = ""
    ground: str = ""
    recipient: str = ""
    told_caller: str = ""
    legal_ground: str = ""


class SweepingForm(Struct, forbid_unknown_fields=True):
    """What somebody looked at in quarantine, each as its id and the version that was seen."""

    seen: list[str] = []


class TriagePages(Controller):
    path = "/desk/contacts/{contact:uuid}"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "contact"}  # noqa: RUF012  # Litestar's own way

    @post("/decision")
    async def decide(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, DecisionForm)
        await actions.decide(tx, contact, given.version, choice_in(given))
        return Redirect(f"/desk/contacts/{contact}", status_code=303)

    @post("/danger")
    async def danger(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, DangerForm)
        said = Danger(
            given.place, given.who, given.means, given.ground, given.recipient, given.told_caller, given.legal_ground
        )
        if not await sent_before(request, tx):
            await actions.log_danger(tx, contact, given.category, said)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)


class QuarantinePages(Controller):
    path = "/desk/quarantine"
    opt = {"permission": Permission.CONTACT_DECIDE, "page": "quarantine"}  # noqa: RUF012  # Litestar's own way

    @post("/sweepings")
    async def sweep(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, SweepingForm)
        await quarantine.sweep(tx, [seen_in(one) for one in given.seen])
        return Redirect("/desk/quarantine", status_code=303)


def seen_in(text: str) -> tuple[UUID, int]:
    """A contact and its version as the list was shown. Raises `Invalid`."""
    contact, _underscore, version = text.partition("_")
    if not (version.isdecimal() and len(version) < 10):
        raise Invalid({"": _("Choose one from the list.")})
    return id_in(contact, ""), int(version)


def choice_in(given: DecisionForm) -> Choice:
    """What the form says, as a choice. Raises `Invalid` naming what is not chosen."""
    problems = {}
    if given.disposition not in set(Disposition):
        problems["disposition"] = _("Choose what it is.")
    if given.urgency not in set(Urgency):
        problems["urgency"] = _("Choose how soon.")
    if given.landing not in set(LandingKind):
        problems["landing"] = _("Choose where it lands.")
    if problems:
        raise Invalid(problems)
    landing = LandingKind(given.landing)
    kind, _colon, target = given.target.partition(":")
    oriented = landing is LandingKind.ORIENTATION
    return Choice(
        disposition=Disposition(given.disposition),
        urgency=Urgency(given.urgency),
        landing=landing,
        reason=given.reason,
        case_id=id_in(given.case_id, "case_id")
        if landing is LandingKind.CASE and given.case_id not in ("", "new")
        else None,
        case_title=given.case_title,
        closing_reason=closing_in(given, landing),
        partner_id=id_in(target, "target") if oriented and kind == "partner" else None,
        service=target if oriented and kind == "service" else "",
        promise=promise_in(given) if landing is LandingKind.FOLLOW_UP else None,
    )


def closing_in(given: DecisionForm, landing: LandingKind) -> str | None:
    """The reason, where the landing has one."""
    has_reason = landing in (LandingKind.ANSWER, LandingKind.CLOSING, LandingKind.QUARANTINE)
    return given.closing_reason or None if has_reason else None


def promise_in(given: DecisionForm) -> Promise:
    """The promise, whole, or `Invalid` naming what is missing."""
    problems = {}
    if not given.what.strip():
        problems["what"] = _("Say what is promised.")
    if not given.owner:
        problems["owner"] = _("Say who keeps the promise.")
    if not given.due_at:
        problems["due_at"] = _("Say until when.")
    if problems:
        raise Invalid(problems)
    return Promise(
        given.what.strip(), from_local(given.due_at, "due_at"), id_in(given.owner, "owner"), given.promise_kind
    )
