"""Points 14 to 16: one winner, one owner, whatever happens at once, late or twice."""

import asyncio
from datetime import timedelta

import pytest

from helpline import clock
from helpline.channel import HandsetKind, Leaving, LegEnd, LineState
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.envelope import AddressKind, Arrival, Outcome, SafeContact, Sender
from helpline.errors import Conflict, TransportError
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.line import calls, offering, switching, talking
from helpline.line.model import CallState, Left, OfCall, OfferKind, OfferState, OfOffer, PresenceState, Side
from helpline.queue import actions as queue
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import CALLER, Line


async def contact_of(line: Line, call: str = "CA1") -> ContactView:
    row = await line.row(call)
    assert row.contact_id
    async with line.engine.transaction(SYSTEM) as tx:
        return await contacts.opened(tx, row.contact_id)


async def test_who_picks_up_has_the_call_and_its_contact(line: Line) -> None:
    """Point 14: Claim by compare-and-set."""
    row = await line.talk()
    assert row.state is CallState.TALKING
    assert line.switch.done[-1] == ("bring", "CA1", row.room)
    assert await line.claimed_by() == "Alice"
    view = await contact_of(line)
    assert (view.row.outcome, [step.event for step in view.history]) == ("answered", ["rang", "answered"])
    assert (await line.house.place_in_line("CA1")).state is LineState.TAKEN
    assert await line.state_of(next(iter(line.people))) == "in_contact"


async def test_who_picks_up_has_the_contact_though_it_was_handed_to_somebody_who_has_not_opened_it(line: Line) -> None:
    away = await line.operator("bob", state=PresenceState.AWAY)
    await line.operator("alice")
    await line.call()
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        contact = await calls.contact_of(tx, row)
        assert contact
        await queue.hand_over(tx, contact, away, None)
    assert (await line.answers()).room
    assert await line.claimed_by() == "Alice"


async def test_twenty_claims_at_once_give_one_winner_and_the_losers_legs_are_cancelled(line: Line) -> None:
    """Point 14: Claim by compare-and-set; the loser's leg is cancelled."""
    operators = [await line.operator(f"operator{number}") for number in range(20)]
    await line.call()
    await line.jobs("line.ring")
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        for who in operators[1:]:
            await offering.ring(tx, row.id, who, OfferKind.CALL, HandsetKind.BROWSER)
    await line.jobs("line.ring")
    offers = await line.offers()
    assert len(offers) == 20
    pickups = await asyncio.gather(*(line.house.picked_up(one.id, f"CA{one.id.hex}") for one in offers))
    assert [pickup.room for pickup in pickups if pickup.room] == [row.room]
    await line.jobs()
    states = [offer.state for offer in await line.offers()]
    assert sorted(set(states)) == [OfferState.ANSWERED, OfferState.LOST]
    assert len([what for what in line.switch.done if what[0] == "hang_up"]) == 19
    assert [await line.state_of(who) for who in operators].count("in_contact") == 1


async def test_the_same_pickup_told_twenty_times_is_one(line: Line) -> None:
    """Point 6: Idempotent under the same webhook twenty times at once."""
    await line.operator("alice")
    await line.call()
    await line.jobs()
    offer = await line.ringing()
    assert offer
    leg = f"CA{offer.id.hex}"
    pickups = await asyncio.gather(*(line.house.picked_up(offer.id, leg) for _ in range(20)))
    assert {pickup.room for pickup in pickups} == {(await line.row()).room}
    assert await line.jobs() == ["line.bring"]


async def test_a_second_leg_of_the_same_offer_is_hung_up(line: Line) -> None:
    """The process was killed between the provider's answer and our commit, and the job rang once more."""
    await line.operator("alice")
    await line.call()
    offer = await line.ringing()
    assert offer
    assert (await line.house.picked_up(offer.id, "CAfirst")).room
    assert not (await line.house.picked_up(offer.id, "CAsecond")).room


