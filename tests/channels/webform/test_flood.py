"""Point 37: Self-hosted anti-robot (honeypot, minimum time, proof of work only under attack), never a third-party
captcha, never a block without another way.
"""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from msgspec.structs import replace

from channels.webform.carrying import opened
from channels.webform.pacing import (
    AN_HOUR,
    BITS,
    MOST_REMEMBERED,
    WAIT,
    Budgets,
    Pace,
    challenge,
    effort,
    worked,
)
from channels.webform.rules import checked, work_seed
from helpline.channel import House
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.webform.conftest import Arrived, Writer
from tests.journeys.pages import Page

WORRY = "I am worried about my brother."
FLOOD = 5
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, forms_a_minute=FLOOD)


async def flood(writer: Writer, forms: int = 3 * FLOOD) -> list[int]:
    """Forms all at once, as a robot sends them; how each was answered."""
    sending = [writer.client.post("/en/write", data={"message": f"spam {number}"}) for number in range(forms)]
    return [answer.status_code for answer in await asyncio.gather(*sending)]


def solved(given: str) -> str:
    return next(nonce for nonce in map(str, count()) if worked(given, nonce))


async def test_nothing_is_asked_of_anybody_in_ordinary_times(writer: Writer) -> None:
    """Point 37: proof of work only under attack."""
    page = await writer.look_over(message=WORRY)
    assert "challenge" not in page.source
    assert (await writer.press("send")).status == 200


async def test_a_flood_is_stopped_and_a_writer_who_waits_comes_through(
    writer: Writer, arrived: Arrived, house: House, engine: Engine
) -> None:
    """Point 37: never a block without another way; without script, the way is to wait."""
    answers = await flood(writer)
    assert answers.count(200) == FLOOD
    assert answers.count(429) == 2 * FLOOD
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count from refusal where why = 'flooded'") == 1
    await writer.look_over(message=WORRY)
    page = await writer.press("send")
    assert (page.status, WORRY in page.words, "wait twenty seconds" in page.words) == (429, True, True)
    given = page.form("/write").filled["challenge"]
    page = await writer.press("send")
    assert page.status == 429
    assert page.form("/write").filled["challenge"] == given, "whoever is impatient waits on, from the first time"
    page.form("/write").filled["challenge"] = earlier(house, page, WAIT)
    assert (await writer.press("send")).status == 200
    *_, last = await arrived()
    assert last.content.text == WORRY
    assert [step.event for step in last.history] == ["flooded"]


def earlier(house: House, page: Page, ago: timedelta) -> str:
    """The challenge of a page, as if it had been given out some time ago."""
    at = datetime.now(UTC)
    typed = opened(house, page.form("/write").filled["state"], at).typed
    return challenge(house, work_seed(checked(typed)), at - ago)


async def test_a_browser_that_worked_comes_through_at_once_and_unmarked(writer: Writer, arrived: Arrived) -> None:
    """Point 37: proof of work under attack; it is asked while the summary is read."""
    await flood(writer)
    page = await writer.look_over(message=WORRY)
    given = page.form("/write").filled["challenge"]
    assert "Not sent yet" not in page.words
    assert (await writer.press("send", nonce=solved(given))).status == 200
    *_, last = await arrived()
    assert "flooded" not in [step.event for step in last.history]


async def test_one_piece_of_work_sends_one_message(house: House) -> None:
    """Point 37: work done for one form is worth nothing for another."""
    given = challenge(house, b"one form", NOON)
    nonce = solved(given)
    assert effort(house, b"one form", given, nonce, NOON) == "worked"
    assert effort(house, b"another", given, nonce, NOON) == "none"
    assert effort(house, b"one form", given, "", NOON) == "none"
    assert effort(house, b"one form", given, "", NOON + WAIT) == "waited"
    assert effort(house, b"one form", given, nonce, NOON + timedelta(hours=3)) == "none"
    assert effort(house, b"one form", "made up", nonce, NOON) == "none"
    assert challenge(house, b"one form", NOON + WAIT, given) == given
    assert hashlib.sha256(f"{given}:{nonce}".encode()).digest()[: BITS // 8] == bytes(BITS // 8)


async def test_no_draft_is_kept_for_a_flood(writer: Writer) -> None:
    await flood(writer)
    await writer.open()
    page = await writer.press("keep", message=WORRY)
    assert (page.status, "cannot keep it for you just now" in page.words) == (422, True)
    assert page.form("/write").filled["message"] == WORRY


def test_a_minute_later_nothing_is_asked_any_more() -> None:
    """Point 37: only under attack."""
    pace = Pace(3)
    assert [pace.counted(NOON) for _ in range(5)] == [False, False, False, True, True]
    assert not pace.flooded(NOON + timedelta(minutes=1))
    assert not any(Pace(0).counted(NOON) for _ in range(1000))


async def test_whoever_is_faster_than_a_person_is_only_marked(writer: Writer, arrived: Arrived) -> None:
    """Point 37: minimum time, always quiet."""
    await writer.open()
    assert (await writer.press(message=WORRY)).status == 200
    (contact,) = await arrived()
    assert [step.event for step in contact.history] == ["hurried"]


def test_one_conversation_does_not_flood_us_and_the_next_is_not_slowed() -> None:
    """Point 37: whoever has a receipt may write again, but not without end; nobody else notices."""
    budgets = Budgets()
    assert [budgets.spend("one", NOON) for _ in range(AN_HOUR + 1)] == [True] * AN_HOUR + [False]
    assert budgets.spend("another", NOON)
    assert budgets.spend("one", NOON + timedelta(hours=1))


def test_no_more_conversations_are_counted_than_there_is_memory_for() -> None:
    budgets = Budgets()
    for number in range(MOST_REMEMBERED + 1):
        budgets.spend(str(number), NOON)
    budgets.spend("later", NOON + timedelta(hours=2))
    assert list(budgets.spent) == ["later"]
