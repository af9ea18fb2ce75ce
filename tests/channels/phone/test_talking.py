"""Somebody answers: in a browser or on a telephone, once, and whoever hangs up is known."""

import jwt
import pytest

from channels.phone.phrases import WHISPERS
from helpline.channel import Handset, HandsetKind, Leaving, LegEnd, Switch, TransportError
from helpline.cli.simulate.handset import Handset as Calling
from helpline.cli.simulate.options import Fault
from helpline.cli.simulate.rooms import Room
from helpline.envelope import Outcome
from tests.channels.conftest import ALICE, Installation
from tests.channels.phone.attended import Attended

NO_ROOM = Room("")
BROWSER = Handset(HandsetKind.BROWSER, "anna")
PHONE = Handset(HandsetKind.PHONE, "+447700900801")


@pytest.fixture
def house_kind() -> type[Attended]:
    return Attended


def switch(line: Installation) -> Switch:
    found = line.channels["phone"].switch
    assert found is not None
    return found


async def answered(line: Installation, house: Attended, caller: Calling, handset: Handset = BROWSER) -> str:
    """An operator answers a caller who waits, and they talk; the operator's leg."""
    await line.until(lambda: line.fake.board.waiting)
    leg = await switch(line).ring(handset, house.offered(), "fr")
    await line.until(lambda: "room" in line.fake.board.rooms)
    await switch(line).bring(caller.sid, "room")
    await line.until(lambda: caller.sid in line.fake.board.rooms["room"].members)
    return leg


@pytest.mark.parametrize("handset", [BROWSER, PHONE])
async def test_an_operator_answers_and_is_joined_to_the_caller(
    line: Installation, house: Attended, handset: Handset
) -> None:
    """Point 15: Operators answer in the browser or on a phone."""
    async with line.caller() as caller:
        leg = await answered(line, house, caller, handset)
        assert list(house.winners.values()) == [leg]
        assert set(line.fake.board.rooms["room"].members) == {caller.sid, leg}
        assert line.fake.board.waiting == []
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED
    assert [step.event for step in view.history] == ["rang", "language:fr", "joined_line", "completed"]


async def test_what_rings_shows_neither_number_nor_name(line: Installation, house: Attended) -> None:
    """Point 15: Ring and notification without number or name."""
    line.fake.board.habit = "mailbox"
    async with line.caller():
        for handset in (BROWSER, PHONE):
            await switch(line).ring(handset, house.offered(), "nl")
        await line.until(lambda: line.fake.board.legs[1].over.is_set())
    for leg in line.fake.board.legs:
        assert ALICE not in str(leg.asked)
        assert leg.asked["From"] == line.settings.twilio_number
    assert line.fake.board.legs[1].heard == [WHISPERS["nl"].offered, WHISPERS["nl"].star]


async def test_a_browser_is_told_which_offer_rings(line: Installation, house: Attended) -> None:
    offer = house.offered()
    await switch(line).ring(BROWSER, offer, "fr")
    assert line.fake.board.legs[0].asked["To"] == f"client:anna?offer={offer}"


@pytest.mark.parametrize(
    ("habit", "end"), [("silent", LegEnd.NO_ANSWER), ("busy", LegEnd.BUSY), ("mailbox", LegEnd.DECLINED)]
)
async def test_a_telephone_that_is_not_answered_by_a_person_is_told_to_the_house(
    line: Installation, house: Attended, habit: str, end: LegEnd
) -> None:
    """Point 15: no answer in time -> next -> duty phone -> voicemail."""
    line.fake.board.habits[PHONE.address] = habit
    await switch(line).ring(PHONE, house.offered(), "fr")
    await line.until(lambda: house.ends())
    assert house.ends()[0] is end
    assert house.winners == {}


async def test_a_leg_that_could_not_be_joined_is_told_to_the_house_as_failed(
    line: Installation, house: Attended
) -> None:
    """The house may have given it the caller already: he is not to be hung up on with it."""
    house.late = True
    await switch(line).ring(PHONE, house.offered(), "fr")
    await line.until(lambda: house.ends())
    assert house.ends()[0] is LegEnd.FAILED
    await line.until(lambda: WHISPERS["fr"].trouble in line.fake.board.legs[0].heard)


