"""From the first ring to the end of a talk: the real line behind the channel, and a provider that plays telephones."""

import pytest

from channels.phone.phrases import PHRASES
from helpline.channel import HandsetKind
from helpline.cli.simulate.handset import Handset
from helpline.cli.simulate.options import Fault
from helpline.envelope import Outcome
from helpline.line import presence
from helpline.line.model import PresenceState
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Actor, ActorKind
from tests.channels.conftest import ALICE, DUTY, Installation

ANNE, BERT = "+447700900811", "+447700900812"


@pytest.fixture
async def line(line: Installation) -> Installation:
    """An open line at which Anne answers by telephone."""
    await line.open_all_day()
    await operator(line, "anne", ANNE)
    return line


async def operator(line: Installation, name: str, phone: str, handset: HandsetKind = HandsetKind.PHONE) -> str:
    """A colleague who is available; what his browser is called."""
    async with line.engine.transaction(SYSTEM) as tx:
        who = await staff.add(
            tx, sign_in_name=name, display_name=name.title(), role=Role.OPERATOR,
            password="four plain words here", phone=phone,
        )  # fmt: skip
    async with line.engine.transaction(Actor(ActorKind.STAFF, Role.OPERATOR, who)) as tx:
        await presence.say(tx, who, PresenceState.AVAILABLE, handset, ("fr",))
    return who.hex


def joined(line: Installation, caller: Handset) -> bool:
    """Whether a caller and somebody else are in one room."""
    return any(caller.sid in room.members and len(room.members) > 1 for room in line.fake.board.rooms.values())


def rung(line: Installation) -> list[str]:
    return [leg.address for leg in line.fake.board.legs]


async def calls(line: Installation) -> list[dict[str, object]]:
    async with line.engine.transaction(SYSTEM) as tx:
        return [dict(row) for row in await tx.db.fetch("select * from line_call order by joined_at")]


@pytest.mark.parametrize("faults", [(), (Fault.DUPLICATE,), (Fault.REORDER,), (Fault.DROP,)])
async def test_a_caller_rings_waits_talks_and_hangs_up(line: Installation, faults: tuple[Fault, ...]) -> None:
    """Point 14: the caller waits in Twilio `<Enqueue>`; Claim by compare-and-set.

    Point 16: Hang-up side recorded; durations from provider times.
    """
    async with line.caller(*faults) as caller:
        await line.until(lambda: joined(line, caller))
        assert rung(line) == [ANNE]
        await line.digested()
        await line.until_rows("select from contact_event where event = 'answered'")
    await line.until(lambda: line.fake.board.legs[0].over.is_set())
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED
    events = [step.event for step in view.history]
    assert [events.count(word) for word in ("rang", "joined_line", "answered", "talk_ended:caller")] == [1, 1, 1, 1]
    (call,) = await calls(line)
    assert (call["state"], call["left_how"], call["hung_up_by"]) == ("left", "talked", "caller")
    assert call["answered_at"] is not None
    assert call["answered_at"] <= call["left_at"]  # type: ignore[operator]


async def test_when_the_operator_presses_the_star_the_caller_s_call_ends_too(line: Installation) -> None:
    """Point 16: Hang-up side recorded."""
    async with line.caller() as caller:
        await line.until(lambda: joined(line, caller))
        await line.digested()
        line.fake.board.legs[0].star.set()
        await line.until(caller.over.is_set)
    (view,) = await line.digested()
    assert "talk_ended:operator" in [step.event for step in view.history]
    (call,) = await calls(line)
    assert (call["left_how"], call["hung_up_by"]) == ("talked", "operator")


@pytest.mark.parametrize("habit", ["silent", "busy", "mailbox"])
async def test_no_answer_in_time_rings_the_next_then_the_duty_phone_and_then_takes_a_message(
    line: Installation, habit: str
) -> None:
    """Point 15: no answer in time -> next -> duty phone -> voicemail."""
    await operator(line, "bert", BERT)
    line.fake.board.habit = habit
    async with line.caller() as caller:
        await line.until(caller.over.is_set, 30)
    assert rung(line) == [ANNE, BERT, DUTY]
    assert PHRASES["fr"].unanswered in caller.heard
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL


