"""A decision as JSON, and what it means. A file of its own, because outside programs rely on every name in it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Disposition, Urgency
from helpline.errors import Invalid
from helpline.triage.model import LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory, Promise
from helpline.web.api import without_nul
from helpline.web.dates import sensible


class NewPromise(Struct, forbid_unknown_fields=True):
    """For landing `follow_up`, and with landing `case` besides: what, until when, by which member of staff."""

    what: str
    due_at: datetime
    owner: UUID


class NewLanding(Struct, forbid_unknown_fields=True):
    """Where it lands. `case` opens one called `case_title` unless `case_id` names one; `orientation` leads to a
    partner, or to a `service` that is one of our public numbers.
    """

    kind: LandingKind
    case_id: UUID | None = None
    case_title: str = ""
    closing_reason: str | None = None
    partner_id: UUID | None = None
    service: str = ""
    follow_up: NewPromise | None = None


class NewDanger(Struct, forbid_unknown_fields=True):
    """For `urgent_safety`: what was done, on which ground, who was told."""

    category: DangerCategory
    ground: str
    recipient: str
    place: str = ""
    who: str = ""
    means: str = ""
    told_caller: str = ""

    @property
    def entry(self) -> Danger:
        return Danger(self.place, self.who, self.means, self.ground, self.recipient, self.told_caller)


class NewDecision(Struct, forbid_unknown_fields=True):
    """What is decided, and by whom: the name a colleague who may decide signs in with. A program decides nothing alone.

    `version` is the contact's as its reader saw it; without one, whatever stands is decided on.
    """

    disposition: Disposition
    urgency: Urgency
    landing: NewLanding
    decided_by: str
    reason: str = ""
    version: int | None = None
    danger: NewDanger | None = None


def choice_in(given: NewDecision) -> Choice:
    """The same choice a person makes on the screen. Raises `Invalid`."""
    landing, promised = given.landing, given.landing.follow_up
    without_nul(reason=given.reason, case_title=landing.case_title, service=landing.service)
    if promised is not None and promised.due_at.tzinfo is None:
        raise Invalid({"landing.follow_up.due_at": "Say in which time zone, such as 2026-11-23T09:00:00Z."})
    if promised is not None and not sensible(promised.due_at):
        raise Invalid({"landing.follow_up.due_at": "Give a year that people speak of."})
    return Choice(
        disposition=given.disposition,
        urgency=given.urgency,
        landing=landing.kind,
        reason=given.reason,
        case_id=landing.case_id,
        case_title=landing.case_title,
        closing_reason=landing.closing_reason,
        partner_id=landing.partner_id,
        service=landing.service,
        promise=Promise(promised.what, promised.due_at, promised.owner) if promised else None,
    )
