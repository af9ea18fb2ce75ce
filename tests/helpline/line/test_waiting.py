"""Points 13 to 15: who waits is rung for, told the truth, and never forgotten."""

import asyncio
from datetime import timedelta

import pytest

from helpline import clock
from helpline.channel import HandsetKind, Leaving, LegEnd, LineState
from helpline.errors import Invalid, TransportError
from helpline.line import presence, rules, store
from helpline.line.model import CallState, Left, OfferState, PresenceState
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import DUTY, Line


async def test_who_has_waited_longest_for_a_call_is_rung_first(line: Line) -> None:
    """Point 15: Operators answer in the browser or on a phone."""
    await line.operator("alice")
    await line.operator("bob")
    place = await line.call()
    assert (place.state, place.ahead) == (LineState.WAITING, 0)
    assert await line.rings_at() == "alice"
    await line.jobs()
    assert [what[0] for what in line.switch.done] == ["ring"]


async def test_who_speaks_the_callers_language_is_rung_before_who_is_idle_longest(line: Line) -> None:
    await line.operator("alice", "fr")
    await line.operator("bob", "fr", "nl")
    await line.call(language="nl")
    assert await line.rings_at() == "bob"


async def test_no_answer_goes_to_the_next_then_to_the_duty_phone_then_to_the_voicemail(line: Line) -> None:
    """Point 15: no answer in time -> next -> duty phone -> voicemail."""
    alice = await line.operator("alice")
    await line.operator("bob")
    await line.call()
    assert await line.rings_at() == "alice"
    await line.ends(LegEnd.NO_ANSWER)
    assert await line.rings_at() == "bob"
    assert await line.state_of(alice) == "away"
    await line.ends(LegEnd.NO_ANSWER)
    assert await line.rings_at() == "duty"
    await line.jobs()
    assert line.switch.done[-1] == ("ring", "phone", DUTY, "fr")
    assert (await line.house.place_in_line("CA1")).state is LineState.WAITING
    await line.ends(LegEnd.NO_ANSWER)
    assert (await line.house.place_in_line("CA1")).state is LineState.NOBODY


async def test_who_never_answers_is_noticed_by_the_clock_alone(line: Line) -> None:
    """Point 6: late, reordered, or missing."""
    await line.operator("alice")
    await line.call()
    await line.jobs("line.ring")
    await line.jobs("line.unanswered")
    await line.jobs()
    assert await line.rings_at() == "duty"
    assert [what[0] for what in line.switch.done] == ["ring", "hang_up", "ring"]


async def test_who_says_no_stays_at_the_line_and_is_not_asked_for_this_caller_again(line: Line) -> None:
    alice = await line.operator("alice")
    await line.operator("bob")
    await line.call()
    await line.ends(LegEnd.DECLINED)
    assert await line.rings_at() == "bob"
    assert await line.state_of(alice) == "available"
    await line.ends(LegEnd.DECLINED)
    assert await line.rings_at() == "duty"
    await line.call("CA2")
    assert await line.rings_at("CA2") == "alice"


async def test_a_telephone_that_cannot_ring_anybody_leads_to_the_voicemail(line: Line) -> None:
    await line.operator("alice")
    line.switch.refuses = TransportError("no_telephone", permanent=True)
    await line.call()
    await line.jobs("line.ring")
    await line.jobs("line.ring")
    assert (await line.house.place_in_line("CA1")).state is LineState.NOBODY


async def test_with_nobody_there_the_duty_phone_rings_at_once(line: Line) -> None:
    await line.call()
    assert await line.rings_at() == "duty"


async def test_who_is_in_contact_will_be_free_again_so_callers_wait_in_their_order(line: Line) -> None:
    """Point 14: Queue truth lives in Postgres."""
    alice = await line.operator("alice")
    for number in range(1, 4):
        await line.call(f"CA{number}")
    await line.answers("CA1")
    assert [(await line.house.place_in_line(f"CA{number}")).ahead for number in (2, 3)] == [0, 1]
    assert await line.ringing("CA2") is None
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    await line.says(alice, PresenceState.AVAILABLE)
    assert await line.rings_at("CA2") == "alice"
    assert await line.ringing("CA3") is None


