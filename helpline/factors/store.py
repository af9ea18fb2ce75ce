"""Factors: sealed secrets, public keys, HMACs of codes, and how many guesses there were."""

from datetime import datetime
from typing import cast
from uuid import UUID

from msgspec import Struct

from helpline.db.statements import AnyDb, Db, statements
from helpline.factors.model import NewPasskey

sql = statements(__file__)


class App(Struct, frozen=True):
    """An authenticator app's secret, and the last step of time whose code was used."""

    sealed_secret: bytes
    last_step: int
    created_at: datetime


class Kept(Struct, frozen=True):
    """A passkey as it is stored."""

    id: UUID
    staff_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    sealed_name: bytes
    created_at: datetime
    used_at: datetime | None


class Held(Struct, frozen=True):
    """How many factors somebody has."""

    id: UUID
    factors: int


async def app(db: Db, staff: UUID) -> App | None:
    return await sql.app.one(db, App, staff)


async def keep_app(db: Db, staff: UUID, sealed: bytes, step: int, now: datetime) -> None:
    await sql.keep_app.run(db, staff, sealed, step, now)


async def use_step(db: Db, staff: UUID, step: int) -> bool:
    return await sql.use_step.run(db, staff, step) == 1


async def drop_app(db: Db, staff: UUID) -> bool:
    return await sql.drop_app.run(db, staff) == 1


async def passkeys(db: Db, staff: UUID) -> list[Kept]:
    return await sql.passkeys.many(db, Kept, staff)


async def passkey(db: Db, credential_id: bytes) -> Kept | None:
    return await sql.passkey.one(db, Kept, credential_id)


async def keep_passkey(db: Db, id: UUID, staff: UUID, made: NewPasskey, sealed_name: bytes, now: datetime) -> bool:
    row = (id, staff, made.credential_id, made.public_key, made.sign_count, sealed_name, now)
    return await sql.keep_passkey.run(db, *row) == 1


async def use_passkey(db: Db, id: UUID, before: int, after: int, now: datetime) -> bool:
    return await sql.use_passkey.run(db, id, before, after, now) == 1


async def drop_passkey(db: Db, id: UUID, staff: UUID) -> bool:
    return await sql.drop_passkey.run(db, id, staff) == 1


async def drop_all(db: Db, staff: UUID) -> None:
    await sql.drop_app.run(db, staff)
    await sql.drop_passkeys.run(db, staff)
    await sql.drop_codes.run(db, staff)
    await sql.guessed.run(db, staff)


async def use_challenge(db: Db, digest: bytes, now: datetime) -> bool:
    return await sql.use_challenge.run(db, digest, now) == 1


async def codes_left(db: Db, staff: UUID) -> int | None:
    return cast("int | None", await sql.codes_left.value(db, staff))


async def use_code(db: Db, staff: UUID, code: bytes, now: datetime) -> bool:
    return await sql.use_code.run(db, staff, code, now) == 1


async def replace_codes(db: Db, staff: UUID, codes: list[bytes], now: datetime) -> None:
    await sql.drop_codes.run(db, staff)
    await sql.keep_codes.run(db, staff, codes, now)


async def guess(db: AnyDb, staff: UUID, now: datetime, free: int) -> bool:
    return await sql.guess.value(db, staff, now, free) is not None


async def guessed(db: Db, staff: UUID) -> None:
    await sql.guessed.run(db, staff)


async def holders(db: Db) -> dict[UUID, int]:
    return {row.id: row.factors for row in await sql.holders.many(db, Held)}


async def prune(db: Db, before: datetime) -> None:
    await sql.prune.run(db, before)
