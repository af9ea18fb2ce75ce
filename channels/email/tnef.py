"""Outlook's winmail.dat (MS-OXTNEF): the files in it, its subject and its text."""

import struct
from collections.abc import Iterator

from msgspec import Struct

from channels.email.charsets import text_of
from channels.email.rtf import decompressed, text_in
from helpline.envelope import Attachment

SIGNATURE = 0x223E9F78
MOST_ATTRIBUTES = 5_000
MOST_PROPERTIES = 2_000
DEEPEST = 3

#: Properties: text, RTF, HTML, names of a file, its bytes, its type.
TEXT, RTF, HTML, DATA, SHORT_NAME, LONG_NAME, TYPE = 0x1000, 0x1009, 0x1013, 0x3701, 0x3704, 0x3707, 0x370E
WIDTHS = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 0x14: 8, 0x40: 8, 0x48: 16}


class Winmail(Struct):
    """What was found; `html` as bytes, because its charset stands in it."""

    subject: str = ""
    text: str = ""
    html: bytes = b""
    files: list[Attachment] = []


def unpacked(body: bytes, depth: int = 0) -> Winmail | None:
    """The contents of a winmail.dat; None where it is none."""
    if len(body) < 6 or struct.unpack_from("<I", body)[0] != SIGNATURE or depth > DEEPEST:
        return None
    found = Winmail(files=[])
    name, data, properties = "", b"", dict[int, bytes]()
    for attribute, value in attributes(body):
        match attribute:
            case 0x9002:  # a file begins
                add_file(found, name, data, properties, depth)
                name, data, properties = "", b"", {}
            case 0x8010:  # its name
                name = ended(value)
            case 0x800F:  # its bytes
                data = value
            case 0x9005:  # its properties
                properties = dict(properties_in(value))
            case 0x9003:  # the message's properties
                add_message(found, dict(properties_in(value)))
            case 0x800C:  # text
                found.text = found.text or ended(value)
            case 0x8004:  # subject
                found.subject = ended(value)
    add_file(found, name, data, properties, depth)
    return found


def attributes(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and value of each attribute; a broken one ends the reading."""
    position = 6
    for _attribute in range(MOST_ATTRIBUTES):
        if position + 9 > len(body):
            return
        _level, number, length = struct.unpack_from("<BII", body, position)
        value = body[position + 9 : position + 9 + length]
        yield number & 0xFFFF, value
        position += 9 + length + 2


def properties_in(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and value of each property; a broken one ends the reading."""
    if len(body) < 4:
        return
    position = 4
    try:
        for _property in range(min(struct.unpack_from("<I", body)[0], MOST_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", body, position)
            position = past_name(body, position + 4) if number >= 0x8000 else position + 4
            value, position = value_at(body, position, kind)
            yield number, text_of(value).replace("\0", "").encode() if kind & 0xFFF == 0x1E else value
    except struct.error:
        return


def past_name(body: bytes, position: int) -> int:
    """Behind the name of a named property."""
    (kind,) = struct.unpack_from("<I", body, position + 16)
    if kind == 0:
        return position + 24
    (length,) = struct.unpack_from("<I", body, position + 20)
    return position + 24 + padded(length)


def value_at(body: bytes, position: int, kind: int) -> tuple[bytes, int]:
    """One value, the first where there are several, and where the next property begins."""
    width, several = WIDTHS.get(kind & 0xFFF), bool(kind & 0x1000)
    if width and not several:
        return body[position : position + width], position + width
    (count,) = struct.unpack_from("<I", body, position)
    position += 4
    if width:
        return body[position : position + width], position + width * count
    first = b""
    for number in range(min(count, MOST_PROPERTIES)):
        (length,) = struct.unpack_from("<I", body, position)
        if number == 0:
            first = body[position + 4 : position + 4 + length]
            first = first.decode("utf-16-le", "replace").rstrip("\0").encode() if kind & 0xFFF == 0x1F else first
        position += 4 + padded(length)
    return first, position


def padded(length: int) -> int:
    return length + -length % 4


def add_message(found: Winmail, properties: dict[int, bytes]) -> None:
    found.html = found.html or properties.get(HTML, b"")
    found.text = found.text or ended(properties.get(TEXT, b""))
    if not found.text and not found.html and (packed := properties.get(RTF)):
        found.text = text_in(decompressed(packed))


def add_file(found: Winmail, name: str, data: bytes, properties: dict[int, bytes], depth: int) -> None:
    """A file as an attachment; a message in the message gives its own files and words."""
    data = data or properties.get(DATA, b"")
    name = ended(properties.get(LONG_NAME, b"")) or name or ended(properties.get(SHORT_NAME, b""))
    if not (data or name):
        return
    inside = unpacked(data, depth + 1) or unpacked(data[16:], depth + 1)
    if inside is not None:
        found.text = "\n\n".join(part for part in (found.text, inside.subject, inside.text) if part)
        found.files.extend(inside.files)
        return
    kind = ended(properties.get(TYPE, b"")).lower() or "application/octet-stream"
    found.files.append(Attachment(" ".join(name.split())[-200:] or "file", kind, data))


def ended(value: bytes) -> str:
    return text_of(value).split("\0")[0].strip()
