"""Point 16: Warm transfer: hold, consult, hand over; in calls that came in and in calls of ours alike."""

from uuid import UUID

import pytest

from helpline.channel import HandsetKind, LegEnd
from helpline.errors import Conflict, TransportError
from helpline.line import asking, calls, panels, store, talking
from helpline.line.model import CallState, Left, LineCall, Offer, Side
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import CALLER, Line

MOTHER = "CAofthemother"


async def called(line: Line) -> tuple[UUID, UUID]:
    """Alice has called somebody, who has answered: the call, and Alice."""
    alice = await line.operator("alice")
    await line.may_be_called()
    async with line.engine.transaction(SYSTEM) as tx:
        call = await talking.call_out(tx, alice, calls.Called(CALLER), "fr", None, None)
    await line.jobs()
    offer = (await offers(line, call))[0]
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room
    assert await line.house.dialled(offer.id, MOTHER)
    return call, alice


async def offers(line: Line, call: UUID) -> list[Offer]:
    async with line.engine.transaction(SYSTEM) as tx:
        return await store.offers(tx, call)


async def row_of(line: Line, call: UUID) -> LineCall:
    async with line.engine.transaction(SYSTEM) as tx:
        return await talking.opened(tx, call)


async def shown(line: Line, call: UUID, staff: UUID) -> str:
    """What the operator's screen says of the music."""
    async with line.engine.transaction(SYSTEM) as tx:
        hold: str = (await panels.call(tx, await talking.opened(tx, call), staff))["hold"]
        return hold


