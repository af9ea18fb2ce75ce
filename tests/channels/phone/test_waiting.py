"""Somebody waits: the place in words, an honest wait, and two keys; and whatever ends the waiting is heard."""

import pytest

from channels.phone.phrases import PHRASES
from helpline.channel import Leaving, LineState, Place
from helpline.cli.simulate.handset import Script
from helpline.envelope import Outcome
from helpline.intake.house import House
from tests.channels.conftest import ALICE, Installation
from tests.channels.phone.attended import Attended

FR = PHRASES["fr"].waiting


@pytest.fixture
def house_kind() -> type[Attended]:
    return Attended


async def test_a_caller_hears_the_place_in_words_an_honest_wait_and_two_keys(
    line: Installation, house: Attended
) -> None:
    """Point 13: Open: queue with words on the place in it, honest wait, `1` call me back, `2` leave a message."""
    async with line.caller() as caller:
        await line.until(lambda: FR.keys in caller.heard)
    assert [FR.ahead.format(count=2), FR.minutes.format(count=5), FR.keys] == caller.heard[-3:]
    assert "2" in caller.heard[-3]


@pytest.mark.parametrize("place", [Place(LineState.WAITING, 0, 1), Place(LineState.WAITING)])
async def test_nobody_is_told_a_wait_that_nobody_knows(line: Installation, house: Attended, place: Place) -> None:
    """Point 13: honest wait: none is said where none is known."""
    house.place = place
    async with line.caller() as caller:
        await line.until(lambda: FR.keys in caller.heard)
    assert FR.next in caller.heard
    assert (FR.minute in caller.heard) == (place.minutes == 1)


async def test_the_place_is_asked_again_at_each_turn(line: Installation, house: Attended) -> None:
    """Point 14: Queue truth lives in Postgres; the caller waits in Twilio `<Enqueue>`."""
    async with line.caller() as caller:
        await line.until(lambda: FR.ahead.format(count=2) in caller.heard)
        assert line.fake.board.waiting == [caller.sid]
        house.place = Place(LineState.WAITING, 0)
        await line.until(lambda: FR.next in caller.heard)
    assert [word for word in house.told if word[0] == "join"] == [("join", caller.sid, "fr")]


async def test_a_caller_in_the_line_asks_to_be_called_back_and_hangs_up_with_a_promise(
    line: Installation, house: Attended
) -> None:
    """Point 13: `1` call me back (keeps the place)."""
    async with line.caller(keys="---1") as caller:
        await caller.over.wait()
    assert caller.heard[-1] == PHRASES["fr"].promised
    assert house.leavings()[0] is Leaving.CALL_BACK
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.MISSED
    assert [step.event for step in view.history].count("call_back") == 1


async def test_a_caller_in_the_line_leaves_a_message(line: Installation, house: Attended) -> None:
    """Point 13: `2` leave a message."""
    async with line.caller(keys="--2") as caller:
        await caller.over.wait()
    assert house.leavings()[0] is Leaving.MESSAGE
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL
    assert {"joined_line", "chose_voicemail", "voicemail"} <= {step.event for step in view.history}


async def test_a_hidden_number_in_the_line_is_asked_for_one_and_leaves_a_message(
    line: Installation, house: Attended
) -> None:
    async with line.caller(number="+266696687", keys="--1") as caller:
        await caller.over.wait()
    assert PHRASES["fr"].withheld in caller.heard
    (view,) = await line.digested()
    assert (view.row.outcome, view.row.sender_blind) == (Outcome.VOICEMAIL, None)


@pytest.mark.parametrize(("key", "left"), [("1", Leaving.CALL_BACK), ("-", Leaving.MESSAGE)])
async def test_when_the_line_closes_a_waiting_caller_is_told_and_offered_both_ways(
    line: Installation, house: Attended, key: str, left: Leaving
) -> None:
    """Point 13: closed: message, voicemail, call-back, emergency numbers; and while somebody waits as well."""
    async with line.caller() as caller:
        caller.answers[PHRASES["fr"].closed] = key.replace("-", "")
        await line.until(lambda: FR.keys in caller.heard)
        house.place = Place(LineState.CLOSED)
        await caller.over.wait()
    assert house.leavings()[0] is left
    (view,) = await line.digested()
    assert view.row.outcome is (Outcome.MISSED if key == "1" else Outcome.VOICEMAIL)


async def test_a_line_that_closed_during_the_welcome_takes_a_message(line: Installation, house: Attended) -> None:
    house.place = Place(LineState.CLOSED)
    handset = await line.call()
    assert PHRASES["fr"].closed in handset.heard
    assert (await line.digested())[0].row.outcome is Outcome.VOICEMAIL


