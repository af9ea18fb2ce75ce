"""What people choose from: lists that are data, with a day from which and until which each entry is offered."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

#: In which an entry may have words of its own.
LANGUAGES = ("fr", "nl", "de", "en")


class ListName(StrEnum):
    """The lists there are."""

    CONTACT_CLOSING = "contact_closing"
    CASE_CLOSING = "case_closing"
    LIFE_AREA = "life_area"
    LEGAL_GROUND = "legal_ground"

    @property
    def kind(self) -> str:
        """Among which terms its entries are said."""
        return "closing_reason" if self in (ListName.CONTACT_CLOSING, ListName.CASE_CLOSING) else str(self)


class Entry(Struct, frozen=True):
    """One thing to choose. `code` is what records keep; `applies`: the dispositions or kinds of case it is offered for,
    all when empty; `fr` to `en`: words over those the program brings; `given`: the program itself came with it.
    """

    id: UUID
    name: ListName
    code: str
    applies: list[str]
    fr: str
    nl: str
    de: str
    en: str
    note: str
    valid_from: date
    valid_until: date | None
    given: bool
    version: int

    @property
    def labels(self) -> dict[str, str]:
        """Its own words, by language."""
        words = {"fr": self.fr, "nl": self.nl, "de": self.de, "en": self.en}
        return {language: label for language, label in words.items() if label}

    def offered(self, on: date, about: str = "") -> bool:
        """Whether somebody may choose it on a day, for a disposition or a kind of case."""
        counts = self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
        return counts and (not about or not self.applies or about in self.applies)


class Draft(Struct, frozen=True):
    """An entry as somebody wrote it."""

    labels: dict[str, str]
    applies: list[str]
    note: str
    valid_from: date
    valid_until: date | None
