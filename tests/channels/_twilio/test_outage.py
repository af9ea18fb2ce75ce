"""Point 18: a poller lists the provider's calls, messages and recordings and fills holes; counts them."""

import asyncio
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from helpline.channel import TransportError
from helpline.cli import simulate
from helpline.cli.reconcile import reconciled
from helpline.cli.simulate import dropped
from helpline.cli.simulate.call import calls
from helpline.cli.simulate.options import FLOOD, Fault, faults_of, flooded
from helpline.cli.simulate.sms import as_listed, message, messages
from helpline.clock import now
from helpline.contacts.model import Channel
from helpline.db.embedded import Addresses
from helpline.envelope import Outcome
from helpline.health import actions as health
from helpline.health.model import Expected
from helpline.intake.jobs import fetch
from helpline.intake.model import Fetch
from tests.channels._twilio.test_rounds import rounds
from tests.channels.conftest import ALICE, Installation

HOURS_AGO = timedelta(hours=5)


def stamp(ago: timedelta = HOURS_AGO) -> str:
    return format_datetime(now().astimezone(UTC) - ago)


def took(line: Installation, words: str, ago: timedelta = HOURS_AGO, **more: str) -> dict[str, str]:
    """The provider took a text, and nobody told us; its webhook's fields."""
    fields = message(line.settings, ALICE, words)
    line.fake.took("Messages", {**as_listed(fields, stamp(ago)), **more})
    return fields


async def both(line: Installation) -> int:
    """A round at each list; how many holes it filled."""
    return sum([await rounds(line, channel).look() for channel in ("sms", "phone")])


async def test_an_outage_of_hours_is_filled_exactly_once_whatever_is_how_many(line: Installation) -> None:
    """Point 18: holes left by an outage are filled, page after page, and counted on the health page."""
    before = await line.text("avant la panne")
    line.fake.took(
        "Messages", as_listed({**message(line.settings, ALICE, "avant la panne"), "MessageSid": before}, stamp())
    )
    for number in range(450):
        took(line, f"pendant la panne, {number}")
    assert await both(line) == 450
    assert await both(line) == 0
    assert len(await line.digested()) == 451
    seen = await health.look(line.engine, Expected(("sms", "phone")))
    assert {(one.channel, one.why): one.count for one in seen.refusals} == {("sms", "hole_filled"): 450}


async def test_calls_and_voicemails_of_an_outage_become_what_they_would_have_been(line: Installation) -> None:
    """Point 18: calls and recordings are filled too, each once."""
    at = stamp()
    for number in range(3):
        sid = f"CA{number:032}"
        ends = {"from": f"+4477009001{number:02}", "to": line.settings.twilio_number, "status": "completed"}
        line.fake.took("Calls", {"sid": sid, **ends, "start_time": at, "end_time": at})
    line.fake.age = HOURS_AGO
    line.fake.record(2, f"CA{1:032}")
    assert await both(line) == 7
    assert await both(line) == 0
    found = await line.digested()
    assert sorted(str(view.row.outcome) for view in found) == ["abandoned", "abandoned", str(Outcome.VOICEMAIL)]
    assert {view.row.channel for view in found} == {Channel.PHONE}


async def test_webhooks_that_come_after_all_double_nothing(line: Installation) -> None:
    """Point 18, point 6: a late webhook finds its hole filled."""
    fields = took(line, "en retard")
    await both(line)
    await line.wire().ask("/twilio/sms", fields)
    (view,) = await line.digested()
    assert view.content.text == "en retard"


async def test_callbacks_of_a_call_that_come_after_all_double_nothing(line: Installation) -> None:
    """Point 18, point 6: a late recording or status finds its hole filled, and stays one contact with one file."""
    await line.close_all_day()
    line.fake.age = HOURS_AGO
    handset = await line.call(Fault.DROP)
    (recording,) = line.fake.recordings
    await both(line)
    known = {**handset.known, "RecordingSid": recording, "RecordingStatus": "completed"}
    await line.wire().ask("/twilio/voice/recording", {**known, "RecordingUrl": line.fake.address(recording)})
    await line.wire().ask("/twilio/voice/status", {**handset.known, "CallStatus": "completed"})
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL
    async with line.engine.pool.acquire() as db:
        assert await db.fetchval("select count(*) from pgqueuer where entrypoint = 'intake.fetch'") == 1


