"""Pressing 1: call me back."""

import pytest

from channels.phone.phrases import PHRASES
from helpline.cli.simulate.handset import Script
from helpline.envelope import AddressKind, Outcome, SafeContact
from helpline.people import actions as people
from helpline.people.model import Kind, Purpose
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import ALICE, Installation


@pytest.mark.parametrize(("opened", "keys"), [(True, "1"), (False, "1"), (True, "-1")])
async def test_a_caller_may_ask_to_be_called_back_at_any_time(line: Installation, opened: bool, keys: str) -> None:
    """When the line is open, when it is closed, and when nobody answered (first silence, then 1)."""
    await (line.open_all_day() if opened else line.close_all_day())
    handset = await line.call(script=Script(keys=keys))
    assert handset.heard[-1] == PHRASES["fr"].promised
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.MISSED
    assert await promises(line) == 1


async def test_asking_twice_through_a_repeated_webhook_is_one_promise(line: Installation) -> None:
    await line.close_all_day()
    handset = line.handset(script=Script(keys="1"))
    await handset.call()
    again = {"CallSid": handset.sid, "Digits": "1", "From": ALICE}
    await handset.wire.ask("/twilio/voice/menu?language=fr&line=closed", again)
    await line.digested()
    assert await promises(line) == 1


async def test_pressing_the_key_allows_a_call_and_nothing_else(line: Installation) -> None:
    await line.close_all_day()
    await line.call(script=Script(keys="1"))
    await line.digested()
    assert [await allowed(line, purpose) for purpose in Purpose] == [purpose is Purpose.CALL for purpose in Purpose]


async def test_a_key_never_loosens_what_another_user_of_the_phone_asked_for(line: Installation) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, ALICE))
        await people.set_rule(tx, person, None, SafeContact(note="never on this phone"))
    await line.close_all_day()
    await line.call(script=Script(keys="1"))
    await line.digested()
    assert not await allowed(line, Purpose.CALL)


async def test_a_withheld_caller_is_asked_for_a_number_instead(line: Installation) -> None:
    await line.close_all_day()
    handset = await line.call(caller="anonymous", script=Script(keys="1"))
    assert PHRASES["fr"].withheld in handset.heard
    assert "call_back_without_number" in await line.events()
    assert await promises(line) == 0


async def promises(line: Installation) -> int:
    async with line.engine.transaction(SYSTEM) as tx:
        count: int = await tx.db.fetchval("select count(*) from follow_up where kind = 'call_back'")
        return count


async def allowed(line: Installation, purpose: Purpose) -> bool:
    async with line.engine.transaction(SYSTEM) as tx:
        verdict = await people.permission(tx, tx.vault.blind(AddressKind.PHONE, ALICE), purpose, tx.now)
        return verdict.allowed


async def test_a_menu_that_comes_again_in_the_same_call_is_another_choice(line: Installation) -> None:
    """Point 6: idempotent under the same webhook, and never deaf to another one at the same address.

    Our answer to the first key broke, so the provider led the caller around once more.
    """
    known = {"CallSid": "CA" + "5" * 32, "From": ALICE, "To": line.settings.twilio_number}
    for digit in ("2", "2", "1", "1"):
        await line.wire().ask("/twilio/voice/menu?language=fr&line=unanswered", {**known, "Digits": digit})
    events = await line.events()
    assert [events.count(one) for one in ("chose_voicemail", "call_back")] == [1, 1]
    assert len(await line.rows("select id from follow_up where kind = 'call_back'")) == 1


async def test_a_second_message_in_the_same_call_is_not_taken_for_the_first(line: Installation) -> None:
    """Point 17: each recording is fetched, also where no callback ever comes."""
    known = {"CallSid": "CA" + "5" * 32, "From": ALICE, "To": line.settings.twilio_number, "RecordingDuration": "3"}
    for digit in "112":
        recorded = {**known, "RecordingSid": "RE" + digit * 32}
        await line.wire().ask("/twilio/voice/recorded?language=fr", recorded)
    assert (await line.events()).count("voicemail") == 2
    assert len(await line.rows("select id from pgqueuer where entrypoint = 'intake.fetch'")) == 2
