"""`helpline probe`: a call and a text of our own, through the provider and back in; for a clock that runs it daily."""

import asyncio
import json
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from helpline.channel import TransportError
from helpline.cli.commands import run
from helpline.cli.premises import opened
from helpline.cli.simulate.options import say
from helpline.intake import actions as intake
from helpline.settings import Settings, read
from helpline.vault.transaction import SYSTEM, Engine

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

Probing = Callable[[], Awaitable[None]]

#: How often we look whether it came.
PAUSE = 0.2


def add(commands: "Commands") -> None:
    about = "calls and texts ourselves, and waits until both arrived; neither is a contact"
    command = commands.add_parser("probe", help=about, description=about)
    command.add_argument("--seconds", type=float, default=60.0, help="how long to wait")
    command.add_argument("--json", action="store_true", help="for a program")
    command.set_defaults(run=lambda given: run(probed(read(), given)))


async def probed(settings: Settings, given: Namespace) -> int:
    """0 when everything that can be probed came in."""
    async with opened(settings) as house:
        engine, channels = house.premises.engine, house.premises.channels.items()
        probes = {name: channel.probe for name, channel in channels if channel.probe}
        results = {name: await tried(engine, name, probe, given.seconds) for name, probe in probes.items()}
    tell(results, given.json)
    return 0 if results and all(result == "arrived" for result in results.values()) else 1


async def tried(engine: Engine, name: str, probe: Probing, seconds: float) -> str:
    """What became of one probe, as a word."""
    before = await counted(engine, name)
    async with engine.transaction(SYSTEM) as tx:
        await intake.probe_begins(tx, name)
    try:
        await probe()
    except TransportError as problem:
        return f"refused ({problem.code})"
    try:
        async with asyncio.timeout(seconds):
            while await counted(engine, name) == before:  # noqa: ASYNC110  # another process reads it
                await asyncio.sleep(PAUSE)
    except TimeoutError:
        return "lost"
    return "arrived"


async def counted(engine: Engine, channel: str) -> int:
    async with engine.transaction(SYSTEM) as tx:
        return await intake.probes(tx, channel)


def tell(results: Mapping[str, str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(results))
    for name, result in {} if as_json else results.items():
        print(f"{name}: {result}")
    if not results:
        say("Nothing can be probed: HELPLINE_TWILIO_TEST_NUMBER names another number of the account.")
