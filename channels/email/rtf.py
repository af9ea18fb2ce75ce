"""Rich text as Outlook packs it (MS-OXRTFCP) and writes it: only its words."""

import re
import struct
from collections.abc import Iterator

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
SIGNS = {"~": " ", "_": "-", "*": ""}


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
    written, made = len(KNOWN), bytearray()
    for token in tokens(packed):
        run = list(token)
        if len(token) == 2:
            offset, length = token[0] << 4 | token[1] >> 4, (token[1] & 15) + 2
            if offset == written % 4096:
                break
            run = repeated(window, offset, written, length)
        for byte in run:
            window[written % 4096] = byte
            written += 1
            made.append(byte)
        if len(made) >= min(raw_size, MOST_BYTES):
            break
    return bytes(made[:raw_size])


def tokens(packed: bytes) -> Iterator[bytes]:
    """One byte stands for itself, two name a run of bytes written before; a byte in front of eight tells which."""
    position = 16
    while position < len(packed):
        control = packed[position]
        position += 1
        for bit in range(8):
            after = position + 1 + (control >> bit & 1)
            if after > len(packed):
                return
            yield packed[position:after]
            position = after


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
    read = Words()
    for found in TOKEN.finditer(rich[:MOST_BYTES].decode("latin-1")):
        read.take(*found.groups())
    said = "".join(read.made)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "").strip()


class Words:
    """What was read so far. `skip`: signs that only stand in for the one before, for old programs; `star`: what follows
    is for those alone who know its name.
    """

    def __init__(self) -> None:
        self.made: list[str] = []
        self.groups: list[bool] = []
        self.hidden, self.star, self.skip, self.charset = False, False, 0, "cp1252"

    def take(
        self,
        word: str | None,
        number: str | None,
        byte: str | None,
        sign: str | None,
        brace: str | None,
        text: str | None,
    ) -> None:
        """One token; what is none of these says nothing."""
        if brace == "{":
            self.groups.append(self.hidden)
        elif brace:
            self.hidden = self.groups.pop() if self.groups else False
        elif word:
            self.control(word, number or "")
        elif byte:
            self.show(as_text(bytes.fromhex(byte), self.charset))
        elif text:
            self.show(text.replace("\r", "").replace("\n", ""))
        elif sign:
            self.show(SIGNS.get(sign, sign))
        self.star = sign == "*"

    def control(self, word: str, number: str) -> None:
        self.hidden = self.hidden or word in HIDDEN or self.star
        if word == "htmlrtf":
            self.hidden = number != "0"
        elif word == "ansicpg" and number:
            self.charset = f"cp{number}"
        elif word == "u" and not self.hidden:
            self.made.append(chr(int(number) & 0xFFFF) if number else "")
            self.skip = 1
        elif not self.hidden:
            self.made.append(BREAKS.get(word, ""))

    def show(self, said: str) -> None:
        if not self.hidden:
            self.made.append(said[self.skip :])
            self.skip = 0


def as_text(byte: bytes, charset: str) -> str:
    try:
        return byte.decode(charset, "replace")
    except LookupError:
        return byte.decode("cp1252", "replace")
