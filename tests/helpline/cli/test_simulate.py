"""`helpline simulate` behaves like the provider, and says what is wrong in one sentence."""

import io
import json
import wave

import pytest
from aiohttp import ClientSession, web

from helpline.cli.simulate.call import calls
from helpline.cli.simulate.options import NUMBERS, Fault, senders, settings_here
from helpline.cli.simulate.provider import melody
from helpline.cli.simulate.sms import messages
from helpline.cli.simulate.wire import COPIES, Wire
from helpline.errors import ConfigurationError
from helpline.settings import Settings
from tests.helpline.cli.typed import parsed

DEMO = Settings(twilio_account_sid="AC1", twilio_auth_token="demo", twilio_number="+447700900000")


@pytest.mark.parametrize("typed", [("sms", "--faults", "gremlins"), ("sms", "--times", "0"), ("pigeon",), ()])
def test_a_wrong_usage_ends_with_two(typed: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        parsed(*typed)
    assert caught.value.code == 2


def test_several_faults_may_come_together() -> None:
    assert parsed("sms", "--faults", "duplicate,late").faults == {Fault.DUPLICATE, Fault.LATE}


def test_people_take_turns_and_a_given_one_comes_every_time() -> None:
    assert senders(parsed("sms", "--times", "3")) == list(NUMBERS[:3])
    assert senders(parsed("sms", "--times", "2", "--from", "anonymous")) == ["anonymous"] * 2


def test_a_shell_without_settings_talks_to_the_demo() -> None:
    assert settings_here({}).twilio_auth_token == "demo"
    given = {"HELPLINE_TWILIO_ACCOUNT_SID": "AC1", "HELPLINE_TWILIO_AUTH_TOKEN": "ours"}
    assert settings_here(given).twilio_auth_token == "ours"


async def test_a_server_that_is_not_there_is_one_sentence_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert await messages(parsed("sms", "--url", "http://127.0.0.1:9"), DEMO) == 1
    assert (
        "No server listens on 127.0.0.1:9: start one (scripts/demo), or name it with --url." in capsys.readouterr().err
    )


async def test_the_result_can_be_read_by_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert await messages(parsed("sms", "--url", "http://127.0.0.1:9", "--times", "3", "--json"), DEMO) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["done"], found["failed"]) == (0, 3)


async def test_a_voicemail_needs_a_place_from_which_it_can_be_fetched() -> None:
    with pytest.raises(ConfigurationError, match=r"HELPLINE_TWILIO_API_BASE must be http://127\.0\.0\.1:PORT"):
        await calls(parsed("voicemail"), DEMO)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Fault.DUPLICATE, ["first"] * COPIES + ["second"] * COPIES),
        (Fault.REORDER, ["second", "first"]),
        (Fault.DROP, []),
        (Fault.LATE, ["first", "second"]),
    ],
)
async def test_callbacks_go_wrong_as_asked(fault: Fault, arrived: list[str]) -> None:
    seen: list[str] = []

    async def note(request: web.Request) -> web.Response:
        seen.append(str((await request.post())["which"]))
        return web.Response()

    app = web.Application()
    app.router.add_post("/status", note)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        wire = Wire(session, f"http://127.0.0.1:{runner.addresses[0][1]}", "https://line.example.org", "t", [fault])
        wire.tell("/status", {"which": "first"})
        wire.tell("https://line.example.org/status", {"which": "second"})
        await wire.flush()
    await runner.cleanup()
    assert seen == arrived


def test_a_simulated_message_can_be_played() -> None:
    with wave.open(io.BytesIO(melody(2))) as track:
        assert (track.getnframes() / track.getframerate(), track.getnchannels()) == (2.0, 1)
