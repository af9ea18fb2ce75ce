"""Point 13: `1` call me back (keeps the place): at its turn it rings at an operator, who dials by answering."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from helpline import clock
from helpline.channel import HandsetKind, Leaving, LegEnd
from helpline.contacts import store as contacts
from helpline.envelope import AddressKind, Arrival, Outcome, SafeContact, Sender
from helpline.errors import Conflict
from helpline.followups import calling
from helpline.followups import store as promises
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.line import calls, offering, store, talking
from helpline.line.model import Left, Offer, OfferKind, OfferState, PresenceState
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import CALLER, Line

FAR = "CAfar"


async def kept_place(
    line: Line, call: str = "CA1", number: str = CALLER, *, ago: int = 5, lost: bool = False, late: bool = False
) -> UUID:
    """Somebody waited, pressed 1, and put the telephone down some minutes ago; the promise.

    The line's word on the key was `lost`: it hears of the hang-up alone, before the key is read or, `late`, after it.
    """
    await line.call(call, number=number)
    if lost and not late:
        await line.house.leave_line(call, Leaving.HUNG_UP)
    pressed = Arrival(
        channel="phone", external_id=call, occurred_at=clock.now(), event="call_back", outcome=Outcome.MISSED,
        sender=Sender(AddressKind.PHONE, number), call_back=number, safe_contact=SafeContact(may_call=True),
    )  # fmt: skip
    await intake.keep(line.engine, intake.by_hand(pressed, f"pressed 1 {call}"))
    while await Digestion(line.engine, {}).some():
        pass
    await line.house.leave_line(call, Leaving.HUNG_UP if lost else Leaving.CALL_BACK)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "update line_call set left_at = left_at - $1::interval, joined_at = joined_at - $1::interval "
            "where left_how = 'call_back'", timedelta(minutes=ago),
        )  # fmt: skip
        promise: UUID = await tx.db.fetchval("select id from follow_up order by created_at desc limit 1")
        return promise


async def rings(line: Line) -> list[Offer]:
    """What rings for call-backs now."""
    async with line.engine.transaction(SYSTEM) as tx:
        return [one for one in await store.live_offers(tx) if one.kind is OfferKind.BACK]


async def turn_comes(line: Line) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        await offering.distribute(tx)


async def promised(line: Line, promise: UUID) -> promises.Row:
    async with line.engine.transaction(SYSTEM) as tx:
        row = await promises.one(tx, promise)
        assert row
        return row


async def test_reading_the_inbox_and_moving_the_line_never_wait_for_each_other_in_turn(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """A batch with a call-back and another call's end is read while that other call is being moved."""
    await line.call("CA1")
    await line.call("CA2", number="+447700900102")
    async with line.engine.transaction(SYSTEM) as tx:
        row = await store.known_call(tx, calls.blind(tx, "CA1"))
        assert row
        contact = await calls.contact_of(tx, row)
        assert contact
    missed = Arrival(channel="phone", external_id="CA1", occurred_at=clock.now(), event="", outcome=Outcome.MISSED)
    pressed = Arrival(
        channel="phone", external_id="CA2", occurred_at=clock.now(), event="call_back", outcome=Outcome.MISSED,
        sender=Sender(AddressKind.PHONE, CALLER), call_back=CALLER, safe_contact=SafeContact(may_call=True),
    )  # fmt: skip
    for number, word in enumerate((missed, pressed)):
        await intake.keep(line.engine, intake.by_hand(word, str(number)))
    async with line.engine.transaction(SYSTEM) as tx:
        await store.one_at_a_time(tx)
        reading = asyncio.create_task(Digestion(line.engine, {}).some())
        await asyncio.sleep(0.5)
        await contacts.progress(tx, contact, Outcome.ANSWERED, None)
    await reading
    assert [one.message for one in caplog.records if "digestion" in one.message] == []
    async with line.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from follow_up") == 1


async def test_a_kept_call_back_rings_at_an_operator_who_becomes_available(line: Line) -> None:
    """Never dialled without a human: nobody but the operator's own handset rings."""
    await kept_place(line)
    await line.operator("alice")
    (offer,) = await rings(line)
    assert line.people[offer.staff_id or UUID(int=0)] == "alice"
    await line.jobs()
    assert [what[0] for what in line.switch.done] == ["dial_out"]
    assert line.switch.unasked == [True]
    assert CALLER not in str(line.switch.done)


@pytest.mark.parametrize("late", [False, True])
async def test_a_lost_word_on_the_key_loses_no_place(line: Line, late: bool) -> None:
    """Point 6: missing: the key itself is kept, and says what the house was not told in time."""
    await kept_place(line, lost=True, late=late)
    await line.operator("alice")
    assert len(await rings(line)) == 1


