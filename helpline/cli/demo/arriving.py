"""Lets a story's contacts arrive: kept with the time they came, and digested as if it were that time."""

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from helpline.cli.demo.model import EMAIL, PHONE, WEBFORM, Told
from helpline.cli.simulate.provider import melody
from helpline.clock import now
from helpline.envelope import Arrival, Attachment, Delivery, DeliveryState, Outcome, Raw, Sender, Sent, Verification
from helpline.intake import actions as intake
from helpline.intake.digest import TRIES, Digestion
from helpline.outbox import sending
from helpline.outbox import store as letters
from helpline.vault.transaction import SYSTEM, Actor, Engine, Transaction

#: Our own ends of the line, as the demo has them.
OURS = {"phone": "+447700900000", "sms": "+447700900000", "email": "contact@example.org"}
A_MOMENT = timedelta(seconds=2)

#: A filling that was interrupted begins anew, so no commit waits for the disk.
UNHURRIED = "set local synchronous_commit = off"


class Then(Engine, frozen=True):
    """The same database at another time: what happens in its transactions happened at `at`."""

    at: datetime

    @asynccontextmanager
    async def transaction(self, actor: Actor) -> AsyncIterator[Transaction]:
        async with Engine(self.pool, self.vault).transaction(actor) as tx:
            await tx.db.execute(UNHURRIED)
            yield msgspec.structs.replace(tx, now=self.at)


class Door:
    """Where contacts arrive. The same seed makes the same calls."""

    def __init__(self, engine: Engine, seed: int = 7) -> None:
        self.engine = engine
        self.chance = random.Random(seed)  # noqa: S311  # nothing secret about a demo
        self.count = 0

    def then(self, at: datetime) -> Then:
        return Then(self.engine.pool, self.engine.vault, at)

    async def arrive(self, told: Told, at: datetime) -> UUID:
        """Everything a contact brings, in its order; answers the contact."""
        self.count += 1
        contact: UUID | None = None
        for step, arrival in enumerate(self.steps(told, at)):
            body = b"\xff\x00 not what it should be \xff" if told.unreadable else msgspec.msgpack.encode(arrival)
            raw = Raw(told.channel, f"demo/{self.count}/{step}", body, arrival.occurred_at, Verification.SIGNED)
            receipt = await intake.keep(self.engine, raw)
            await self.digest(receipt.record, arrival.occurred_at, TRIES if told.unreadable else 1)
            contact = contact or receipt.record
        await self.post(at + A_MOMENT)
        assert contact is not None  # noqa: S101  # every contact has a first step
        return contact

    async def digest(self, record: UUID, at: datetime, times: int) -> None:
        digestion = Digestion(self.then(at), dict.fromkeys(("phone", "sms", "email", "webform"), intake.read_by_hand))
        digestion.readers.update(dict.fromkeys(("visit", "letter"), intake.read_by_hand))
        for _ in range(times):
            await digestion.at_once(record)

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
                sound = Attachment("voicemail.wav", "audio/wav", melody(told.seconds or 3))
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
        return Arrival(
            channel=told.channel,
            external_id=f"demo-{self.count}@example.org" if told.channel == EMAIL else f"demo-{self.count}",
            occurred_at=at,
            sender=Sender(writer.kind, writer.address or None, writer.name if told.channel != PHONE else ""),
            recipient=OURS.get(told.channel, ""),
            subject=told.subject,
            text=told.text,
            quoted_text=told.quoted,
            language=writer.language if told.channel in (WEBFORM, "visit", "letter") else None,
            requester=writer.requester if told.channel in (WEBFORM, "visit", "letter") else None,
            automatic=told.robot,
            event="written" if told.channel in ("visit", "letter") else "",
            safe_contact=writer.safe if told.channel == WEBFORM else None,
        )

    async def post(self, at: datetime) -> None:
        """What stands in the outbox leaves and is delivered, as the demo's own provider would."""
        async with self.then(min(at, now())).transaction(SYSTEM) as tx:
            for letter in await letters.stuck(tx, tx.now - timedelta(days=1), tx.now + A_MOMENT):
                if await sending.take(tx, letter):
                    await sending.sent(tx, letter, Sent(f"demo-{letter}"))
                    await sending.delivered(tx, Delivery(f"demo-{letter}", DeliveryState.DELIVERED, tx.now))