async def consulted(line: Line) -> tuple[UUID, UUID, UUID]:
    """Bob is on the line too, asked by Alice about her call."""
    call, alice = await called(line)
    bob = await line.operator("bob")
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.consult(tx, call, alice, bob)
    await line.jobs()
    offer = (await offers(line, call))[-1]
    assert (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room
    await line.jobs()
    return call, alice, bob


async def test_somebody_we_called_is_put_on_hold_and_taken_back(line: Line) -> None:
    call, alice = await called(line)
    for on in (True, False):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.hold(tx, call, alice, on=on)
        await line.jobs()
        assert line.switch.done[-1] == ("hold", MOTHER, str(on))


async def test_a_colleague_is_asked_about_a_call_of_ours_and_gets_it(line: Line) -> None:
    call, alice, bob = await consulted(line)
    assert ("hold", MOTHER, "True") in line.switch.done
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hand_over(tx, call, alice)
    await line.jobs()
    assert ("hold", MOTHER, "False") in line.switch.done
    assert ("hang_up", MOTHER) not in line.switch.done
    assert ((await row_of(line, call)).staff_id, await line.state_of(alice)) == (bob, "wrapping_up")


async def test_while_a_colleague_is_asked_nobody_else_is_and_the_other_side_hears_neither(line: Line) -> None:
    call, alice, bob = await consulted(line)
    carla = await line.operator("carla")
    async with line.engine.transaction(SYSTEM) as tx:
        for late in (asking.consult(tx, call, alice, carla), asking.hold(tx, call, alice, on=False)):
            with pytest.raises(Conflict, match="already"):
                await late
        await asking.take_back(tx, call, alice)
        await asking.consult(tx, call, alice, carla)
    assert await line.state_of(bob) == "available"


async def test_a_call_of_ours_that_was_handed_over_ends_with_whom_we_called(line: Line) -> None:
    call, alice, bob = await consulted(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hand_over(tx, call, alice)
    first = (await offers(line, call))[0]
    await line.house.leg_ended(first.id, MOTHER, LegEnd.ENDED, party=True)
    row = await row_of(line, call)
    assert (row.state, row.left_how, row.hung_up_by) == (CallState.LEFT, Left.TALKED, Side.CALLER)
    assert await line.state_of(bob) == "wrapping_up"


async def test_a_call_of_ours_that_was_handed_over_ends_with_the_colleague(line: Line) -> None:
    """Whoever has it now: the one we called is not left alone in a room."""
    call, alice, bob = await consulted(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hand_over(tx, call, alice)
    async with line.engine.transaction(SYSTEM) as tx:
        await talking.hang_up(tx, call, bob)
    await line.jobs()
    assert ("hang_up", MOTHER) in line.switch.done


async def test_who_got_a_call_may_ask_again_and_stays_on_the_line(line: Line) -> None:
    call, alice, bob = await consulted(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hand_over(tx, call, alice)
        assert not (await panels.call(tx, await talking.opened(tx, call), bob))["asked"]
        with pytest.raises(Conflict):
            await asking.hand_over(tx, call, bob)
        await asking.take_back(tx, call, bob)
    assert await line.state_of(bob) == "in_contact"


async def test_a_colleague_who_was_asked_leaves_and_the_call_goes_on(line: Line) -> None:
    call, alice, bob = await consulted(line)
    async with line.engine.transaction(SYSTEM) as tx:
        assert (await panels.call(tx, await talking.opened(tx, call), bob))["asking"]
        await asking.leave(tx, call, bob)
    await line.jobs()
    assert (await line.state_of(alice), await line.state_of(bob)) == ("in_contact", "available")
    assert line.switch.done[-1][0] == "hang_up"
    assert (await row_of(line, call)).state is CallState.TALKING


async def test_only_a_colleague_who_was_asked_leaves_so(line: Line) -> None:
    call, alice, _bob = await consulted(line)
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.leave(tx, call, alice)


async def test_a_hold_is_shown_once_the_telephone_confirms_it(line: Line) -> None:
    call, alice = await called(line)
    seen = []
    for on in (True, False):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.hold(tx, call, alice, on=on)
        seen.append(await shown(line, call, alice))
        await line.jobs()
        seen.append(await shown(line, call, alice))
    assert seen == ["putting", "on", "taking_back", ""]


async def test_a_hold_the_telephone_refuses_is_taken_back_and_said(line: Line) -> None:
    call, alice = await called(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hold(tx, call, alice, on=True)
    line.switch.refuses = TransportError("no_room", permanent=True)
    await line.jobs("line.hold")
    assert await shown(line, call, alice) == "refused"
    line.switch.refuses = None
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hold(tx, call, alice, on=True)
    await line.jobs()
    assert await shown(line, call, alice) == "on"


async def test_nobody_is_put_on_hold_who_has_not_been_dialled_yet(line: Line) -> None:
    alice = await line.operator("alice")
    await line.may_be_called()
    async with line.engine.transaction(SYSTEM) as tx:
        call = await talking.call_out(tx, alice, calls.Called(CALLER), "fr", None, None)
    offer = (await offers(line, call))[0]
    await line.house.picked_up(offer.id, "CAalice")
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hold(tx, call, alice, on=True)
    await line.jobs("line.hold")
    assert await shown(line, call, alice) == "refused"


async def test_a_telephone_speaks_the_language_of_whom_it_rings_for(line: Line) -> None:
    """Point 15: Operators answer on a phone, in their own language, whatever the caller speaks."""
    alice = await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update staff set language = 'nl' where id = $1", alice)
    await line.call("CA1", "tr")
    await line.jobs()
    assert line.switch.done[-1] == ("ring", "phone", "+447700900902", "nl")
    await line.ends(LegEnd.DECLINED)
    assert line.switch.done[-1] == ("ring", "phone", "+447700900901", "fr")


async def test_a_call_out_speaks_the_operators_language(line: Line) -> None:
    alice = await line.operator("alice", handset=HandsetKind.PHONE, phone="+447700900902")
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update staff set language = 'de' where id = $1", alice)
        await talking.call_out(tx, alice, calls.Called(CALLER), "tr", None, None)
    await line.jobs()
    assert line.switch.done[-1] == ("dial_out", "phone", "+447700900902", "de")
