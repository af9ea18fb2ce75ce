"""Proves the way in: a call and a text from another number of ours, recognised by it while a probe runs, and nobody's
contact.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from channels._twilio.account import Account, translated
from channels._twilio.form import fields_of
from channels._twilio.numbers import e164
from helpline.channel import Settings
from helpline.envelope import Probe, Raw, Reading

#: Seconds a test call stays, so that it is answered before it is over.
STAYS = 5


def recognising(read: Callable[[Raw], Reading], settings: Settings) -> Callable[[Raw], Reading]:
    """The same reading, except for what comes from the test number: the house knows whether a probe runs.

    The form is a raw's last line.
    """
    ours = e164(settings.twilio_test_number)

    def known(raw: Raw) -> Reading:
        reading = read(raw)
        if ours and e164(fields_of(raw.body.rpartition(b"\n")[2]).get("From")) == ours:
            return reading if isinstance(reading, Probe) else Probe(reading)
        return reading

    return known


def ringing(account: Account, settings: Settings) -> Callable[[], Awaitable[None]] | None:
    """Calls our number from the other one, and hangs up after some seconds."""
    silence = VoiceResponse()
    silence.pause(length=STAYS)
    silence.hangup()
    return made(account, settings, lambda client, known: client.calls.create_async(twiml=str(silence), **known))


def texting(account: Account, settings: Settings) -> Callable[[], Awaitable[None]] | None:
    """Sends our number a word from the other one."""
    return made(account, settings, lambda client, known: client.messages.create_async(body="test", **known))


def made(
    account: Account, settings: Settings, ask: Callable[[Client, dict[str, str]], Awaitable[Any]]
) -> Callable[[], Awaitable[None]] | None:
    """A probe, where there are two numbers to make it with."""
    if not (account.may_reach and settings.twilio_number and settings.twilio_test_number):
        return None

    async def probe() -> None:
        with translated(sending=True):
            await ask(account.client(), {"to": settings.twilio_number, "from_": settings.twilio_test_number})

    return probe
