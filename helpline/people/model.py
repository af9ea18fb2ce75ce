"""Persons, their addresses, and what they said is safe."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.envelope import AddressKind, SafeContact


class Kind(StrEnum):
    """Who somebody is to us. A person concerned is known by an alias."""

    REQUESTER = "requester"
    CONCERNED = "concerned"
    PROFESSIONAL = "professional"


class Purpose(StrEnum):
    """What we want to do with an address."""

    CALL = "call"
    WRITE = "write"
    LEAVE_MESSAGE = "leave_message"


class Reason(StrEnum):
    """Why we may or may not."""

    SAFE = "safe"
    ASK_FIRST = "ask_first"
    UNREAD = "unread"
    EXPIRED = "expired"
    NOT_ASKED = "not_asked"
    NOT_THIS_WAY = "not_this_way"
    NEVER_NOW = "never_now"
    OUTSIDE_WINDOWS = "outside_windows"
    OPTED_OUT = "opted_out"
    OVERRIDDEN = "overridden"


class Said(StrEnum):
    """What somebody answered when asked whether we may. Nobody is taken to have said what nobody asked."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"

    @property
    def allowed(self) -> bool | None:
        return {Said.YES: True, Said.NO: False}.get(self)


#: What somebody may be asked: each answered yes, no, or not asked.
ANSWERS = ("may_call", "may_write", "may_leave_message", "may_say_service_name")


class Danger(StrEnum):
    """The only grounds for calling against a rule."""

    LIFE = "life"
    CHILD = "child"
    VIOLENCE = "violence"


class Verdict(Struct, frozen=True):
    """Whether an address may be used at a minute. `asked`: somebody once asked what is safe."""

    allowed: bool
    reason: Reason
    may_say_service_name: bool = False

    @property
    def asked(self) -> bool:
        return self.reason is not Reason.ASK_FIRST


class Rule(Struct, frozen=True):
    """What counts now for one person and address, or (None) for all addresses of the person."""

    said: SafeContact
    expires_at: datetime | None = None
    person_id: UUID | None = None
    address_id: UUID | None = None
    set_at: datetime = datetime.min.replace(tzinfo=UTC)


class PersonContent(Struct, frozen=True):
    """What we know of a person; sealed under the person's own key. `name` may be an alias or initials."""

    name: str = ""
    note: str = ""
    language: str | None = None


class PersonRow(Struct, frozen=True, kw_only=True):
    """A person as stored, still sealed; without `wrapped` erased."""

    id: UUID
    number: int
    kind: Kind
    content: bytes
    created_at: datetime
    version: int
    wrapped: bytes | None


class Person(Struct, frozen=True, kw_only=True):
    """A person in the clear."""

    id: UUID
    number: int
    kind: Kind
    name: str
    note: str
    language: str | None
    created_at: datetime
    version: int


class AddressRow(Struct, frozen=True, kw_only=True):
    """An address as stored, still sealed."""

    id: UUID
    person_id: UUID
    kind: AddressKind
    sealed: bytes
    opted_out_at: datetime | None
    bounced_at: datetime | None


class Address(Struct, frozen=True, kw_only=True):
    """An address in the clear. `masked` is what a screen shows."""

    id: UUID
    person_id: UUID
    kind: AddressKind
    value: str
    masked: str
    opted_out_at: datetime | None
    bounced_at: datetime | None


class RuleRow(Struct, frozen=True, kw_only=True):
    """A rule as stored, still sealed; without `wrapped` its person is erased."""

    id: UUID
    person_id: UUID
    address_id: UUID | None
    sealed: bytes
    set_by: str
    set_at: datetime
    expires_at: datetime | None
    wrapped: bytes | None


class AddressedRule(RuleRow, frozen=True, kw_only=True):
    """A rule as stored, beside one of the addresses it counts for."""

    blind: bytes


class RuleShown(Struct, frozen=True, kw_only=True):
    """A rule in the clear, with who set it when; the newest of a person and address counts."""

    id: UUID
    person_id: UUID
    address_id: UUID | None
    said: SafeContact
    set_by: str
    set_at: datetime
    expires_at: datetime | None


class PersonView(Struct, frozen=True):
    """A person as its reader sees it. `rules`: newest first."""

    person: Person
    addresses: list[Address]
    rules: list[RuleShown]
