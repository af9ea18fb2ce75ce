"""Somebody calls: every ring is a contact, and nobody is left without an answer."""

from hashlib import sha256

import pytest
from msgspec import structs
from twilio.request_validator import RequestValidator

from channels._twilio.door import Door, Post
from channels._twilio.form import fields_of
from channels.phone.calls import Calls
from channels.phone.phrases import PHRASES
from helpline.cli.simulate.handset import Script
from helpline.cli.simulate.options import Fault
from helpline.envelope import Outcome
from tests.channels.conftest import ALICE, DUTY, PUBLIC, Installation


async def test_a_caller_who_hangs_up_at_the_first_ring_is_a_contact(line: Installation) -> None:
    await line.call(script=Script(steps=1))
    (view,) = await line.digested()
    assert (view.row.channel, view.row.outcome, view.content.sender) == ("phone", Outcome.ABANDONED, ALICE)
    assert [step.event for step in view.history] == ["rang", "completed"]


@pytest.mark.parametrize("steps", range(1, 7))
@pytest.mark.parametrize("opened", [True, False])
async def test_a_hang_up_at_any_step_leaves_one_contact_with_an_outcome(
    line: Installation, steps: int, opened: bool
) -> None:
    """Point 2: Every attempt is a row: hang-ups, closed hours."""
    await (line.open_all_day() if opened else line.close_all_day())
    await line.call(script=Script(steps=steps))
    (view,) = await line.digested()
    assert view.row.outcome in (Outcome.ABANDONED, Outcome.MISSED, Outcome.VOICEMAIL)
    assert view.history[0].event == "rang"


async def test_an_open_line_rings_the_duty_phone_and_the_call_is_answered(line: Installation) -> None:
    await line.open_all_day()
    await line.call(script=Script(duty="answers", talk=1))
    assert [leg.address for leg in line.fake.board.legs] == [DUTY]
    await line.digested()
    await line.until(lambda: line.fake.board.legs[0].over.is_set())
    (view,) = await line.digested()
    assert {"joined_line", "completed"} <= {step.event for step in view.history}
    assert (view.row.outcome, view.row.language) == (Outcome.ANSWERED, "fr")


@pytest.mark.parametrize("duty", ["silent", "busy", "mailbox"])
async def test_when_nobody_answers_the_caller_is_offered_a_voicemail(line: Installation, duty: str) -> None:
    """A private mailbox that picks up presses no key, so it never takes a caller."""
    await line.open_all_day()
    await line.call(script=Script(duty=duty))
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL
    assert {"joined_line", "voicemail_offered", "voicemail"} <= {step.event for step in view.history}
    assert [leg.address for leg in line.fake.board.legs] == [DUTY]


async def test_a_closed_line_rings_nobody_and_takes_a_message(line: Installation) -> None:
    await line.close_all_day()
    handset = await line.call()
    assert (handset.rang_duty, line.fake.board.legs) == ("", [])
    assert (await line.digested())[0].row.outcome is Outcome.VOICEMAIL
    assert PHRASES["fr"].closed in " ".join(handset.heard)


async def test_the_next_opening_is_said(line: Installation) -> None:
    """Point 13: hours from data."""
    await line.close_all_day()
    handset = await line.call()
    assert any("Nous serons là" in sentence for sentence in handset.heard)


@pytest.mark.parametrize("chosen", [{"duty_phone": ""}])
async def test_an_open_line_with_nobody_on_duty_offers_a_voicemail(line: Installation) -> None:
    await line.open_all_day()
    await line.call()
    assert (await line.digested())[0].row.outcome is Outcome.VOICEMAIL


@pytest.mark.parametrize("language", PHRASES)
async def test_each_language_is_reached_by_its_digit(line: Installation, language: str) -> None:
    """Point 13: neutral greeting, language, emergency sentence, what is noted and the limits of confidentiality."""
    await line.close_all_day()
    handset = await line.call(script=Script(language))
    words = PHRASES[language]
    assert {words.welcome, words.emergency, words.noted, words.message, words.thanks} <= set(handset.heard)
    (view,) = await line.digested()
    assert view.row.language == language


