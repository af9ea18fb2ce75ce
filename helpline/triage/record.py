"""What is stored and shown of triage. Apart from `model`: the pure rules know no table."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, Disposition, Urgency
from helpline.followups.model import FollowUpKind
from helpline.queue.model import Waiting
from helpline.triage.model import LandingKind, Reason
from helpline.triage.rules_landing import highest


class Grounds(Struct, frozen=True):
    """The sealed part of a suggestion: its reasons and flags point at words."""

    reasons: tuple[Reason, ...]
    flags: tuple[str, ...]


class SuggestionRow(Struct, frozen=True):
    """A suggestion as stored, its grounds still sealed."""

    contact_id: UUID
    disposition: Disposition
    urgency: Urgency
    unclear: bool
    rules_version: str
    sealed: bytes
    at: datetime


class DangerCategory(StrEnum):
    """What kind of danger an entry of the danger log is about."""

    VIOLENCE = "violence"
    SUICIDE = "suicide"
    MISSING_CHILD = "missing_child"
    DEPARTURE = "departure"
    OTHER = "other"


class Danger(Struct, frozen=True):
    """What was done in danger and why; sealed. It records; it never sends anything by itself."""

    place: str = ""
    who: str = ""
    means: str = ""
    ground: str = ""
    recipient: str = ""
    told_caller: str = ""
    legal_ground: str = ""


class DangerRow(Struct, frozen=True):
    """An entry of the danger log, still sealed."""

    id: UUID
    contact_id: UUID
    sealed: bytes
    category: DangerCategory
    by: str
    at: datetime
    decider: str | None


class DangerEntry(Struct, frozen=True):
    """An entry of the danger log as its reader sees it."""

    row: DangerRow
    danger: Danger


class Promise(Struct, frozen=True):
    """A follow-up that a decision makes: what, until when, by whom. Only a call-back is dialled."""

    what: str
    due_at: datetime
    owner: UUID
    kind: FollowUpKind = FollowUpKind.CHECK


class Choice(Struct, frozen=True, kw_only=True):
    """What a person decides about a contact, as entered; `rules_landing` says whether it can be saved.

    `case_id` is an existing case; None with landing `case` opens one called `case_title`. `partner_id` or `service`
    names where an orientation leads. `promise` is what lands, or is made beside a case; `follow_up_id` is one that
    stands and lands in its place. `reason` explains a lowered urgency or anything else worth keeping.
    """

    disposition: Disposition
    urgency: Urgency
    landing: LandingKind
    reason: str = ""
    case_id: UUID | None = None
    case_title: str = ""
    closing_reason: str | None = None
    partner_id: UUID | None = None
    service: str = ""
    promise: Promise | None = None
    follow_up_id: UUID | None = None


class Before(Struct, frozen=True):
    """What stands before a contact is decided about, perhaps once more."""

    suggested: SuggestionRow | None
    decided: "DecisionRow | None"
    waiting: Waiting | None
    danger_logged: bool = False
    answered: bool = False

    @property
    def urgency(self) -> Urgency | None:
        """The highest that stands: of the queue, of the decision before, and of what was suggested since."""
        fresh = self.suggested and (self.decided is None or self.suggested.at > self.decided.at)
        return highest(
            (
                self.waiting.urgency if self.waiting else None,
                self.decided.urgency if self.decided else None,
                self.suggested.urgency if self.suggested and fresh else None,
            )
        )


class NewDecision(Struct, frozen=True, kw_only=True):
    """A decision about to be written."""

    id: UUID
    contact_id: UUID
    disposition: Disposition
    urgency: Urgency
    suggested_disposition: Disposition | None
    suggested_urgency: Urgency | None
    rules_version: str | None
    landing_kind: LandingKind
    case_id: UUID | None = None
    follow_up_id: UUID | None = None
    referral_id: UUID | None = None
    closing_reason: str | None = None


class DecisionRow(Struct, frozen=True):
    """A decision as stored, its reason still sealed."""

    id: UUID
    contact_id: UUID
    disposition: Disposition
    urgency: Urgency
    landing_kind: LandingKind
    case_id: UUID | None
    follow_up_id: UUID | None
    referral_id: UUID | None
    closing_reason: str | None
    sealed_reason: bytes | None
    due_at: datetime | None
    by: str
    at: datetime
    decider: str | None


class QuarantinedRow(Struct, frozen=True):
    """A contact that somebody called spam and nobody has looked at again."""

    contact_id: UUID
    version: int
    urgency: Urgency
    at: datetime
    by: str
    decider: str | None


class TogetherRow(Struct, frozen=True):
    """One of the contacts that somebody decided in the same act; `waits`: the decision was taken back."""

    contact_id: UUID
    number: int
    channel: Channel
    received_at: datetime
    disposition: Disposition
    urgency: Urgency
    due_at: datetime | None
    waits: bool


class Decision(Struct, frozen=True):
    """A decision as its reader sees it."""

    row: DecisionRow
    reason: str


class Triage(Struct, frozen=True):
    """Everything triage knows of a contact: what was suggested and why, what was decided, the danger log."""

    suggestion: SuggestionRow | None
    grounds: Grounds
    decisions: tuple[Decision, ...]
    danger: tuple[DangerEntry, ...]
