"""Point 13: nobody is called back by two, nor while somebody talks with them already."""

from uuid import UUID

import pytest

from helpline.channel import Leaving, LegEnd
from helpline.errors import Conflict
from helpline.followups import actions, calling
from helpline.followups.model import Need
from helpline.line import store, talking
from helpline.line.model import Offer, OfferKind, OfferState, PresenceState
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import CALLER, Line
from tests.helpline.line.test_calling_back import FAR, kept_place, promised, rings, turn_comes


async def by_hand(line: Line, promise: UUID, who: UUID) -> Offer:
    """An operator presses *Call* under the promise; his own telephone rings."""
    async with line.engine.transaction(SYSTEM) as tx:
        await calling.call(tx, promise, who, (await promised(line, promise)).version)
    await line.jobs()
    async with line.engine.transaction(SYSTEM) as tx:
        (offer,) = [one for one in await store.live_offers(tx) if one.kind is OfferKind.OUT]
        return offer


async def promises(line: Line) -> int:
    async with line.engine.transaction(SYSTEM) as tx:
        count: int = await tx.db.fetchval("select count(*) from follow_up where ended_at is null")
        return count


async def takes(line: Line, call: str, who: UUID) -> None:
    """An operator takes a waiting caller out of turn, and they talk."""
    row = await line.row(call)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.take(tx, row.id, who)
    await line.jobs()
    (offer,) = [one for one in await line.offers(call) if one.staff_id == who and one.state is OfferState.RINGING]
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room
    await line.jobs()


async def test_whom_an_operator_called_by_hand_rings_at_nobody_else_during_the_talk_or_after_it(line: Line) -> None:
    promise = await kept_place(line)
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    offer = await by_hand(line, promise, bob)
    assert (await promised(line, promise)).owner == bob
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).to == CALLER
    await line.house.dialled(offer.id, FAR)
    await line.operator("alice")
    assert await rings(line) == []
    await line.house.leg_ended(offer.id, FAR, LegEnd.ENDED, party=True)
    assert await rings(line) == []


async def test_whose_number_was_shown_rings_at_nobody_else(line: Line) -> None:
    promise = await kept_place(line)
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        await calling.show(tx, promise, bob, (await promised(line, promise)).version, None, None)
    await line.operator("alice")
    assert ((await promised(line, promise)).owner, await rings(line)) == (bob, [])
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set owner = null")
    await turn_comes(line)
    assert await rings(line) == []


