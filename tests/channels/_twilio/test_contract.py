"""What we ask of the provider is what its own published description allows, in the judgement of Prism.

Prism is installed by `scripts/test` (`tests/contract/package.json`); it answers every request it finds in the
description, and refuses wrong addresses, missing fields and wrong values. It lets any further field pass, so their
names are looked up in the description by ourselves.
"""

import asyncio
import json
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientConnectionError, ClientSession

from channels.phone.switch import TwilioSwitch
from helpline.channel import Handset, HandsetKind
from helpline.clock import new_id, now
from helpline.envelope import Parcel
from tests.channels._twilio.fake import Asked
from tests.channels.conftest import ALICE, Installation

HOME = Path(__file__).parents[3]
SHARED = Path(os.environ.get("HELPLINE_SHARED_DATA") or HOME.parent / "shared" / "data")
DESCRIPTION = SHARED / "twilio" / "twilio_api_v2010.json"
PRISM = HOME / "tests" / "contract" / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
NODE = shutil.which("node", path=f"{HOME / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")

#: Media themselves are documented apart from the JSON interface.
UNDESCRIBED = re.compile(r"/Recordings/\w+\.wav$|/Media/ME\w+$")
SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
ACCOUNT = "/2010-04-01/Accounts/AC" + "1" * 32
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
async def prism() -> AsyncIterator[str]:
    """Prism over Twilio's description; its address."""
    needed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (NODE, str(PRISM), "mock", str(DESCRIPTION), "--errors", "--host", "127.0.0.1", "--port", str(port))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        await listening(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


def needed() -> None:
    """Skips where the description or Prism is not here; under CI nothing is skipped."""
    by_hand = not os.environ.get("CI")
    if not DESCRIPTION.exists():
        assert by_hand, f"Twilio's description is missing at {DESCRIPTION}; HELPLINE_SHARED_DATA names its folder"
        pytest.skip("Twilio's description is not on this machine; HELPLINE_SHARED_DATA names its folder")
    if NODE is None or not PRISM.exists():
        assert by_hand, "Prism is missing: scripts/test installs it"
        pytest.skip("Prism is not installed; scripts/test does it")


async def listening(address: str) -> None:
    async with ClientSession() as session, asyncio.timeout(60):
        while True:
            try:
                async with session.get(address):
                    return
            except ClientConnectionError:
                await asyncio.sleep(0.1)


async def judged(prism: str, asked: Asked) -> list[str]:
    """What Prism finds wrong with a request. What it finds wrong with its own answers is no concern of ours."""
    headers = {"Authorization": "Basic eDp5", **({"Content-Type": FORM} if asked.body else {})}
    async with (
        ClientSession() as session,
        session.request(asked.method, prism + asked.target, data=asked.body or None, headers=headers) as answer,
    ):
        if answer.status < 300:
            return []
        found = await answer.json(content_type=None)
    complaints = [one for one in found.get("validation", ()) if one["location"][0] != "response"]
    wrong = [one["message"] for one in complaints if not several(asked, one["location"][-1])]
    return wrong if "validation" in found else [found["title"]]


def several(asked: Asked, name: str) -> bool:
    """Whether a field was given several times where the description has a list: Prism reads no such form as one."""
    times = sum(given == name for given, _ in parse_qsl(asked.body.decode()))
    return times > 1 and fields_of(asked).get(name, {}).get("type") == "array"


def fields_of(asked: Asked) -> dict[str, Any]:
    """What the description says of each field of a request's form."""
    path = asked.target.partition("?")[0]
    operation = next(one for known, one in operations(asked.method) if known.fullmatch(path))
    body = operation.get("requestBody", {"content": {"": {"schema": {}}}})
    described: dict[str, Any] = next(iter(body["content"].values()))["schema"].get("properties", {})
    return described


def unnamed(asked: Asked) -> set[str]:
    """The fields of a request that the description does not name for it."""
    path, _, query = asked.target.partition("?")
    given = {name for name, _ in (*parse_qsl(query), *parse_qsl(asked.body.decode(), keep_blank_values=True))}
    operation = next(one for known, one in operations(asked.method) if known.fullmatch(path))
    return given - {
        *fields_of(asked),
        *(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"),
    }


@cache
def operations(method: str) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Every address the description knows for a method."""
    paths = json.loads(DESCRIPTION.read_text())["paths"]
    return [
        (re.compile(re.sub(r"\{\w+\}", r"\\w+", template.replace(".", r"\."))), known[method.lower()])
        for template, known in paths.items()
        if method.lower() in known
    ]


async def test_every_request_we_make_is_one_the_provider_describes(line: Installation, prism: str) -> None:
    await everything(line)
    described = [asked for asked in line.fake.asked if not UNDESCRIBED.search(asked.target)]
    assert [wrong for asked in described if (wrong := await judged(prism, asked))] == []
    assert [names for asked in described if (names := unnamed(asked))] == []
    kinds = {
        (asked.method, re.sub(r"[A-Z]{2}[0-9a-f]{32}", "*", asked.target.partition("?")[0])) for asked in described
    }
    assert len(kinds) == 18


async def everything(line: Installation) -> None:
    """Each request the two channels can make, at least once."""
    sms, phone, board = line.channels["sms"], line.channels["phone"], line.fake.board
    await sms.senders["sms"].send(Parcel(new_id(), ALICE, "Bonjour"))
    await sms.discard(f"MM{'2' * 32}/{line.fake.picture()}")
    await sms.discard("SM" + "3" * 32)
    await phone.discard(line.fake.record(1))
    assert "buy it" in " ".join([await check() or "" for check in phone.checks])
    for channel in (sms, phone):
        for rounds in channel.listeners:
            await rounds.once()  # type: ignore[attr-defined]
    line.fake.lists["Messages"] = [picture_message()]
    await sms.listeners[0].once()  # type: ignore[attr-defined]
    line.fake.lists["Recordings"] = [{"sid": "RE" + "4" * 32, "call_sid": "CA" + "4" * 32}]
    line.fake.lists["Calls"] = [{"sid": "CA" + "4" * 32, "to": line.settings.twilio_number}]
    await phone.vouch("RE" + "4" * 32)
    assert phone.switch is not None
    await line.open_all_day()
    board.habit = "silent"
    async with line.caller() as caller:
        await line.until(lambda: board.waiting)
        await phone.switch.bring(caller.sid, "room")
        await line.until(lambda: "room" in board.rooms and caller.sid in board.rooms["room"].members)
        for on in (True, False):
            await phone.switch.hold(caller.sid, "room", on)
        await phone.switch.send_back(caller.sid)
        for handset in (Handset(HandsetKind.BROWSER, "anna"), Handset(HandsetKind.PHONE, ALICE)):
            leg = await phone.switch.ring(handset, new_id(), "fr")
            await phone.switch.hang_up(leg)
    offer = new_id()
    assert isinstance(phone.switch, TwilioSwitch)
    for _ in range(2):
        await phone.switch.dial("room", ALICE, offer)


def picture_message() -> dict[str, str]:
    known = {"sid": "MM" + "1" * 32, "direction": "inbound", "from": ALICE, "to": "+447700900900", "body": ""}
    return {**known, "num_media": "1", "date_created": format_datetime(now() - timedelta(hours=1))}


@pytest.mark.parametrize(
    "wrong",
    [
        Asked("POST", ACCOUNT + "/Calls.json", b"To=%2B447700900101"),
        Asked("POST", ACCOUNT + "/Calls.json", b"To=%2B447700900101&From=%2B447700900900&Timeout=soon"),
        Asked("POST", ACCOUNT + "/Calls/CA" + "1" * 32 + ".json", b"Status=finished"),
        Asked("POST", ACCOUNT + "/Rooms.json", b"To=x"),
        Asked("GET", ACCOUNT + "/Conferences.json?Status=sleeping", b""),
    ],
)
async def test_a_request_that_the_provider_would_refuse_is_refused(prism: str, wrong: Asked) -> None:
    assert await judged(prism, wrong)


async def test_a_field_that_the_provider_does_not_know_is_found(prism: str) -> None:
    asked = Asked("POST", ACCOUNT + "/Calls.json", b"To=%2B447700900101&From=%2B447700900900&Twimll=x")
    assert unnamed(asked) == {"Twimll"}


def test_under_ci_a_missing_contract_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for what in ("DESCRIPTION", "PRISM"):
        with monkeypatch.context() as absent:
            absent.setattr(f"{__name__}.{what}", tmp_path / "nothing")
            absent.setenv("CI", "true")
            with pytest.raises(AssertionError, match="missing"):
                needed()
            absent.delenv("CI")
            with pytest.raises(pytest.skip.Exception):
                needed()
