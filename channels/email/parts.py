"""Bytes into what a person can read. Tolerant: what cannot be read is left out and the original stays attached."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from html import unescape

import nh3

from helpline.envelope import Attachment

MOST_PARTS = 200
LONGEST_TEXT = 500_000
SKIPPED = frozenset({"script", "style", "head", "title"})
BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/blockquote)\b[^>]*>", re.IGNORECASE)
QUOTED_HTML = re.compile(r"<blockquote\b[^>]*>", re.IGNORECASE)


def parsed(content: bytes) -> Message:
    """The message as a tree; one with more parts than anybody writes is read as its headers and its bare body."""
    if content.lower().count(b"content-type:") <= MOST_PARTS:
        return email.message_from_bytes(content, policy=email.policy.compat32)
    head, _blank, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    plain = Message()
    for name, value in email.message_from_bytes(head + b"\n\n", policy=email.policy.compat32).items():
        if not name.lower().startswith("content-"):
            plain[name] = value
    plain.set_payload(body[:LONGEST_TEXT].decode("latin-1"))
    return plain


def header(message: Message, name: str) -> str:
    """A header in words, whatever its encoding claims to be."""
    value = message.get(name)
    if value is None:
        return ""
    pieces = []
    try:
        decoded = decode_header(str(value))
    except (ValueError, email.errors.HeaderParseError):
        decoded = [(str(value), None)]
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


def readable(message: Message) -> tuple[str, list[Attachment]]:
    """The text to read (plain before HTML) and the files."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[Attachment] = []
    for part in leaves(message):
        kind = part.get_content_type()
        body = payload(part)
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            files.append(Attachment(header_name(part), kind, body))
        elif kind == "text/plain":
            plain.append(text_of(body, part.get_content_charset()))
        else:
            rich.append(from_html(text_of(body, part.get_content_charset())))
    text = "\n".join(plain) if any(piece.strip() for piece in plain) else "\n".join(rich)
    return text.replace("\r\n", "\n").replace("\0", "")[:LONGEST_TEXT].strip(), files


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
        return b"".join(piece.as_bytes() for piece in part.get_payload() if isinstance(piece, Message))
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def header_name(part: Message) -> str:
    name = part.get_filename() or part.get_content_type().replace("/", ".")
    return " ".join("".join(letter for letter in str(name) if letter.isprintable()).split())[:200]


def from_html(source: str) -> str:
    """HTML as text: nothing is loaded, nothing runs, quotes are marked as quotes."""
    marked = QUOTED_HTML.sub("\n&gt; ", BREAKS.sub("\n", source[: LONGEST_TEXT * 2]))
    return unescape(nh3.clean(marked, tags=set(), clean_content_tags=set(SKIPPED))).strip()
