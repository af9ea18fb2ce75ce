"""A file at the provider is brought, sealed, and only then deleted there; one that cannot be brought is a human's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from helpline.channel import Channel, TransportError
from helpline.contacts import actions as contacts
from helpline.contacts.model import Urgency
from helpline.envelope import Arrival, Attachment, Raw
from helpline.intake import actions, jobs
from helpline.intake.digest import Digestion
from helpline.intake.model import Fetch
from helpline.jobs.model import Premises
from helpline.queue import actions as queue
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Provider:
    """Holds one recording until it is told to delete it."""

    def __init__(self, fails: bool = False, keeps: bool = False) -> None:
        self.fails, self.keeps, self.deleted = fails, keeps, False

    async def fetch(self, reference: str) -> Attachment:
        if self.fails:
            raise TransportError("gone", permanent=True)
        return Attachment("voicemail.wav", "audio/wav", b"RIFF")

    async def discard(self, reference: str) -> str:
        if self.keeps:
            raise TransportError("busy")
        self.deleted = True
        return "204"


def premises(engine: Engine, provider: Provider) -> Premises:
    channel = Channel("phone", never_reads, fetch=provider.fetch, discard=provider.discard)
    return Premises(engine, Settings(), {"phone": channel})


def never_reads(raw: Raw) -> Arrival:
    raise AssertionError("nothing is read here")


async def called(engine: Engine) -> UUID:
    receipt = await actions.keep(engine, actions.by_hand(Arrival("phone", "CA1", NOON, event="voicemail"), "CA1"))
    await Digestion(engine, {}).at_once(receipt.record)
    return receipt.record


@asynccontextmanager
async def looking(engine: Engine) -> AsyncIterator[Transaction]:
    async with engine.transaction(SYSTEM) as tx:
        yield tx


async def test_a_file_is_deleted_at_the_provider_only_after_ours_is_durable_and_never_comes_twice(
    engine: Engine,
) -> None:
    provider, one = Provider(), await called(engine)
    job = Fetch(one, "phone", "RE1", "voicemail.wav", "audio/wav", NOON)
    for _ in range(2):
        await jobs.fetch(premises(engine, provider), job)
    async with looking(engine) as tx:
        assert [file.name for file in (await contacts.opened(tx, one)).attachments] == ["voicemail.wav"]
    assert provider.deleted


async def test_two_workers_that_bring_the_same_file_leave_one(engine: Engine) -> None:
    """Point 17: a worker that was believed dead, or two announcements of one recording, double no voicemail."""
    both = asyncio.Barrier(2)

    class Slow(Provider):
        async def fetch(self, reference: str) -> Attachment:
            await both.wait()
            return await super().fetch(reference)

    one = await called(engine)
    announced = [Fetch(one, "phone", "RE1", "voicemail.wav", "audio/wav", NOON.replace(minute=m)) for m in (0, 1)]
    await asyncio.gather(*(jobs.fetch(premises(engine, Slow()), job) for job in announced))
    async with looking(engine) as tx:
        assert [file.name for file in (await contacts.opened(tx, one)).attachments] == ["voicemail.wav"]


async def test_a_file_that_cannot_be_brought_puts_its_contact_before_a_human_once(engine: Engine) -> None:
    one = await called(engine)
    job = msgspec.json.encode(Fetch(one, "phone", "RE1", "voicemail.wav", "audio/wav", NOON))
    async with looking(engine) as tx:
        await queue.leave(tx, one)
        held = "insert into pgqueuer (priority, status, entrypoint, payload) values (0, 'failed', 'intake.fetch', $1)"
        await tx.db.execute(held, job)
    for _ in range(2):
        await jobs.notice_unfetched(premises(engine, Provider(fails=True)))
    async with looking(engine) as tx:
        assert (await queue.waiting(tx, one)).urgency is Urgency.URGENT
        steps = [step.event for step in (await contacts.opened(tx, one)).history]
        assert steps.count("unfetched:RE1") == 1
