"""Members of staff and programs that act, as the rest of the house sees them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.staff.permissions import GRANTED, Permission, Role
from helpline.vault.transaction import Actor, ActorKind

__all__ = ["Account", "Role", "SignedIn", "Token"]


class SignedIn(Struct, frozen=True):
    """Who sits in front of the screen."""

    id: UUID
    name: str
    role: Role
    language: str

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
