"""Work that lasts: a case, who takes part in it, what was noted and how it changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class CaseKind(StrEnum):
    INFORMATION_REQUEST = "information_request"
    ACCOMPANIMENT = "accompaniment"
    PROFESSIONAL_SUPPORT = "professional_support"


class Role(StrEnum):
    """What a person is in a case. `concerned`: whom the worry is about, by alias or initials only."""

    REQUESTER = "requester"
    CONCERNED = "concerned"
    PROFESSIONAL = "professional"


class NoteKind(StrEnum):
    """What a note is about: prompts of the work itself, not fields to fill (domain, section 5)."""

    NOTE = "note"
    TALK = "talk"
    AGREEMENT = "agreement"
    MOTIVATION = "motivation"
    IMPACT = "impact"
    CONNECTION = "connection"
    PASSIONS = "passions"
    WISHES = "wishes"
    INCLUSION = "inclusion"
    GROUP = "group"


class ClosingReason(StrEnum):
    """Why a case is closed (domain, sections 2 and 5)."""

    ANSWERED = "answered"
    ORIENTED_ELSEWHERE = "oriented_elsewhere"
    NO_WAY_TO_ANSWER = "no_way_to_answer"
    SESSION_OR_TOOL_GIVEN = "session_or_tool_given"
    AIMS_REACHED = "aims_reached"
    CONTINUES_ELSEWHERE = "continues_elsewhere"
    MANDATE_ENDED = "mandate_ended"
    WITHDREW = "withdrew"
    NO_CONTACT = "no_contact"
    MOVED = "moved"
    NOT_OUR_FIELD = "not_our_field"
    UNFOUNDED_WORRY = "unfounded_worry"
    DIED = "died"
    OTHER = "other"


class Change(StrEnum):
    """What can change in a case; every change is a row with its value, its author and its time."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    DESCRIBED = "described"
    KIND = "kind"
    WORKER = "worker"
    DEPUTY = "deputy"
    PARTICIPANT = "participant"
    STAGE = "stage"
    FRAME = "frame"
    REVIEW = "review"
    DOCUMENT_REMOVED = "document_removed"


class Silence(StrEnum):
    """How the time since something last happened stands to the four weeks that are never exceeded."""

    FINE = "fine"
    SOON = "soon"
    TOO_LONG = "too_long"


class Shown(StrEnum):
    """What a timeline is narrowed to."""

    EVERYTHING = "everything"
    CONTACTS = "contacts"
    NOTES = "notes"
    PROMISES = "promises"
    ORIENTATIONS = "orientations"
    PATH = "path"


class Relation(StrEnum):
    """What one person of a case is to another, in words and never as a rank."""

    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    SIBLING = "sibling"
    PARTNER = "partner"
    RELATIVE = "relative"
    FRIEND = "friend"
    TEACHER = "teacher"
    COLLEAGUE = "colleague"
    SUPPORTS = "supports"
    OTHER = "other"


class Link(Struct, frozen=True):
    """The sealed part of a link: what the one is to the other."""

    relation: Relation


class Description(Struct, frozen=True):
    """What a case is about, in a few words; sealed. The title is an alias or a subject, never a full name."""

    title: str
    summary: str = ""


class Hit(Struct, frozen=True):
    """A case in which searched words stand. `at`: when something last happened in it."""

    id: UUID
    number: int
    kind: CaseKind
    title: str
    at: datetime
