"""What the rules read and what they propose; a suggestion never decides anything."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, Disposition, Language, Requester, Urgency


class Message(Struct, frozen=True):
    """What the rules may see of a contact: the words and the way they came, never who sent them."""

    text: str = ""
    quoted_text: str = ""
    subject: str = ""
    language: Language | None = None
    channel: Channel = Channel.PHONE
    requester: Requester | None = None
    voicemail: bool = False


class Field(StrEnum):
    TEXT = "text"
    SUBJECT = "subject"
    QUOTED_TEXT = "quoted_text"


class Standing(StrEnum):
    """How the words stand in the message: only what is `said` in earnest raises anything."""

    SAID = "said"
    DENIED = "denied"
    QUOTED = "quoted"
    SIGNED = "signed"


class Reason(Struct, frozen=True):
    """Points at the words behind a suggestion: `start` and `end` are offsets into the field, nothing is copied."""

    rule: str
    field: Field
    start: int
    end: int
    standing: Standing = Standing.SAID


class Suggestion(Struct, frozen=True):
    """What the rules propose for a message, with what made them propose it."""

    disposition: Disposition
    urgency: Urgency
    unclear: bool
    flags: tuple[str, ...]
    reasons: tuple[Reason, ...]
    rules_version: str
    language: Language | None
    switched_off: bool = False
    """People switched suggestions off: this only says how soon somebody looks, and is not written down."""


class LandingKind(StrEnum):
    """Where a decision can land, so that nothing decided is left lying."""

    ANSWER = "answer"
    CASE = "case"
    FOLLOW_UP = "follow_up"
    ORIENTATION = "orientation"
    CLOSING = "closing"
    QUARANTINE = "quarantine"


class ClosingReason(StrEnum):
    """Why a contact needs nothing more; which of them a disposition knows is in `rules_landing`."""

    ANSWERED = "answered"
    ORIENTED_ELSEWHERE = "oriented_elsewhere"
    NO_WAY_TO_ANSWER = "no_way_to_answer"
    SESSION_OR_TOOL_GIVEN = "session_or_tool_given"
    HANDED_OVER = "handed_over"
    TALKED_DOWN = "talked_down"
    UNFOUNDED = "unfounded"
    OTHER_SERVICE = "other_service"
    PRESS = "press"
    POLICE_ASKING = "police_asking"
    NUISANCE = "nuisance"
    SILENT = "silent"
    WRONG_NUMBER = "wrong_number"
    THANKS = "thanks"
    SWEPT = "swept"


class Landing(Struct, frozen=True):
    """Where one decision lands: exactly one kind, with what that kind needs."""

    kind: LandingKind
    case_id: UUID | None = None
    case_kind: str | None = None
    follow_up_id: UUID | None = None
    owner: UUID | None = None
    closing_reason: str | None = None
    referral_target: str | None = None
    danger_logged: bool = False
    answered: bool = False
    noted: bool = False
