"""What the provider has and we do not is found again."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from channels._twilio.rounds import Rounds, code_of
from helpline.channel import TransportError
from helpline.clock import now
from helpline.envelope import Outcome
from tests.channels.conftest import ALICE, Installation

AN_HOUR_AGO = now().astimezone(UTC) - timedelta(hours=1)


def rounds(line: Installation, channel: str) -> Rounds:
    (listener,) = line.channels[channel].listeners
    assert isinstance(listener, Rounds)
    return listener


def text(sid: str, at: datetime = AN_HOUR_AGO, **more: str) -> dict[str, str]:
    known = {
        "sid": sid,
        "direction": "inbound",
        "from": ALICE,
        "to": "+447700900900",
        "body": "perdu ?",
        "num_media": "0",
    }
    return {**known, "date_created": format_datetime(at), "status": "received", **more}


def call(sid: str) -> dict[str, str]:
    at = format_datetime(AN_HOUR_AGO)
    known = {"sid": sid, "direction": "inbound", "from": ALICE, "to": "+447700900900", "status": "completed"}
    return {**known, "start_time": at, "end_time": at}


async def test_a_text_whose_webhook_never_came_is_a_contact_with_the_providers_time(line: Installation) -> None:
    """Point 18: Reconciliation: a poller lists the provider's calls and fills holes; counts them."""
    line.fake.lists["Messages"] = [text("SM" + "1" * 32)]
    assert await rounds(line, "sms").once() == 1
    assert await rounds(line, "sms").once() == 0
    (view,) = await line.digested()
    assert (view.content.text, view.content.sender) == ("perdu ?", ALICE)
    assert abs(view.row.occurred_at - AN_HOUR_AGO) < timedelta(seconds=2)
    assert await line.refusals() == {("sms", "hole_filled"): 1}


async def test_what_came_by_webhook_is_never_taken_twice(line: Installation) -> None:
    sid = await line.text("bien arrivé")
    await line.close_all_day()
    handset = await line.call()
    (recording,) = line.fake.recordings
    line.fake.lists["Messages"] = [text(sid)]
    line.fake.lists["Calls"] = [call(handset.sid)]
    line.fake.lists["Recordings"] = [
        {"sid": recording, "call_sid": handset.sid, "status": "completed", "date_created": format_datetime(AN_HOUR_AGO)}
    ]
    assert [await rounds(line, channel).once() for channel in ("sms", "phone")] == [0, 0]
    assert len(await line.digested()) == 2


async def test_our_own_messages_and_what_may_still_be_on_its_way_are_left_alone(line: Installation) -> None:
    line.fake.lists["Messages"] = [text("SM1", direction="outbound-api"), text("SM2", at=now())]
    assert await rounds(line, "sms").once() == 0


async def test_a_lost_picture_comes_back_with_its_message(line: Installation) -> None:
    line.fake.picture()
    line.fake.lists["Messages"] = [text("MM" + "1" * 32, num_media="1")]
    await rounds(line, "sms").once()
    await line.digested()
    async with line.engine.pool.acquire() as db:
        assert await db.fetchval("select count(*) from pgqueuer where entrypoint = 'intake.fetch'") == 1


async def test_a_call_and_its_voicemail_that_nobody_told_us_of_are_one_contact(line: Installation) -> None:
    """Point 18: Reconciliation: a poller lists the provider's calls and fills holes; counts them."""
    sid = "CA" + "1" * 32
    line.fake.lists["Calls"] = [call(sid)]
    line.fake.lists["Recordings"] = [
        {"sid": "RE" + "1" * 32, "call_sid": sid, "status": "completed", "date_created": format_datetime(AN_HOUR_AGO)}
    ]
    assert await rounds(line, "phone").once() == 3
    (view,) = await line.digested()
    assert (view.row.outcome, view.content.sender) == (Outcome.VOICEMAIL, ALICE)


async def test_what_another_number_of_the_account_recorded_is_not_taken_in(line: Installation) -> None:
    """Point 18: a poller lists the provider's recordings: ours, not those of whoever shares the account."""
    ours, elsewhere, unknown = ("CA" + digit * 32 for digit in "123")
    line.fake.lists["Calls"] = [call(ours), {**call(elsewhere), "to": "+447700900999"}]
    line.fake.lists["Recordings"] = [
        {"sid": "RE" + one[2:], "call_sid": one, "status": "completed", "date_created": format_datetime(AN_HOUR_AGO)}
        for one in (ours, elsewhere, unknown)
    ]
    assert [await rounds(line, "phone").once() for _ in range(2)] == [4, 0]
    assert len(await line.digested()) == 2, "of whose call the provider knows nothing any more, a human decides"
    assert sum(f"/Calls/{elsewhere}.json" in one.target for one in line.fake.asked) == 1, "it is not asked for again"


async def test_a_provider_that_is_down_ends_a_round_and_not_the_rounds(line: Installation) -> None:
    await line.fake.close()
    listener = rounds(line, "phone")
    await listener.start()
    await asyncio.sleep(0.1)
    await listener.stop()


@pytest.mark.parametrize("chosen", [{"demo": True}, {"twilio_account_sid": ""}])
async def test_a_demo_makes_no_rounds(line: Installation) -> None:
    assert [channel.listeners for channel in line.channels.values()] == [[], []]


async def test_a_look_at_the_provider_is_noted_with_why_it_was_in_vain(line: Installation) -> None:
    """Point 9: a broken channel (no poll, refused login) is known to the health page."""
    await line.house.polled("sms", "unreachable")
    await line.house.polled("sms")
    for _ in range(2):
        await line.house.polled("phone", code_of(TransportError("20003")))
    async with line.engine.pool.acquire() as db:
        rows = await db.fetch(
            "select channel, code, succeeded_at is null as never, failing_since is null as well from poll order by 1"
        )
    assert [tuple(row) for row in rows] == [("phone", "refused_login", True, False), ("sms", "", False, True)]
    assert code_of(ValueError("a number in it")) == "ValueError"