async def test_of_two_who_answer_at_once_one_hears_that_it_is_taken(line: Installation, house: Attended) -> None:
    """Point 14: Claim by compare-and-set; the loser's leg is cancelled."""
    offer = house.offered()
    legs = [await switch(line).ring(PHONE, offer, "de"), await switch(line).ring(PHONE, offer, "de")]
    await line.until(lambda: any(WHISPERS["de"].taken in leg.heard for leg in line.fake.board.legs))
    loser = next(leg for leg in line.fake.board.legs if WHISPERS["de"].taken in leg.heard)
    assert {house.winners[offer], loser.sid} == set(legs)


async def test_when_the_caller_hangs_up_the_house_hears_it_with_the_providers_time_and_ends_the_leg(
    line: Installation, house: Attended
) -> None:
    """Point 16: Hang-up side recorded; durations from provider times."""
    async with line.caller() as caller:
        leg = await answered(line, house, caller)
    assert house.leavings() == [Leaving.HUNG_UP]
    assert house.times[-1] is not None
    assert house.ends() == []
    await switch(line).hang_up(leg)
    await line.until(lambda: LegEnd.ENDED in house.ends())


async def test_when_the_operator_hangs_up_the_caller_stays_until_the_house_says(
    line: Installation, house: Attended
) -> None:
    """Point 16: Warm transfer: an operator may go while the caller stays; the house ends the call or brings another."""
    async with line.caller() as caller:
        leg = await answered(line, house, caller)
        line.fake.board.calls[leg].hang_up()
        await line.until(lambda: LegEnd.ENDED in house.ends())
        assert list(line.fake.board.rooms["room"].members) == [caller.sid]
        await switch(line).hang_up(caller.sid)
        await caller.over.wait()
    assert (await line.digested())[0].row.outcome is Outcome.ANSWERED


async def test_a_caller_is_held_and_taken_back(line: Installation, house: Attended) -> None:
    """Point 16: Warm transfer: hold, consult, hand over."""
    async with line.caller() as caller:
        await answered(line, house, caller)
        room = line.fake.board.rooms["room"]
        await switch(line).hold(caller.sid, "room", on=True)
        assert room.held == {caller.sid}
        await switch(line).hold(caller.sid, "room", on=False)
        assert room.held == set()


async def test_a_caller_whose_operator_vanished_waits_again(line: Installation, house: Attended) -> None:
    async with line.caller() as caller:
        await line.until(lambda: line.fake.board.waiting)
        await switch(line).bring(caller.sid, "room")
        await line.until(lambda: not line.fake.board.waiting)
        await switch(line).send_back(caller.sid)
        await line.until(lambda: line.fake.board.waiting == [caller.sid])
    assert house.leavings() == [Leaving.HUNG_UP]


async def test_moving_a_caller_who_hung_up_fails_for_good_and_ending_his_call_is_fine(
    line: Installation, house: Attended
) -> None:
    async with line.caller() as caller:
        await line.until(lambda: line.fake.board.waiting)
    with pytest.raises(TransportError) as caught:
        await switch(line).bring(caller.sid, "room")
    assert (caught.value.code, caught.value.permanent) == ("21220", True)
    for over in (caller.sid, "CA" + "0" * 32):
        await switch(line).hang_up(over)
    with pytest.raises(TransportError, match="no_room"):
        await switch(line).hold(caller.sid, "room", on=True)


@pytest.mark.parametrize("handset", [BROWSER, PHONE])
async def test_click_to_call_rings_the_operator_and_then_dials_as_the_service(
    line: Installation, house: Attended, handset: Handset
) -> None:
    """The number stays on the server: no browser, address or log sees it."""
    offer = house.offered(to=ALICE)
    leg = await switch(line).dial_out(handset, offer, "fr")
    await line.until(lambda: len(line.fake.board.rooms.get("room", NO_ROOM).members) == 2)
    ours, theirs = line.fake.board.legs
    assert (ours.sid, theirs.address, theirs.asked["From"]) == (leg, ALICE, line.settings.twilio_number)
    assert ALICE not in str((ours.asked, ours.visited, ours.heard))
    ours.hang_up()
    await line.until(lambda: LegEnd.ENDED in house.ends())
    await switch(line).hang_up(theirs.sid)
    await line.until(lambda: ours.over.is_set() and theirs.over.is_set())
    await line.until(lambda: {word[2] for word in house.told if word[0] == "ended"} == {ours.sid, theirs.sid})
    assert await line.digested() == []