async def test_two_misses_lead_to_the_default_language_and_never_to_a_hang_up(line: Installation) -> None:
    """Point 13: language by digit (two misses -> default language, never hang up)."""
    await line.close_all_day()
    handset = await line.call(script=Script(language=None))
    assert handset.heard.count(PHRASES["tr"].choose) == 2
    assert PHRASES["fr"].welcome in handset.heard
    (view,) = await line.digested()
    assert (view.row.language, view.row.outcome) == (None, Outcome.VOICEMAIL)
    assert [step.event for step in view.history].count("language_not_chosen") == 2


async def test_withheld_callers_are_no_identity_and_never_one_person(line: Installation) -> None:
    """Point 4: Withheld numbers are no identity: never matched, merged or blocked together."""
    for caller in ("anonymous", "+266696687", "Restricted"):
        await line.call(caller=caller, script=Script(steps=1))
    views = await line.digested()
    assert len(views) == 3
    assert {(view.row.sender_blind, view.content.sender) for view in views} == {(None, None)}


@pytest.mark.parametrize("fault", Fault)
async def test_one_call_is_one_contact_whatever_happens_to_its_webhooks(line: Installation, fault: Fault) -> None:
    """Point 6: Idempotent under the same webhook twenty times at once, late, reordered, or missing."""
    await line.close_all_day()
    await line.call(fault)
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.VOICEMAIL
    events = [step.event for step in view.history]
    assert events.count("rang") == 1
    assert events.count("voicemail") == 1


async def test_a_final_status_that_comes_first_never_takes_back_what_comes_later(line: Installation) -> None:
    """Point 6: status callbacks are keyed on (sid, status), final state never goes back."""
    await line.open_all_day()
    handset = line.handset(script=Script(duty="answers", talk=1))
    await handset.wire.ask(
        "/twilio/voice/status", {"CallSid": handset.sid, "CallStatus": "completed", "From": ALICE, "To": ""}
    )
    assert (await line.digested())[0].row.outcome is Outcome.ABANDONED
    await handset.call()
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.ANSWERED


async def test_a_demo_joined_to_a_real_account_dials_nobody(line: Installation) -> None:
    real = structs.replace(line.settings, demo=True, twilio_api_base="")
    calls = Calls(Door("phone", line.house, real), line.house, real)
    ring = Post("/twilio/voice/fallback", b"", fields_of(b""))
    assert await calls.duty_phone(ring) is None
    assert "<Dial" not in await calls.fallback(ring)


async def test_a_wrong_signature_rings_nobody(line: Installation) -> None:
    """Point 3: webhooks fail closed: a bad signature gets 403, is counted and shown on the health page."""
    wire = line.wire(token="guessed")
    for step in ("", "/language", "/menu", "/dialled", "/accept", "/accepted", "/recorded", "/recording", "/status"):
        status, text = await wire.post("/twilio/voice" + step, {"CallSid": "CA1", "Digits": "1"})
        assert (status, "Response" in text) == (403, False)
    assert await line.refusals() == {("phone", "bad_signature"): 9}
    assert await line.digested() == []


async def test_a_json_body_is_turned_away_because_none_of_our_webhooks_is_one(line: Installation) -> None:
    """Point 12: JSON bodies need `bodySHA256` and the raw body; we ask the provider for forms only."""
    address = f"/twilio/voice?bodySHA256={sha256(b'{}').hexdigest()}"
    signature = RequestValidator(line.settings.twilio_auth_token).compute_signature(PUBLIC + address, {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
    async with line.session.post(line.url + address, data=b"{}", headers=headers) as answer:
        assert answer.status == 403
    assert await line.refusals() == {("phone", "bad_signature"): 1}
