"""What monitors are told, and what they are not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from helpline import clock
from helpline.health import rules, store
from helpline.health.model import Backlog, JobHealth, Status
from helpline.jobs.model import Run
from helpline.staff import actions
from helpline.vault.transaction import SYSTEM, Engine

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEEP = """insert into inbox (id, channel, key, received_at, signed, sealed, record, due_at)
values ($1, 'sms', $2, $3, true, ''::bytea, $1, now() + interval '1 day')"""


@pytest.fixture
async def stranger(app: Litestar) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, client=("203.0.113.9", 4711))
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


async def test_the_process_says_that_it_lives(stranger: AsyncClient) -> None:
    assert (await stranger.get("/health/live")).json() == {"status": "live"}


async def test_ready_lists_every_channel_and_job(client: AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert {"jobs.prune", "followups.remind"} <= {job["name"] for job in answer.json()["jobs"]}
    assert {"name", "last_success_at", "late"} <= set(answer.json()["jobs"][0])
    assert answer.json()["backlog"]["unread"] == 0


async def test_a_stranger_learns_whether_and_nothing_else(stranger: AsyncClient, engine: Engine) -> None:
    assert (await stranger.get("/health/ready")).json() == {"status": "ready"}
    assert (await stranger.get("/metrics")).status_code == 401
    async with engine.transaction(SYSTEM) as tx:
        headers = {"Authorization": "Bearer " + await actions.add_token(tx, "a monitor", ["health.read"])}
    assert "jobs" in (await stranger.get("/health/ready", headers=headers)).json()
    assert (await stranger.get("/metrics", headers=headers)).status_code == 200


async def test_whoever_comes_through_a_proxy_is_not_near(client: AsyncClient) -> None:
    assert (await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})).status_code == 401


async def test_arrivals_that_lie_unread_make_it_late(client: AsyncClient, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(KEEP, clock.new_id(), b"1", clock.now() - timedelta(minutes=6))
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "late")
    assert answer.json()["backlog"]["unread"] == 1


async def test_a_database_that_is_gone_is_said(client: AsyncClient, engine: Engine) -> None:
    await engine.pool.close()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (503, "no_database")


async def test_metrics_are_counts_and_times(client: AsyncClient, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "insert into refusal (channel, why, day, last_at) values ('sms', 'bad_signature', $1, now())", tx.now.date()
        )
    text = (await client.get("/metrics")).text
    assert 'helpline_refused{channel="sms",why="bad_signature"} 1.0' in text
    assert "helpline_inbox_unread 0.0" in text
    await client.get("/desk/sign-in")
    assert 'route="/desk/sign-in"' in (await client.get("/metrics")).text


@pytest.mark.parametrize(
    ("when", "succeeded", "failed", "late"),
    [
        ("* * * * *", timedelta(minutes=5), None, False),
        ("* * * * *", timedelta(hours=2), None, True),
        ("*/15 * * * *", timedelta(minutes=20), None, False),
        ("17 3 * * *", timedelta(hours=20), None, False),
        ("17 3 * * *", timedelta(hours=25), None, True),
        ("* * * * *", timedelta(minutes=2), timedelta(minutes=1), True),
        ("", timedelta(days=30), None, False),
    ],
)
def test_a_job_is_late_when_its_clock_has_struck_without_it(
    when: str, succeeded: timedelta, failed: timedelta | None, late: bool
) -> None:
    run = Run("a", NOW - succeeded, NOW - failed if failed else None, "ValueError" if failed else "")
    assert rules.job("a", when, run, NOW).late is late


def test_a_young_house_is_not_late() -> None:
    jobs = (rules.job("a", "* * * * *", None, NOW),)
    assert rules.status(Backlog(1, NOW - timedelta(minutes=4), 0, 0, 0), jobs, NOW) is Status.READY
    assert jobs == (JobHealth("a", None, None, "", False),)


async def test_a_rare_way_in_is_not_looked_for_among_all_that_came_another_way(engine: Engine) -> None:
    asked = store.sql.last_arrival.text.replace("$1", "'webform'")
    async with engine.transaction(SYSTEM) as tx:
        for number in range(200):
            await tx.db.execute(KEEP, clock.new_id(), str(number).encode(), clock.now())
        plan = "\n".join(row[0] for row in await tx.db.fetch(f"explain {asked}"))
    assert "Index Cond: (channel = 'webform'" in plan
    assert "inbox_arrivals" in plan
