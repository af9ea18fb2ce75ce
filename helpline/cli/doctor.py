"""`helpline doctor`: checks the configuration and every channel, and says what to do."""

import json
import os
from argparse import Namespace
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
from msgspec import Struct, structs, to_builtins

from helpline.channel import Doubt
from helpline.cli import surroundings
from helpline.cli.commands import run
from helpline.cli.premises import Open, opened, unreachable
from helpline.cli.reconcile import reconciled
from helpline.errors import HelplineError
from helpline.factors import store as factors
from helpline.hours import actions as hours
from helpline.settings import PREFIX, SecondFactor, Settings, described, read
from helpline.staff import store as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from helpline.web import templates

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


class Finding(Struct, frozen=True):
    """One thing looked at. `remedy` is "" when all is well; `grave`: the house cannot do its work like this."""

    about: str
    remedy: str = ""
    grave: bool = True


def add(commands: "Commands") -> None:
    about = "checks the configuration and every channel, and says what to do"
    command = commands.add_parser("doctor", help=about, description=about)
    command.add_argument("--settings", action="store_true", help="every setting, its default, and whether it is set")
    command.add_argument(
        "--reconcile",
        action="store_true",
        help="take in now what providers have and we do not, and look at nothing else",
    )
    command.add_argument("--json", action="store_true", help="for a program")
    command.set_defaults(run=doctor)


def doctor(given: Namespace) -> int:
    if given.settings:
        return show_settings(given.json)
    return run(reconciled(read()) if given.reconcile else examined(read(), given.json))


def show_settings(as_json: bool) -> int:
    """Never the values: some are secret."""
    settings = read()
    differing = {
        PREFIX + field.name.upper()
        for field in structs.fields(settings)
        if getattr(settings, field.name) != field.default
    }
    rows = [
        {"name": name, "set": name in differing, "default": default, "about": sentence}
        for name, default, sentence in described()
    ]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        print(
            f"{row['name']}{' (set)' if row['set'] else ''}\n    {row['about']}; default: {row['default'] or 'empty'}"
        )
    return 0


async def examined(settings: Settings, as_json: bool) -> int:
    """Everything that can be looked at; 1 when something grave is wrong."""
    findings = [finding async for finding in findings_of(settings)]
    if as_json:
        print(json.dumps(to_builtins(findings), indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            mark = "ok " if not finding.remedy else "BAD" if finding.grave else " ! "
            print(f"{mark} {finding.about}" + (f": {finding.remedy}" if finding.remedy else ""))
    return 1 if any(finding.remedy and finding.grave for finding in findings) else 0


async def findings_of(settings: Settings) -> AsyncIterator[Finding]:
    yield built()
    yield reachable(settings)
    yield found("certificate", None if settings.demo else await surroundings.certificate(settings))
    yield found("disk", surroundings.disk(settings.data_dir))
    try:
        async with opened(settings) as house:
            yield Finding("database, schema and secret")
            yield found("secret file", surroundings.secret_file(settings.secret_path))
            yield breached(settings)
            yield found("clock", await surroundings.database_clock(house.premises.engine.pool))
            async for finding in inside(house):
                yield finding
    except HelplineError as problem:
        yield Finding("database, schema and secret", str(problem))
    except (OSError, asyncpg.PostgresError) as problem:
        yield Finding("database, schema and secret", str(unreachable(problem)))


def found(about: str, problem: str | None) -> Finding:
    """What a check said, as a finding: what could not be looked at is not grave."""
    return Finding(about, problem or "", grave=not isinstance(problem, Doubt))


def built() -> Finding:
    return Finding("style sheets and scripts", "" if templates.manifest() else "run scripts/assets")


def reachable(settings: Settings) -> Finding:
    """Webhooks and cookies need the address the outside uses."""
    if settings.demo or settings.base_url.startswith("https://"):
        return Finding("public address")
    return Finding("public address", f"set {PREFIX}PUBLIC_URL to the https address the outside calls", grave=False)


def breached(settings: Settings) -> Finding:
    """A file that is named and cannot be read would refuse every new password."""
    path = settings.breached_path
    readable = path is None or (path.is_file() and os.access(path, os.R_OK))
    return Finding("breached passwords", "" if readable else f"{PREFIX}BREACHED_PASSWORDS names no file I can read")


async def inside(house: Open) -> AsyncIterator[Finding]:
    engine = house.premises.engine
    async with engine.transaction(SYSTEM) as tx:
        staff = await accounts.accounts(tx.db)
        known = await hours.load(tx)
        held = await factors.holders(tx.db)
    yield Finding("accounts", "" if staff else "make one with `helpline staff add NAME --role supervisor`")
    if staff and not any(person.role is Role.SUPERVISOR for person in staff):
        yield Finding("supervisor", "nobody sees overdue promises: make one an account with --role supervisor", False)
    bare = [person.sign_in_name for person in staff if not held.get(person.id)]
    if bare and not house.premises.settings.demo:
        required = house.premises.settings.second_factor is SecondFactor.REQUIRED
        asked = "; the next sign-in asks for one" if required else f": set {PREFIX}SECOND_FACTOR=required"
        names = ", ".join(bare[:5]) + (" and others" if len(bare) > 5 else "")
        yield Finding("second factors", f"{names} have none yet{asked}", False)
    yield Finding(
        "opening hours", "" if known.weekly else "none are known, so the line counts as open: enter them", False
    )
    for name, channel in sorted(house.premises.channels.items()):
        problems = [problem for check in channel.checks if (problem := await check())]
        for problem in problems:
            yield found(f"channel {name}", problem)
        if not problems:
            yield Finding(f"channel {name}")