async def test_an_offer_nobody_knows_is_too_late(line: Line) -> None:
    assert not (await line.house.picked_up(new_id(), "CA9")).room
    await line.house.leg_ended(new_id(), "CA9", LegEnd.ENDED)


async def test_who_hangs_up_first_is_known_by_the_providers_clock(line: Line) -> None:
    """Point 16: Hang-up side recorded; durations from provider times."""
    await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    await line.call()
    await line.answers()
    async with line.engine.transaction(SYSTEM) as tx:
        for table in ("line_call", "line_offer"):
            await tx.db.execute(f"update {table} set answered_at = answered_at - interval '5 minutes'")
    now = clock.now()
    offer = (await line.offers())[0]
    await line.house.leg_ended(offer.id, offer.leg or "", LegEnd.ENDED, now - timedelta(seconds=1))
    await line.house.leave_line("CA1", Leaving.HUNG_UP, now - timedelta(seconds=3))
    row = await line.row()
    assert (row.left_how, row.hung_up_by, row.left_at) == (Left.TALKED, Side.CALLER, now - timedelta(seconds=3))


async def test_hanging_up_ends_both_legs_and_the_operator_wraps_up(line: Line) -> None:
    row = await line.talk()
    assert row.staff_id
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, row.id, row.staff_id)
    await line.jobs()
    assert {what[0] for what in line.switch.done[-2:]} == {"hang_up"}
    assert {what[1] for what in line.switch.done[-2:]} >= {"CA1"}
    assert await line.state_of(row.staff_id) == "wrapping_up"
    row = await line.row()
    assert (row.left_how, row.hung_up_by) == (Left.TALKED, Side.OPERATOR)


async def test_a_caller_whose_operators_browser_breaks_off_waits_again_and_is_taken_by_the_next(line: Line) -> None:
    row = await line.talk()
    await line.operator("bob")
    await line.ends(LegEnd.ENDED)
    assert (await line.row()).state is CallState.WAITING
    assert line.switch.done[-1] == ("hold", "CA1", "True")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set asked_at = asked_at - interval '5 seconds'")
    await line.jobs("line.again")
    assert await line.rings_at() == "bob"
    assert (await line.answers()).room == row.room
    assert [what[0] for what in line.switch.done[-2:]] == ["send_back", "bring"]
    assert (await line.row()).staff_id != row.staff_id


@pytest.mark.parametrize("why", [LegEnd.FAILED, LegEnd.ENDED])
@pytest.mark.parametrize("spare", [False, True])
async def test_a_caller_whose_operators_telephone_was_never_really_joined_waits_again_and_is_not_hung_up_on(
    line: Line, why: LegEnd, spare: bool
) -> None:
    """Point 16: hang-up at every step: a leg of an operator, or of the duty phone, that could not be joined."""
    if not spare:
        await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    await line.call()
    assert (await line.answers()).room
    await line.operator("bob")
    await line.ends(why)
    assert (await line.row()).state is CallState.WAITING
    assert ("hang_up", "CA1") not in line.switch.done
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set asked_at = asked_at - interval '5 seconds'")
    await line.jobs("line.again")
    assert await line.rings_at() in ("alice", "bob")


async def test_a_caller_who_hung_up_is_not_offered_to_the_next_although_the_word_on_it_came_last(line: Line) -> None:
    """Point 6: reordered."""
    await line.talk()
    await line.operator("bob")
    await line.ends(LegEnd.ENDED)
    assert await line.ringing() is None
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    await line.jobs("line.again")
    assert await line.ringing() is None
    assert (await line.row()).left_how is Left.TALKED


