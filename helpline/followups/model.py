"""A promise: what was promised to whom, until when, who owns it, and every attempt to keep it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.envelope import AddressKind


class FollowUpKind(StrEnum):
    """What keeps the promise. A call-back is the only kind that dials."""

    CALL_BACK = "call_back"
    REPLY = "reply"
    REVIEW = "review"
    CHECK = "check"
    TASK = "task"


class AttemptOutcome(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    LATER = "later"
    BLOCKED = "blocked"


class Need(StrEnum):
    """Why somebody needs the number behind a colleague's promise."""

    ASKED = "asked"
    AWAY = "away"
    NO_LINE = "no_line"


class Ending(StrEnum):
    KEPT = "kept"
    DROPPED = "dropped"


class Standing(StrEnum):
    """Where an open promise stands, seen from the local day."""

    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"


class Change(StrEnum):
    """What can happen to a promise besides an attempt."""

    PROMISED = "promised"
    POSTPONED = "postponed"
    HANDED_OVER = "handed_over"
    KEPT = "kept"
    DROPPED = "dropped"
    ESCALATED = "escalated"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"


class Address(Struct, frozen=True):
    """Where the promise reaches its person; `value` is E.164 or a normalised mail address."""

    kind: AddressKind
    value: str


class Matter(Struct, frozen=True):
    """The sealed part of a promise. `what` may be one of the house's own sentences; `about` names what it is about."""

    what: str
    about: str = ""
    address: Address | None = None


class FollowUp(Struct, frozen=True, kw_only=True):
    """A promise as its reader sees it; the address stays sealed. `about`: its contact or case, in words;
    `safe_href`: where it is noted what is safe; `again_at`: when to try again, as the rules propose it."""

    id: UUID
    number: int
    kind: FollowUpKind
    what: str
    contact_id: UUID | None
    case_id: UUID | None
    about: str
    about_href: str
    safe_href: str
    due_at: datetime
    overdue: bool
    owner_id: UUID | None
    owner: str | None
    mine: bool
    escalated: bool
    ended_how: Ending | None
    attempts: int
    last_outcome: AttemptOutcome | None
    version: int
    again_at: datetime | None = None


class Attempt(Struct, frozen=True):
    """One attempt to keep a promise. Not `permitted`: a call was made that no rule allowed at that minute.
    `taken_back`: written down by a slip.
    """

    at: datetime
    by: str
    outcome: AttemptOutcome
    permitted: bool
    note: str
    taken_back: bool = False


class Callee(Struct, frozen=True):
    """Somebody a case may call back: a person at an address of theirs, or whoever wrote or called (`contact`).

    `id`: of the person's address or of the contact. A screen gets `shown`, which masks the number.
    """

    id: UUID | None = None
    address: Address | None = None
    shown: str = ""
    person: UUID | None = None
    contact: UUID | None = None


class Dialling(Struct, frozen=True):
    """Whether a call may be made at this minute: `number` is empty when it may not, and `reason` says why."""

    number: str
    reason: str
    may_leave_message: bool | None = None
    may_say_service_name: bool | None = None
    cover_phrase: str = ""
    if_other_answers: str = ""