async def test_reports_that_never_came_are_asked_for(line: Installation) -> None:
    """Point 18: what became of our own messages is filled as well, with the key its webhook would have had."""
    at = stamp()
    known = {
        "direction": "outbound-api",
        "from": line.settings.twilio_number,
        "to": ALICE,
        "body": "",
        "num_media": "0",
    }
    sid = "SM" + "5" * 32
    ours = {**known, "sid": sid, "status": "undelivered", "error_code": "30003", "date_created": at, "date_updated": at}
    line.fake.lists["Messages"].append(ours)
    assert await both(line) == 1
    late = {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30003"}
    await line.wire().ask("/twilio/sms/status", late)
    async with line.engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        assert await db.fetchval("select count(*) from inbox") == 1


async def test_one_message_that_cannot_be_asked_about_stops_no_other(line: Installation) -> None:
    """Point 18, point 10: its own errors never stop the poller."""
    took(line, "sans image")
    poisoned = took(line, "avec image", num_media="1")
    took(line, "encore sans image")
    line.fake.broken = [f"Messages/{poisoned['MessageSid']}/Media.json"]
    with pytest.raises(TransportError):
        await rounds(line, "sms").look()
    assert {view.content.text for view in await line.digested()} == {"sans image", "encore sans image"}
    line.fake.broken = []
    assert await rounds(line, "sms").look() == 1
    assert len(await line.digested()) == 3


async def test_a_refused_login_is_known_as_one(line: Installation) -> None:
    """Point 9: refused logins stand on the health page, and the next round comes all the same."""
    line.fake.tokens = ["token of tomorrow"]
    with pytest.raises(TransportError):
        await rounds(line, "sms").look()
    async with line.engine.pool.acquire() as db:
        assert await db.fetchval("select code from poll where channel = 'sms'") == "refused_login"


async def test_a_page_that_fails_leaves_what_came_before_it(line: Installation) -> None:
    """Point 18: the next round goes on where this one ended."""
    for number in range(250):
        took(line, str(number))
    line.fake.broken = ["Page=1"]
    with pytest.raises(TransportError):
        await rounds(line, "sms").look()
    assert len(await line.digested()) == 200
    line.fake.broken = []
    assert await rounds(line, "sms").look() == 50


async def test_a_text_whose_picture_is_gone_there_still_arrives(line: Installation) -> None:
    """Point 18: what was deleted at the provider is not waited for."""
    fields = took(line, "voyez la photo", num_media="1")
    line.fake.broken = [f"!Messages/{fields['MessageSid']}/Media.json"]
    assert await rounds(line, "sms").look() == 1
    (view,) = await line.digested()
    assert view.content.text == "voyez la photo"


async def test_what_we_have_and_deleted_there_is_no_hole(line: Installation) -> None:
    """Point 18: what was already deleted there is not missed."""
    await line.close_all_day()
    await line.call()
    (recording,) = line.fake.recordings
    await line.channels["phone"].discard(recording)
    line.fake.age = HOURS_AGO
    assert line.fake.lists["Recordings"] == []
    assert await both(line) == 0


async def test_the_first_round_looks_back_a_month_and_each_next_one_to_the_last_that_succeeded(
    line: Installation,
) -> None:
    """Point 18: however long we were away, and however long the provider was."""
    asked: list[datetime] = []
    round_ = rounds(line, "sms")
    listing = round_.listing

    def noting(start: datetime):  # type: ignore[no-untyped-def]  # the listing's own type
        asked.append(start)
        return listing(start)

    round_.listing = noting
    await round_.look()
    await round_.look()
    round_._looked = now() - timedelta(days=9)
    await round_.look()
    ago = [round((now() - start).total_seconds() / 3600) for start in asked]
    assert ago == [30 * 24, 48, 9 * 24]


def parsed(*typed: str) -> Namespace:
    whole = ArgumentParser()
    simulate.add(whole.add_subparsers())
    return whole.parse_args(["simulate", *typed])


async def simulated(line: Installation, *typed: str) -> int:
    """A simulation whose webhooks never come, and the rounds that find what it left; its exit code."""
    given = parsed(*typed, "--faults", "drop", "--url", line.url, "--public-url", line.settings.public_url)
    await line.fake.close()
    running = asyncio.create_task((messages if given.kind == "sms" else calls)(given, line.settings))
    while not running.done():
        await asyncio.sleep(0.3)
        for channel in ("sms", "phone"):
            try:
                await rounds(line, channel).look()
            except TransportError:
                continue
    return await running


async def test_a_simulated_text_whose_webhook_never_comes_is_found_by_the_next_round(line: Installation) -> None:
    """Point 18: `simulate sms --faults drop` lets the provider know what the server does not."""
    assert await simulated(line, "sms", "--times", "3") == 0
    assert len(await line.digested()) == 3


async def test_a_simulated_voicemail_whose_callbacks_never_come_is_found_by_the_next_round(line: Installation) -> None:
    """Point 18: the same for calls and what was recorded."""
    await line.close_all_day()
    running = asyncio.create_task(fetching(line))
    assert await simulated(line, "voicemail") == 0
    running.cancel()
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL


async def fetching(line: Installation) -> None:
    """What the worker does with what was announced."""
    while True:
        await line.digested()
        for row in await line.engine.pool.fetch(
            "delete from pgqueuer where entrypoint = 'intake.fetch' returning payload"
        ):
            await fetch(line.premises, msgspec.json.decode(row["payload"], type=Fetch))
        await asyncio.sleep(0.1)


async def test_a_simulated_flood_is_many_at_once_and_each_arrives_once(line: Installation) -> None:
    """Point 10: bounded everything, and nothing lost in a flood."""
    given = parsed("sms", "--faults", "flood", "--url", line.url, "--public-url", line.settings.public_url)
    assert await messages(given, line.settings) == 0
    assert len(await line.digested()) == FLOOD


async def test_what_nobody_asks_for_is_said(line: Installation) -> None:
    """A command that waited in vain says why."""
    took(line, "perdu")
    with pytest.raises(dropped.Refused, match="is the worker running"):
        await dropped.found_by_reconciliation(line.fake, 0.1)


async def test_the_doctor_does_one_round_now(
    line: Installation, database: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Point 18: `helpline doctor --reconcile`, after an outage, without waiting for the clock."""
    took(line, "pendant la panne")
    settings = structs.replace(line.settings, database_url=database.app, data_dir=tmp_path)
    assert await reconciled(settings) == 0
    assert "sms: 1 taken in" in capsys.readouterr().out
    line.fake.tokens = ["token of tomorrow"]
    assert await reconciled(settings) == 1
    assert "BAD sms: the provider was not read to its end (401)" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["sms", "call", "voicemail", "email", "form"])
def test_every_kind_of_simulation_can_flood(kind: str) -> None:
    """Point 10: fifty, or as many as one asks for, all at the same time."""
    given = flooded(parsed(kind, "--faults", "flood"))
    assert (given.times, given.concurrency) == (FLOOD, FLOOD)
    given = flooded(parsed(kind, "--faults", "flood", "--times", "4"))
    assert (given.times, given.concurrency) == (4, 4)
    assert flooded(parsed(kind, "--times", "2")).times == 2
    assert flooded(parsed(kind)).times == 1


def test_what_drops_leaves_the_other_faults_something_to_do() -> None:
    """Point 10: each third is dropped, beginning with the first; the rest meets the rest."""
    given = flooded(parsed("sms", "--faults", "drop,duplicate", "--times", "7"))
    assert [number for number in range(7) if Fault.DROP in faults_of(given, number)] == [0, 3, 6]
    assert all(Fault.DUPLICATE in faults_of(given, number) for number in range(7))
