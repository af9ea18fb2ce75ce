"""When the disk is full every door says "not now", nothing acknowledged is lost, and with room again all goes on."""

import asyncio
import base64
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from secrets import token_bytes
from smtplib import SMTPException
from urllib.parse import urlencode

import pytest

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from tests.faults.providers import ACCOUNT, NUMBER, TOKEN
from tests.faults.rounds import Field, field
from tests.faults.traffic import FORM, CallWire, deliver, letter

SIZE = "320m"
FEW = 5
MOST = 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, in memory, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(made, capture_output=True).returncode != 0:
        pytest.skip("only root can make a small disk here: run this test as root, with the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(disk: Path) -> Path:
    """The last byte is taken."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1_000_000, 4096, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


async def text(ground: Field, rng: Random) -> int:
    """A text arrives; the status of the answer."""
    traffic = ground.traffic
    mark = traffic.offer("sms", rng)
    fields = message(traffic.settings, "+447700900123", f"Bonjour [{mark}]")
    traffic.telephony.has_text(fields)
    status, _ = await Wire(traffic.session, traffic.base, traffic.base, TOKEN).post("/twilio/sms", fields)
    traffic.note("sms", mark, status == 200)
    return status


async def mail(ground: Field, rng: Random) -> str:
    """A large mail arrives; what refuses it, or ""."""
    mark = ground.traffic.offer("lmtp", rng)
    content = letter(mark) + b"\r\n" + base64.encodebytes(token_bytes(1_500_000)).replace(b"\n", b"\r\n")
    try:
        await asyncio.to_thread(deliver, ground.traffic.lmtp, content)
    except (SMTPException, OSError) as refused:
        ground.traffic.told.offered["lmtp"].discard(mark)
        return str(refused)
    ground.traffic.note("lmtp", mark, accepted=True)
    return ""


async def form(ground: Field, rng: Random) -> int:
    mark = ground.traffic.offer("form", rng)
    fields = {"message": f"Bonjour [{mark}]", "token": f"{rng.getrandbits(128):032x}", "answer": "here"}
    async with ground.traffic.session.post(
        f"{ground.traffic.base}/fr/write", data=urlencode(fields), headers=FORM
    ) as answer:
        ground.traffic.note("form", mark, answer.status == 200)
        return answer.status


async def rings(ground: Field, rng: Random) -> bool:
    """Somebody calls and stays on the line: whether he came to a telephone or to the tone."""
    telephony = ground.traffic.telephony
    handset = Handset(CallWire(ground.traffic, rng), ACCOUNT, NUMBER, "+447700900123", Script("fr", "--"), telephony)
    ground.traffic.told.offered["call"].add(handset.sid)
    telephony.has_call(handset.sid, handset.known["From"])
    await handset.call()
    return bool(handset.rang_duty) or handset.sid in {voice["call_sid"] for voice in telephony.voices.values()}


async def until_full(ground: Field, rng: Random) -> None:
    """Until the database takes nothing more."""
    for _ in range(MOST):
        refused = await mail(ground, rng)
        if refused and await text(ground, rng) != 200:
            assert refused.startswith("(451") or "4.3.0" in refused or "closed" in refused, refused
            return
    raise AssertionError("the disk never was full")


async def test_a_full_disk_makes_every_door_say_not_now_and_loses_nothing(small_disk: Path) -> None:
    """Points 1, 3: kept before anything is answered; webhooks fail closed, callers fail open."""
    rng = Random(1)
    async with field(small_disk) as ground:
        assert await text(ground, rng) == 200
        assert await form(ground, rng) == 200
        ballast = fill(small_disk)
        await until_full(ground, rng)
        assert 503 in [await text(ground, rng) for _ in range(FEW)], "a page of the log may have come free meanwhile"
        assert 503 in [await form(ground, rng) for _ in range(FEW)]
        assert "4.3.0" in await mail(ground, rng)
        assert await rings(ground, rng)
        ballast.unlink()
        await again(ground, rng)
        last = await ground.settle()
        assert not last.wrong


async def again(ground: Field, rng: Random) -> None:
    """Without anybody's hand, every door takes again."""
    async with asyncio.timeout(60):
        while await form(ground, rng) != 200 or await text(ground, rng) != 200 or await mail(ground, rng):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
