"""What proves who somebody is besides the password."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Proof(StrEnum):
    """By what somebody showed who he is."""

    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    PASSWORD = "password"  # noqa: S105  # a kind of proof


class Site(Struct, frozen=True):
    """What a passkey is bound to. `usable`: browsers make none for a bare address or without https."""

    host: str
    origin: str
    usable: bool


class Owner(Struct, frozen=True):
    """Whom a new factor is for, as an app or an authenticator shows it."""

    id: UUID
    sign_in_name: str
    display_name: str


class NewPasskey(Struct, frozen=True):
    """What an authenticator made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class Passkey(Struct, frozen=True):
    """One of somebody's passkeys, as he named it."""

    id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


class Factors(Struct, frozen=True):
    """What somebody has. `codes`: recovery codes left of the last set, or None when there never was one."""

    app_since: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    codes: int | None = None

    @property
    def count(self) -> int:
        """How many would be left to sign in with; recovery codes are no factor to live on."""
        return len(self.passkeys) + (self.app_since is not None)


class NewApp(Struct, frozen=True):
    """A secret that is not yet kept: as a picture, as letters to type, and sealed for the way back."""

    picture: str
    typed: str
    sealed: str
