"""The header block of a mail, or of one of its parts, as it is: raw eight-bit letters, lines that are no headers,
encoded words that lie. Each bounded, none raises.
"""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from channels.email.charsets import text_of

MOST_FIELDS = 1_000
LONGEST_HEAD = 500_000
LONGEST_VALUE = 20_000
MOST_PARAMETERS = 200

FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
MBOX = re.compile(rb">?From [^\n]{3,}")
#: Names that stand in header blocks, never at the beginning of a line somebody wrote.
USUAL = re.compile(
    rb"(?:from|to|cc|subject|date|sender|reply-to|return-path|received|message-id|mime-version|references|in-reply-to"
    rb"|delivered-to|content-[a-z-]+|x-[\w-]+|list-[a-z-]+|auto-submitted|precedence|dkim-signature"
    rb"|authentication-results)[ \t]*:",
    re.IGNORECASE,
)
#: What says how the rest is to be read, in the words that only a program writes.
TYPED = re.compile(rb"(?:mime-version|content-type|content-transfer-encoding)[ \t]*:[ \t]*[\w\"]", re.IGNORECASE)
ENCODED = re.compile(rb"=\?([\w!#$%&'*+.:^`{}~-]{1,75})\?([bBqQ])\?(.*?)\?=(?!\w\w)", re.DOTALL)
UNFINISHED = re.compile(rb"=\?([\w!#$%&'*+.:^`{}~-]{1,75})\?([bBqQ])\?([^?]*)$")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Headers(Struct, frozen=True):
    """The fields in their order, names in lower case, values raw and unfolded; and lines that are no fields.

    `cut`: there were more, or longer ones, than anybody writes.
    """

    fields: tuple[tuple[str, bytes], ...] = ()
    broken: tuple[bytes, ...] = ()
    cut: bool = False

    def raw(self, name: str) -> bytes:
        return next((value for key, value in self.fields if key == name), b"")

    def all(self, name: str) -> list[str]:
        return [words(value) for key, value in self.fields if key == name]

    def get(self, name: str) -> str:
        """The first field of that name, in words."""
        return words(self.raw(name))

    def plain(self) -> tuple[tuple[str, str], ...]:
        """Every field with its value on one line and nothing decoded: what programs wrote for programs."""
        return tuple((name, text_of(value[:LONGEST_VALUE])) for name, value in self.fields)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _value in self.fields)


