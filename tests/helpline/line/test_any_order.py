"""Points 6, 14: whatever happens at the line, in whatever order, it does not contradict itself."""

import asyncio
import contextlib
import random
from itertools import count
from uuid import UUID

import pytest

from helpline.channel import Leaving, LegEnd
from helpline.errors import Conflict, Invalid
from helpline.followups import calling
from helpline.line import asking, store, talking
from helpline.line.model import DIALS, CallState, OfferState, PresenceState
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import Line
from tests.helpline.line.test_calling_back import FAR, kept_place, promised


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_in_whatever_order_the_line_stays_true(line: Line, seed: int) -> None:
    """Nobody talks to two, nobody is rung twice, who left rings and holds nobody, a call of ours waits for a ring."""
    chance = random.Random(seed)
    promises = [await kept_place(line, f"CAback{one}", f"+44770090091{one}") for one in range(3)]
    operators = [await line.operator(f"operator{number}") for number in range(3)]
    names, here, answered = (f"CA{number}" for number in count()), [], 0
    for _ in range(60):
        here = [call for call in here if (await line.row(call)).state is not CallState.LEFT]
        while len(here) < 3:
            here.append(next(names))
            await line.call(here[-1])
        await asyncio.gather(
            *(anything(line, chance, here, operators) for _ in range(3)),
            a_call_of_ours(line, chance, operators, chance.choice(promises)),
        )
        answered += await true(line)
    assert answered > 10


async def anything(line: Line, chance: random.Random, here: list[str], operators: list[UUID]) -> None:
    call, who = chance.choice(here), chance.choice(operators)
    offer = chance.choice(await line.offers(call) or [None])
    match chance.randrange(12):
        case 0 | 1 | 2 | 3 if offer:
            await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
        case 4 if offer:
            await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", chance.choice(list(LegEnd)))
        case 5:
            await line.house.leave_line(call, chance.choice(list(Leaving)))
        case 6:
            await line.house.place_in_line(call)
        case 7:
            await line.jobs()
        case _:
            with contextlib.suppress(Conflict, Invalid):
                await an_operator(line, chance, (await line.row(call)).id, who, chance.choice(operators))
            with contextlib.suppress(Conflict):
                await line.says(who, chance.choice([PresenceState.AVAILABLE, PresenceState.AWAY]))


async def a_call_of_ours(line: Line, chance: random.Random, operators: list[UUID], promise: UUID) -> None:
    """Somebody calls back by hand; or what rings for a call of ours is answered, ends, or reaches whom it dials."""
    async with line.engine.transaction(SYSTEM) as tx:
        ours = [one for one in await store.live_offers(tx) if one.kind in DIALS]
    offer = chance.choice(ours or [None])
    with contextlib.suppress(Conflict, Invalid):
        match chance.randrange(6):
            case 0 | 1 if offer:
                await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
            case 2 if offer:
                await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", chance.choice(list(LegEnd)))
            case 3 if offer:
                await line.house.dialled(offer.id, FAR)
                await line.house.leg_ended(offer.id, FAR, chance.choice(list(LegEnd)), party=True)
            case 4 | 5:
                version = (await promised(line, promise)).version
                async with line.engine.transaction(SYSTEM) as tx:
                    await tx.db.execute("update follow_up set owner = null, dialled_at = null, due_at = now()")
                    await calling.call(tx, promise, chance.choice(operators), version)


async def an_operator(line: Line, chance: random.Random, call: UUID, who: UUID, other: UUID) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        match chance.randrange(5):
            case 0:
                await talking.hang_up(tx, call, who)
            case 1:
                await asking.consult(tx, call, who, other)
            case 2:
                await asking.hand_over(tx, call, who)
            case 3:
                await talking.take(tx, call, who)
            case 4:
                await asking.take_back(tx, call, who)


async def true(line: Line) -> int:
    """Fails when the line contradicts itself; how many talk."""
    async with line.engine.transaction(SYSTEM) as tx:
        live = await store.live_offers(tx)
        calls = {call.id: call for call in await store.live_calls(tx)}
        present = {one.staff_id: one.state for one in await store.presences(tx)}
    assert {offer.call_id for offer in live} <= set(calls)
    for call in calls.values():
        answered = [one for one in live if one.call_id == call.id and one.state is OfferState.ANSWERED]
        owners = [one for one in answered if one.staff_id == call.staff_id]
        assert len(owners) == (call.state is CallState.TALKING), (call, live)
    ours = {call.id for call in calls.values() if call.direction == "out" and call.state is CallState.WAITING}
    assert ours <= {one.call_id for one in live if one.state is OfferState.RINGING}
    in_use = {one.staff_id for one in live if one.state is OfferState.ANSWERED}
    talking_now = {who for who, state in present.items() if state is PresenceState.IN_CONTACT}
    assert talking_now <= in_use
    return sum(call.state is CallState.TALKING for call in calls.values())
