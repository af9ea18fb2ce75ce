"""Accounts, sessions and tokens: hashes of secrets, never secrets."""

from collections.abc import Collection
from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct

from helpline.db.statements import AnyDb, statements
from helpline.staff.model import Account, Entering, Owed, Session, SignedIn, Token, Wishes
from helpline.staff.permissions import Permission, Role
from helpline.staff.rules import ABSOLUTE, IDLE, OWED_FOR, SEEN_EVERY

sql = statements(__file__)


class Attempt(Struct, frozen=True):
    """What a password is compared with."""

    id: UUID
    role: Role
    password_hash: str
    password_given: bool


class Invitation(Struct, frozen=True):
    """A password that somebody was given and has not yet replaced."""

    id: UUID
    given_until: datetime


class Id(Struct, frozen=True):
    """Somebody, and nothing else of him."""

    id: UUID


class Version(Struct, frozen=True):
    """Which state of an account a form shows."""

    id: UUID
    version: int


async def add(
    db: AnyDb,
    id: UUID,
    sign_in_name: str,
    display_name: str,
    role: Role,
    password_hash: str,
    language: str,
    sealed_phone: bytes | None,
    now: datetime,
    given: bool,
) -> bool:
    row = (id, sign_in_name, display_name, role, password_hash, language, sealed_phone, now, given)
    return await sql.add.run(db, *row) == 1


async def attempt(db: AnyDb, sign_in_name: str, now: datetime) -> Attempt | None:
    return await sql.attempt.one(db, Attempt, sign_in_name, now)


async def succeeded(db: AnyDb, id: UUID) -> None:
    await sql.succeeded.run(db, id)


async def begin_session(
    db: AnyDb, token_hash: bytes, id: UUID, now: datetime, device: str = "", owes: Owed | None = None
) -> None:
    await sql.begin_session.run(db, token_hash, id, now, device, owes)


async def entering(db: AnyDb, token_hash: bytes, now: datetime) -> Entering | None:
    return await sql.entering.one(db, Entering, token_hash, now - OWED_FOR)


async def admit(db: AnyDb, token_hash: bytes, now: datetime) -> str | None:
    """On which device the session was that owed something; None when it was admitted before."""
    return cast("str | None", await sql.admit.value(db, token_hash, now))


async def confirm(db: AnyDb, session: UUID, now: datetime) -> None:
    await sql.confirm.run(db, session, now)


async def sessions(db: AnyDb, id: UUID, now: datetime) -> list[Session]:
    return await sql.sessions.many(db, Session, id, now, IDLE, ABSOLUTE)


async def end_one(db: AnyDb, id: UUID, session: UUID, now: datetime) -> bool:
    return await sql.end_one.run(db, id, session, now) == 1


async def end_others(db: AnyDb, id: UUID, session: UUID, now: datetime) -> int:
    return await sql.end_others.run(db, id, session, now)


async def session(db: AnyDb, token_hash: bytes, now: datetime) -> SignedIn | None:
    return await sql.session.one(db, SignedIn, token_hash, now, IDLE, ABSOLUTE, SEEN_EVERY)


async def end_session(db: AnyDb, token_hash: bytes, now: datetime) -> None:
    await sql.end_session.run(db, token_hash, now)


async def end_sessions(db: AnyDb, id: UUID, now: datetime) -> None:
    await sql.end_sessions.run(db, id, now)


async def change_password(db: AnyDb, id: UUID, password_hash: str, given: bool = False) -> bool:
    return await sql.change_password.run(db, id, password_hash, given) == 1


async def given_hash(db: AnyDb, id: UUID) -> str | None:
    return cast("str | None", await sql.given_hash.value(db, id))


async def prefer(db: AnyDb, id: UUID, wishes: Wishes) -> bool:
    row = (wishes.name, wishes.language, wishes.density, wishes.appearance, wishes.sound, wishes.notifications)
    return await sql.prefer.run(db, id, *row) == 1


async def change_language(db: AnyDb, id: UUID, language: str) -> bool:
    return await sql.change_language.run(db, id, language) == 1


async def change_phone(db: AnyDb, id: UUID, sealed: bytes | None) -> None:
    await sql.change_phone.run(db, id, sealed)


async def leave(db: AnyDb, id: UUID, now: datetime) -> bool:
    return await sql.leave.run(db, id, now) == 1


async def expire(db: AnyDb, id: UUID, until: datetime) -> None:
    await sql.expire.run(db, id, until)


async def employ(db: AnyDb, id: UUID, role: Role, language: str, version: int) -> bool:
    return await sql.employ.run(db, id, role, language, version) == 1


async def administrators(db: AnyDb) -> list[UUID]:
    return [row.id for row in await sql.administrators.many(db, Id)]


async def invitations(db: AnyDb) -> dict[UUID, datetime]:
    return {row.id: row.given_until for row in await sql.invitations.many(db, Invitation)}


async def versions(db: AnyDb) -> dict[UUID, int]:
    return {row.id: row.version for row in await sql.versions.many(db, Version)}


async def phone(db: AnyDb, id: UUID) -> bytes | None:
    return cast("bytes | None", await sql.phone.value(db, id))


async def account(db: AnyDb, id: UUID) -> Account | None:
    return await sql.account.one(db, Account, id)


async def account_named(db: AnyDb, sign_in_name: str) -> Account | None:
    return await sql.account_named.one(db, Account, sign_in_name)


async def accounts(db: AnyDb) -> list[Account]:
    return await sql.accounts.many(db, Account)


async def names(db: AnyDb, ids: Collection[UUID]) -> dict[UUID, str]:
    """Display names, also of those who left."""
    return {row.id: row.display_name for row in await sql.names.many(db, Account, list(ids))}


async def add_token(
    db: AnyDb, id: UUID, token_hash: bytes, label: str, permissions: list[Permission], now: datetime
) -> None:
    await sql.add_token.run(db, id, token_hash, label, permissions, now)


async def token(db: AnyDb, token_hash: bytes) -> Token | None:
    return await sql.token.one(db, Token, token_hash)


async def tokens(db: AnyDb) -> list[Token]:
    return await sql.tokens.many(db, Token)


async def first_call(db: AnyDb, token: UUID, key: bytes, request: bytes, now: datetime) -> bool:
    return await sql.first_call.run(db, token, key, request, now) == 1


async def call(db: AnyDb, token: UUID, key: bytes) -> bytes:
    return cast("bytes", await sql.call.value(db, token, key))


async def first_sent(db: AnyDb, staff: UUID, form: bytes, now: datetime) -> bool:
    return await sql.first_sent.run(db, staff, form, now) == 1


async def prune(db: AnyDb, calls_before: datetime, sessions_before: datetime) -> None:
    await sql.prune_calls.run(db, calls_before)
    await sql.prune_forms.run(db, calls_before)
    await sql.prune_sessions.run(db, sessions_before)


async def revoke(db: AnyDb, id: UUID, now: datetime) -> bool:
    return await sql.revoke.run(db, id, now) == 1