async def test_an_operator_who_has_gone_while_the_number_was_dialled_leaves_no_telephone_ringing(
    line: Installation, house: Attended
) -> None:
    """Point 16: hang-up at every step: the called party's leg is ours to end, from its first ring on."""
    line.fake.board.habits[ALICE] = "waits"
    offer = house.offered(to=ALICE)
    house.gone.add(offer)
    await switch(line).dial_out(BROWSER, offer, "fr", unasked=True)
    await line.until(lambda: len(line.fake.board.legs) == 2 and line.fake.board.legs[1].over.is_set())
    ours, theirs = line.fake.board.legs
    assert ours.asked["To"].endswith(f"?offer={offer}&back=1")
    assert ("dialled", offer, theirs.sid) in house.told
    await line.until(lambda: WHISPERS["fr"].trouble in ours.heard)
    assert theirs.status == "ringing"


async def test_somebody_we_called_is_held_and_stays_when_the_operator_goes(line: Installation, house: Attended) -> None:
    """Point 16: Warm transfer: hold, consult, hand over, in a call of ours as well."""
    offer = house.offered(to=ALICE)
    await switch(line).dial_out(BROWSER, offer, "fr")
    await line.until(lambda: len(line.fake.board.rooms.get("room", NO_ROOM).members) == 2)
    ours, theirs = line.fake.board.legs
    await switch(line).hold(theirs.sid, "room", on=True)
    assert line.fake.board.rooms["room"].held == {theirs.sid}
    colleague = await switch(line).ring(Handset(HandsetKind.BROWSER, "bob"), house.offered(), "fr")
    await line.until(lambda: colleague in line.fake.board.rooms["room"].members)
    await switch(line).hang_up(ours.sid)
    await line.until(ours.over.is_set)
    await switch(line).hold(theirs.sid, "room", on=False)
    room = line.fake.board.rooms["room"]
    assert (set(room.members), room.held) == ({theirs.sid, colleague}, set())


async def test_the_provider_names_every_leg_as_soon_as_it_exists(line: Installation, house: Attended) -> None:
    """Point 6: missing: a process that died after it asked for a leg is not needed to know it."""
    line.fake.board.habits[ALICE] = "waits"
    offer = house.offered(to=ALICE)
    await switch(line).dial_out(BROWSER, offer, "fr")
    await line.until(lambda: len([word for word in house.told if word[0] == "rings"]) == 2)
    ours, theirs = line.fake.board.legs
    assert [word[1:] for word in house.told if word[0] == "rings"] == [
        (offer, ours.sid, False), (offer, theirs.sid, True)
    ]  # fmt: skip
    assert await switch(line).left_in("room") == theirs.sid
    await switch(line).hang_up(theirs.sid)
    await line.until(theirs.over.is_set)
    assert theirs.status == "ringing"


async def test_the_house_hears_when_somebody_we_called_answers(line: Installation, house: Attended) -> None:
    """An operator who hangs up while it rings has talked to nobody: the answer alone tells the two apart."""
    offer = house.offered(to=ALICE)
    await switch(line).dial_out(BROWSER, offer, "fr")
    await line.until(lambda: any(word[0] == "reached" for word in house.told))
    ours, theirs = line.fake.board.legs
    assert [word for word in house.told if word[0] == "reached"] == [("reached", offer, theirs.sid)]
    theirs.hang_up()
    await line.until(theirs.over.is_set)
    ours.hang_up()
    await line.until(ours.over.is_set)


