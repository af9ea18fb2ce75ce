"""Members of staff and programs that act, as the rest of the house sees them."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.staff.permissions import GRANTED, Permission, Role
from helpline.vault.transaction import Actor, ActorKind

__all__ = ["Account", "Appearance", "Density", "Entering", "Owed", "Role", "Session", "SignedIn", "Token", "Wishes"]


class Density(StrEnum):
    """How much stands on a screen."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Appearance(StrEnum):
    """Whether pages are dark on light or light on dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Owed(StrEnum):
    """What a session still asks for after the right password."""

    FACTOR = "factor"
    SET_UP = "set_up"
    PASSWORD = "password"  # noqa: S105  # another password than the one that somebody else gave


#: A sensitive act asks for a proof that is not older (OWASP ASVS 5.0, 7.5.3).
FRESH = timedelta(minutes=10)


class SignedIn(Struct, frozen=True):
    """Who sits in front of the screen."""

    id: UUID
    name: str
    role: Role
    language: str
    session: UUID | None = None
    confirmed_at: datetime | None = None
    density: Density = Density.COMFORTABLE
    appearance: Appearance = Appearance.SYSTEM
    sound: bool = False
    notifications: bool = False

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role may do."""
        return GRANTED[self.role]

    @property
    def actor(self) -> Actor:
        """How transactions and the audit name this person."""
        return Actor(ActorKind.STAFF, self.role, self.id)

    def may(self, permission: str) -> bool:
        """Whether a screen should offer it; the guard decides again."""
        return permission in self.permissions

    def is_fresh(self, now: datetime) -> bool:
        """Whether this person proved lately who he is: sensitive acts ask for it."""
        return self.confirmed_at is not None and self.confirmed_at > now - FRESH


class Entering(Struct, frozen=True):
    """Somebody who gave the right password and still owes something. May see nothing of the desk."""

    id: UUID
    name: str
    owes: Owed

    @property
    def actor(self) -> Actor:
        """How transactions and the audit name this person: without a role, so nothing is shown to him."""
        return Actor(ActorKind.STAFF, "entering", self.id)


class Session(Struct, frozen=True):
    """Where somebody is signed in."""

    id: UUID
    device: str
    created_at: datetime
    seen_at: datetime


class Wishes(Struct, frozen=True):
    """How somebody likes to be called and what he likes on his screen."""

    name: str
    language: str
    density: Density
    appearance: Appearance
    sound: bool = False
    notifications: bool = False


class Token(Struct, frozen=True):
    """A program that calls the API, with the permissions it was given and no role."""

    id: UUID
    label: str
    permissions: frozenset[Permission]

    @property
    def actor(self) -> Actor:
        """How transactions and the audit name this program."""
        return Actor(ActorKind.TOKEN, "token", self.id)


class Account(Struct, frozen=True):
    """One member of staff in lists: to hand over to, to put on the roster, to administer."""

    id: UUID
    sign_in_name: str
    display_name: str
    role: Role
    language: str
    left_at: datetime | None
