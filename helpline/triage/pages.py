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
    promise: str = "new"
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
        choice, missing = choice_in(given)
        if choice is None or missing:
            raise Invalid((await actions.objections(tx, contact, choice) if choice else {}) | missing)
        await actions.decide(tx, contact, given.version, choice)
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


def choice_in(given: DecisionForm) -> tuple[Choice | None, dict[str, str]]:
    """What the form says, as far as it is a choice, and everything that is missing in it, by field."""
    missing = {}
    if given.disposition not in set(Disposition):
        missing["disposition"] = _("Choose what it is.")
    if given.urgency not in set(Urgency):
        missing["urgency"] = _("Choose how soon.")
    if given.landing not in set(LandingKind):
        missing["landing"] = _("Choose where it lands.")
    if missing:
        return None, missing
    landing = LandingKind(given.landing)
    kind, _colon, target = given.target.partition(":")
    oriented = landing is LandingKind.ORIENTATION
    promise, missing = promise_in(given, landing)
    choice = Choice(
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
        promise=promise,
        follow_up_id=id_in(given.promise, "promise") if stands(given, landing) else None,
    )
    return choice, missing


def closing_in(given: DecisionForm, landing: LandingKind) -> str | None:
    """The reason, where the landing has one."""
    has_reason = landing in (LandingKind.ANSWER, LandingKind.CLOSING, LandingKind.QUARANTINE)
    return given.closing_reason or None if has_reason else None


def stands(given: DecisionForm, landing: LandingKind) -> bool:
    """Whether it lands in a promise that was made before."""
    return landing is LandingKind.FOLLOW_UP and given.promise not in ("", "new")


def promise_in(given: DecisionForm, landing: LandingKind) -> tuple[Promise | None, dict[str, str]]:
    """The promise, whole, or what is missing in it; beside a case only where somebody says what is promised."""
    what = given.what.strip()
    if stands(given, landing):
        return None, {"promise": _("Choose a new promise for these words, or take them out.")} if what else {}
    if landing is not LandingKind.FOLLOW_UP and not (landing is LandingKind.CASE and what):
        return None, {}
    missing = {}
    if not what:
        missing["what"] = _("Say what is promised.")
    if not given.owner:
        missing["owner"] = _("Say who keeps the promise.")
    if not given.due_at:
        missing["due_at"] = _("Say until when.")
    if missing:
        return None, missing
    return Promise(what, from_local(given.due_at, "due_at"), id_in(given.owner, "owner"), given.promise_kind), {}
