"""A mail taken apart: a tree of parts over the bytes it came in. Bounded in depth and number; nothing in it raises.

The standard library's parser takes minutes over some mails, ends in errors over others, and takes what follows a
broken line of the headers for the text (decision 0015); its small functions are used where they hold.
"""

import binascii
import re

from msgspec import Struct, field

from channels.email.headers import Headers, base64, head_of, parameters

DEEPEST = 40
MOST_PARTS = 1_000
MOST_MARKS = 100_000
MOST_RECODED = 8_000_000

#: What programs call plain text that do not know its name.
MEANT_PLAIN = frozenset(
    {"application/plain", "application/text", "plain/text", "text/text", "text/ascii", "text/utf-8"}
)
NOT_WORDS = re.compile(rb"[^A-Za-z0-9+/=\s]")
SPACED = re.compile(rb"[^\s][ \t]+(?=[^\s])")
PADDING = re.compile(rb"=+")
UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[\x20-\x60]{1,90}\r?\n)+)(?:`\r?\n)?end\b", re.MULTILINE
)
DASHED = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?$", re.MULTILINE)


class Part(Struct):
    """One part. `start` and `end` bound its body in `content`; `children` are what it holds, in their order."""

    headers: Headers
    kind: str
    parameters: dict[str, str]
    content: bytes
    start: int
    end: int
    children: list["Part"] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return self.content[self.start : self.end]

    @property
    def family(self) -> str:
        return self.kind.partition("/")[0]

    @property
    def disposition(self) -> str:
        return parameters(self.headers.raw("content-disposition"))[0]

    @property
    def name(self) -> str:
        """The name it has as a file, without a path; nothing where it has none."""
        said = parameters(self.headers.raw("content-disposition"))[1].get("filename") or self.parameters.get("name", "")
        shown = " ".join("".join(letter for letter in said if letter.isprintable()).split())
        return re.split(r"[/\\]", shown)[-1][-200:]


class Budget(Struct):
    """How much is taken apart at most, and whether that was not everything."""

    parts: int = MOST_PARTS
    recoded: int = MOST_RECODED
    spent: bool = False


def parsed(content: bytes, budget: Budget) -> Part:
    """The mail as a tree."""
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    start = len(content) - len(content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    return part_at(content, start, len(content), budget)


def part_at(
    content: bytes, start: int, end: int, budget: Budget, depth: int = 0, otherwise: str = "text/plain"
) -> Part:
    """The part that stands between two places, with everything in it."""
    headers, body = head_of(content, start, end)
    kind, given = kind_of(headers, otherwise)
    part = Part(headers, kind, given, content, body, end)
    if part.family == "multipart" or (
        given.get("boundary") and between(part, given["boundary"].encode("utf-8", "replace"))
    ):
        part.kind = part.kind if part.family == "multipart" else "multipart/mixed"
        hold(part, spans(part), budget, depth)
        if not part.children:
            part.kind = "text/plain"
    elif kind in ("message/rfc822", "message/global", "message/news"):
        inside, begin, stop = unwrapped(part, budget)
        hold(part, [(begin, stop)], budget, depth, inside)
    return part


def kind_of(headers: Headers, otherwise: str) -> tuple[str, dict[str, str]]:
    """The type a part says it is; plain text where it says nothing that could be one."""
    said, given = parameters(headers.raw("content-type"))
    kind = re.sub(r"\s", "", said.partition("(")[0])
    if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind):
        return ("text/plain" if kind in MEANT_PLAIN else kind), given
    return ("multipart/mixed" if kind.startswith("multipart") else otherwise), given


def hold(part: Part, found: list[tuple[int, int]], budget: Budget, depth: int, content: bytes = b"") -> None:
    """Puts what was found in a part below it, as far as anybody nests and counts."""
    otherwise = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    for start, stop in found:
        if depth >= DEEPEST or budget.parts <= 0:
            budget.spent = True
            return
        budget.parts -= 1
        part.children.append(part_at(content or part.content, start, stop, budget, depth + 1, otherwise))


def spans(part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart begin and end; one without a usable boundary is searched for one."""
    found = between(part, part.parameters.get("boundary", "").encode("utf-8", "replace"))
    if not found and (dashed := DASHED.search(part.content, part.start, min(part.end, part.start + 20_000))):
        found = between(part, dashed[1])
    return found


def between(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """The stretches between a boundary's lines, at most one more than is ever read."""
    if not boundary:
        return []
    content, mark, begun = part.content, b"--" + boundary, -1
    found: list[tuple[int, int]] = []
    position = content.find(mark, part.start, part.end)
    for _mark in range(MOST_MARKS):
        if position < 0 or len(found) > MOST_PARTS:
            break
        line_end = content.find(b"\n", position, part.end)
        line_end = part.end if line_end < 0 else line_end
        after = content[position + len(mark) : min(line_end, position + len(mark) + 100)].strip()
        if after in (b"", b"--") and (position == part.start or content[position - 1 : position] in (b"\n", b"\r")):
            if begun >= 0:
                found.append((begun, max(begun, before_line(content, position))))
            begun = -1 if after else min(line_end + 1, part.end)
        position = content.find(mark, position + len(mark), part.end)
    if begun >= 0:
        found.append((begun, part.end))
    return found


def before_line(content: bytes, position: int) -> int:
    """Where the line before ends: its break belongs to the boundary."""
    for ending in (b"\r\n", b"\n", b"\r"):
        if content[max(0, position - len(ending)) : position] == ending:
            return position - len(ending)
    return position


def unwrapped(part: Part, budget: Budget) -> tuple[bytes, int, int]:
    """A forwarded mail's own bytes: where they stand, or decoded where somebody encoded them against the rule."""
    if encoding(part) in ("base64", "quoted-printable") and part.end - part.start <= budget.recoded:
        budget.recoded -= part.end - part.start
        inside = payload(part)
        return inside, 0, len(inside)
    return part.content, part.start, part.end


def encoding(part: Part) -> str:
    found = re.search(r"[\w-]+", part.headers.get("content-transfer-encoding"))
    return found[0].lower() if found else ""


def payload(part: Part) -> bytes:
    """A part's bytes, decoded where its encoding can be."""
    body = part.body
    match encoding(part):
        case "quoted-printable":
            return binascii.a2b_qp(body)
        case "base64":
            return from_base64(body)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            found = UUENCODED.search(body)
            return uudecoded(found[2]) if found else body
        case _:
            return body


def from_base64(body: bytes) -> bytes:
    """Base64 by pieces, as programs put them behind each other; a text that only claims to be base64 stays itself."""
    sample = body[:4000]
    begins = sample.partition(b"=")[0]
    if len(NOT_WORDS.findall(sample)) * 20 > len(sample) or len(SPACED.findall(begins)) * 20 > len(begins):
        return body
    if body.find(b"=", 0, max(0, len(body.rstrip()) - 2)) < 0:
        return base64(body)
    decoded = []
    for piece in PADDING.split(body)[:MOST_PARTS]:
        footer = len(piece.split()) > 3 and max(map(len, piece.split()[:20])) < 40
        decoded.append(piece if footer else base64(piece))
    return b"".join(decoded)


def uudecoded(lines: bytes) -> bytes:
    """What stands between begin and end; a line that is none is left out."""
    found = []
    for line in lines.splitlines():
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)


def leaves(part: Part) -> list[Part]:
    """The parts that hold something; a forwarded message is a file of its own."""
    if part.family != "multipart":
        return [part]
    return [leaf for child in part.children for leaf in leaves(child)]


def whole(part: Part) -> list[Part]:
    """Every part, those inside forwarded messages too."""
    return [part, *(below for child in part.children for below in whole(child))]
