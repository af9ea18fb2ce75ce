"""Point 16: a caller is held, a colleague is asked, and the call is handed over with its contact."""

import contextlib
from uuid import UUID

import pytest

from helpline.channel import Leaving
from helpline.errors import Conflict, Invalid, TransportError
from helpline.line import asking, talking
from helpline.line.model import LineCall, OfferKind, PresenceState
from helpline.vault.transaction import SYSTEM
from tests.helpline.line.conftest import Line


async def consulting(line: Line) -> tuple[LineCall, UUID, UUID]:
    """Alice talks with a caller, and asks Bob."""
    row, bob = await line.talk(), await line.operator("bob")
    assert row.staff_id
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.consult(tx, row.id, row.staff_id, bob)
    return row, row.staff_id, bob


async def test_warm_transfer_holds_consults_and_hands_call_and_contact_over_in_one_transaction(line: Line) -> None:
    """Point 16: Warm transfer: hold, consult, hand over; the contact changes owner in one transaction."""
    row, alice, bob = await consulting(line)
    await line.jobs()
    assert ("hold", "CA1", "True") in line.switch.done
    assert (await line.answers()).room == row.room
    assert await line.state_of(bob) == "in_contact"
    with contextlib.suppress(ZeroDivisionError):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.hand_over(tx, row.id, alice)
            raise ZeroDivisionError
    assert ((await line.row()).staff_id, await line.claimed_by()) == (alice, "Alice")
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.hand_over(tx, row.id, alice)
    assert ((await line.row()).staff_id, await line.claimed_by()) == (bob, "Bob")
    await line.jobs()
    assert line.switch.done[-1][0] in ("hold", "hang_up")
    assert ("hold", "CA1", "False") in line.switch.done
    assert (await line.state_of(alice), await line.state_of(bob)) == ("wrapping_up", "in_contact")
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await talking.hang_up(tx, row.id, alice)
    await line.house.leave_line("CA1", Leaving.HUNG_UP)
    assert (await line.state_of(alice), await line.state_of(bob)) == ("wrapping_up", "wrapping_up")


async def test_a_colleague_is_rung_only_once_the_caller_hears_music(line: Line) -> None:
    """Point 16: Warm transfer: hold, consult, hand over."""
    await consulting(line)
    await line.jobs()
    assert [what[0] for what in line.switch.done[-2:]] == ["hold", "ring"]


@pytest.mark.parametrize("permanent", [True, False])
async def test_a_colleague_is_not_let_in_where_the_caller_could_not_be_held(line: Line, permanent: bool) -> None:
    _row, _alice, bob = await consulting(line)
    offer = next(one for one in await line.offers() if one.kind is OfferKind.CONSULT)
    line.switch.refuses = TransportError("no_room", permanent=permanent)
    await line.jobs("line.ring")
    line.switch.refuses = None
    await line.jobs()
    assert not (await line.house.picked_up(offer.id, f"CA{offer.id.hex}")).room
    assert (not (await line.row()).held, await line.state_of(bob)) == (True, "available")
    assert line.switch.done[-1] == ("hold", "CA1", "False")


async def test_a_question_may_end_without_handing_over(line: Line) -> None:
    row, alice, bob = await consulting(line)
    await line.answers()
    async with line.engine.transaction(SYSTEM) as tx:
        await asking.take_back(tx, row.id, alice)
    await line.jobs()
    assert ((await line.row()).staff_id, (await line.row()).held) == (alice, False)
    assert (await line.state_of(alice), await line.state_of(bob)) == ("in_contact", "available")
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.hand_over(tx, row.id, alice)


async def test_only_who_is_available_is_asked(line: Line) -> None:
    row = await line.talk()
    bob = await line.operator("bob", state=PresenceState.AWAY)
    assert row.staff_id
    with pytest.raises(Invalid):
        async with line.engine.transaction(SYSTEM) as tx:
            await asking.consult(tx, row.id, row.staff_id, bob)