async def test_accepting_it_dials_and_the_promise_is_the_operators(line: Line) -> None:
    promise = await kept_place(line)
    alice = await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    for _ in range(2):
        pickup = await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
        assert (bool(pickup.room), pickup.to) == (True, CALLER)
    row = await promised(line, promise)
    assert (row.owner, row.dialled_at is not None, row.tries) == (alice, True, 0)
    async with line.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, offer.call_id)
        events = await tx.db.fetch(
            "select event, by from contact_event where contact_id = $1", call and call.contact_id
        )
    assert [tuple(row) for row in events] == [("called_out", f"staff:{alice}")]


async def test_declining_it_rings_at_the_next_and_is_no_attempt(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    await line.operator("bob")
    (offer,) = await rings(line)
    await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", LegEnd.BUSY)
    (second,) = await rings(line)
    assert line.people[second.staff_id or UUID(int=0)] == "bob"
    await line.house.leg_ended(second.id, f"CA{second.id.hex}", LegEnd.NO_ANSWER)
    assert await rings(line) == []
    row = await promised(line, promise)
    assert (row.tries, row.owner) == (0, None)


async def test_nobody_answering_is_an_attempt_and_it_is_offered_again_when_its_next_try_has_come(line: Line) -> None:
    """No answer by the caller: attempts are logged, and tried again as promised."""
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    await line.house.dialled(offer.id, FAR)
    await line.house.leg_ended(offer.id, FAR, LegEnd.NO_ANSWER, party=True)
    row = await promised(line, promise)
    assert (row.tries, row.last_outcome, row.owner, row.due_at > clock.now()) == (1, "not_reached", None, True)
    await line.operator("bob")
    assert await rings(line) == []
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set due_at = now() - interval '1 minute'")
    await turn_comes(line)
    assert [line.people[one.staff_id or UUID(int=0)] for one in await rings(line)] == ["bob"]


async def dials(line: Line) -> tuple[UUID, Offer, str]:
    """Alice has answered what rang for a call-back, and the far telephone rings: she, her offer, her own leg."""
    alice = await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    leg = f"CA{offer.id.hex}"
    assert (await line.house.picked_up(offer.id, leg)).room
    await line.house.dialled(offer.id, FAR)
    return alice, offer, leg


async def test_one_unanswered_call_back_is_one_attempt_however_many_words_come_on_its_legs(line: Line) -> None:
    """Point 6: late, twice, in another order: the provider reports the operator's own leg as well."""
    promise = await kept_place(line)
    _alice, offer, leg = await dials(line)
    await line.house.leg_ended(offer.id, FAR, LegEnd.NO_ANSWER, party=True)
    due = (await promised(line, promise)).due_at
    for _ in range(2):
        await line.house.leg_ended(offer.id, leg, LegEnd.ENDED)
        await line.house.leg_ended(offer.id, FAR, LegEnd.NO_ANSWER, party=True)
    row = await promised(line, promise)
    assert (row.tries, row.due_at) == (1, due)


async def test_whoever_hangs_up_while_it_still_rings_has_reached_nobody(line: Line) -> None:
    promise = await kept_place(line)
    alice, offer, leg = await dials(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, offer.call_id, alice)
    await line.house.leg_ended(offer.id, leg, LegEnd.ENDED)
    await line.house.leg_ended(offer.id, FAR, LegEnd.NO_ANSWER, party=True)
    row = await promised(line, promise)
    assert (row.tries, row.last_outcome, row.owner) == (1, "not_reached", None)
    async with line.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, offer.call_id)
    assert call
    assert (call.left_how, call.met_at) == (Left.NOT_REACHED, None)


async def test_a_number_that_could_not_be_dialled_is_an_attempt_and_is_offered_again(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    leg = f"CA{offer.id.hex}"
    await line.house.picked_up(offer.id, leg)
    await line.house.leg_ended(offer.id, leg, LegEnd.FAILED)
    row = await promised(line, promise)
    assert (row.tries, row.last_outcome, row.owner) == (1, "not_reached", None)


@pytest.mark.parametrize("told", [True, False])
async def test_a_talk_that_its_operator_ends_is_no_attempt_even_if_the_word_on_the_answer_was_lost(
    line: Line, told: bool
) -> None:
    promise = await kept_place(line)
    alice, offer, leg = await dials(line)
    if told:
        await line.house.reached(offer.id, FAR)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, offer.call_id, alice)
    await line.house.leg_ended(offer.id, leg, LegEnd.ENDED)
    await line.house.leg_ended(offer.id, FAR, LegEnd.ENDED, party=True)
    row = await promised(line, promise)
    assert (row.tries, row.owner) == (0, alice)
    async with line.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, offer.call_id)
    assert call
    assert (call.left_how, call.met_at is not None) == (Left.TALKED, True)