def head_of(content: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block that begins at `start`, and where its body begins."""
    fields: list[tuple[str, list[bytes]]] = []
    broken: list[bytes] = []
    position = start
    while position < min(end, start + LONGEST_HEAD):
        line, after = line_at(content, position, end)
        if not line and (fields or broken) and not torn(content, after, fields):
            position = after
            break
        if line and not is_header(line, fields):
            if not goes_on(content, after, end):
                break
            broken.append(line)
        position = after
    whole = [(name, b" ".join(lines)) for name, lines in fields]
    cut = len(whole) >= MOST_FIELDS or any(len(value) > LONGEST_VALUE for _name, value in whole)
    kept = tuple((name, value[:LONGEST_VALUE].strip()) for name, value in whole)
    return Headers(kept, tuple(broken[:20]), cut), position


def is_header(line: bytes, fields: list[tuple[str, list[bytes]]]) -> bool:
    """Whether a line begins a header, which `fields` has then, or belongs to the one above it, or to none at all.

    The first one may begin with a blank that some program let slip in.
    """
    if line[:1] in b" \t" and fields:
        fields[-1][1].append(line)
        return True
    line = line.lstrip(b" \t") if USUAL.match(line.lstrip(b" \t")) else line
    found = FIELD.match(line)
    if found and len(fields) < MOST_FIELDS:
        fields.append((found[1].decode("ascii").lower(), [line[found.end() :]]))
    return bool(found or MBOX.match(line))


def line_at(content: bytes, position: int, end: int) -> tuple[bytes, int]:
    """The line that begins there, without its end, and where the next one begins."""
    found = content.find(b"\n", position, end)
    stop = end if found < 0 else found
    return content[position:stop].rstrip(b"\r"), min(end, stop + 1)


def torn(content: bytes, position: int, fields: list[tuple[str, list[bytes]]]) -> bool:
    """Whether a blank line that some programs let slip in parts the block from the fields that say what it is."""
    return TYPED.match(content, position) is not None and all(name != "content-type" for name, _lines in fields)


def goes_on(content: bytes, position: int, end: int) -> bool:
    """Whether the header block continues below a line that is no header."""
    for _line in range(50):
        line, position = line_at(content, position, end)
        if not line:
            return False
        if USUAL.match(line):
            return True
    return False


def words(value: bytes) -> str:
    """A value in words, on one line, whatever its encoding claims to be."""
    return " ".join("".join(decoded(value[:LONGEST_VALUE])).split())


def decoded(value: bytes) -> Iterator[str]:
    """The pieces of a value: encoded words, joined where a letter was cut in two, and what stands between them."""
    charset, pending, position = "", b"", 0
    for found in (*ENCODED.finditer(value), *unfinished(value)):
        if found.start() < position:
            continue
        between = value[position : found.start()]
        name = found[1].decode("ascii").split("*")[0].lower()
        if pending and (between.strip() or name != charset):
            yield text_of(pending, charset)
            pending = b""
        if between.strip() or position == 0:
            yield text_of(between)
        charset, position = name, found.end()
        pending += letters(found[3], found[2])
    yield text_of(pending, charset)
    yield text_of(value[position:])


def unfinished(value: bytes) -> list[re.Match[bytes]]:
    """An encoded word at the very end whose own end was cut off."""
    found = UNFINISHED.search(value[-1000:]) if b"=?" in value[-1000:] and len(value) < 1000 else None
    return [found] if found else []


def letters(encoded: bytes, how: bytes) -> bytes:
    """The bytes of one encoded word."""
    if how in b"bB":
        return base64(encoded)
    return binascii.a2b_qp(encoded, header=True)


def base64(encoded: bytes) -> bytes:
    """Base64 as it comes: with strange signs in it, without its end."""
    clean = NOT_BASE64.sub(b"", encoded)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """A structured value and its parameters: quoted or not, in pieces and charsets (RFC 2231), or in encoded words."""
    first, *rest = pieces(value[:LONGEST_VALUE])
    plain: dict[str, str] = {}
    parts: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for piece in rest[:MOST_PARAMETERS]:
        key, equals, said = piece.partition(b"=")
        name = text_of(key).strip().lower()
        bare = unquoted(said.strip())
        if not equals:
            continue
        if "*" in name:
            name, _star, number = name.partition("*")
            digits = number.rstrip("*")
            order = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
            parts.setdefault(name, {})[order] = (bare, number.endswith("*") or number == "")
        else:
            plain.setdefault(name, words(bare))
    return words(first).lower(), {**plain, **{name: extended(found) for name, found in parts.items()}}


def pieces(value: bytes) -> list[bytes]:
    """A value cut at the semicolons that stand outside quotes."""
    found, quoted, begun, escaped = [], False, 0, False
    for position, byte in enumerate(value):
        if escaped:
            escaped = False
        elif byte == 0x5C and quoted:
            escaped = True
        elif byte == 0x22:
            quoted = not quoted
        elif byte == 0x3B and not quoted:
            found.append(value[begun:position])
            begun = position + 1
    return [*found, value[begun:]]


def unquoted(value: bytes) -> bytes:
    if value[:1] == b'"':
        inside = value[1:]
        inside = inside[:-1] if inside.endswith(b'"') else inside
        return re.sub(rb"\\(.)", rb"\1", inside)
    return value


def extended(found: dict[int, tuple[bytes, bool]]) -> str:
    """A value of RFC 2231: percent signs, pieces in any order, a charset in front."""
    ordered = [found[number] for number in sorted(found)]
    charset = ""
    first, encoded = ordered[0]
    if encoded and first.count(b"'") >= 2:
        name, _language, first = first.split(b"'", 2)
        charset = text_of(name)
        ordered[0] = (first, True)
    whole = b"".join(unquote_to_bytes(bare) if percent else bare for bare, percent in ordered)
    return " ".join(text_of(whole, charset).split())
