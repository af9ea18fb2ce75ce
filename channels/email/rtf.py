"""Rich text as Outlook packs it (MS-OXRTFCP) and writes it: only its words."""

import re
import struct

MOST_BYTES = 4_000_000
COMPRESSED = 0x75465A4C
PLAIN = 0x414C454D
#: What the packing begins with, so that usual words are short: laid down in MS-OXRTFCP 2.1.2.1.
KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par "
    rb"\pard\plain\f0\fs20\b\i\u\tab\tx"
)
TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)|\\")
HIDDEN = frozenset({"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "htmltag"})
BREAKS = {"par": "\n", "line": "\n", "tab": "\t", "row": "\n", "cell": " ", "lquote": "‘", "rquote": "’"}


def decompressed(packed: bytes) -> bytes:
    """The rich text itself; nothing where it is damaged from the beginning."""
    if len(packed) < 16:
        return b""
    _size, raw_size, kind, _crc = struct.unpack_from("<IIII", packed)
    if kind == PLAIN:
        return packed[16 : 16 + raw_size]
    if kind != COMPRESSED:
        return b""
    window = bytearray(4096)
    window[: len(KNOWN)] = KNOWN
    written, made, position = len(KNOWN), bytearray(), 16
    while position < len(packed) and len(made) < min(raw_size, MOST_BYTES):
        control = packed[position]
        position += 1
        for bit in range(8):
            if position + (control >> bit & 1) >= len(packed):
                return bytes(made)
            if control >> bit & 1:
                offset, length = packed[position] << 4 | packed[position + 1] >> 4, (packed[position + 1] & 15) + 2
                position += 2
                if offset == written % 4096:
                    return bytes(made)
                run = repeated(window, offset, written, length)
            else:
                run = [packed[position]]
                position += 1
            for byte in run:
                window[written % 4096] = byte
                written += 1
                made.append(byte)
    return bytes(made[:raw_size])


def repeated(window: bytearray, offset: int, written: int, length: int) -> list[int]:
    """Bytes written before; the run may reach into what it writes itself."""
    copy: list[int] = []
    for step in range(length):
        place = (offset + step) % 4096
        ahead = (place - written) % 4096
        copy.append(copy[ahead] if ahead < len(copy) else window[place])
    return copy


def text_in(rich: bytes) -> str:
    """The words of rich text, in the order in which they stand."""
    made: list[str] = []
    hidden, groups, charset, skip, star = False, [], "cp1252", 0, False
    for found in TOKEN.finditer(rich[:MOST_BYTES].decode("latin-1")):
        word, number, byte, sign, brace, text = found.groups()
        if brace == "{":
            groups.append(hidden)
        elif brace == "}":
            hidden = groups.pop() if groups else False
        elif word:
            hidden = hidden or word in HIDDEN or star
            if word == "htmlrtf":
                hidden = number != "0"
            elif word == "ansicpg" and number:
                charset = f"cp{number}"
            elif not hidden:
                made.append(chr(int(number) & 0xFFFF) if word == "u" and number else BREAKS.get(word, ""))
                skip = 1 if word == "u" else skip
        elif byte and not hidden:
            made.append("" if skip else as_text(bytes.fromhex(byte), charset))
            skip = 0
        elif (text or sign) and not hidden:
            shown = (text or "").replace("\r", "").replace("\n", "") or {"~": " ", "_": "-"}.get(sign or "", sign or "")
            shown = "" if sign == "*" else shown
            made.append(shown[skip:])
            skip = 0
        star = sign == "*"
    return "".join(made).encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "").strip()


def as_text(byte: bytes, charset: str) -> str:
    try:
        return byte.decode(charset, "replace")
    except LookupError:
        return byte.decode("cp1252", "replace")
