"""What a list may show of a contact. Pure."""

import re
import struct
import wave
from io import BytesIO

from helpline.contacts.model import Content, Gist
from helpline.envelope import AddressKind, Attachment
from helpline.people.rules import masked

BEGINNING = 140
SOUNDS = ("audio/wav", "audio/x-wav", "audio/wave")
#: Nobody is called by more, and looking for addresses in a word takes the square of its length.
LONGEST_NAME = 400
#: What in a name is no name: a telephone number however it is spaced, or a mail address.
ADDRESS = re.compile(r"\S+@\S+|\+?\d(?:[\s()./\u2010-\u2015-]{0,2}\d){4,}")


def gist_of(content: Content) -> Gist:
    """The first words and a masked sender."""
    words = " ".join(content.text[: BEGINNING * 4].split())
    return Gist(
        subject=content.subject[:BEGINNING],
        beginning=words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + " …",
        sender=shown_sender(content)[:60],
    )


def seconds_of(file: Attachment) -> int | None:
    """How long a recording lasts, by its own head and no longer than its bytes; None for what is none or does not say.

    Anybody may send a file that calls itself a sound: whatever is wrong in it says nothing.
    """
    if file.media_type not in SOUNDS:
        return None
    try:
        with wave.open(BytesIO(file.body)) as sound:
            told, rate, width = sound.getnframes(), sound.getframerate(), sound.getsampwidth() * sound.getnchannels()
            return int(min(told, len(file.body) / width) / rate + 0.5)
    except (wave.Error, EOFError, ArithmeticError, ValueError, RuntimeError, struct.error):
        return None


def shown_sender(content: Content) -> str:
    """Who it was, by the name they gave, or by a masked address. Numbers and addresses inside a name are masked too."""
    name = content.sender_name
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0] + " …"
    return ADDRESS.sub("…", name) or shown_address(content.sender)


def shown_address(address: str | None) -> str:
    """A number or mail address as a list may show it; "" for none."""
    if not address:
        return ""
    return masked(AddressKind.EMAIL if "@" in address else AddressKind.PHONE, address)
