"""`helpline migrate`: brings the schema up to this release."""

from argparse import Namespace
from typing import TYPE_CHECKING

import asyncpg

from helpline.cli.commands import run
from helpline.cli.premises import embedded, unreachable
from helpline.db.migrate import migrate
from helpline.settings import Settings, read

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(commands: "Commands") -> None:
    about = "brings the schema up to this release"
    commands.add_parser("migrate", help=about, description=about).set_defaults(run=command)


def command(given: Namespace) -> int:
    return run(migrated(read()))


async def migrated(settings: Settings) -> int:
    """Apply what is missing, and name it."""
    owner = settings.database_owner_url or settings.database_url
    try:
        if owner:
            names = await migrate(owner)
        else:
            async with embedded(settings) as addresses:
                names = await migrate(addresses.owner)
    except (OSError, asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as problem:
        raise unreachable(problem) from problem
    print("\n".join(f"applied {name}" for name in names) if names else "The schema is up to date.")
    return 0
