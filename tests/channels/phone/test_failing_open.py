"""Whatever breaks behind us, a caller gets through to a human or to a voicemail."""

import asyncio
import time
from typing import cast
from xml.etree import ElementTree as Xml

from asyncpg import Pool

from helpline.cli.simulate.handset import Script
from helpline.envelope import Outcome
from helpline.vault.transaction import Engine
from tests.channels.conftest import ALICE, DUTY, Installation

RING = {"CallSid": "CA1", "From": ALICE, "CallStatus": "ringing"}


async def test_a_whole_call_goes_through_without_the_database_and_is_kept_when_it_is_back(line: Installation) -> None:
    """Not knowing the hours counts as open; not knowing the roster rings the phone of the settings."""
    line.break_database()
    handset = line.handset(script=Script(duty="answers"))
    await handset.visit("/twilio/voice", {"CallStatus": "ringing"})
    assert handset.rang_duty == DUTY
    await line.repair_database()
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED
    assert {"rang", "language:fr", "dialled", "answered"} == {step.event for step in view.history}


async def test_a_voicemail_left_without_the_database_is_not_lost(line: Installation) -> None:
    line.break_database()
    handset = line.handset(script=Script(duty="silent"))
    await handset.visit("/twilio/voice", {"CallStatus": "ringing"})
    await line.repair_database()
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL


async def test_a_final_status_that_cannot_be_kept_is_not_acknowledged(line: Installation) -> None:
    line.break_database()
    assert (await line.wire().post("/twilio/voice/status", {**RING, "CallStatus": "completed"}))[0] == 503


async def test_the_fallback_rings_the_duty_phone_and_needs_no_database(line: Installation) -> None:
    line.break_database()
    verbs = Xml.fromstring(await line.wire().ask("/twilio/voice/fallback", {**RING, "ErrorCode": "11200"}))
    assert [verb.tag for verb in verbs] == ["Say", "Dial"]
    assert verbs.findtext("Dial/Number") == DUTY
    await line.repair_database()
    assert await line.events() == ["fell_back:11200"]


async def test_a_call_that_fell_back_to_an_unanswered_phone_ends_in_the_voicemail(line: Installation) -> None:
    handset = line.handset(script=Script(duty="silent"))
    await handset.visit("/twilio/voice/fallback", {"ErrorCode": "11200"})
    assert (await line.digested())[0].row.outcome is Outcome.VOICEMAIL


async def test_a_database_that_hangs_costs_a_caller_less_than_two_seconds(line: Installation) -> None:
    line.house.engine = line.house.keeping.engine = Engine(cast(Pool, Hanging()), line.engine.vault)
    for step in ("", "/language?misses=0", "/menu?language=fr&line=open"):
        begun = time.perf_counter()
        assert "<Response>" in await line.wire().ask("/twilio/voice" + step, {**RING, "Digits": ""})
        assert time.perf_counter() - begun < 2


async def test_a_step_that_fails_by_itself_becomes_a_voicemail(line: Installation) -> None:
    assert "<Record" in await line.wire().ask("/twilio/voice/language?misses=x", {**RING, "Digits": ""})
    assert "<Record" in await line.wire().ask("/twilio/voice/menu?language=xx", {**RING, "Digits": "9"})


async def test_the_first_answer_comes_quickly(line: Installation) -> None:
    begun = time.perf_counter()
    await asyncio.gather(*(line.wire().ask("/twilio/voice", {**RING, "CallSid": f"CA{n}"}) for n in range(8)))
    assert time.perf_counter() - begun < 1


class Hanging:
    """A pool whose database never answers."""

    def acquire(self) -> "Hanging":
        return self

    async def __aenter__(self) -> None:
        await asyncio.sleep(3600)

    async def __aexit__(self, *_: object) -> None: ...

    async def fetchval(self, *_: object) -> None:
        await asyncio.sleep(3600)

    fetchrow = fetch = execute = fetchval
