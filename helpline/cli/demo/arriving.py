"""Lets a story's contacts arrive: kept with the time they came, and digested as if it were that time."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import cast
from uuid import UUID

import msgspec
from asyncpg import Pool
from asyncpg.pool import PoolConnectionProxy

from helpline.channel import AskedForm
from helpline.cli.demo import forms
from helpline.cli.demo.model import EMAIL, LETTER, PHONE, VISIT, WEBFORM, Told
from helpline.cli.simulate.provider import melody
from helpline.clock import now
from helpline.envelope import (
    Arrival,
    Attachment,
    Delivery,
    DeliveryState,
    Outcome,
    Raw,
    Receipt,
    Sender,
    Sent,
    Verification,
)
from helpline.hours import actions as hours
from helpline.intake import actions as intake
from helpline.intake.digest import TRIES, Digestion
from helpline.intake.model import Kept
from helpline.lists import actions as lists
from helpline.outbox import sending
from helpline.outbox import store as letters
from helpline.vault.transaction import ACT, SYSTEM, Actor, Engine, Transaction

#: Our own ends of the line, as the demo has them.
OURS = {"phone": "+447700900000", "sms": "+447700900000", "email": "contact@example.org"}

#: Nothing leaves the house when something comes on these ways.
UNANSWERED = {PHONE, VISIT, LETTER}
A_MOMENT = timedelta(seconds=2)
SOME_TIME = timedelta(minutes=5)

#: A filling that was interrupted begins anew, so no commit waits for the disk.
UNHURRIED = "set local synchronous_commit = off"
TOLD = "pg_notify"


class Then(Engine, frozen=True):
    """The same database at another time: what happens in its transactions happened at `at`, and is kept together."""

    at: datetime
    quiet: "Quiet"

    @asynccontextmanager
    async def transaction(self, actor: Actor) -> AsyncIterator[Transaction]:
        await self.quiet.act(actor)
        self.quiet.remember(self.at)
        yield Transaction(cast("PoolConnectionProxy", self.quiet), self.vault, actor, self.at)


class Quiet:
    """A connection that tells no screen what changed: nobody looks while a demo is filled."""

    def __init__(self, db: PoolConnectionProxy) -> None:
        self.db = db
        self.actor: Actor | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self.db, name)

    async def act(self, actor: Actor) -> None:
        if actor != self.actor:
            await self.db.execute(ACT, str(actor), actor.role)
            self.actor = actor

    def remember(self, at: datetime) -> None:
        """Hours and lists stay while a year is told: what was read of them at its beginning is as good at any time."""
        connection = self.db.get_server_pid()
        if week := hours.remembered.get(connection):
            hours.remembered[connection] = at, week[1]
        if entries := lists.remembered.get(connection):
            lists.remembered[connection] = at, entries[1]

    async def execute(self, statement: str, *given: object) -> str:
        return "" if TOLD in statement else await self.db.execute(statement, *given)


class Door:
    """Where contacts arrive. The same seed makes the same calls. Everything happens while it is held `open`."""

    def __init__(self, engine: Engine, seed: int = 7) -> None:
        self.engine = engine
        self.chance = random.Random(seed)  # noqa: S311  # nothing secret about a demo
        self.count = 0
        self.quiet: Quiet | None = None
        self.forms: list[tuple[datetime, AskedForm]] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """What happens meanwhile is committed at once: a thousand commits of their own would take their time."""
        async with self.engine.pool.acquire() as db, db.transaction():
            await db.execute(UNHURRIED)
            self.quiet = Quiet(db)
            yield
        self.quiet = None

    def then(self, at: datetime) -> Then:
        assert self.quiet is not None  # noqa: S101  # nothing happens before the door is open
        return Then(self.engine.pool, self.engine.vault, at, self.quiet)

    async def arrive(self, told: Told, at: datetime) -> UUID:
        """Everything a contact brings, in its order; answers the contact."""
        self.count += 1
        steps = list(self.steps(told, at))
        rows = [intake.sealed(self.engine, self.raw(told, step, arrival)) for step, arrival in enumerate(steps)]
        receipts = await self.keep(rows)
        for attempt in range(TRIES if told.unreadable else 1):
            await self.digest(steps[-1].occurred_at + attempt * SOME_TIME)
        if told.channel not in UNANSWERED:
            await self.post(at + A_MOMENT)
        return receipts[0].record

    async def keep(self, rows: Sequence[Kept]) -> list[Receipt]:
        """Kept with everything else: this statement alone would wait for the disk each time."""
        assert self.quiet is not None  # noqa: S101  # nothing arrives before the door is open
        await self.quiet.act(SYSTEM)
        return await intake.keep_together(Engine(cast("Pool", self.quiet), self.engine.vault), rows)

    def raw(self, told: Told, step: int, arrival: Arrival) -> Raw:
        body = b"\xff\x00 not what it should be \xff" if told.unreadable else msgspec.msgpack.encode(arrival)
        return Raw(told.channel, f"demo/{self.count}/{step}", body, arrival.occurred_at, Verification.SIGNED)

    async def digest(self, at: datetime) -> None:
        digestion = Digestion(self.then(at), dict.fromkeys(("phone", "sms", "email", "webform"), intake.read_by_hand))
        digestion.readers.update(dict.fromkeys((VISIT, LETTER), intake.read_by_hand))
        await digestion.some()

    def steps(self, told: Told, at: datetime) -> Iterator[Arrival]:
        """A call comes in several steps, everything else in one."""
        whole = self.arrival(told, at)
        if told.channel != PHONE or told.outcome is None:
            yield whole
            return
        bare = msgspec.structs.replace(whole, text="", event="rang", outcome=Outcome.RINGING, call_back=None)
        yield bare
        seconds = self.chance.randint(8, 15)
        if told.outcome is not Outcome.ABANDONED:
            yield self.later(bare, seconds, f"language:{told.by.language}", language=told.by.language)
        seconds += self.chance.randint(15, 70)
        yield from self.ending(told, whole, seconds)

    def ending(self, told: Told, whole: Arrival, seconds: int) -> Iterator[Arrival]:
        """How the call went on after the greeting."""
        match told.outcome:
            case Outcome.VOICEMAIL:
                sound = Attachment("voicemail.wav", "audio/wav", spoken(told.seconds or 3))
                yield self.later(whole, seconds, "chose_voicemail", outcome=Outcome.MISSED, text="")
                yield self.later(whole, seconds + 30, "voicemail", outcome=Outcome.VOICEMAIL, attachments=(sound,))
            case Outcome.MISSED if told.call_back:
                number = told.by.address
                yield self.later(whole, seconds, "call_back", outcome=Outcome.MISSED, call_back=number)
            case Outcome.MISSED:
                yield self.later(whole, seconds, "voicemail_offered", outcome=Outcome.MISSED)
            case Outcome.ANSWERED:
                yield self.later(whole, seconds, "answered", outcome=Outcome.ANSWERED)
                yield self.later(whole, seconds + self.chance.randint(300, 1500), "completed", text="")
            case _:
                yield self.later(whole, seconds, "hung_up", outcome=Outcome.ABANDONED)

    def later(self, arrival: Arrival, seconds: int, event: str, **changed: object) -> Arrival:
        at = arrival.occurred_at + timedelta(seconds=seconds)
        return msgspec.structs.replace(arrival, occurred_at=at, event=event, **changed)

    def arrival(self, told: Told, at: datetime) -> Arrival:
        writer = told.by
        form = self.form(at) if told.channel == WEBFORM else AskedForm(0, ())
        answers, own = forms.filled(form, writer, random.Random(self.count))  # noqa: S311  # nothing secret about a demo
        return Arrival(
            channel=told.channel,
            external_id=f"demo-{self.count}@example.org" if told.channel == EMAIL else f"demo-{self.count}",
            occurred_at=at,
            sender=Sender(writer.kind, writer.address or None, writer.name if told.channel != PHONE else ""),
            recipient=OURS.get(told.channel, ""),
            subject=told.subject,
            text=told.text,
            quoted_text=told.quoted,
            language=writer.language if told.channel in (WEBFORM, VISIT, LETTER) else None,
            requester=writer.requester,
            automatic=told.robot,
            event="written" if told.channel in (VISIT, LETTER) else "",
            safe_contact=writer.safe if told.channel == WEBFORM else None,
            form=form.number,
            answers=answers,
            told=own,
        )

    def form(self, at: datetime) -> AskedForm:
        """What the form asked at that time."""
        return next((form for since, form in reversed(self.forms) if since <= at), AskedForm(0, ()))

    async def post(self, at: datetime) -> None:
        """What stands in the outbox leaves and is delivered, as the demo's own provider would."""
        async with self.then(min(at, now())).transaction(SYSTEM) as tx:
            for letter in await letters.stuck(tx, tx.now - timedelta(days=1), tx.now + A_MOMENT):
                if await sending.take(tx, letter):
                    await sending.sent(tx, letter, Sent(f"demo-{letter}"))
                    await sending.delivered(tx, Delivery(f"demo-{letter}", DeliveryState.DELIVERED, tx.now))


@cache
def spoken(seconds: int) -> bytes:
    """A voice message's sound; nobody says anything in it."""
    return melody(seconds)
