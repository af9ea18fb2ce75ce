"""Brings the schema up to this release: numbered SQL files, one at a time, each in a transaction and with a checksum.

Two processes may start at once: one migrates, the other waits and finds nothing to do. A program older than the
schema refuses to start. Nothing waits long for a busy table: the lock time-out gives up and says so.
"""

import hashlib
import re
from pathlib import Path

import asyncpg
from msgspec import Struct

from helpline.errors import ConfigurationError

FOLDER = Path(__file__).parent / "migrations"
APP_ROLE = "helpline_app"

#: Any constant: one migrator at a time.
LOCK = 0x68656C70

HISTORY = """
create table if not exists schema_migration (
    version int primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
)
"""


class OtherHistory(ConfigurationError):
    """The database went through other migrations than this release has."""


class Migration(Struct, frozen=True):
    """One numbered file."""

    version: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def load(folder: Path = FOLDER) -> list[Migration]:
    """The migrations of this release in their order. Raises `ConfigurationError` for a gap or a double number."""
    found = [
        Migration(int(re.match(r"\d+", path.name)[0]), path.stem, path.read_text("utf-8"))  # type: ignore[index]  # the glob begins with a digit
        for path in sorted(folder.glob("[0-9]*.sql"))
    ]
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise ConfigurationError("The migrations have a gap or a double number.")
    return found


async def migrate(owner_dsn: str, folder: Path = FOLDER, lock_timeout: str = "5s") -> list[str]:
    """Apply what is missing and answer the names applied.

    Raises `ConfigurationError` when the database is newer than this release, when a migration was edited after it
    ran, or when another program holds a table for too long.
    """
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        await connection.execute(f"set lock_timeout = '{lock_timeout}'")
        return await apply_missing(connection, load(folder))
    except asyncpg.LockNotAvailableError as busy:
        raise ConfigurationError("Another program holds a table; stop it, then migrate again.") from busy
    finally:
        await connection.close()


async def check(dsn: str, folder: Path = FOLDER) -> None:
    """Raises `ConfigurationError` unless the database has exactly this release's schema; for who may not migrate."""
    here, known = await versions(dsn), {migration.version for migration in load(folder)}
    if here - known:
        raise ConfigurationError("The database is newer than this release: install the newer release.")
    if known - here:
        raise ConfigurationError(
            "The database lacks migrations of this release: run `helpline migrate` with HELPLINE_DATABASE_OWNER_URL."
        )


async def versions(dsn: str) -> set[int]:
    """The migrations that a database has, as the application sees them; none in one that was never migrated."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f"set role {APP_ROLE}")
        return {row["version"] for row in await connection.fetch("select version from schema_migration")}
    except (asyncpg.UndefinedTableError, asyncpg.InvalidParameterValueError):
        return set()
    finally:
        await connection.close()


async def apply_missing(connection: asyncpg.Connection, migrations: list[Migration]) -> list[str]:
    """Run the migrations the database does not have yet, each in a transaction of its own."""
    await ensure_app_role(connection)
    await connection.execute(HISTORY)
    here = {row["version"]: row for row in await connection.fetch("select * from schema_migration")}
    known = {migration.version: migration for migration in migrations}
    for version, row in here.items():
        if version not in known:
            raise OtherHistory(
                f"The database has migration {row['name']}, this release does not: install the newer release."
            )
        if row["sha256"] != known[version].sha256:
            raise OtherHistory(f"Migration {row['name']} was edited after it ran; restore the original file.")
    missing = [migration for migration in migrations if migration.version not in here]
    for migration in missing:
        async with connection.transaction():
            await connection.execute(migration.text)
            await connection.execute(
                "insert into schema_migration (version, name, sha256) values ($1, $2, $3)",
                migration.version,
                migration.name,
                migration.sha256,
            )
    return [migration.name for migration in missing]


async def ensure_app_role(connection: asyncpg.Connection) -> None:
    """The role the application works as exists; who makes it here may also take it on."""
    if await connection.fetchval("select 1 from pg_roles where rolname = $1", APP_ROLE):
        return
    try:
        await connection.execute(f"create role {APP_ROLE} nologin")
        await connection.execute(f"grant {APP_ROLE} to current_user")
    except asyncpg.InsufficientPrivilegeError as refused:
        raise ConfigurationError(
            f"The database user may not create the role {APP_ROLE}; create it as an administrator: "
            f"create role {APP_ROLE} nologin; grant {APP_ROLE} to the users of the application and of the owner."
        ) from refused
