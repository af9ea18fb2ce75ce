"""Somebody is on the line while a program dies between what it asked of the provider and its own note of it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from random import Random
from xml.etree import ElementTree as Xml

import pytest

from helpline.channel import HandsetKind
from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.telephone import End
from helpline.cli.simulate.wire import Wire
from helpline.line import presence
from helpline.line.model import PresenceState
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Actor, ActorKind
from tests.faults.providers import ACCOUNT, NUMBER, TOKEN
from tests.faults.rounds import Field, field
from tests.faults.site import Victim
from tests.faults.traffic import CallWire, Traffic

WITHIN = 100.0
OPEN = """
insert into opening_exception (day, opens, closes)
values ((now() at time zone 'Europe/Brussels')::date, '00:00', '23:59:59')
"""


class Heard(CallWire):
    """Counts the questions of the provider that got no document at the first try."""

    def __init__(self, traffic: Traffic) -> None:
        super().__init__(traffic, Random(1))
        self.silent = 0

    async def tried(self, target: str, fields: Mapping[str, str]) -> str:
        text = await super().tried(target, fields)
        self.silent += not text.startswith("<?xml")
        return text


class Caller(Handset):
    """Remembers whether he came to speak with somebody."""

    joined = False

    async def confer(self, verb: Xml.Element) -> End:
        self.joined = True
        return await super().confer(verb)


async def staffed(ground: Field) -> None:
    """The line is open today, and a colleague waits at a telephone."""
    await ground.here.told(OPEN)
    async with ground.here.engine.transaction(SYSTEM) as tx:
        who = await staff.add(
            tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR,
            password="four plain words here", phone="+447700900902",
        )  # fmt: skip
    async with ground.here.engine.transaction(Actor(ActorKind.STAFF, Role.OPERATOR, who)) as tx:
        await presence.say(tx, who, PresenceState.AVAILABLE, HandsetKind.PHONE, ("fr",))


@pytest.mark.parametrize("deadly", [r"/Calls\.json$", r"/Calls/CA\w+\.json$"], ids=["ringing", "bringing"])
async def test_a_worker_killed_between_request_and_commit_leaves_no_caller_without_an_answer(
    tmp_path: Path, deadly: str
) -> None:
    """Points 3, 14: a caller is never left, and comes to a person or to the tone, whoever dies on the way."""
    async with field(tmp_path) as ground:
        await staffed(ground)
        telephony, wire = ground.traffic.telephony, Heard(ground.traffic)
        telephony.wire, telephony.board.pace = Wire(wire.session, ground.here.base, ground.here.base, TOKEN), 0.1
        died = asyncio.Event()

        async def doom() -> None:
            await ground.here.kill(Victim.WORKER)
            died.set()

        telephony.deadly, telephony.doom = deadly, doom
        caller = Caller(wire, ACCOUNT, NUMBER, "+447700900123", Script("fr", steps=2000, talk=1.0), telephony)
        calling = asyncio.create_task(caller.call())
        async with asyncio.timeout(WITHIN):
            await died.wait()
            await ground.here.until_up()
            await ground.here.put_forward()
            await calling
        assert not wire.silent
        assert caller.joined or caller.rang_duty or telephony.voices
