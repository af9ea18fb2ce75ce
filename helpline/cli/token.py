"""`helpline token`: lets another program call the API."""

from argparse import Namespace
from typing import TYPE_CHECKING
from uuid import UUID

from helpline.cli.commands import run
from helpline.cli.premises import engine_at
from helpline.settings import Settings, read
from helpline.staff import actions, store
from helpline.vault.transaction import SYSTEM

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(commands: "Commands") -> None:
    parts = commands.add_parser("token", help="makes a token for a program").add_subparsers(
        required=True, metavar="WHAT"
    )
    adding = parts.add_parser("add", help="a new token, shown once")
    adding.add_argument("--permission", action="append", default=[], help="what it may do; again for more")
    adding.add_argument("--label", default="a program", help="which program it is for")
    adding.set_defaults(run=lambda given: run(added(read(), given)))
    revoking = parts.add_parser("revoke", help="a token opens nothing any more")
    revoking.add_argument("id", type=UUID)
    revoking.set_defaults(run=lambda given: run(revoked(read(), given)))
    parts.add_parser("list", help="tokens and what they open").set_defaults(run=lambda given: run(listed(read())))


async def added(settings: Settings, given: Namespace) -> int:
    """The token alone on standard output, so that a script can take it."""
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        print(await actions.add_token(tx, given.label, given.permission))
    return 0


async def revoked(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.revoke_token(tx, given.id)
    print("Revoked.")
    return 0


async def listed(settings: Settings) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        for token in await store.tokens(tx.db):
            print(f"{token.id} {token.label}: {', '.join(sorted(token.permissions))}")
    return 0
