"""The way in is proven by a call and a text of our own."""

from datetime import timedelta

import pytest

from channels._twilio.rounds import Rounds
from helpline.channel import TransportError
from helpline.cli.probe import tried
from helpline.intake import actions as intake
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import Installation

SPARE = "+447700900555"
TESTED = pytest.mark.parametrize("chosen", [{"twilio_test_number": SPARE}])


async def begun(line: Installation, channel: str) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        await intake.probe_begins(tx, channel)


@TESTED
@pytest.mark.parametrize("ago", [None, timedelta(minutes=11)])
async def test_a_forged_test_number_never_makes_a_real_person_nobodys_contact(
    line: Installation, ago: timedelta | None
) -> None:
    if ago:
        await begun(line, "sms")
        async with line.engine.transaction(SYSTEM) as tx:
            await tx.db.execute("update refusal set last_at = last_at - $1::interval", ago)
    line.fake.lists["Messages"] = [
        {"sid": "SM1", "direction": "inbound", "from": SPARE, "to": "+447700900900", "body": "Aidez-moi",
         "num_media": "0", "date_created": "Mon, 16 Nov 2026 10:00:00 +0000"},
    ]  # fmt: skip
    (rounds,) = line.channels["sms"].listeners
    assert isinstance(rounds, Rounds)
    await rounds.once()
    (view,) = await line.digested()
    assert view.content.text == "Aidez-moi"


@TESTED
@pytest.mark.parametrize("channel", ["phone", "sms"])
async def test_a_synthetic_call_and_text_are_marked_and_outside_statistics(line: Installation, channel: str) -> None:
    """Point 19: A synthetic test call and SMS, marked, outside statistics."""
    probe = line.channels[channel].probe
    assert probe is not None
    await begun(line, channel)
    await probe()
    await line.until_rows(
        f"select from inbox where channel = '{channel}' having count(*) >= {1 + (channel == 'phone')}"
    )
    assert await line.digested() == []
    assert await line.rows("select from waiting") == []
    async with line.engine.transaction(SYSTEM) as tx:
        assert await intake.probes(tx, channel) >= 1
    assert not await line.rows("select from inbox where wrapped is not null")


@TESTED
async def test_a_probe_that_does_not_come_back_is_called_lost(line: Installation) -> None:
    async def into_the_void() -> None: ...

    async def refused() -> None:
        raise TransportError("20003")

    assert await tried(line.engine, "sms", into_the_void, 0.3) == "lost"
    assert await tried(line.engine, "sms", refused, 0.3) == "refused (20003)"


@TESTED
async def test_a_probe_that_the_rounds_find_is_still_no_contact(
    line: Installation,
) -> None:
    await begun(line, "sms")
    line.fake.lists["Messages"] = [
        {"sid": "SM1", "direction": "inbound", "from": SPARE, "to": "+447700900900", "body": "test", "num_media": "0",
         "date_created": "Mon, 16 Nov 2026 10:00:00 +0000"},
    ]  # fmt: skip
    (rounds,) = line.channels["sms"].listeners
    assert isinstance(rounds, Rounds)
    assert await rounds.once() == 1
    assert await line.digested() == []


async def test_without_a_second_number_nothing_is_probed(line: Installation) -> None:
    assert [channel.probe for channel in line.channels.values()] == [None, None]
