"""Live updates: every open screen learns its topic, survives what can be lost, and holds up nobody."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from helpline.db.embedded import Addresses
from helpline.live import hub as hubs
from helpline.live.actions import tell
from helpline.live.hub import HELLO, RESYNC, Hub
from helpline.vault.transaction import SYSTEM, Engine

LOSE = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'helpline live'"


@pytest.fixture
async def hub(database: Addresses, engine: Engine) -> AsyncIterator[Hub]:
    hub = Hub(database.app)
    running = asyncio.create_task(hub.run())
    await asyncio.wait_for(hub.listening.wait(), 10)
    yield hub
    running.cancel()


async def screen(hub: Hub, topic: str = "") -> AsyncIterator[bytes]:
    stream = hub.stream(topic)
    assert await anext(stream) == HELLO
    return stream


async def told(engine: Engine, *topics: str) -> None:
    async with engine.transaction(SYSTEM) as tx:
        for topic in topics:
            await tell(tx, topic)


async def next_of(stream: AsyncIterator[bytes]) -> bytes:
    return await asyncio.wait_for(anext(stream), 5)


async def test_a_screen_hears_its_own_topic_and_immediate(hub: Hub, engine: Engine) -> None:
    queue = await screen(hub, "queue")
    waiting = asyncio.ensure_future(next_of(queue))
    await told(engine, "case:1", "queue")
    assert await waiting == b"event: changed\ndata: queue\n\n"
    waiting = asyncio.ensure_future(next_of(queue))
    await told(engine, "immediate")
    assert await waiting == b"event: immediate\ndata: immediate\n\n"


async def test_nothing_is_told_before_the_commit(hub: Hub, engine: Engine) -> None:
    waiting = asyncio.ensure_future(next_of(await screen(hub)))
    async with engine.transaction(SYSTEM) as tx:
        await tell(tx, "queue")
        await asyncio.sleep(0.1)
        assert not waiting.done()
    assert b"queue" in await waiting


async def test_after_a_lost_connection_every_screen_fetches_anew(hub: Hub, engine: Engine) -> None:
    waiting = asyncio.ensure_future(next_of(await screen(hub, "queue")))
    await asyncio.sleep(0)
    await engine.pool.execute(LOSE)
    assert await waiting == RESYNC


async def test_a_slow_screen_gets_one_resync_and_no_backlog(hub: Hub) -> None:
    stream = await screen(hub)
    for number in range(hubs.QUEUED + 1):
        hub.publish(b"%d" % number, "queue")
    assert await next_of(stream) == RESYNC


async def test_closing_ends_every_stream_and_admits_none(hub: Hub) -> None:
    streams = [await screen(hub) for _ in range(3)]
    hub.close()
    for stream in streams:
        with pytest.raises(StopAsyncIteration):
            await next_of(stream)
    assert [message async for message in hub.stream()] == []
    assert not hub.screens