async def test_what_rings_for_a_call_back_says_what_is_safe_with_the_number_and_not_the_number(line: Line) -> None:
    await kept_place(line)
    async with line.engine.transaction(SYSTEM) as tx:
        other = await people.add(tx, Kind.REQUESTER, people.NOBODY)
        await people.add_address(tx, other, AddressKind.PHONE, CALLER)
        await people.set_rule(tx, other, None, SafeContact(may_call=True, if_other_answers="hang up"))
    _alice, offer, _leg = await dials(line)
    async with line.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, offer.call_id)
        safe = await calling.safe(tx, offer.call_id)
        assert call
        assert call.contact_id
        assert await calling.whom(tx, call.contact_id) == tx.vault.blind(AddressKind.PHONE, CALLER)
    assert safe
    assert (safe.number, safe.if_other_answers, safe.may_leave_message) == ("", "hang up", None)


async def test_after_a_talk_its_operator_writes_down_what_came_of_it_and_nobody_else_is_rung(line: Line) -> None:
    promise = await kept_place(line)
    alice = await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    await line.house.dialled(offer.id, FAR)
    await line.house.leg_ended(offer.id, FAR, LegEnd.ENDED, party=True)
    await line.operator("bob")
    assert await rings(line) == []
    assert (await promised(line, promise)).owner == alice


async def test_the_place_is_kept_before_whoever_came_later_and_after_whoever_came_before(line: Line) -> None:
    await line.operator("zoe", state=PresenceState.WRAPPING_UP)
    await line.call("CA0", number="+447700900100")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set joined_at = joined_at - interval '10 minutes'")
    await kept_place(line)
    await line.call("CA2", number="+447700900102")
    await line.operator("alice")
    assert (await line.rings_at("CA0"), await rings(line)) == ("alice", [])
    await line.operator("bob")
    assert [line.people[one.staff_id or UUID(int=0)] for one in await rings(line)] == ["bob"]
    await line.operator("carla")
    assert await line.rings_at("CA2") == "carla"


async def test_whoever_has_just_pressed_one_is_not_called_at_once(line: Line) -> None:
    await kept_place(line, ago=0)
    await line.operator("alice")
    assert await rings(line) == []


async def test_what_is_not_safe_at_this_minute_rings_at_nobody_and_keeps_nobody_from_a_caller(line: Line) -> None:
    """The safe-contact rule is asked before anybody is rung, and once more at the minute of dialling."""
    promise = await kept_place(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("delete from safe_contact_rule")
    await line.operator("zoe", state=PresenceState.WRAPPING_UP)
    await line.call("CA2", number="+447700900102")
    await line.operator("alice")
    assert (await rings(line), await line.rings_at("CA2")) == ([], "alice")
    assert (await promised(line, promise)).tries == 0


async def test_what_became_unsafe_while_it_rang_is_blocked_and_not_dialled(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("delete from safe_contact_rule")
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room is None
    row = await promised(line, promise)
    assert (row.tries, row.last_outcome) == (1, "blocked")
    assert await rings(line) == []


async def test_a_closed_line_offers_no_call_back(line: Line) -> None:
    await kept_place(line)
    await line.hours(None, None)
    await line.operator("alice")
    assert await rings(line) == []


async def test_a_colleague_who_takes_the_promise_by_hand_stops_what_rings(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    bob = await line.operator("bob")
    async with line.engine.transaction(SYSTEM) as tx:
        await calling.call(tx, promise, bob, (await promised(line, promise)).version)
    async with line.engine.transaction(SYSTEM) as tx:
        now = await store.offer(tx, offer.id)
        (his,) = [one for one in await store.live_offers(tx) if one.kind is OfferKind.OUT]
    assert (now and now.state, await rings(line)) == (OfferState.CANCELLED, [])
    assert (await line.house.picked_up(his.id, f"CA{his.id.hex}")).to == CALLER
    await line.house.dialled(his.id, FAR)
    await line.house.leg_ended(his.id, FAR, LegEnd.ENDED, party=True)
    await line.house.leg_ended(his.id, f"CA{his.id.hex}", LegEnd.ENDED)
    await turn_comes(line)
    assert (await rings(line), (await promised(line, promise)).owner) == ([], bob)


async def test_nobody_is_called_by_two_at_once(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    bob = await line.operator("bob")
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await calling.call(tx, promise, bob, (await promised(line, promise)).version)


async def test_a_call_back_rings_on_a_telephone_in_its_operators_language(line: Line) -> None:
    await kept_place(line)
    await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    await line.jobs()
    assert line.switch.done == [("dial_out", "phone", "+447700900902", "fr")]
