"""Bytes into what a person can read. Tolerant: what cannot be read is left out and the original stays attached."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message

from helpline.envelope import Attachment

DEEPEST = 100
MOST_TREE = 2_000
MOST_DASHED_LINES = 5_000
LONGEST_HEAD = 500_000
LONGEST_HEADER = 20_000

#: A header whose parameters never end: the standard library takes time with the square of their number.
ENDLESS = re.compile(rb"^content-[a-z-]*:(?:[^\n]{4000}|[^\n]*(?:\n[ \t][^\n]*){100})", re.IGNORECASE | re.MULTILINE)


def parsed(content: bytes) -> Message:
    """The message as a tree; one that `knotted` is true for is read as its headers and its bare body."""
    if not knotted(content):
        return email.message_from_bytes(content, policy=email.policy.compat32)
    head, _blank, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    plain = Message()
    for name, value in email.message_from_bytes(head[:LONGEST_HEAD] + b"\n\n", policy=email.policy.compat32).items():
        if not name.lower().startswith("content-"):
            plain[name] = value
    plain.set_payload(body.decode("latin-1"))
    return plain


def knotted(content: bytes) -> bool:
    """Whether it has more parts or headers, or is nested deeper, than anybody writes: untying it might never end."""
    lowered = content.lower()
    deep = lowered.count(b"boundary") + lowered.count(b"message/")
    return (
        deep > DEEPEST
        or lowered.count(b"content-type:") > MOST_TREE
        or lowered.count(b"\n--") > MOST_DASHED_LINES
        or (len(content) > LONGEST_HEAD and re.search(rb"\n\r?\n", content[:LONGEST_HEAD]) is None)
        or ENDLESS.search(content) is not None
    )


def header(message: Message, name: str) -> str:
    """A header in words, whatever its encoding claims to be; the beginning of one that nobody would read to its end."""
    value = str(message.get(name, ""))[:LONGEST_HEADER]
    pieces = []
    try:
        decoded = decode_header(value)
    except (ValueError, email.errors.HeaderParseError):
        decoded = [(value, None)]
    for piece, charset in decoded:
        pieces.append(piece if isinstance(piece, str) else text_of(piece, charset))
    return " ".join("".join(pieces).split())


def text_of(body: bytes, charset: str | None) -> str:
    """Bytes as text: the charset they claim, then UTF-8, then Latin-1, which never fails."""
    for name in (charset, "utf-8"):
        try:
            return body.decode(name) if name else body.decode("utf-8")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return body.decode("latin-1")


def files_in(message: Message) -> Iterator[Attachment]:
    """The files that came along, forwarded messages among them."""
    for part in leaves(message):
        if is_file(part):
            yield Attachment(header_name(part), part.get_content_type(), payload(part))


def is_file(part: Message) -> bool:
    """Whether it is no part of what was written."""
    return bool(part.get_filename()) or part.get_content_type() not in ("text/plain", "text/html")


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a forwarded message is a file of its own."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from leaves(part)
    else:
        yield message


def payload(part: Message) -> bytes:
    """A part's bytes, decoded where its encoding can be."""
    if part.is_multipart():
        return b"".join(written(piece) for piece in part.get_payload() if isinstance(piece, Message))
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def written(message: Message) -> bytes:
    """A message as bytes again; nothing of one that the standard library cannot put together: the original has it."""
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""


def header_name(part: Message) -> str:
    name = part.get_filename() or part.get_content_type().replace("/", ".")
    return " ".join("".join(letter for letter in str(name) if letter.isprintable()).split())[:200]
