"""Which recordings are ours, and what a voicemail has to look like before the provider's copy of it may go."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import structs
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from channels._twilio.account import Account, translated
from channels._twilio.form import fields_of
from helpline.channel import Settings, TransportError
from helpline.envelope import Arrival, Attachment, Outcome, Raw

#: The provider's id of a recording; nothing else ever becomes part of an address.
RECORDING = re.compile(r"RE[0-9a-f]{32}", re.IGNORECASE)

#: Whose recording it is, in the address that a callback names; nothing is ever fetched from that address.
OWNER = re.compile(r"/Accounts/(AC[0-9a-f]{32})/Recordings/", re.IGNORECASE)
NOT_THERE = 404

#: Sizes a writer leaves in a header when it did not know the length yet.
UNKNOWN_LENGTH = (0, 0xFFFFFFFF)
HEADER = 12


def of_our_account(read: Callable[[Raw], Arrival], settings: Settings) -> Callable[[Raw], Arrival]:
    """The same reading, but what lies in somebody else's account is only told, and a person looks at it.

    The form is a raw's last line.
    """

    def known(raw: Raw) -> Arrival:
        arrival = read(raw)
        if not arrival.enclosures:
            return arrival
        named = OWNER.search(fields_of(raw.body.rpartition(b"\n")[2]).get("RecordingUrl"))
        if named is None or named[1].lower() == settings.twilio_account_sid.lower():
            return arrival
        return structs.replace(arrival, enclosures=(), event="recording_elsewhere", outcome=Outcome.MISSED)

    return known


async def of_our_number(account: Account, settings: Settings, reference: str) -> None:
    """A recording of whose call nothing else was told is ours if the provider says that our number was called.

    Raises `TransportError`, a permanent one where it was not.
    """
    if not RECORDING.fullmatch(reference):
        raise TransportError("no_recording", permanent=True)
    with translated(sending=False):
        client = account.client()
        recording = await there(client.recordings(reference).fetch_async())
        call = await there(client.calls(recording.call_sid).fetch_async()) if recording else None
    if call is None:
        raise TransportError("no_call_known")
    if call.to != settings.twilio_number:
        raise TransportError("foreign_recording", permanent=True)


async def other_number(client: Client, call: str, ours: str) -> bool:
    """Whether a call went elsewhere beyond doubt: the account may serve somebody else as well."""
    found = await there(client.calls(call).fetch_async())
    return found is not None and found.to != ours


async def there(asking: Any) -> Any:
    """What is asked for, or None where the provider has no such thing, yet or any more."""
    try:
        return await asking
    except TwilioRestException as problem:
        if problem.status != NOT_THERE:
            raise
        return None


async def fetched(account: Account, reference: str) -> Attachment:
    """A voicemail as the provider recorded it, uncompressed and whole. Raises `TransportError`."""
    if not RECORDING.fullmatch(reference):
        raise TransportError("no_recording", permanent=True)
    media_type, body = await account.fetch(f"Recordings/{reference}.wav")
    if not whole(body):
        raise TransportError("not_whole")
    return Attachment("voicemail.wav", media_type, body)


def whole(body: bytes) -> bool:
    """Whether it is a sound of the length that its own header names: half a message is none to delete another for."""
    if body[:4] != b"RIFF" or body[8:HEADER] != b"WAVE":
        return False
    length = int.from_bytes(body[4:8], "little")
    return length in UNKNOWN_LENGTH or len(body) >= length + 8
