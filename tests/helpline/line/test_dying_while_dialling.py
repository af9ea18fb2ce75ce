"""A process dies between dialling and noting whom: the provider and the house find each other again."""

from uuid import UUID

import pytest

from helpline.channel import LegEnd
from helpline.line import calls, store, switching, talking
from helpline.line.model import Offer
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import CALLER, Line

MOTHER = "CAofthemother"


async def dialling(line: Line) -> tuple[UUID, UUID, Offer]:
    """Alice has answered, the number is being dialled, and whoever did so has died."""
    alice = await line.operator("alice")
    await line.may_be_called()
    async with line.engine.transaction(SYSTEM) as tx:
        call = await talking.call_out(tx, alice, calls.Called(CALLER), "fr", None, None)
        (offer,) = await store.offers(tx, call)
    await line.jobs()
    pickup = await line.house.picked_up(offer.id, f"CA{offer.id.hex}")
    line.switch.rooms[pickup.room or ""] = MOTHER
    return call, alice, offer


async def test_the_provider_names_the_leg_that_the_dead_process_could_not(line: Line) -> None:
    call, alice, offer = await dialling(line)
    await line.house.leg_rings(offer.id, MOTHER, party=True)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, call, alice)
    await line.jobs()
    assert ("hang_up", MOTHER) in line.switch.done


async def test_a_telephone_named_too_late_is_rung_no_more(line: Line) -> None:
    call, alice, offer = await dialling(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, call, alice)
    await line.house.leg_rings(offer.id, MOTHER, party=True)
    await line.jobs()
    assert ("hang_up", MOTHER) in line.switch.done


async def test_a_telephone_nobody_ever_named_is_looked_up_in_its_room_and_rung_no_more(line: Line) -> None:
    """The offer was stored before anybody dialled, and the provider keeps one such telephone in a room at most."""
    _call, _alice, offer = await dialling(line)
    await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", LegEnd.FAILED)
    await line.jobs()
    assert ("hang_up", MOTHER) in line.switch.done


async def test_it_is_looked_up_once_more_when_the_dialling_is_surely_over(line: Line) -> None:
    call, _alice, offer = await dialling(line)
    room, rooms = (await switching.found(line.premises, call))[0], dict(line.switch.rooms)
    assert room
    line.switch.rooms.clear()
    await line.house.leg_ended(offer.id, f"CA{offer.id.hex}", LegEnd.FAILED)
    await line.jobs()
    assert ("hang_up", MOTHER) not in line.switch.done
    line.switch.rooms.update(rooms)
    await line.jobs("line.let_go")
    assert ("hang_up", MOTHER) in line.switch.done


async def test_a_handset_rung_by_a_process_that_died_is_not_rung_a_second_time(line: Line) -> None:
    await line.operator("alice")
    await line.call()
    offer = await line.ringing()
    assert offer
    await line.house.leg_rings(offer.id, "CAofthekilledprocess")
    await line.jobs()
    assert "ring" not in [what[0] for what in line.switch.done]
    assert (await line.house.picked_up(offer.id, "CAofthekilledprocess")).room


@pytest.mark.parametrize("over", [True, False])
async def test_a_second_leg_of_one_offer_and_one_of_an_offer_that_is_over_are_rung_no_more(
    line: Line, over: bool
) -> None:
    await line.operator("alice")
    await line.call()
    await line.jobs()
    offer = await line.ringing()
    assert offer
    if over:
        await line.house.leg_ended(offer.id, offer.leg or "", LegEnd.NO_ANSWER)
    await line.house.leg_rings(offer.id, "CAsecond")
    await line.jobs()
    assert ("hang_up", "CAsecond") in line.switch.done
    await line.house.leg_ended(offer.id, "CAsecond", LegEnd.ENDED)
    assert over or await line.rings_at() == "alice"
