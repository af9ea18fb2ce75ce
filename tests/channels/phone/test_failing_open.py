"""Whatever breaks behind us, a caller gets through to a human or to a voicemail."""

import asyncio
import re
import time
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest
from asyncpg import Pool

from channels._twilio.door import PATIENCE
from channels.phone.phrases import PHRASES
from helpline.cli.simulate.handset import Script
from helpline.envelope import Outcome
from helpline.vault.transaction import Engine
from tests.channels.conftest import ALICE, DUTY, Installation

RING = {"CallSid": "CA1", "From": ALICE, "CallStatus": "ringing"}

#: Every address of a call with what may be posted there, and the verb that leads on to a person or a voicemail.
STEPS = (
    ("", {}, "/language?"),
    ("/language?misses=0", {"Digits": "4"}, "/menu?language=en"),
    ("/language?misses=1", {"Digits": ""}, "/menu?language=fr"),
    ("/menu?language=fr&line=open", {"Digits": ""}, "<Number"),
    ("/menu?language=fr&line=open", {"Digits": "1"}, "<Record"),
    ("/menu?language=fr&line=open", {"Digits": "2"}, "<Record"),
    ("/menu?language=fr&line=unanswered", {"Digits": ""}, "<Record"),
    ("/wait?language=fr", {}, "/wait?language=fr&amp;away=1"),
    ("/wait?language=fr&away=1", {}, "<Leave"),
    ("/waited?language=fr&line=open", {"Digits": ""}, "<Response"),
    ("/waited?language=fr&line=open", {"Digits": "1"}, "<Leave"),
    ("/waited?language=fr&line=open", {"Digits": "2"}, "<Leave"),
    ("/waited?language=fr&line=closed", {"Digits": ""}, "<Leave"),
    *(("/left?language=fr", {"QueueResult": why}, "<Number") for why in ("leave", "error", "system-error")),
    ("/left?language=fr", {"QueueResult": "queue-full"}, "/menu?language=fr"),
    ("/dialled?language=fr", {"DialCallStatus": "no-answer"}, "/menu?language=fr"),
    ("/fallback", {"ErrorCode": "11200"}, "<Number"),
    ("/accept", {}, "/accepted"),
)


async def test_a_whole_call_goes_through_without_the_database_and_is_kept_when_it_is_back(line: Installation) -> None:
    """Not knowing the hours counts as open; not knowing the roster rings the phone of the settings."""
    line.break_database()
    handset = line.handset(script=Script(duty="answers"))
    await handset.visit("/twilio/voice", {"CallStatus": "ringing"})
    assert handset.rang_duty == DUTY
    await line.repair_database()
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED
    assert {"rang", "language:fr", "joined_line", "answered"} == {step.event for step in view.history}


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
    """Point 3: TwiML from the fallback URL, which must not need the database."""
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


@pytest.mark.parametrize("patience", [PATIENCE])
@pytest.mark.parametrize("broken", ["away", "hanging"])
async def test_without_the_database_every_step_leads_to_a_person_or_a_voicemail_in_less_than_two_seconds(
    line: Installation, broken: str
) -> None:
    """Point 3: an internal error leads the caller to voicemail or the duty phone.

    Point 11: answer TwiML well below 2 s.
    """
    line.break_database()
    if broken == "hanging":
        line.house.engine = line.house.keeping.engine = Engine(cast(Pool, Hanging()), line.engine.vault)
    for step, fields, leads_to in STEPS:
        begun = time.perf_counter()
        answer = await line.wire().ask("/twilio/voice" + step, {**RING, **fields})
        assert time.perf_counter() - begun < 2, step
        assert leads_to in answer, step


async def test_a_caller_who_waits_when_the_database_stops_is_led_to_the_duty_phone(line: Installation) -> None:
    """Point 3: an internal error leads the caller to voicemail or the duty phone."""
    known = {**RING, "CallStatus": "in-progress"}
    line.break_database()
    first = await line.wire().ask("/twilio/voice/wait?language=nl", known)
    (again,) = [verb.text for verb in Xml.fromstring(first).iter("Redirect")]
    assert again is not None
    assert "<Leave" in await line.wire().ask(again, known)
    out = Xml.fromstring(await line.wire().ask("/twilio/voice/left?language=nl", {**known, "QueueResult": "leave"}))
    assert out.findtext("Dial/Number") == DUTY


async def test_whoever_was_led_to_the_duty_phone_is_offered_to_nobody_once_the_database_is_back(
    line: Installation,
) -> None:
    """Nobody is torn out of a talk on the duty phone, because the house did not hear of it at the time."""
    await line.open_all_day()
    await line.house.join_line("CA1", "fr")
    line.break_database()
    known = {**RING, "CallStatus": "in-progress", "QueueResult": "leave"}
    assert "<Number" in await line.wire().ask("/twilio/voice/left?language=fr", known)
    await line.repair_database()
    assert [tuple(row) for row in await line.rows("select state, left_how from line_call")] == [("left", "trouble")]


async def test_a_call_back_that_cannot_be_noted_is_not_promised(line: Installation) -> None:
    line.break_database()
    for step in ("/menu?language=fr&line=open", "/menu?language=fr&line=closed"):
        answer = await line.wire().ask("/twilio/voice" + step, {**RING, "Digits": "1"})
        assert "<Record" in answer


async def test_an_address_that_is_broken_still_leads_to_a_question_or_a_voicemail(line: Installation) -> None:
    assert "<Gather" in await line.wire().ask("/twilio/voice/language?misses=x", {**RING, "Digits": ""})
    assert "<Record" in await line.wire().ask("/twilio/voice/menu?language=xx", {**RING, "Digits": "9"})


async def test_the_first_answer_comes_quickly(line: Installation) -> None:
    """Point 11: First webhook: validate, insert, answer TwiML well below 2 s."""
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


def test_the_bin_of_the_docs_hands_no_caller_to_a_private_mailbox() -> None:
    """With our server gone a caller still leaves a message, where the next round finds it."""
    text = (Path(__file__).parents[3] / "docs" / "channels.md").read_text()
    (example,) = re.findall(r"```xml\n(<Response>.*?</Response>)", text, re.DOTALL)
    verbs = list(Xml.fromstring(example))
    assert {verb.tag for verb in verbs} == {"Say", "Record"}
    spoken = {(words.locale, words.voice) for words in PHRASES.values()}
    for verb in verbs[:-1]:
        assert (verb.get("language"), verb.get("voice")) in spoken
        assert "112" in (verb.text or "")
    assert [urlsplit(verbs[-1].attrib[name]).path for name in ("action", "recordingStatusCallback")] == [
        "/twilio/voice/recorded",
        "/twilio/voice/recording",
    ]
