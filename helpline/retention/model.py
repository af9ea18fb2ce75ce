"""How long each class of record is kept, and why."""

from enum import StrEnum

from msgspec import Struct


class KeptClass(StrEnum):
    """The classes of domain, section 7."""

    SPAM = "spam"
    SILENT = "silent"
    INFORMATION_REQUEST = "information_request"
    ACCOMPANIMENT = "accompaniment"
    DISCLOSURE = "disclosure"
    VOICEMAIL = "voicemail"


class Period(Struct, frozen=True):
    """For how many days, and on which ground, as the desk says."""

    days: int
    note: str = ""


class Due(Struct, frozen=True):
    """How many records of a class have been kept for their time."""

    name: KeptClass
    due: int


#: What counts before the desk says otherwise.
PROPOSED = {
    KeptClass.SPAM: Period(7),
    KeptClass.SILENT: Period(1),
    KeptClass.INFORMATION_REQUEST: Period(92),
    KeptClass.ACCOMPANIMENT: Period(730),
    KeptClass.DISCLOSURE: Period(3650),
    KeptClass.VOICEMAIL: Period(7),
}