async def test_a_caller_who_cannot_be_brought_has_gone(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    await line.jobs()
    offer = await line.ringing()
    assert offer
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    line.switch.refuses = TransportError("21220", permanent=True)
    await line.jobs("line.bring")
    line.switch.refuses = None
    await line.jobs()
    assert (await line.row()).state is CallState.LEFT
    assert line.switch.done[-1][0] == "hang_up"


async def test_a_waiting_caller_may_be_taken_out_of_turn_and_who_answers_first_has_him(line: Line) -> None:
    await line.operator("alice")
    bob = await line.operator("bob")
    await line.call()
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.take(tx, row.id, bob)
    await line.jobs()
    mine = next(offer for offer in await line.offers() if offer.staff_id == bob)
    assert (await line.house.picked_up(mine.id, "CAbob")).room
    await line.jobs()
    assert await line.ringing() is None
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await talking.take(tx, row.id, bob)


async def test_who_takes_the_caller_that_rings_for_him_is_rung_again_in_his_fresh_page(line: Line) -> None:
    alice = await line.operator("alice")
    await line.call()
    await line.jobs()
    first = await line.ringing()
    assert first
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.take(tx, row.id, alice)
    await line.jobs()
    again = await line.ringing()
    assert again
    assert (again.id != first.id, again.staff_id) == (True, alice)
    assert ("hang_up", first.leg or f"CA{first.id.hex}") in line.switch.done
    assert (await line.house.picked_up(again.id, "CAalice")).room


async def test_a_telephone_that_rings_for_whoever_takes_the_caller_goes_on_ringing(line: Line) -> None:
    alice = await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    await line.call()
    await line.jobs()
    first = await line.ringing()
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.take(tx, row.id, alice)
    await line.jobs()
    assert first
    assert await line.ringing() == first


async def test_a_process_killed_between_the_telephone_and_the_commit_leaves_a_leg_that_is_hung_up(line: Line) -> None:
    """Ids are stable and jobs look again: the first leg answered has the call, the other one ends."""
    await line.operator("alice")
    await line.call()
    offer = await line.ringing()
    assert offer
    await line.jobs("line.ring")
    assert (await line.house.picked_up(offer.id, "CAofthekilledprocess")).room
    await line.jobs()
    assert ("hang_up", f"CA{offer.id.hex}") in line.switch.done
    assert (await line.row()).state is CallState.TALKING


async def test_a_job_that_runs_twice_rings_once(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    offer = await line.ringing()
    assert offer
    for _ in range(2):
        await switching.ring(line.premises, OfOffer(offer.id))
    assert [what[0] for what in line.switch.done] == ["ring"]


async def test_a_provider_that_refuses_for_a_moment_is_asked_again_and_loses_nobody(line: Line) -> None:
    row = await line.talk()
    line.switch.refuses = TransportError("unreachable")
    with pytest.raises(TransportError):
        await switching.bring(line.premises, OfCall(row.id))
    assert (await line.row()).state is CallState.TALKING
    line.switch.refuses = None
    await switching.bring(line.premises, OfCall(row.id))
    assert line.switch.done[-1] == ("bring", "CA1", row.room)


@pytest.mark.parametrize("first", ["kept", "told"])
async def test_whoever_asks_to_be_called_back_is_promised_it_for_his_turn(line: Line, first: str) -> None:
    """Point 13: `1` call me back (keeps the place); whichever word on it comes first."""
    await line.operator("alice")
    await line.call()
    pressed = Arrival(
        channel="phone", external_id="CA1", occurred_at=clock.now(), event="call_back", outcome=Outcome.MISSED,
        sender=Sender(AddressKind.PHONE, CALLER), call_back=CALLER, safe_contact=SafeContact(may_call=True),
    )  # fmt: skip

    async def kept() -> None:
        await intake.keep(line.engine, intake.by_hand(pressed, "pressed 1"))
        while await Digestion(line.engine, {}).some():
            pass

    if first == "kept":
        await kept()
    await line.house.leave_line("CA1", Leaving.CALL_BACK)
    if first == "told":
        await kept()
    async with line.engine.transaction(SYSTEM) as tx:
        (due,) = [row["due_at"] for row in await tx.db.fetch("select due_at from follow_up")]
    assert due == (await line.row()).turn_at