async def test_joining_twice_keeps_the_place_and_rings_once(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    await asyncio.gather(*(line.house.join_line("CA1", "fr") for _ in range(10)))
    assert len(await line.offers()) == 1


async def test_a_line_that_closes_while_somebody_waits_says_so(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    await line.hours(None, None)
    assert (await line.house.place_in_line("CA1")).state is LineState.CLOSED
    await line.house.leave_line("CA1", Leaving.CLOSED)
    assert (await line.row()).left_how is Left.CLOSED
    assert (await line.house.join_line("CA9", "fr")).state is LineState.CLOSED


async def test_a_caller_who_hangs_up_while_it_rings_rings_no_more(line: Line) -> None:
    alice = await line.operator("alice")
    await line.call()
    await line.jobs("line.ring")
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    await line.jobs()
    assert [what[0] for what in line.switch.done] == ["ring", "hang_up"]
    assert (await line.offers())[0].state is OfferState.CANCELLED
    assert await line.state_of(alice) == "available"
    assert (await line.house.place_in_line("CA1")).state is LineState.GONE


async def test_a_leg_that_rings_only_after_the_caller_has_gone_is_hung_up(line: Line) -> None:
    """The process was killed, or slow, between the provider's answer and ours."""
    await line.operator("alice")
    await line.call()
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    await line.jobs()
    assert line.switch.done == []
    offer = (await line.offers())[0]
    assert not (await line.house.picked_up(offer.id, "CAlate")).room


async def test_asking_to_be_called_back_keeps_the_place(line: Line) -> None:
    """Point 13: `1` call me back (keeps the place)."""
    await line.operator("alice")
    for number in (1, 2, 3):
        await line.call(f"CA{number}")
    await line.house.leave_line("CA2", Leaving.CALL_BACK)
    row = await line.row("CA2")
    assert row.left_how is Left.CALL_BACK
    assert row.turn_at
    assert row.turn_at > clock.now()
    assert (await line.house.place_in_line("CA3")).ahead == 2


async def test_who_left_the_waiting_is_offered_to_nobody_and_keeps_the_place_when_asking_for_a_call_back(
    line: Line,
) -> None:
    """Point 13: `1` call me back (keeps the place): also from the menu after the waiting."""
    await line.call("CA1")
    await line.house.leave_line("CA1", Leaving.MESSAGE)
    await line.operator("alice")
    assert await line.ringing("CA1") is None
    await line.house.leave_line("CA1", Leaving.CALL_BACK)
    row = await line.row("CA1")
    assert row.left_how is Left.CALL_BACK
    assert row.turn_at
    assert row.turn_at > clock.now()
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    await line.house.leave_line("CA1", Leaving.CALL_BACK)
    assert await line.row("CA1") == row
    await line.call("CA2")
    assert (await line.house.place_in_line("CA2")).ahead == 1


async def test_an_open_page_keeps_an_operator_and_a_closed_one_sends_her_away(line: Line) -> None:
    """Presence: heartbeat so a closed browser goes away; a telephone needs no open browser."""
    alice = await line.operator("alice")
    bob = await line.operator("bob", handset=HandsetKind.PHONE, phone="+447700900902")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update presence set seen_at = seen_at - interval '10 minutes'")
    async with line.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)
    assert (await line.state_of(alice), await line.state_of(bob)) == ("away", "available")
    async with line.engine.transaction(SYSTEM) as tx:
        assert not await presence.beat(tx, alice)
        assert await presence.beat(tx, bob)
    await line.call()
    assert await line.rings_at() == "bob"
    await line.jobs()
    assert line.switch.done == [("ring", "phone", "+447700900902", "fr")]


async def test_nobody_answers_on_a_telephone_the_house_does_not_know(line: Line) -> None:
    with pytest.raises(Invalid):
        await line.operator("alice", handset=HandsetKind.PHONE)


async def test_a_caller_led_elsewhere_while_the_house_was_away_is_torn_out_of_no_talk(line: Line) -> None:
    """Whoever is silent for longer than a turn may talk on the duty phone: it rings again when he is heard of."""
    await line.operator("zoe", state=PresenceState.WRAPPING_UP)
    await line.call()
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set asked_at = asked_at - interval '40 seconds'")
    await line.operator("alice")
    assert await line.ringing() is None
    await line.house.place_in_line("CA1")
    assert await line.rings_at() == "alice"


async def test_a_caller_nobody_asks_for_any_more_leaves_the_line(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set asked_at = asked_at - interval '6 minutes'")
    async with line.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)
    assert ((await line.row()).state, (await line.row()).left_how) == (CallState.LEFT, Left.TROUBLE)


async def test_the_wait_is_said_in_minutes_once_enough_calls_were_answered_and_not_before(line: Line) -> None:
    """Point 13: words on the place in it, honest wait."""
    await line.operator("alice")
    for number in range(3):
        await line.call(f"CAold{number}")
        await line.answers(f"CAold{number}")
        await line.house.leave_line(f"CAold{number}", Leaving.HUNG_UP)
        await line.says(next(iter(line.people)), PresenceState.AVAILABLE)
        expected = None if number < 2 else 10
        async with line.engine.transaction(SYSTEM) as tx:
            await tx.db.execute("update line_call set left_at = answered_at + interval '10 minutes'")
            assert rules.minutes(0, await store.talks(tx, tx.now - timedelta(hours=4)), 1) == expected


async def test_without_a_worker_a_caller_still_reaches_the_voicemail(line: Line) -> None:
    """Callers fail open: what nobody rang is given up at the caller's own turns."""
    alice = await line.operator("alice")
    await line.call()
    for _ in range(2):
        async with line.engine.transaction(SYSTEM) as tx:
            await tx.db.execute("update line_offer set offered_at = offered_at - interval '1 minute'")
        place = await line.house.place_in_line("CA1")
    assert place.state is LineState.NOBODY
    assert await line.state_of(alice) == "away"


async def test_who_answers_on_a_telephone_has_gone_home_after_a_whole_shift(line: Line) -> None:
    bob = await line.operator("bob", handset=HandsetKind.PHONE, phone="+447700900902")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update presence set seen_at = seen_at - interval '13 hours', since = seen_at")
        await tx.db.execute("update presence set since = seen_at")
    async with line.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)
    assert await line.state_of(bob) == "away"


async def test_a_call_long_over_keeps_its_times_and_loses_what_could_be_read(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    await line.answers()
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set left_at = left_at - interval '8 days'")
    async with line.engine.transaction(SYSTEM) as tx:
        await presence.tend(tx)
        await presence.tend(tx)
    row = await line.row()
    assert (row.wrapped, row.left_how) == (None, Left.TALKED)
