"""`helpline demo-data`: fills an empty demo installation with invented people and their stories."""

import gc
import logging
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from helpline.cli.commands import run
from helpline.cli.demo import forms
from helpline.cli.demo.arriving import Door
from helpline.cli.demo.house import ANSWERS, PARTNERS, PASSWORD, ROSTER, STAFF
from helpline.cli.demo.model import Story
from helpline.cli.demo.playing import Stage
from helpline.cli.demo.stories import STORIES
from helpline.cli.demo.when import Calendar
from helpline.cli.demo.year import Year
from helpline.cli.premises import engine_at
from helpline.clock import now
from helpline.directory import actions as directory
from helpline.errors import ConfigurationError
from helpline.hours import actions as hours
from helpline.line import actions as line
from helpline.line.model import NewDuty
from helpline.research import actions as research
from helpline.settings import Settings, read
from helpline.staff import actions as staff
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine
from helpline.web import words
from helpline.wording import actions as wording
from helpline.wording.model import Draft

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

BUILT = timedelta(days=370)
ROSTERED = timedelta(days=30)
TURN = timedelta(days=2)


def add(commands: "Commands") -> None:
    about = "fills an empty demo installation with invented people"
    commands.add_parser("demo-data", help=about, description=about).set_defaults(run=command)


def command(given: Namespace) -> int:
    return run(filled(read()))


async def filled(settings: Settings) -> int:
    """Fill it, and print the sign-ins and nothing else. Raises `ConfigurationError` where it is not wanted."""
    if not settings.demo:
        raise ConfigurationError("Invented people belong into a demo: set HELPLINE_DEMO=true, or use scripts/demo.")
    # One contact is made to be unreadable; nobody at the terminal needs a warning about it.
    logging.getLogger("helpline.intake.digest").setLevel(logging.ERROR)
    # The command ends in seconds: to look through the year for garbage again and again would be a tenth of them.
    gc.disable()
    async with engine_at(settings) as (engine, _address):
        at = now()
        await told(engine, at, (*STORIES, *Year(at.date()).stories()))
    print(sign_ins())
    return 0


async def told(engine: Engine, at: datetime, stories: Sequence[Story]) -> None:
    """Everything in these stories, as if it had happened until `at`."""
    async with engine.transaction(SYSTEM) as tx:
        if await tx.db.fetchval("select exists (select from contact) or exists (select from staff)"):
            raise ConfigurationError("There are contacts or accounts already; scripts/demo --reset begins anew.")
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Invented people", total=len(STAFF) + sum(len(story.events) for story in stories))
        door = Door(engine)
        async with door.open():
            people = await employed(door, at, lambda: progress.advance(task))
            partners = await network(door, at, people["farid"])
            await roster(door, at, people)
            await prepared(door, at, people["farid"])
            await form(door, at, people["farid"])
        async with engine.transaction(SYSTEM) as tx:
            calendar = Calendar(at, await hours.load(msgspec.structs.replace(tx, now=at - BUILT)))
        await Stage(door, calendar, people, partners).play(stories, lambda: progress.advance(task))
        async with engine.transaction(SYSTEM) as tx:
            await research.release(tx)


async def employed(door: Door, at: datetime, after: Callable[[], None]) -> dict[str, UUID]:
    """The colleagues, by sign-in name."""
    people = {}
    for name, display_name, role, language, phone in STAFF:
        async with door.then(at - BUILT).transaction(SYSTEM) as tx:
            people[name] = await staff.add(
                tx, sign_in_name=name, display_name=display_name, role=role, password=PASSWORD, language=language,
                phone=phone,
            )  # fmt: skip
        after()
    return people


async def network(door: Door, at: datetime, verifier: UUID) -> dict[str, UUID]:
    """The partners, by name, each verified when its list says."""
    partners = {}
    for entry, ago in PARTNERS:
        then = at - (BUILT if ago is None else timedelta(days=ago))
        async with door.then(then).transaction(Actor(ActorKind.STAFF, "system", verifier)) as tx:
            partners[entry.name] = await directory.add(tx, entry, verified=ago is not None)
    return partners


async def roster(door: Door, at: datetime, people: dict[str, UUID]) -> None:
    """Turns from a month ago to a fortnight from now."""
    begins, turn = at.replace(hour=6, minute=0, second=0, microsecond=0) - ROSTERED, 0
    async with door.then(at - ROSTERED - TURN).transaction(SYSTEM) as tx:
        while begins < at + timedelta(days=14):
            person = people[ROSTER[turn % len(ROSTER)]]
            await line.add_duty(tx, NewDuty(person, begins, begins + TURN))
            begins, turn = begins + TURN, turn + 1


async def prepared(door: Door, at: datetime, author: UUID) -> None:
    """The answers to choose from, some months old."""
    async with door.then(at - ROSTERED).transaction(Actor(ActorKind.STAFF, "system", author)) as tx:
        for title, language, text, days in ANSWERS:
            await wording.add(tx, Draft(title, language, text, (at + timedelta(days=days)).date()))


async def form(door: Door, at: datetime, author: UUID) -> None:
    """The public form asks questions of the house's own since some months."""
    since = at - forms.ASKED_FOR
    actor = Actor(ActorKind.STAFF, "system", author)
    with words.speaking("fr"):
        async with door.then(since).transaction(actor) as tx:
            before, after = await forms.publish(tx)
    door.forms = [(at - BUILT, before), (since, after)]


def sign_ins() -> str:
    """Who may sign in, for the person at the terminal."""
    rows = [f"  {name:8} {role.replace('_', ' ')}" for name, _shown, role, _language, _phone in STAFF]
    return "\n".join([f"Sign in at /desk as one of these; everybody's password is: {PASSWORD}", *rows])