async def test_a_number_that_is_shown_rings_at_a_colleagues_no_more_and_is_not_shown_while_he_calls_it(
    line: Line,
) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    bob = await line.operator("bob")
    await line.jobs()
    (offer,) = await rings(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await calling.show(tx, promise, bob, (await promised(line, promise)).version, None, None)
    assert await rings(line) == []
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room is None
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set owner = null, dialled_at = null")
    await turn_comes(line)
    await line.jobs()
    (offer,) = await rings(line)
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    carla = await line.operator("carla")
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await calling.show(tx, promise, carla, (await promised(line, promise)).version, None, Need.ASKED)


async def test_whom_a_colleague_dialled_and_spoke_with_is_not_called_for_another_promise(line: Line) -> None:
    """From another telephone: the line knows of the talk by the promise alone."""
    first = await kept_place(line, "CA1")
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        await calling.show(tx, first, bob, (await promised(line, first)).version, None, None)
    assert await kept_place(line, "CA2") != first
    async with line.engine.transaction(SYSTEM) as tx:
        await actions.keep(tx, first, (await promised(line, first)).version)
    await line.operator("alice")
    assert await rings(line) == []


async def test_whoever_keeps_a_place_and_asks_once_more_has_one_promise_and_is_called_by_one(line: Line) -> None:
    promise = await kept_place(line, "CA1")
    assert await kept_place(line, "CA2") == promise
    await line.operator("alice")
    await line.operator("bob")
    assert (await promises(line), len(await rings(line))) == (1, 1)


async def test_two_promises_to_one_number_ring_one_after_the_other(line: Line) -> None:
    """A colleague has taken the first: the same number asks again, and is not dialled while he does."""
    first = await kept_place(line, "CA1")
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    offer = await by_hand(line, first, bob)
    second = await kept_place(line, "CA2")
    await line.operator("alice")
    assert (first != second, await rings(line)) == (True, [])
    await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    await line.house.dialled(offer.id, FAR)
    await line.house.leg_ended(offer.id, FAR, LegEnd.NO_ANSWER, party=True)
    assert await rings(line) == []
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set dialled_at = dialled_at - interval '5 hours'")
    await turn_comes(line)
    assert len(await rings(line)) == 1


async def test_a_call_by_hand_stops_what_rings_for_another_promise_to_the_same_number(line: Line) -> None:
    first = await kept_place(line, "CA1")
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set owner = $1", bob)
    await kept_place(line, "CA2")
    await line.operator("alice")
    assert len(await rings(line)) == 1
    await by_hand(line, first, bob)
    assert await rings(line) == []


async def test_whoever_waits_on_the_line_again_is_not_called_back_at_the_same_time(line: Line) -> None:
    await line.operator("zoe", state=PresenceState.WRAPPING_UP)
    await kept_place(line)
    await line.call("CA9")
    await line.operator("alice")
    await line.operator("bob")
    assert (await rings(line), await line.rings_at("CA9")) == ([], "alice")


async def test_whoever_talks_with_an_operator_or_did_since_the_promise_is_not_called_back(line: Line) -> None:
    await kept_place(line)
    alice = await line.operator("alice", state=PresenceState.WRAPPING_UP)
    await line.call("CA9")
    await takes(line, "CA9", alice)
    await line.operator("bob")
    assert await rings(line) == []
    await line.house.leave_line("CA9", Leaving.HUNG_UP)
    assert await rings(line) == []


async def test_whoever_talked_with_us_and_asks_again_is_called_back(line: Line) -> None:
    first = await kept_place(line)
    alice = await line.operator("alice", state=PresenceState.WRAPPING_UP)
    await line.call("CA9")
    await takes(line, "CA9", alice)
    await line.house.leave_line("CA9", Leaving.HUNG_UP)
    second = await kept_place(line, "CA10")
    assert first != second
    await line.operator("bob")
    async with line.engine.transaction(SYSTEM) as tx:
        (call,) = [await store.call(tx, one.call_id) for one in await rings(line)]
    assert call
    assert call.follow_up_id == second


async def test_whoever_calls_while_the_call_back_rings_is_not_dialled(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await line.call("CA9")
    pickup = await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    assert (pickup.room, pickup.to, await rings(line)) == (None, "", [])
    assert (await promised(line, promise)).tries == 0


async def test_what_a_colleague_takes_while_it_rings_for_its_turn_is_dialled_by_nobody_else(line: Line) -> None:
    promise = await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    bob = await line.operator("bob", state=PresenceState.WRAPPING_UP)
    async with line.engine.transaction(SYSTEM) as tx:
        await actions.hand_over(tx, promise, (await promised(line, promise)).version, bob)
    pickup = await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    assert (pickup.room, pickup.to) == (None, "")
    assert ((await promised(line, promise)).owner, await rings(line)) == (bob, [])


async def test_twenty_who_may_not_be_called_now_hide_nobody_behind_them(line: Line) -> None:
    promise = await kept_place(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "insert into follow_up (id, kind, contact_id, sealed_for, sealed, address_blind, due_at, created_by, "
            "created_at) select gen_random_uuid(), kind, contact_id, sealed_for, sealed, sha256(n::text::bytea), "
            "due_at - interval '1 hour', created_by, created_at from follow_up, generate_series(1, 45) n"
        )
    await line.operator("alice")
    async with line.engine.transaction(SYSTEM) as tx:
        (call,) = [await store.call(tx, one.call_id) for one in await rings(line)]
    assert call
    assert call.follow_up_id == promise