async def test_a_call_of_no_second_was_not_answered(line: Installation, house: Attended) -> None:
    said = {"CallSid": "CA1", "CallStatus": "completed", "CallDuration": "0"}
    status, _text = await line.wire().post(f"/twilio/voice/leg/status?offer={house.offered()}&party=1", said)
    assert (status, house.ends()) == (200, [LegEnd.NO_ANSWER])


async def test_the_star_of_an_operators_telephone_is_told_from_a_lost_network(
    line: Installation, house: Attended
) -> None:
    """Point 16: Hang-up side recorded."""
    for end in (LegEnd.FINISHED, LegEnd.ENDED):
        house.told.clear()
        await switch(line).ring(PHONE, house.offered(), "fr")
        leg = line.fake.board.legs[-1]
        await line.until(lambda: "room" in line.fake.board.rooms)
        leg.star.set() if end is LegEnd.FINISHED else leg.hang_up()
        await line.until(lambda: house.ends())
        await line.until(leg.over.is_set)
        assert house.ends()[0] is end


async def test_a_number_is_dialled_once_though_the_provider_asks_twice(line: Installation, house: Attended) -> None:
    """Point 6: Idempotent under the same webhook: the second answer is the first one again."""
    line.fake.wire = line.wire(Fault.DUPLICATE)
    await switch(line).dial_out(BROWSER, house.offered(to=ALICE), "fr")
    await line.until(lambda: len(line.fake.board.rooms.get("room", NO_ROOM).members) == 2)
    assert [leg.address for leg in line.fake.board.legs] == ["anna", ALICE]


async def test_somebody_called_who_does_not_answer_is_told_to_the_house(line: Installation, house: Attended) -> None:
    line.fake.board.habits[ALICE] = "silent"
    offer = house.offered(to=ALICE)
    await switch(line).dial_out(BROWSER, offer, "fr")
    await line.until(lambda: LegEnd.NO_ANSWER in house.ends())
    line.fake.board.legs[0].hang_up()
    await line.until(lambda: LegEnd.ENDED in house.ends())


@pytest.mark.parametrize("handset", [BROWSER, PHONE])
async def test_a_number_the_house_does_not_give_any_more_is_not_dialled(
    line: Installation, house: Attended, handset: Handset
) -> None:
    """The house is asked at the minute of dialling; what it refuses the operator hears, and nobody rings."""
    offer = house.offered(to=ALICE)
    del house.rooms[offer]
    await switch(line).dial_out(handset, offer, "fr")
    await line.until(lambda: WHISPERS["fr"].trouble in line.fake.board.legs[0].heard)
    assert [leg.address for leg in line.fake.board.legs] == [handset.address]


@pytest.mark.parametrize("fault", Fault)
async def test_a_talk_is_one_contact_whatever_happens_to_its_webhooks(
    line: Installation, house: Attended, fault: Fault
) -> None:
    """Point 6: Idempotent under the same webhook twenty times at once, late, reordered, or missing."""
    async with line.caller(fault) as caller:
        await answered(line, house, caller)
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("chosen", [{"twilio_api_key_sid": "SK" + "1" * 32, "twilio_api_key_secret": "s" * 32}])
async def test_a_ticket_lets_a_browser_be_rung_and_nothing_else(line: Installation) -> None:
    """Point 15: access token with voice grant; region and edge configurable, Dublin first."""
    ticket = switch(line).ticket("anna")
    word = jwt.decode(ticket.token, "s" * 32, algorithms=["HS256"])
    assert word["grants"] == {"identity": "anna", "voice": {"incoming": {"allow": True}}}
    assert (word["iss"], word["sub"]) == ("SK" + "1" * 32, line.settings.twilio_account_sid)
    assert (ticket.identity, ticket.edge) == ("anna", "dublin")
    assert abs(ticket.expires_at.timestamp() - word["exp"]) <= 1


async def test_without_a_key_no_browser_answers(line: Installation) -> None:
    with pytest.raises(TransportError, match="no_api_key"):
        switch(line).ticket("anna")


@pytest.mark.parametrize("chosen", [{"demo": True, "twilio_number": ""}])
async def test_without_a_number_there_is_no_switch(line: Installation) -> None:
    assert line.channels["phone"].switch is None
