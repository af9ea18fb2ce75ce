"""Who is on duty, who was called when something could not wait; who is there to answer, who waits, who talks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.channel import HandsetKind


class Duty(Struct, frozen=True, kw_only=True):
    """One person's turn. `language`: what a page is written in."""

    id: UUID
    staff_id: UUID
    name: str
    language: str
    starts_at: datetime
    ends_at: datetime


class Reachable(Struct, frozen=True):
    """A colleague who may be paged."""

    id: UUID
    name: str
    language: str


class Overdue(Struct, frozen=True):
    """An urgent contact that was paged and that nobody has claimed."""

    contact_id: UUID
    number: int
    paged_at: datetime
    names: list[str]
    handed_to: str | None
    handed_by: str | None
    handed_at: datetime | None


class NewDuty(Struct, frozen=True):
    """What the roster's form says. Times are local; the form's page says so."""

    staff_id: UUID
    starts_at: datetime
    ends_at: datetime


class PresenceState(StrEnum):
    """What an operator is doing, as far as the line is concerned."""

    AVAILABLE = "available"
    IN_CONTACT = "in_contact"
    WRAPPING_UP = "wrapping_up"
    AWAY = "away"


class Presence(Struct, frozen=True, kw_only=True):
    """One operator at the line. `since`: in this state; `seen_at`: the browser's last sign of life."""

    staff_id: UUID
    name: str
    state: PresenceState
    handset: HandsetKind
    languages: list[str]
    since: datetime
    seen_at: datetime


class CallState(StrEnum):
    WAITING = "waiting"
    TALKING = "talking"
    LEFT = "left"


class Left(StrEnum):
    """How a call left the line; the first six are the caller's ways, see `helpline.channel.Leaving`."""

    HUNG_UP = "hung_up"
    CALL_BACK = "call_back"
    MESSAGE = "message"
    CLOSED = "closed"
    FULL = "full"
    TROUBLE = "trouble"
    TALKED = "talked"
    NOT_REACHED = "not_reached"


class Side(StrEnum):
    """Who hung up."""

    CALLER = "caller"
    OPERATOR = "operator"


class LineCall(Struct, frozen=True, kw_only=True):
    """A call on the line. `sealed_call`: the provider's id of it, or for a call of ours the number to dial.

    `turn_at`: when the turn of a caller who asked to be called back would have come. `staff_id`: who talks. `held`: is
    to hear music; `music`: hears it, as the telephone says; `refused_at`: it would not. `met_at`: caller and operator
    were brought together, or whoever we called answered; later than that an operator answered, or never. `parted_from`:
    whose handset broke off, until somebody has the caller again.
    """

    id: UUID
    direction: str
    sealed_call: bytes
    wrapped: bytes | None
    contact_id: UUID | None
    follow_up_id: UUID | None
    language: str
    state: CallState
    joined_at: datetime
    asked_at: datetime
    answered_at: datetime | None
    left_at: datetime | None
    left_how: Left | None
    hung_up_by: Side | None
    turn_at: datetime | None
    staff_id: UUID | None
    held: bool
    music: bool
    refused_at: datetime | None
    met_at: datetime | None
    parted_from: UUID | None

    @property
    def room(self) -> str:
        """The conference this call is talked in."""
        return self.id.hex


class OfferKind(StrEnum):
    """What a handset rings for: a waiting caller, here or at the duty phone; a colleague's question; a call of ours; or
    somebody who kept his place in the line and is to be called back now.
    """

    CALL = "call"
    DUTY = "duty"
    CONSULT = "consult"
    OUT = "out"
    BACK = "back"


#: Whoever answers one of these dials somebody.
DIALS = frozenset({OfferKind.OUT, OfferKind.BACK})


class Back(Struct, frozen=True):
    """A promise to call somebody back who kept his place in the line; `joined_at` is that place."""

    follow_up_id: UUID
    address_blind: bytes
    language: str
    joined_at: datetime


class Called(Struct, frozen=True):
    """The sealed part of a call: the provider's id of it, or for a call of ours the number to dial.

    `danger`: the ground on which a call of ours goes against a rule, asked about again when it is dialled. No value:
    the promise knows it.
    """

    value: str
    danger: str = ""


class OfferState(StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    LOST = "lost"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Offer(Struct, frozen=True, kw_only=True):
    """One handset's ringing for one call. `leg`: the provider's id of it, known a moment after it rings.

    `called_leg`: that of whoever is dialled through it, in a call of ours. `language`: that of whom it rings for.
    """

    id: UUID
    call_id: UUID
    staff_id: UUID | None
    name: str | None
    language: str | None
    kind: OfferKind
    handset: HandsetKind
    state: OfferState
    leg: str | None
    called_leg: str | None
    offered_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None


class CallNote(Struct, frozen=True, kw_only=True):
    """What was typed during a call, still sealed."""

    call_id: UUID
    sealed: bytes
    version: int
    by: str
    at: datetime
    finished_at: datetime | None


class OfOffer(Struct, frozen=True):
    """A job's payload."""

    offer: UUID


class OfCall(Struct, frozen=True):
    """A job's payload."""

    call: UUID


class OfLeg(Struct, frozen=True):
    """A job's payload: the provider's id of an operator's own leg."""

    leg: str
