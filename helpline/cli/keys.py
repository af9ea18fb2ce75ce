"""`helpline keys`: makes the masters, adds one, and moves living keys under the newest; see docs/security.md."""

from typing import TYPE_CHECKING
from uuid import UUID

from helpline.cli.commands import run
from helpline.cli.premises import engine_at
from helpline.intake import store as inbox
from helpline.settings import Settings, read
from helpline.vault import Secrets, store
from helpline.vault.transaction import SYSTEM

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(commands: "Commands") -> None:
    parts = commands.add_parser("keys", help="the master secrets").add_subparsers(required=True, metavar="WHAT")
    for name, about, work in (
        ("create", "makes the secret file for an empty database", create),
        ("rotate", "adds a master to the secret file; it wraps what comes from now on", rotate),
    ):
        parts.add_parser(name, help=about, description=about).set_defaults(run=lambda given, work=work: work(read()))
    for name, about, task in (
        ("list", "the masters, and how many living keys each opens", listed),
        ("rewrap", "moves every living key under the newest master", rewrapped),
    ):
        parts.add_parser(name, help=about, description=about).set_defaults(
            run=lambda given, task=task: run(task(read()))
        )


def create(settings: Settings) -> int:
    settings.secret_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Secrets.create(settings.secret_path)
    print(f"{settings.secret_path} is made. Give a copy to both holders now (docs/security.md): nothing opens without.")
    return 0


def rotate(settings: Settings) -> int:
    version = Secrets.add(settings.secret_path)
    print(f"Master {version} is added to {settings.secret_path}. Give it to both holders, restart, then `keys rewrap`.")
    return 0


async def listed(settings: Settings) -> int:
    """A master that opens nothing any more may be destroyed once the backups that need it are dead."""
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        used = {use.version: use.living for use in await store.in_use(tx)}
        unread = await inbox.backlog(tx)
    held = Secrets.load(settings.secret_path).versions
    for version in sorted({*held, *used}):
        missing = "" if version in held else "  MISSING from the secret file: restore it"
        print(f"master {version}: {used.get(version, 0)} living keys{missing}")
    if unread:
        print(f"{unread} arrivals are not read yet and have keys of their own: take no master away before they are.")
    return 0 if used.keys() <= set(held) else 1


async def rewrapped(settings: Settings) -> int:
    """Some hundred keys at a time, so that nobody waits; may be broken off and begun again."""
    async with engine_at(settings) as (engine, _):
        after: UUID | None = store.FIRST
        while after is not None:
            async with engine.transaction(SYSTEM) as tx:
                after = await store.rewrap(tx, after)
            print(".", end="", flush=True)
    print("\nEvery living key is under the newest master.")
    return 0
