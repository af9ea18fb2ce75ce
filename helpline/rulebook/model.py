"""The rules as people read and change them: versions, the entries that stand in one, and what is being prepared."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, Disposition, Language, Requester, Urgency


class Origin(StrEnum):
    RELEASE = "release"
    PEOPLE = "people"


class Version(Struct, frozen=True):
    """What was published. `seed` tells which release's phrases are in it."""

    number: int
    id: UUID
    seed: bytes
    origin: Origin
    why: str
    by: str
    at: datetime
    by_name: str | None = None


class Kept(Struct, frozen=True):
    """An entry as it stands, and since when. `was`: what people made it from."""

    language: Language
    heading: str
    written: str
    was: str | None
    seeded: bool
    since: int
    by: str
    at: datetime
    by_name: str | None = None


class Written(Struct, frozen=True):
    """An entry of one version, as evaluation needs it."""

    language: Language
    heading: str
    written: str


class Step(Struct, frozen=True):
    """One difference between two versions: `was` went, `written` came."""

    language: Language
    heading: str
    was: str | None
    written: str | None


class Difference(Struct, frozen=True):
    """A published difference, and who wrote it; nobody where it came with a release."""

    language: Language
    heading: str
    was: str | None
    written: str | None
    by_name: str | None

    @property
    def step(self) -> Step:
        return Step(self.language, self.heading, self.was, self.written)


class Change(Struct, frozen=True):
    """A difference that is being prepared, and whose it is. The house's own come from a release."""

    id: UUID
    language: Language
    heading: str
    was: str | None
    written: str | None
    by: str
    at: datetime
    by_name: str | None = None

    @property
    def step(self) -> Step:
        return Step(self.language, self.heading, self.was, self.written)


class Counted(Struct, frozen=True):
    """How many entries stand under a heading in a language."""

    language: Language
    heading: str
    count: int


class PastRow(Struct, frozen=True):
    """A contact that came in lately, still sealed."""

    id: UUID
    number: int
    channel: Channel
    received_at: datetime
    language: Language | None
    requester: Requester | None
    outcome: str | None
    content: bytes
    wrapped: bytes | None


class DecidedRow(Struct, frozen=True):
    """A contact whose decision stands beside a suggestion, its grounds and the reason still sealed."""

    contact_id: UUID
    decision_id: UUID
    number: int
    language: Language | None
    suggested_disposition: Disposition
    suggested_urgency: Urgency
    disposition: Disposition
    urgency: Urgency
    rules_version: str | None
    at: datetime
    sealed_reason: bytes | None
    grounds: bytes | None
    content: bytes
    wrapped: bytes | None


class Agreement(Struct, frozen=True):
    """Counts of decisions beside suggestions, in one language or in all."""

    language: Language | None
    decided: int
    dangers: int
    missed: int
    others: int
    false: int
    same: int
    near: int
