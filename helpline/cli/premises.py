"""What a command works in: the database of this release's schema, the keys, the channels; all closed afterwards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
from msgspec import Struct

from helpline.app import open_channels, switch_of
from helpline.db.embedded import Addresses, EmbeddedPostgres
from helpline.db.migrate import OtherHistory, check, migrate
from helpline.db.pool import Pool, open_pool
from helpline.errors import ConfigurationError
from helpline.intake.house import House
from helpline.jobs.model import Premises
from helpline.outbox.demo import DEMO_CHANNELS, DemoSender
from helpline.settings import Settings
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import ACT, SYSTEM, Engine

CLOSING_SECONDS = 3.0


class Open(Struct, frozen=True):
    """A house ready to work. `listen` is where LISTEN connections go."""

    premises: Premises
    listen: str


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Open]:
    """Everything, channels included."""
    async with (
        engine_at(settings) as (engine, address),
        open_channels(House(engine, settings), settings) as channels,
    ):
        senders = {name: sender for channel in channels.values() for name, sender in channel.senders.items()}
        if settings.demo:
            senders = dict.fromkeys(DEMO_CHANNELS, DemoSender(engine))
        yield Open(Premises(engine, settings, channels, senders, switch_of(channels)), address)


@contextlib.asynccontextmanager
async def engine_at(settings: Settings) -> AsyncIterator[tuple[Engine, str]]:
    """The database and the keys; for commands that need no channel."""
    async with database(settings) as addresses:
        pool = await open_pool(addresses.app, settings.pool_size)
        try:
            yield Engine(pool, Vault(await secrets(settings, pool))), addresses.app
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(pool.close(), CLOSING_SECONDS)
            pool.terminate()


@contextlib.asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Addresses]:
    """Our own server, or the one the settings name; with the schema of this release. Raises `ConfigurationError`."""
    if not settings.database_url:
        async with embedded(settings) as addresses:
            await brought_up(settings, addresses.owner)
            yield addresses
        return
    try:
        # A demo is anybody's first try: it does not ask for a command before it.
        if settings.database_owner_url or settings.demo:
            await brought_up(settings, settings.database_owner_url or settings.database_url)
        else:
            await check(settings.database_url)
    except (OSError, asyncpg.PostgresError, TimeoutError) as problem:
        raise unreachable(problem) from problem
    yield Addresses(app=settings.database_url, owner=settings.database_owner_url or settings.database_url)


async def brought_up(settings: Settings, owner: str) -> None:
    """The schema of this release. Raises `ConfigurationError`; of a demo it says that it can simply begin anew."""
    try:
        await migrate(owner)
    except OtherHistory as other:
        if not settings.demo:
            raise
        raise ConfigurationError(
            f"{other} Or begin the demo anew: scripts/demo --reset forgets what it holds."
        ) from other


@contextlib.asynccontextmanager
async def embedded(settings: Settings) -> AsyncIterator[Addresses]:
    """The server of a newcomer, kept alive; another command's running one is joined."""
    server = EmbeddedPostgres(settings.data_dir / "postgres")
    addresses = await server.start()
    keeping = asyncio.create_task(server.keep_alive())
    try:
        yield addresses
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        await server.stop()


async def secrets(settings: Settings, pool: Pool) -> Secrets:
    """The masters; made at the first start where none are named and nothing is sealed yet.

    Raises `ConfigurationError` when the database holds sealed records and the file that opens them is missing.
    """
    path = settings.secret_path
    if not settings.secret_file and not path.exists():
        if await sealed_records(pool):
            raise ConfigurationError(f"{path} is missing, and the database holds what only it opens: restore the file.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Another command may have made it a moment ago.
        with contextlib.suppress(ConfigurationError):
            Secrets.create(path)
    return Secrets.load(path)


async def sealed_records(pool: Pool) -> bool:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(ACT, str(SYSTEM), SYSTEM.role)
        found: bool = await connection.fetchval("select exists (select from vault_key)")
        return found


def unreachable(problem: BaseException) -> ConfigurationError:
    """The sentence for a database that does not let us in."""
    return ConfigurationError(
        f"The database cannot be used ({type(problem).__name__}): check HELPLINE_DATABASE_URL and that it is running."
    )
