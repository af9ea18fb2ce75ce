"""What a voicemail has to look like before the provider's copy of it may go."""

import re

from channels._twilio.account import Account
from helpline.channel import TransportError
from helpline.envelope import Attachment

#: The provider's id of a recording; nothing else ever becomes part of an address.
RECORDING = re.compile(r"RE[0-9a-f]{32}", re.IGNORECASE)

#: Sizes a writer leaves in a header when it did not know the length yet.
UNKNOWN_LENGTH = (0, 0xFFFFFFFF)
HEADER = 12


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
