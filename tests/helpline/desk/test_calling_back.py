"""A call-back through the line: the number stays with the house, and the rules are asked at the minute of dialling."""

from uuid import UUID

import pytest

from helpline.channel import HandsetKind, LegEnd
from helpline.envelope import AddressKind, SafeContact
from helpline.followups import actions as followups
from helpline.line.model import PresenceState
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.retention.actions import erase_contact
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.conftest import Desk
from tests.helpline.desk.operators import at_the_line, promised
from tests.helpline.line.conftest import CALLER, Line


async def test_a_call_back_through_the_line_rings_the_operator_and_never_shows_the_number(signed_in, line) -> None:
    """The number stays on the server: click-to-call, masked in the browser, through the number of the service."""
    desk = await at_the_line(signed_in)
    promise = await promised(line)
    async with line.engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, CALLER))
        await people.set_rule(tx, person, None, SafeContact(may_call=True))
    page = await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1})
    assert page.status_code == 200
    assert CALLER not in page.text
    assert "+44…01" in page.text
    await line.jobs()
    assert line.switch.done[-1] == ("dial_out", HandsetKind.BROWSER, desk.staff.id.hex, "en")


async def rings_back(line: Line, desk: Desk, *, allowed: bool, danger: str = "") -> tuple[UUID, UUID]:
    """The promise whose number is to be called, and the offer for which the operator's handset rings."""
    promise = await promised(line)
    await may_be_called(line, allowed)
    await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1, "danger": danger})
    await line.jobs()
    async with line.engine.transaction(SYSTEM) as tx:
        return promise, await tx.db.fetchval("select id from line_offer where kind = 'out'")


async def rang(line: Line) -> bool:
    """Whether a call of ours was begun."""
    await line.jobs()
    return any(what[0] == "dial_out" for what in line.switch.done)


async def may_be_called(line: Line, allowed: bool) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, CALLER))
        await people.set_rule(tx, person, None, SafeContact(may_call=allowed))


async def test_a_call_back_forbidden_while_the_operators_handset_rings_dials_nobody(signed_in, line: Line) -> None:
    """No call without a valid permission at that minute: the rules are asked again when the handset is answered."""
    desk = await at_the_line(signed_in)
    promise, offer = await rings_back(line, desk, allowed=True)
    await may_be_called(line, allowed=False)
    pickup = await line.house.picked_up(offer, f"CA{offer.hex}")
    assert (pickup.room, pickup.to) == (None, "")
    await line.jobs()
    assert line.switch.done[-1] == ("hang_up", f"CA{offer.hex}")
    assert "blocked" in (await desk.get(f"/desk/follow-ups/{promise}")).text.lower()
    assert await line.state_of(desk.staff.id) == PresenceState.AVAILABLE


async def test_a_call_back_to_an_erased_contact_dials_nobody(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    _promise, offer = await rings_back(line, desk, allowed=True)
    async with line.engine.transaction(SYSTEM) as tx:
        contact = await tx.db.fetchval("select id from contact order by number limit 1")
        await erase_contact(tx, contact)
    assert (await line.house.picked_up(offer, f"CA{offer.hex}")).to == ""


async def test_danger_that_overrides_a_rule_is_remembered_until_the_number_is_dialled(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    _promise, offer = await rings_back(line, desk, allowed=False, danger="life")
    pickup = await line.house.picked_up(offer, f"CA{offer.hex}")
    assert (bool(pickup.room), pickup.to) == (True, CALLER)


@pytest.mark.parametrize("of_a_case", [False, True])
async def test_the_strictest_rule_of_the_number_is_read_before_it_is_dialled_and_during_the_call(
    signed_in, line: Line, of_a_case: bool
) -> None:
    """Somebody else who shares the telephone asked for more care: that holds for a call of ours as well."""
    desk = await at_the_line(signed_in)
    _promise, offer = await rings_back(line, desk, allowed=True)
    async with line.engine.transaction(SYSTEM) as tx:
        other = await people.add(tx, Kind.REQUESTER, people.NOBODY)
        await people.add_address(tx, other, AddressKind.PHONE, CALLER)
        await people.set_rule(tx, other, None, SafeContact(may_call=True, cover_phrase="the chemist"))
        if of_a_case:
            await tx.db.execute("update line_call set contact_id = null where direction = 'out'")
    before = (await desk.get("/desk/line")).text
    assert (await line.house.picked_up(offer, f"CA{offer.hex}")).to == CALLER
    during = (await desk.get("/desk/line")).text
    for page in (before, during):
        assert "the chemist" in page
        assert "do not say who we are" in page
        assert CALLER not in page


@pytest.mark.parametrize("gone", ["in the page", "by the handset", "before it was dialled"])
async def test_a_called_person_is_not_rung_any_more_once_the_operator_has_gone(
    signed_in, line: Line, gone: str
) -> None:
    """Point 16: hang-up at every step: the called party's leg is ours to end, and nobody answers into an empty room."""
    desk = await at_the_line(signed_in)
    _promise, offer = await rings_back(line, desk, allowed=True)
    assert (await line.house.picked_up(offer, f"CA{offer.hex}")).to == CALLER
    early = gone == "before it was dialled"
    if not early:
        assert await line.house.dialled(offer, "CAfar")
    if gone == "in the page":
        async with line.engine.transaction(SYSTEM) as tx:
            call = await tx.db.fetchval("select call_id from line_offer where id = $1", offer)
        assert (await desk.post(f"/desk/line/calls/{call}/end")).status_code in (200, 303)
    else:
        await line.house.leg_ended(offer, f"CA{offer.hex}", LegEnd.ENDED)
    if early:
        assert not await line.house.dialled(offer, "CAfar")
    await line.jobs()
    assert ("hang_up", "CAfar") in line.switch.done


async def test_a_call_that_is_not_safe_at_this_minute_is_blocked_and_rings_nobody(signed_in, line: Line) -> None:
    """Call-backs obey safe-contact rules at that minute: blocked, not coloured; danger overrides with a ground."""
    desk = await at_the_line(signed_in)
    promise = await promised(line)
    refused = await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1})
    assert refused.status_code == 409
    await line.jobs()
    assert not [what for what in line.switch.done if what[0] == "dial_out"]
    assert "blocked" in (await desk.get(f"/desk/follow-ups/{promise}")).text.lower()
    page = await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 2, "danger": "life"})
    assert page.status_code in (200, 422)


