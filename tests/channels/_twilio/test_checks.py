"""What the doctor says about the account, against the provider's fake."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from channels._twilio.account import provider_in
from channels._twilio.checks import clock_problem, message_problems, plain, voice_problems
from helpline.channel import Doubt
from helpline.clock import now
from tests.channels.conftest import PUBLIC, Installation

RIGHT = {
    "voice_url": f"{PUBLIC}/twilio/voice",
    "voice_method": "POST",
    "voice_fallback_url": "https://handler.twilio.com/twiml/EH1",
    "status_callback": f"{PUBLIC}/twilio/voice/status",
    "sms_url": f"{PUBLIC}/twilio/sms#rc=5&rp=all",
    "sms_method": "POST",
    "sms_fallback_url": f"{PUBLIC}/twilio/sms",
}


async def findings(line: Installation, channel: str) -> list[str]:
    return [found for check in line.channels[channel].checks if (found := await check())]


async def test_a_number_that_is_set_up_has_no_findings(line: Installation) -> None:
    line.fake.lists["IncomingPhoneNumbers"] = [RIGHT]
    assert await findings(line, "phone") == await findings(line, "sms") == []


async def test_a_number_that_is_not_ours_is_said(line: Installation) -> None:
    (found,) = await findings(line, "sms")
    assert "buy it" in found


async def test_a_refused_login_is_said_with_its_remedy(line: Installation) -> None:
    line.fake.tokens = ["another"]
    found = await findings(line, "phone")
    assert "check account SID, auth token" in found[0]
    assert isinstance(found[1], Doubt), "the number could not be asked for"


@pytest.mark.parametrize(
    ("field", "remedy"),
    [
        ("voice_url", "'A call comes in'"),
        ("voice_method", "method POST"),
        ("voice_fallback_url", "'Primary handler fails'"),
        ("status_callback", "'Call status changes'"),
        ("sms_url", "'A message comes in'"),
        ("sms_method", "method POST"),
        ("sms_fallback_url", "messaging"),
    ],
)
def test_each_field_that_is_wrong_has_its_sentence(field: str, remedy: str) -> None:
    wrong = "" if "fallback" in field else "https://elsewhere.example.org"
    number = SimpleNamespace(**RIGHT | {field: wrong})
    found = [*voice_problems(number, PUBLIC), *message_problems(number, PUBLIC)]
    assert len(found) == 1
    assert remedy in found[0]


def test_a_clock_that_is_wrong_is_said() -> None:
    assert clock_problem(now()) is None
    assert "90 seconds apart" in str(clock_problem(now() - timedelta(seconds=90)))
    assert isinstance(clock_problem(None), Doubt)


def test_what_tells_twilio_to_try_again_is_no_part_of_the_address() -> None:
    assert plain("https://a.example.org/twilio/sms#rc=5") == plain("https://a.example.org/twilio/sms/")


def test_the_provider_is_entered_where_the_settings_say() -> None:
    """Point 15: region and edge configurable, Dublin first."""
    assert provider_in("ie1", "dublin") == "https://api.dublin.ie1.twilio.com"
    assert provider_in("", "dublin") == "https://api.twilio.com"
