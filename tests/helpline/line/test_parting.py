"""Point 16: hang-up side recorded: an operator's lost network is no hang-up, and an answer that met nobody is none."""

from datetime import timedelta

import pytest

from helpline import clock
from helpline.channel import HandsetKind, Leaving, LegEnd, LineState
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.envelope import Outcome
from helpline.errors import TransportError
from helpline.line import panels, store, talking
from helpline.line.model import CallState, Left, LineCall, Side
from helpline.supervision import panels as supervision
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import Line

MOBILE = "+447700900902"


async def on_the_phone(line: Line) -> LineCall:
    """Alice has talked with a caller for five minutes, on her mobile."""
    await line.operator("alice", handset=HandsetKind.PHONE, phone=MOBILE)
    await line.call()
    assert (await line.answers()).room
    async with line.engine.transaction(SYSTEM) as tx:
        for table in ("line_call", "line_offer"):
            await tx.db.execute(f"update {table} set answered_at = answered_at - interval '5 minutes'")
    return await line.row()


async def later(line: Line) -> None:
    """The moment in which the caller may have hung up himself is over."""
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set asked_at = asked_at - interval '5 seconds'")
    await line.jobs("line.again")
    await line.jobs()


async def contact_of(line: Line) -> ContactView:
    row = await line.row()
    assert row.contact_id
    async with line.engine.transaction(SYSTEM) as tx:
        return await contacts.opened(tx, row.contact_id)


async def test_a_telephone_that_drops_out_of_a_talk_does_not_cut_the_caller(line: Line) -> None:
    """He hears music, then in words that he is next, and the next operator is rung before anybody else's caller."""
    await on_the_phone(line)
    await line.call("CA2")
    await line.ends(LegEnd.ENDED)
    assert line.switch.done[-1] == ("hold", "CA1", "True")
    await later(line)
    await line.operator("bob")
    assert ("send_back", "CA1") in line.switch.done
    assert ("hang_up", "CA1") not in line.switch.done
    assert (await line.house.place_in_line("CA1")).state is LineState.WAITING
    assert (await line.rings_at("CA1"), await line.rings_at("CA2")) == ("bob", None)


async def test_a_caller_who_is_back_in_the_line_is_offered_whenever_he_asks(line: Line) -> None:
    await on_the_phone(line)
    await line.ends(LegEnd.ENDED)
    await later(line)
    await line.house.place_in_line("CA1")
    await line.operator("bob")
    assert await line.rings_at() == "bob"


async def test_an_operator_whose_telephone_dropped_out_is_asked_and_may_say_that_the_talk_was_over(line: Line) -> None:
    alice = (await on_the_phone(line)).staff_id
    assert alice
    await line.ends(LegEnd.ENDED)
    async with line.engine.transaction(SYSTEM) as tx:
        mine = await panels.own_call(tx, alice)
        assert mine
        assert (await panels.call(tx, mine, alice))["parted"]
        await talking.hang_up(tx, mine.id, alice)
    await line.jobs()
    row = await line.row()
    assert (row.left_how, row.hung_up_by, row.staff_id) == (Left.TALKED, Side.OPERATOR, alice)
    assert ("hang_up", "CA1") in line.switch.done


async def test_she_may_be_rung_again_for_the_same_caller(line: Line) -> None:
    row = await on_the_phone(line)
    assert row.staff_id
    await line.ends(LegEnd.ENDED)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.take(tx, row.id, row.staff_id)
    assert (await line.answers()).room == row.room
    assert (await line.row()).state is CallState.TALKING


async def test_the_key_that_ends_a_talk_ends_it(line: Line) -> None:
    row = await on_the_phone(line)
    await line.ends(LegEnd.FINISHED)
    after = await line.row()
    assert (after.left_how, after.hung_up_by, after.staff_id) == (Left.TALKED, Side.OPERATOR, row.staff_id)
    assert ("hang_up", "CA1") in line.switch.done


@pytest.mark.parametrize(("seconds", "side"), [(3, Side.OPERATOR), (60, Side.CALLER)])
async def test_two_who_hang_up_within_seconds_had_taken_leave(line: Line, seconds: int, side: Side) -> None:
    """Who hung up first, the operator then; but a caller who waited a while for somebody else has hung up himself."""
    alice = (await on_the_phone(line)).staff_id
    offer = (await line.offers())[0]
    now = clock.now()
    await line.house.leg_ended(offer.id, offer.leg or "", LegEnd.ENDED, now - timedelta(seconds=seconds))
    await line.house.leave_line("CA1", Leaving.HUNG_UP, now)
    row = await line.row()
    assert (row.left_how, row.hung_up_by, row.staff_id) == (Left.TALKED, side, alice)
    assert "talk_ended:" + side in [step.event for step in (await contact_of(line)).history]


async def never_met(line: Line) -> None:
    """Alice answers, and the caller has hung up before he could be brought to her."""
    await line.operator("alice")
    await line.call()
    await line.jobs()
    offer = await line.ringing()
    assert offer
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room
    line.switch.refuses = TransportError("21220", permanent=True)
    await line.jobs("line.bring")
    line.switch.refuses = None
    await line.jobs()


async def test_a_caller_who_never_joined_the_room_is_not_counted_as_answered(line: Line) -> None:
    await never_met(line)
    row = await line.row()
    assert (row.left_how, row.hung_up_by, row.met_at) == (Left.HUNG_UP, None, None)
    view = await contact_of(line)
    assert (view.row.outcome, [step.event for step in view.history]) == (Outcome.MISSED, ["rang"])
    async with line.engine.transaction(SYSTEM) as tx:
        assert await store.talks(tx, clock.now() - timedelta(hours=1)) == []
        (shown,) = await panels.of_contact(tx, view.row.id, {})
    assert (shown["talked"], shown["hung_up_by"]) == (None, None)


async def test_a_caller_who_never_joined_the_room_stands_among_the_missed(line: Line) -> None:
    """Point 2: "Missed and nobody has answered yet" is a list."""
    await never_met(line)
    async with line.engine.transaction(SYSTEM) as tx:
        board = await supervision.board(tx)
    assert [one["outcome"] for one in board["missed"]] == ["missed"]


async def test_a_caller_is_answered_once_the_telephone_has_brought_him(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    await line.jobs()
    offer = await line.ringing()
    assert offer
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    assert (await contact_of(line)).row.outcome is Outcome.RINGING
    await line.jobs()
    view = await contact_of(line)
    assert (view.row.outcome, [step.event for step in view.history]) == (Outcome.ANSWERED, ["rang", "answered"])
