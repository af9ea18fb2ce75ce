"""`helpline simulate call` and `voicemail`: whole calls, with keys, the line, operators, recording and callbacks."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import ClientSession

from helpline.cli import commands
from helpline.cli.simulate.dropped import DURING_THE_OUTAGE, found_by_reconciliation
from helpline.cli.simulate.handset import DUTY, MOST_STEPS, Handset, Script
from helpline.cli.simulate.many import Refused, many
from helpline.cli.simulate.options import (
    Fault,
    add_kind,
    faults_of,
    flooded,
    positive,
    say,
    say_dropped,
    senders,
    settings_here,
)
from helpline.cli.simulate.provider import HERE, Provider, serve
from helpline.cli.simulate.sms import wire_to
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

#: How long the server may take to fetch the recordings.
FETCHED_WITHIN = 120.0

#: How long one of the provider's seconds takes here: a turn of the waiting is over in a good second.
PACE = 0.1


def add(kinds: "Commands") -> None:
    call = add_kind(kinds, "call", "call the line and hang up")
    call.add_argument("--duty", choices=DUTY, default="answers", help="how operators' and duty phones behave")
    call.add_argument("--press", default="", help="keys pressed after the language, - for silence; 1: call me back")
    call.add_argument("--steps", type=positive, default=MOST_STEPS, help="hang up after so many answers of the server")
    call.add_argument("--talk", type=positive, default=5, help="hang up after so many seconds with an operator")
    call.set_defaults(run=run, seconds=0, recording=None)
    voicemail = add_kind(kinds, "voicemail", "call the line and leave a message")
    voicemail.add_argument("--seconds", type=positive, default=3, help="how long the message is")
    voicemail.add_argument("--recording", type=Path, help="a WAV file to leave as the message")
    voicemail.set_defaults(run=run, duty="silent", press="2", steps=MOST_STEPS, talk=5)


def run(given: Namespace) -> int:
    spoken = given.recording.read_bytes() if given.recording else b""
    return commands.run(calls(given, settings_here(), spoken))


async def calls(given: Namespace, settings: Settings, spoken: bytes = b"") -> int:
    """--times calls; recordings are served until the server has fetched and deleted them."""
    given, provider = flooded(given), Provider(settings, spoken)
    if Fault.DROP in given.faults:
        provider.age = DURING_THE_OUTAGE
    provider.board.pace, provider.board.habit = PACE, given.duty
    if given.kind == "voicemail" or urlsplit(settings.twilio_api_base).hostname in HERE:
        await serve(provider, settings)
    script = Script(given.language, given.press, given.duty, given.seconds, given.steps, given.talk)
    people = senders(given)
    try:
        async with ClientSession() as session:
            provider.wire = wire_to(given, settings, session)
            provider.wire.faults -= {Fault.DROP}

            async def one(number: int) -> None:
                wire = wire_to(given, settings, session)
                wire.faults = faults_of(given, number)
                sid, line = settings.twilio_account_sid, settings.twilio_number
                await Handset(wire, sid, line, people[number], script, provider).call()

            code = await many(given, one)
            say_dropped(given, "calls had all their callbacks dropped")
        if Fault.DROP in given.faults:
            await found_by_reconciliation(provider)
        return code or await waited(provider)
    finally:
        await provider.close()


async def waited(provider: Provider) -> int:
    if not provider.recordings or await provider.emptied(FETCHED_WITHIN):
        if provider.deleted:
            say(f"{len(provider.deleted)} recording(s) fetched by the server and deleted here.")
        return 0
    raise Refused(f"{len(provider.recordings)} recording(s) were not fetched: is the worker running?")