async def test_hanging_up_in_the_line_is_told_to_the_house_and_abandons_the_contact(
    line: Installation, house: Attended
) -> None:
    """Point 14: handle queue-full, hang-up, leave."""
    async with line.caller() as caller:
        await line.until(lambda: FR.keys in caller.heard)
    assert house.leavings() == [Leaving.HUNG_UP]
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ABANDONED
    assert "hung_up_waiting" in [step.event for step in view.history]
    assert house.times[-1] is not None


async def test_when_too_many_wait_the_next_one_is_offered_a_call_back_or_a_message(
    line: Installation, house: Attended
) -> None:
    """Point 14: handle queue-full, hang-up, leave."""
    line.fake.board.longest = 0
    handset = await line.call(script=Script(keys="-1"))
    assert FR.full in handset.heard
    assert house.leavings()[0] is Leaving.FULL
    assert handset.heard[-1] == PHRASES["fr"].promised
    assert "line_full" in await line.events()


@pytest.mark.parametrize("result", ["error", "system-error", "something new"])
async def test_when_the_provider_cannot_queue_a_caller_the_duty_phone_rings(
    line: Installation, house: Attended, result: str
) -> None:
    """Point 14: handle queue-full, hang-up, leave; and every error of it leads to a human."""
    known = {"CallSid": "CA1", "From": ALICE, "CallStatus": "in-progress", "QueueResult": result}
    assert "<Number" in await line.wire().ask("/twilio/voice/left?language=fr", known)
    assert house.leavings() == [Leaving.TROUBLE]


@pytest.mark.parametrize("result", ["redirected", "bridged", "redirected-from-bridged", "bridging-in-process"])
async def test_a_caller_who_was_brought_elsewhere_is_told_nothing_by_the_line(
    line: Installation, house: Attended, result: str
) -> None:
    known = {"CallSid": "CA1", "From": ALICE, "CallStatus": "in-progress", "QueueResult": result}
    answer = await line.wire().ask("/twilio/voice/left?language=fr", known)
    assert not any(verb in answer for verb in ("<Say", "<Dial", "<Record"))
    assert house.leavings() == []


async def test_when_nobody_can_take_a_waiting_caller_any_more_a_message_is_offered(
    line: Installation, house: Attended
) -> None:
    """Point 15: no answer in time -> next -> duty phone -> voicemail."""
    async with line.caller() as caller:
        await line.until(lambda: FR.keys in caller.heard)
        house.place = Place(LineState.NOBODY)
        await caller.over.wait()
    assert PHRASES["fr"].unanswered in caller.heard
    assert house.leavings()[0] is Leaving.MESSAGE
    assert (await line.digested())[0].row.outcome is Outcome.VOICEMAIL


@pytest.mark.parametrize("state", [LineState.NOBODY, LineState.WAITING])
async def test_a_caller_who_left_the_waiting_is_not_waiting_any_more(
    line: Installation, house: Attended, state: LineState
) -> None:
    house.place = Place(state)
    known = {"CallSid": "CA1", "From": ALICE, "CallStatus": "in-progress", "QueueResult": "leave"}
    answer = await line.wire().ask("/twilio/voice/left?language=fr", known)
    assert ("<Record" in answer) == (state is LineState.WAITING)
    assert house.leavings() == [Leaving.MESSAGE]


async def test_who_asks_for_a_call_back_from_the_menu_after_the_waiting_keeps_the_place(
    line: Installation, house: Attended
) -> None:
    """Point 13: `1` call me back (keeps the place): also where nobody could take the call any more."""
    async with line.caller() as caller:
        caller.answers[PHRASES["fr"].unanswered] = "1"
        await line.until(lambda: FR.keys in caller.heard)
        house.place = Place(LineState.NOBODY)
        await caller.over.wait()
    assert caller.heard[-1] == PHRASES["fr"].promised
    assert house.leavings()[:2] == [Leaving.MESSAGE, Leaving.CALL_BACK]


@pytest.mark.parametrize("language", PHRASES)
async def test_waiting_is_spoken_in_the_language_chosen(line: Installation, house: Attended, language: str) -> None:
    script = Script(language=language, steps=8)
    handset = await line.call(script=script)
    assert PHRASES[language].waiting.keys in handset.heard


async def test_a_caller_sent_back_into_the_waiting_is_still_spoken_to_in_his_language(
    line: Installation, house: Attended
) -> None:
    house.place = Place(LineState.WAITING, 0, None, "nl")
    answer = await line.wire().ask("/twilio/voice/wait", {"CallSid": "CA1", "From": ALICE})
    assert PHRASES["nl"].waiting.next in answer
    assert "language=nl" in answer


async def test_a_caller_s_language_is_remembered_with_the_place(line: Installation, house: Attended) -> None:
    await House.join_line(house, "CA1", "tr")
    assert (await House.place_in_line(house, "CA1")).language == "tr"
