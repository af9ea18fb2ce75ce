"""`helpline staff`: makes accounts, the first one above all, and lets back in who forgot his password."""

import getpass
import secrets
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from helpline.cli.commands import run
from helpline.cli.premises import engine_at
from helpline.errors import Invalid, NotFound
from helpline.settings import Settings, read
from helpline.staff import actions, passwords, resets, store
from helpline.staff.model import Account
from helpline.staff.permissions import Role
from helpline.staff.rules import sign_in_name
from helpline.vault.transaction import SYSTEM, Transaction

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(commands: "Commands") -> None:
    parts = commands.add_parser("staff", help="makes an account").add_subparsers(required=True, metavar="WHAT")
    adding = parts.add_parser("add", help="a new account")
    named(adding)
    adding.add_argument("--role", type=Role, choices=list(Role), required=True)
    adding.add_argument("--display-name", help="what colleagues read; default: the name")
    adding.add_argument("--language", default="fr", choices=actions.LANGUAGES)
    adding.add_argument("--phone", help="E.164; where the duty roster reaches this person")
    adding.set_defaults(run=lambda given: run(added(read(), given)))
    changing = parts.add_parser("password", help="a new password; signs the person out everywhere")
    named(changing)
    changing.set_defaults(run=lambda given: run(changed(read(), given)))
    ringing = parts.add_parser("phone", help="where the duty roster reaches somebody; without a number: nowhere")
    ringing.add_argument("name")
    ringing.add_argument("number", nargs="?", help="E.164, such as +32470123456")
    ringing.set_defaults(run=lambda given: run(rung(read(), given)))
    speaking = parts.add_parser("language", help="what the desk speaks to somebody")
    speaking.add_argument("name")
    speaking.add_argument("language", choices=actions.LANGUAGES)
    speaking.set_defaults(run=lambda given: run(spoken(read(), given)))
    resetting = parts.add_parser("reset", help="forgets somebody's second factors, for the last who could allow it")
    resetting.add_argument("name")
    resetting.add_argument("--reason", required=True, help="how you know that it is this person; kept, sealed")
    resetting.set_defaults(run=lambda given: run(forgotten(read(), given)))
    leaving = parts.add_parser("leave", help="ends an account")
    leaving.add_argument("name")
    leaving.set_defaults(run=lambda given: run(left(read(), given)))
    parts.add_parser("list", help="who has an account").set_defaults(run=lambda given: run(listed(read())))


def named(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="what the person signs in with")
    parser.add_argument("--password-stdin", action="store_true", help="reads the password from standard input")


async def added(settings: Settings, given: Namespace) -> int:
    password, invented = asked(given)
    await passwords.check(password, given.name, settings.breached_path)
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.add(
            tx,
            sign_in_name=given.name,
            display_name=given.display_name or given.name,
            role=given.role,
            password=password,
            language=given.language,
            phone=given.phone,
            given=True,
        )
    print(
        f"{given.name} may sign in, and then chooses another password."
        + (f" The password is: {password}" if invented else "")
    )
    return 0


async def changed(settings: Settings, given: Namespace) -> int:
    password, invented = asked(given)
    await passwords.check(password, given.name, settings.breached_path)
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.change_password(tx, (await named_account(tx, given.name)).id, password, given=True)
    print(
        "The password is changed; the next sign-in asks for another one." + (f" It is: {password}" if invented else "")
    )
    return 0


async def rung(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.change_phone(tx, (await named_account(tx, given.name)).id, given.number)
    print("The roster reaches this person there." if given.number else "The roster reaches this person nowhere.")
    return 0


async def spoken(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.change_language(tx, (await named_account(tx, given.name)).id, given.language)
    print(f"The desk speaks {given.language} to {given.name} from the next sign-in on.")
    return 0


async def forgotten(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await resets.at_the_machine(tx, (await named_account(tx, given.name)).id, given.reason)
    print(f"{given.name} signs in with the password alone once more, and sets up a new second factor.")
    return 0


async def left(settings: Settings, given: Namespace) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        await actions.leave(tx, (await named_account(tx, given.name)).id)
    print(f"{given.name} can sign in no more.")
    return 0


async def listed(settings: Settings) -> int:
    async with engine_at(settings) as (engine, _), engine.transaction(SYSTEM) as tx:
        for account in await store.accounts(tx.db):
            print(f"{account.sign_in_name:24} {account.role:24} {account.display_name}")
    return 0


async def named_account(tx: Transaction, name: str) -> Account:
    account = await store.account_named(tx.db, sign_in_name(name))
    if account is None:
        raise NotFound(f"There is no account {name}; see `helpline staff list`.")
    return account


def asked(given: Namespace) -> tuple[str, bool]:
    """The password, and whether we invented it: from a pipe, from the terminal twice, or our own."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    first = getpass.getpass("Password (empty: one is invented): ")
    if not first:
        return secrets.token_urlsafe(12), True
    if getpass.getpass("Once more: ") != first:
        raise Invalid({"": "The two passwords differ; start again."})
    return first, False
