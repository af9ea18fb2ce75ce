"""What we ask of the provider is what its own published description knows."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from helpline.clock import new_id
from helpline.envelope import Parcel
from tests.channels.conftest import ALICE, Installation

SHARED = Path(os.environ.get("HELPLINE_SHARED_DATA") or Path(__file__).parents[4] / "shared" / "data")
DESCRIPTION = SHARED / "twilio" / "twilio_api_v2010.json"

#: Media themselves are documented apart from the JSON interface.
RECORDING = re.compile(r"/Recordings/\w+\.wav$")
MEDIA = re.compile(r"/Media/ME\w+$")


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    if not DESCRIPTION.exists():
        pytest.skip("Twilio's description is not on this machine; HELPLINE_SHARED_DATA names its folder")
    found: dict[str, Any] = json.loads(DESCRIPTION.read_text())["paths"]
    return found


async def test_every_request_we_make_is_one_the_provider_describes(line: Installation, paths: dict[str, Any]) -> None:
    sms, phone = line.channels["sms"], line.channels["phone"]
    await sms.senders["sms"].send(Parcel(new_id(), ALICE, "Bonjour"))
    await sms.discard(f"MM{'2' * 32}/{line.fake.picture()}")
    await sms.discard("SM" + "3" * 32)
    await phone.discard(line.fake.record(1))
    assert [await check() for check in phone.checks] == [None]
    for channel in (sms, phone):
        for rounds in channel.listeners:
            await rounds.once()  # type: ignore[attr-defined]
    for method, path, fields in line.fake.asked:
        if not RECORDING.search(path) and not MEDIA.search(path):
            assert fields <= known_fields(paths, method, path), path
    assert len(line.fake.asked) == 8


def known_fields(paths: dict[str, Any], method: str, path: str) -> set[str]:
    """What the description allows for this request; fails when there is no such request."""
    for template, operations in paths.items():
        if re.fullmatch(re.sub(r"\{\w+\}", r"\\w+", template.replace(".", r"\.")), path) and method in operations:
            body = operations[method].get("requestBody", {"content": {"": {"schema": {}}}})
            fields = next(iter(body["content"].values()))["schema"].get("properties", ())
            return {*fields, *(one["name"] for one in operations[method].get("parameters", ()) if one["in"] == "query")}
    raise AssertionError(f"the provider knows no {method} {path}")
