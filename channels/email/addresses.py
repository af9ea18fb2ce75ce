"""Who wrote and when, whatever their programs made of it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from channels.email.charsets import text_of
from channels.email.headers import LONGEST_VALUE, Headers, words

ANGLE = re.compile(r"<([^<>]{1,1000})>")
BARE = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"@]{1,255}")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.){1,64}"@[^\s<>"@]{1,255}')
ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:?\d\d)?")
OLDEST = 1990


def sender_of(headers: Headers, envelope: str) -> tuple[str, str]:
    """Name and address of whoever wrote: From, or what stands in for it where that names nobody."""
    for field in ("from", "sender", "return-path", "reply-to"):
        for key, value in headers.fields:
            name, address = named(value) if key == field else ("", "")
            if address:
                return (name if field == "from" else headers.get("from")), address
    return headers.get("from"), named(envelope.encode("utf-8", "replace"))[1]


def named(value: bytes) -> tuple[str, str]:
    """Name and address in a field. What stands in an encoded word is a name, unless there is no address but there."""
    raw = text_of(value[:LONGEST_VALUE])
    blanked = QUOTED.sub(lambda found: " " * len(found[0]), raw)
    bare, comment = without_comments(blanked)
    said = "".join(
        " " if kept == " " != seen else letter for letter, seen, kept in zip(raw, blanked, bare, strict=True)
    )
    for found in ANGLE.finditer(bare):
        address = said[found.start(1) : found.end(1)].rpartition(":")[2]
        if "@" in address:
            name = words(raw[: found.start()].encode("utf-8", "replace")).strip(" \"'")
            return name.replace('\\"', '"') or words(comment.encode("utf-8", "replace")), tidy(address)
    if inside := BARE.search(bare):
        before = words(raw[: inside.start()].encode("utf-8", "replace")).strip(" \"'")
        return "" if before.endswith(":") else before or words(comment.encode("utf-8", "replace")), tidy(inside[0])
    decoded = words(value)
    inside = BARE.search(decoded)
    if inside is None:
        return decoded.strip(" \"'"), ""
    return decoded[: inside.start()].strip(" \"'<"), tidy(inside[0])


def without_comments(text: str) -> tuple[str, str]:
    """A field with its comments blanked, and the first of them: the name, as programs once wrote it."""
    kept, comment, depth = [], [], 0
    for letter in text:
        if letter == "(":
            depth += 1
        elif depth and letter != ")":
            comment.append(letter)
        kept.append(" " if depth else letter)
        depth -= letter == ")" and depth > 0
    return ("".join(kept), "".join(comment)) if not depth else (text, "")


def tidy(address: str) -> str:
    if quoted := QUOTED_LOCAL.fullmatch(address.strip()):
        return quoted[0][:320]
    return "".join(address.split()).strip("<>'\".,;")[:320]


def date_of(headers: Headers, otherwise: datetime) -> datetime:
    """When it says it was written; when a server says it took it; when it came, if neither says anything sensible."""
    for said in (*headers.all("date"), *(value.rpartition(";")[2] for value in headers.all("received")[:20])):
        when = read_date(said)
        if when and when.year > OLDEST:
            return min(when, otherwise)
    return otherwise


def read_date(said: str) -> datetime | None:
    """A date as mail has it, or as programs write it that do not know how (ISO 8601)."""
    found = ISO.search(said)
    iso = f"{found[1]}{found[2] or ''}" if found else ""
    for read, text in ((datetime.fromisoformat, iso), (parsedate_to_datetime, said[:200])):
        try:
            when = read(text)
            return (when.replace(tzinfo=UTC) if when.tzinfo is None else when).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
