"""Partner services: who they are, what they offer, where, in which languages, and when somebody last made sure."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True):
    """What is written down about a partner. No personal data: services and their general addresses only."""

    name: str
    services: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    url: str = ""
    ethics: str = ""
    note: str = ""


class Partner(Entry, frozen=True, kw_only=True):
    """A partner in the directory."""

    id: UUID
    number: int
    verified_on: date | None
    verified_by_name: str | None
    active: bool
    version: int
