"""A kept delivery becomes an arrival: who, what is new, what is quoted, which conversation, robot or not."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice

import msgspec

from channels.email.model import Delivered
from channels.email.parts import files_in, header, knotted, parsed
from channels.email.texts import texts_in
from helpline.envelope import AddressKind, Arrival, Attachment, Raw, Sender

#: A token as `conversation.token_for` makes it: 26 bytes in base 32.
TOKEN = r"([a-z2-7]{42})"  # noqa: S105  # a pattern
IN_ADDRESS = re.compile(rf"\+{TOKEN}@", re.IGNORECASE)
IN_MESSAGE_ID = re.compile(rf"<{TOKEN}\.", re.IGNORECASE)
MOST_FILES = 200
ROBOTS = frozenset({"bulk", "junk", "list", "auto_reply"})


def reader(authserv_id: str) -> Callable[[Raw], Arrival]:
    """A reader that believes the Authentication-Results of our own border only."""

    def read(raw: Raw) -> Arrival:
        delivered = msgspec.msgpack.decode(raw.body, type=Delivered)
        message = parsed(delivered.content)
        texts, files = texts_in(message), list(islice(files_in(message), MOST_FILES + 1))
        whole = not (texts.left_out or len(files) > MOST_FILES or knotted(delivered.content))
        original = () if whole else (Attachment("original.eml", "message/rfc822", delivered.content),)
        name, address = named(header(message, "From"))
        return Arrival(
            channel="email",
            external_id=header(message, "Message-ID") and f"{header(message, 'Message-ID')} {raw.key}",
            occurred_at=date_of(message, raw.received_at),
            sender=Sender(AddressKind.EMAIL, address or delivered.mail_from, name, proven=proven(message, authserv_id)),
            recipient=delivered.rcpt_tos[0] if delivered.rcpt_tos else "",
            subject=header(message, "Subject"),
            text=texts.new,
            quoted_text=texts.quoted,
            attachments=(*files[:MOST_FILES], *original),
            event="" if whole else "left_out",
            automatic=automatic(message, delivered),
            conversation=token_in(message, delivered),
        )

    return read


def named(header: str) -> tuple[str, str]:
    """Name and address of whoever wrote; none in what the standard library gets lost in."""
    try:
        return parseaddr(header)
    except (RecursionError, ValueError, IndexError):
        return "", ""


def date_of(message: Message, otherwise: datetime) -> datetime:
    """When it says it was written; when it came, if it says nothing sensible."""
    try:
        said = parsedate_to_datetime(header(message, "Date"))
    except (ValueError, TypeError, OverflowError):
        return otherwise
    said = said.replace(tzinfo=UTC) if said.tzinfo is None else said
    return min(said, otherwise) if said.year > 1990 else otherwise


def proven(message: Message, authserv_id: str) -> bool:
    """Whether our own border saw a DMARC pass (RFC 8601). A header that names another border proves nothing."""
    if not authserv_id:
        return False
    for value in message.get_all("Authentication-Results", []):
        border, _semicolon, results = str(value).partition(";")
        if border.split()[:1] == [authserv_id]:
            return re.search(r"\bdmarc\s*=\s*pass\b", results, re.IGNORECASE) is not None
    return False


def automatic(message: Message, delivered: Delivered) -> bool:
    """Whether a robot wrote it (RFC 3834 and what robots do instead): kept and shown, never answered."""
    submitted = [str(value).split(";")[0].strip().lower() for value in message.get_all("Auto-Submitted", [])]
    return (
        any(value != "no" for value in submitted)
        or header(message, "Precedence").lower() in ROBOTS
        or any(name.lower().startswith("list-") for name in message.keys())  # noqa: SIM118  # Message is no mapping
        or message.get("X-Autoreply") is not None
        or message.get("X-Autorespond") is not None
        or delivered.mail_from in ("", "<>")
        or message.get_content_type() in ("multipart/report", "message/delivery-status")
    )


def token_in(message: Message, delivered: Delivered) -> str | None:
    """The conversation our own reply address or Message-ID names."""
    addresses = (*delivered.rcpt_tos, header(message, "To"), header(message, "Delivered-To"), header(message, "Cc"))
    ids = f"{header(message, 'In-Reply-To')} {header(message, 'References')}"
    found = IN_ADDRESS.search(" ".join(addresses)) or IN_MESSAGE_ID.search(ids)
    return found[1].lower() if found else None
