"""What a contact is made of, and the words many rooms share."""

from enum import StrEnum


class Channel(StrEnum):
    """Which way a contact came or went. A voicemail is a form of content of `phone`."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEBFORM = "webform"
    VISIT = "visit"
    LETTER = "letter"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Disposition(StrEnum):
    """What a contact turns out to be; every contact with content ends in exactly one."""

    INFORMATION_REQUEST = "information_request"
    ACCOMPANIMENT = "accompaniment"
    PROFESSIONAL_SUPPORT = "professional_support"
    URGENT_SAFETY = "urgent_safety"
    OUT_OF_SCOPE = "out_of_scope"
    SPAM = "spam"


class Urgency(StrEnum):
    """How soon a human must have looked, most urgent first."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    SOON = "soon"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for immediate to 3 for routine, so that the queue can sort by it."""
        return list(Urgency).index(self)


class Language(StrEnum):
    """ISO 639-1 codes of the languages the house knows."""

    FR = "fr"
    NL = "nl"
    DE = "de"
    EN = "en"
    AR = "ar"
    TR = "tr"


class Requester(StrEnum):
    """Who contacts us; may stay unknown for ever."""

    RELATIVE = "relative"
    FRIEND = "friend"
    PROFESSIONAL = "professional"
    PERSON = "person"
    OTHER = "other"
