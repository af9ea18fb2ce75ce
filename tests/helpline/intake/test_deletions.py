"""What a provider still has of a contact goes once ours is durable, and its answer is kept."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from helpline.channel import Channel, TransportError
from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.envelope import Arrival
from helpline.intake import actions, deletions, jobs, store
from helpline.intake.digest import Digestion
from helpline.intake.model import Copy, Fetch, LeftBehind
from helpline.intake.rules import LONGEST_PAUSE, pause_after
from helpline.jobs.actions import enqueue
from helpline.jobs.model import Premises
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.intake.test_fetch import NOON, Provider, called, premises

MESSAGE = "SM" + "1" * 32


class Store:
    """Has copies, and deletes them when it is asked and not busy."""

    def __init__(self, busy: bool = False) -> None:
        self.busy, self.asked, self.there = busy, list[str](), True

    async def discard(self, reference: str) -> str:
        self.asked.append(reference)
        if self.busy:
            raise TransportError("20009")
        return "204"


def house(engine: Engine, provider: Store) -> Premises:
    channel = Channel(
        "hand", lambda raw: actions.read_by_hand(raw), discard=provider.discard, reaches=lambda _: provider.there
    )
    return Premises(engine, Settings(), {"hand": channel})


async def texted(engine: Engine, **more: object) -> UUID:
    arrival = structs.replace(Arrival("sms", MESSAGE, NOON, text="perdu ?", left_behind=MESSAGE), **more)
    receipt = await actions.keep(engine, actions.by_hand(arrival, MESSAGE))
    await Digestion(engine, {}).at_once(receipt.record)
    return receipt.record


async def history(engine: Engine, contact: UUID) -> list[str]:
    async with engine.transaction(SYSTEM) as tx:
        return [step.event for step in await contacts.history(tx, contact)]


async def test_a_providers_copy_is_deleted_after_ours_is_durable_and_the_proof_is_kept(engine: Engine) -> None:
    """Point 17: deleted at the provider with the proof kept; the same holds for the words of a text message."""
    contact, provider = await texted(engine), Store()
    assert await deletions.settle(house(engine, provider)) == 1
    assert await deletions.settle(house(engine, provider)) == 0
    assert provider.asked == [MESSAGE]
    assert "deleted_there:message (204)" in await history(engine, contact)
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select contact_id, kind, answer, deleted_at from deletion")
    assert row is not None
    assert (row["contact_id"], row["kind"], row["answer"]) == (contact, "message", "204")
    assert row["deleted_at"] is not None


async def test_a_surge_leaves_no_copies_for_another_day(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletions, "AT_ONCE", 2)
    contact, provider = await texted(engine), Store()
    async with engine.transaction(SYSTEM) as tx:
        await deletions.owe(tx, [LeftBehind(contact, "hand", Copy.FILE, f"ME{number}") for number in range(4)])
    assert await deletions.settle(house(engine, provider)) == 5
    assert len(set(provider.asked)) == 5


async def test_a_provider_that_does_not_delete_is_asked_again_later(engine: Engine) -> None:
    await texted(engine)
    provider = Store(busy=True)
    assert await deletions.settle(house(engine, provider)) == 0
    assert await deletions.settle(house(engine, provider)) == 0, "not before its pause is over"
    assert len(provider.asked) == 1
    async with engine.transaction(SYSTEM) as tx:
        assert await store.owed(structs.replace(tx, now=now() + timedelta(minutes=6)), 10)
        assert await tx.db.fetchval("select answer from deletion") == "20009"


async def test_where_the_settings_lead_no_more_nobody_asks_until_they_do_again(engine: Engine) -> None:
    await texted(engine)
    provider = Store()
    provider.there = False
    for _ in range(3):
        assert await deletions.settle(house(engine, provider)) == 0
    async with engine.transaction(SYSTEM) as tx:
        assert await store.owed(structs.replace(tx, now=now() + timedelta(days=400)), 10) == []
    assert provider.asked == []
    provider.there = True
    assert await deletions.settle(house(engine, provider)) == 1
    assert provider.asked == [MESSAGE]


async def test_what_a_channel_that_is_gone_left_behind_rests_until_somebody_deleted_it_by_hand(engine: Engine) -> None:
    contact, provider = await texted(engine), Store()
    await deletions.settle(Premises(engine, Settings(), {}))
    async with engine.transaction(SYSTEM) as tx:
        assert [await deletions.by_hand(tx, one) for one in ("email", "hand", "hand")] == [0, 1, 0]
        assert await tx.db.fetchval("select answer from deletion") == "by_hand"
    assert (await history(engine, contact))[-1] == "deleted_by_hand"
    assert await deletions.settle(house(engine, provider)) == 0
    assert provider.asked == []


async def test_a_message_stays_at_the_provider_until_its_files_are_here(engine: Engine) -> None:
    contact, provider = await texted(engine), Store()
    waiting = Fetch(contact, "sms", f"{MESSAGE}/ME1", "file-1", "image/png", NOON)
    async with engine.transaction(SYSTEM) as tx:
        await enqueue(tx, "intake.fetch", waiting)
    assert await deletions.settle(house(engine, provider)) == 0
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("delete from pgqueuer")
    assert await deletions.settle(house(engine, provider)) == 1


async def test_a_recording_that_is_not_deleted_does_not_make_its_contact_look_unfetched(engine: Engine) -> None:
    contact = await called(engine)
    job = Fetch(contact, "phone", "RE1", "voicemail.wav", "audio/wav", NOON)
    await jobs.fetch(premises(engine, Provider(keeps=True)), job)
    async with engine.transaction(SYSTEM) as tx:
        owed = await store.owed_one(tx, "phone", "RE1")
    assert owed is not None
    assert (owed.kind, owed.attempts) == (Copy.RECORDING, 1)


def test_the_pause_doubles_up_to_a_day_and_never_ends() -> None:
    assert [pause_after(attempt) for attempt in (1, 2)] == [timedelta(minutes=5), timedelta(minutes=10)]
    assert pause_after(1000) == LONGEST_PAUSE