async def test_who_presses_a_key_while_a_telephone_rings_stops_it(line: Installation) -> None:
    line.fake.board.habit, line.fake.board.pace = "silent", 1.0
    async with line.caller() as caller:
        await line.until(lambda: PHRASES["fr"].waiting.keys in caller.heard and rung(line))
        caller.press("1")
        await line.until(caller.over.is_set)
        await line.until(lambda: line.fake.board.legs[0].over.is_set())
    assert line.fake.board.legs[0].status == "ringing"
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.MISSED
    (call,) = await calls(line)
    assert (call["left_how"], call["turn_at"] is not None) == ("call_back", True)
    async with line.engine.transaction(SYSTEM) as tx:
        due, turn = await tx.db.fetchrow("select f.due_at, c.turn_at from follow_up f, line_call c")
    assert due == turn


async def test_who_hangs_up_while_a_telephone_rings_stops_it(line: Installation) -> None:
    line.fake.board.habit, line.fake.board.pace = "silent", 1.0
    async with line.caller():
        await line.until(lambda: rung(line))
    await line.until(lambda: line.fake.board.legs[0].over.is_set())
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ABANDONED


async def test_a_browser_that_breaks_off_loses_no_caller(line: Installation) -> None:
    """A browser hangs up through its page; a leg that ends without it broke off, and its caller waits again."""
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update presence set state = 'away'")
    browser = await operator(line, "carla", BERT, HandsetKind.BROWSER)
    async with line.caller() as caller:
        await line.until(lambda: joined(line, caller))
        assert rung(line) == [browser]
        line.fake.board.habits[browser] = "busy"
        line.fake.board.legs[0].hang_up()
        await line.until(lambda: len(rung(line)) > 1 and joined(line, caller), 20)
        assert not caller.over.is_set()
    (call,) = await calls(line)
    assert (call["left_how"], call["hung_up_by"]) == ("talked", "caller")


async def test_a_telephone_that_loses_its_network_loses_no_caller(line: Installation) -> None:
    """Point 16: hang-up at every step: the caller hears words, and whoever is available next."""
    async with line.caller() as caller:
        await line.until(lambda: joined(line, caller))
        await line.rows("update line_offer set answered_at = answered_at - interval '1 minute' returning id")
        await operator(line, "bert", BERT)
        before = len(caller.heard)
        line.fake.board.habits[BERT] = "waits"
        line.fake.board.legs[0].hang_up()
        await line.until(lambda: len(rung(line)) > 1 and PHRASES["fr"].waiting.keys in caller.heard[before:], 20)
        line.fake.board.legs[-1].press("answer")
        await line.until(lambda: joined(line, caller), 20)
        assert rung(line) == [ANNE, BERT]
        assert not caller.over.is_set()
    (call,) = await calls(line)
    assert (call["left_how"], call["hung_up_by"]) == ("talked", "caller")


async def test_who_kept_the_place_is_called_back_when_an_operator_answers_for_it(line: Installation) -> None:
    """Point 13: `1` call me back (keeps the place): it rings at an operator, and is never dialled without one."""
    line.fake.board.habits[ANNE] = "silent"
    async with line.caller() as caller:
        await line.until(lambda: PHRASES["fr"].waiting.keys in caller.heard)
        caller.press("1")
        await line.until(caller.over.is_set)
    await line.digested()
    await line.rows("update line_call set left_at = left_at - interval '2 minutes' returning id")
    line.fake.board.habits[BERT] = "answers"
    await operator(line, "bert", BERT)
    await line.until(lambda: ALICE in rung(line), 20)
    await line.until(lambda: any(len(room.members) == 2 for room in line.fake.board.rooms.values()))
    assert rung(line)[-2:] == [BERT, ALICE]
    assert line.fake.board.legs[-1].asked["From"] == line.settings.twilio_number
    line.fake.board.legs[-1].hang_up()
    await line.until(lambda: line.fake.board.legs[-2].over.is_set(), 20)
    ours = [call for call in await calls(line) if call["direction"] == "out"][-1]
    assert (ours["left_how"], ours["hung_up_by"]) == ("talked", "caller")


async def test_a_caller_who_is_brought_after_hanging_up_is_gone(line: Installation) -> None:
    """Webhooks that never came: the provider's refusal to move the caller tells the house that he left."""
    async with line.caller(Fault.DROP) as caller:
        await line.until(lambda: line.fake.board.waiting)
        line.fake.board.calls.pop(caller.sid)
        await line.until(lambda: rung(line))
    await line.until(lambda: line.fake.board.legs[0].over.is_set())
    (call,) = await calls(line)
    assert call["state"] == "left"
