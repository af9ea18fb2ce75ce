"""Letters leave through the real queue, by senders that are passed in."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.envelope import Parcel, SafeContact, Sent
from helpline.errors import TransportError
from helpline.jobs.model import Premises
from helpline.outbox import actions
from helpline.outbox.demo import DemoSender
from helpline.outbox.jobs import send
from helpline.outbox.model import SendLetter
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine

from .conftest import allow, arrive


class Provider:
    """Takes parcels, or fails as told."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure, self.taken = failure, list[Parcel]()

    async def send(self, parcel: Parcel) -> Sent:
        self.taken.append(parcel)
        if self.failure:
            raise self.failure
        return Sent(f"SM-{parcel.id}")


async def posted(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx)
        await allow(tx, SafeContact(may_write=True))
        await actions.reply(tx, contact, "Call us tomorrow.")
        letter: UUID = await tx.db.fetchval("select id from outbox")
        return letter


async def state(engine: Engine) -> tuple[str, str]:
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select state, code from outbox")
        assert row is not None
        return row["state"], row["code"]


def house(engine: Engine, **senders: Provider | DemoSender) -> Premises:
    return Premises(engine, Settings(), senders=senders)


async def test_a_letter_leaves_once_although_its_job_runs_twice_at_once(engine: Engine) -> None:
    """Point 8: Sending has an outbox with lease."""
    provider, job = Provider(), SendLetter(await posted(engine))
    await asyncio.gather(*(send(house(engine, sms=provider), job) for _ in range(4)))
    assert len(provider.taken) == 1
    assert (await state(engine))[0] == "sent"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (TransportError("busy"), ("queued", "busy")),
        (TransportError("gone", permanent=True), ("failed", "gone")),
        (TransportError("lost", unknown=True), ("unknown", "lost")),
        (ValueError("a fault of ours"), ("unknown", "ValueError")),
    ],
)
async def test_what_a_provider_says_decides(engine: Engine, failure: Exception, expected: tuple[str, str]) -> None:
    await send(house(engine, sms=Provider(failure)), SendLetter(await posted(engine)))
    assert await state(engine) == expected


async def test_without_a_sender_a_human_is_told(engine: Engine) -> None:
    await send(house(engine), SendLetter(await posted(engine)))
    assert await state(engine) == ("failed", "no_sender")


async def test_the_demo_sends_nothing_and_reports_it_delivered(engine: Engine) -> None:
    sender = DemoSender(engine, timedelta(milliseconds=10))
    await send(house(engine, sms=sender), SendLetter(await posted(engine)))
    await asyncio.gather(*sender.reports)
    assert (await state(engine))[0] == "delivered"