async def test_a_call_back_nobody_answers_is_an_attempt_and_tried_again_as_promised(signed_in, line: Line) -> None:
    """Call-backs log attempts, and retry as promised."""
    desk = await at_the_line(signed_in)
    promise = await promised(line)
    async with line.engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, CALLER))
        await people.set_rule(tx, person, None, SafeContact(may_call=True))
    await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1})
    await line.jobs()
    async with line.engine.transaction(SYSTEM) as tx:
        offer = await tx.db.fetchval("select id from line_offer where kind = 'out'")
    assert (await line.house.picked_up(offer, f"CA{offer.hex}")).room
    await line.house.leg_ended(offer, "CAfar", LegEnd.NO_ANSWER, party=True)
    page = (await desk.get(f"/desk/follow-ups/{promise}")).text
    assert "Not reached" in page
    assert await line.state_of(desk.staff.id) == PresenceState.WRAPPING_UP


@pytest.mark.parametrize("door", ["the promise", "the contact"])
async def test_what_a_colleague_promised_is_called_through_no_door_before_it_is_taken_over(
    signed_in, line: Line, door: str
) -> None:
    """Whatever the page shows: he would keep a promise that another keeps, and his telephone would ring for it."""
    desk, promise = await at_the_line(signed_in), await promised(line)
    await may_be_called(line, True)
    bob = await line.operator("bob")
    async with line.engine.transaction(SYSTEM) as tx:
        contact = await tx.db.fetchval("update follow_up set owner = $1 returning contact_id", bob)
    address, calls = f"/desk/follow-ups/{promise}", {"the promise": f"/desk/follow-ups/{promise}/line-calls"}
    page = (await desk.get(address)).text
    assert ("Bob promised this call." in page, f"{address}/line-calls" in page) == (True, False)
    refused = await desk.post(calls.get(door, f"/desk/contacts/{contact}/calls"), data={"version": 1})
    assert (refused.status_code, "Bob promised this call." in refused.text) == (409, True)
    assert not await rang(line)
    assert (await desk.post(f"{address}/owner", data={"version": 1, "owner": str(desk.staff.id)})).status_code == 303
    await desk.post(calls.get(door, f"/desk/contacts/{contact}/calls"), data={"version": 2})
    assert await rang(line)


async def test_what_a_colleague_takes_over_while_it_rings_at_mine_is_not_dialled_by_me(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    promise, offer = await rings_back(line, desk, allowed=True)
    bob = await line.operator("bob")
    async with line.engine.transaction(SYSTEM) as tx:
        version = await tx.db.fetchval("select version from follow_up")
    taken = await desk.post(f"/desk/follow-ups/{promise}/owner", data={"version": version, "owner": str(bob)})
    assert taken.status_code == 303
    pickup = await line.house.picked_up(offer, f"CA{offer.hex}")
    assert (pickup.room, pickup.to) == (None, "")
    async with line.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select owner from follow_up") == bob
    assert await line.state_of(desk.staff.id) == PresenceState.AVAILABLE


@pytest.mark.parametrize("meanwhile", ["kept", "the rule expired", "another rule"])
async def test_what_was_settled_or_forbidden_while_the_page_was_read_rings_nobody(
    signed_in, line: Line, meanwhile: str
) -> None:
    desk, promise = await at_the_line(signed_in), await promised(line)
    await may_be_called(line, True)
    async with line.engine.transaction(SYSTEM) as tx:
        if meanwhile == "kept":
            await followups.keep(tx, promise, 1)
        elif meanwhile == "the rule expired":
            await tx.db.execute("update safe_contact_rule set expires_at = now() - interval '1 minute'")
    if meanwhile == "another rule":
        await may_be_called(line, False)
    refused = await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1})
    assert refused.status_code == 409
    assert not await rang(line)


async def test_the_number_behind_a_colleagues_promise_is_shown_to_whoever_says_why(signed_in, line: Line) -> None:
    """Nobody is asked about a promise of his own; the audit has that it was shown, and why."""
    desk, promise = await signed_in(Role.OPERATOR), await promised(line)
    await may_be_called(line, True)
    bob = await line.operator("bob")
    address = f"/desk/follow-ups/{promise}"
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set owner = $1", bob)
    assert "pourquoi vous faut-il le numéro" in (await desk.get(address)).text
    refused = await desk.post(f"{address}/calls", data={"version": 1})
    assert (refused.status_code, CALLER in refused.text) == (422, False)
    assert CALLER in (await desk.post(f"{address}/calls", data={"version": 1, "need": "away"})).text
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update follow_up set owner = $1", desk.staff.id)
    assert "pourquoi vous faut-il le numéro" not in (await desk.get(address)).text
    assert CALLER in (await desk.post(f"{address}/calls", data={"version": 2})).text
    async with line.engine.transaction(SYSTEM) as tx:
        shown = await tx.db.fetch("select detail from audit_entry where action = 'follow_up.number_shown' order by id")
    assert [row["detail"] for row in shown] == ["away", "own"]
