"""Who changed what the house goes by, and when."""

from datetime import datetime

from msgspec import Struct


class Change(Struct, frozen=True):
    """One change of an area of the settings. `what`: in the author's language, for people; `by`: a name, if known."""

    area: str
    version: int
    what: str
    by: str
    at: datetime
