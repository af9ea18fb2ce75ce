"""Points 6, 13: a call of ours that rings at nobody's any more is over, and its promise rings again."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline.channel import LegEnd
from helpline.clock import new_id
from helpline.line import presence, store
from helpline.line.model import Called, CallState, LineCall, PresenceState
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import Line
from tests.helpline.line.test_calling_back import kept_place, rings


async def call_of(line: Line, id: UUID) -> LineCall:
    async with line.engine.transaction(SYSTEM) as tx:
        call = await store.call(tx, id)
        assert call
        return call


async def tended(line: Line, later: timedelta) -> None:
    """Every minute, some time from now."""
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_offer set offered_at = offered_at - $1::interval", later)
        await tx.db.execute("update line_call set joined_at = joined_at - $1::interval where direction = 'out'", later)
        await presence.tend(tx)


@pytest.mark.parametrize("state", [PresenceState.WRAPPING_UP, PresenceState.AWAY])
async def test_an_operator_who_says_away_while_a_call_back_rings_leaves_it_to_the_next(
    line: Line, state: PresenceState
) -> None:
    await kept_place(line)
    alice = await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await line.says(alice, state)
    assert (await call_of(line, offer.call_id)).state is CallState.LEFT
    await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", LegEnd.NO_ANSWER)
    await line.operator("bob")
    assert [line.people[one.staff_id or new_id()] for one in await rings(line)] == ["bob"]


async def test_a_call_back_whose_word_on_no_answer_was_lost_rings_at_the_next(line: Line) -> None:
    await kept_place(line)
    await line.operator("alice")
    await line.jobs()
    (offer,) = await rings(line)
    await tended(line, timedelta(minutes=1))
    assert (await call_of(line, offer.call_id)).state is CallState.LEFT
    await line.operator("bob")
    assert len(await rings(line)) == 1


async def test_two_hundred_calls_of_ours_that_nothing_rings_for_keep_no_caller_from_ringing(line: Line) -> None:
    made = []
    async with line.engine.transaction(SYSTEM) as tx:
        for _ in range(200):
            key = tx.vault.mint(new_id())
            await keys.remember(tx, [key])
            sealed = key.seal_struct(store.CALL, key.record, Called(""))
            blind = tx.vault.blind("external/phone", str(key.record))
            await store.add_call(tx, key.record, "out", blind, sealed, "fr", None, None)
            made.append(key.record)
        await tx.db.execute("update line_call set joined_at = joined_at - interval '30 seconds'")
    await line.operator("alice")
    await line.call()
    assert await line.rings_at() == "alice"
    for _ in range(2):
        await tended(line, timedelta(minutes=1))
    assert {(await call_of(line, one)).state for one in made[::50]} == {CallState.LEFT}
