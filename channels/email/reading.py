"""A kept delivery becomes an arrival: who, what is new, what is quoted, which conversation, robot or not."""

import re
from collections.abc import Callable

import msgspec

from channels.email.addresses import date_of, sender_of
from channels.email.contents import LETTERS, Contents, contents_of
from channels.email.headers import Headers
from channels.email.model import Delivered
from channels.email.parts import Budget, Part, parsed
from channels.email.remarks import REPORTED, remarks_on
from channels.email.reports import Report, report_of
from channels.email.safe import page_of
from channels.email.texts import Texts, texts_in
from helpline.envelope import AddressKind, Arrival, Attachment, Raw, Sender

#: A token as `conversation.token_for` makes it: 26 bytes in base 32.
TOKEN = r"([a-z2-7]{42})"  # noqa: S105  # a pattern
IN_ADDRESS = re.compile(rf"\+{TOKEN}@", re.IGNORECASE)
IN_MESSAGE_ID = re.compile(rf"<{TOKEN}\.", re.IGNORECASE)
ROBOTS = frozenset({"bulk", "junk", "list", "auto_reply"})


def reader(authserv_id: str) -> Callable[[Raw], Arrival]:
    """A reader that believes the Authentication-Results of our own border only."""

    def read(raw: Raw) -> Arrival:
        delivered = msgspec.msgpack.decode(raw.body, type=Delivered)
        budget = Budget()
        message = parsed(delivered.content, budget)
        found = contents_of(message)
        texts = texts_in(message, found)
        report = report_of(message, found, delivered.mail_from)
        whole = complete(texts, found) and not (budget.spent or found.too_many or texts.left_out)
        name, address = sender_of(message.headers, delivered.mail_from or "")
        return Arrival(
            channel="email",
            external_id=external_id(message.headers, raw.key),
            occurred_at=date_of(message.headers, raw.received_at),
            sender=Sender(AddressKind.EMAIL, address or None, name, proven=proven(message.headers, authserv_id)),
            recipient=delivered.rcpt_tos[0] if delivered.rcpt_tos else "",
            subject=message.headers.get("subject"),
            text=texts.new,
            quoted_text=texts.quoted,
            attachments=files(found, delivered.content, whole),
            event=event(report, whole),
            automatic=report is not None or automatic(message, delivered),
            conversation=token_in(message.headers, delivered, report),
            remarks=remarks_on(message, found, texts, report, whole),
        )

    return read


def complete(texts: Texts, found: Contents) -> bool:
    """Whether every letter could be read; it is noted where one could not."""
    if "\ufffd" not in texts.new + texts.quoted:
        return True
    found.unread[LETTERS] = ""
    return False


def files(found: Contents, content: bytes, whole: bool) -> tuple[Attachment, ...]:
    """The files that came along, a page of the HTML where text says too little, and the original where it must help."""
    page = page_of(found)
    original = Attachment("original.eml", "message/rfc822", content)
    return (*found.files, *([page] if page else []), *([] if whole else [original]))


def external_id(headers: Headers, key: str) -> str:
    """Its Message-ID together with our key, since other mails may bear the same one; nothing where it has none."""
    said = "".join(headers.get("message-id").split())[:500]
    return f"{said} {key}" if said else ""


def event(report: Report | None, whole: bool) -> str:
    if report:
        return f"{REPORTED[report.said]}:{report.status}".rstrip(":")
    return "" if whole else "left_out"


def proven(headers: Headers, authserv_id: str) -> bool:
    """Whether our own border saw a DMARC pass (RFC 8601). A header that names another border proves nothing."""
    if not authserv_id:
        return False
    for value in headers.all("authentication-results"):
        border, _semicolon, results = value.partition(";")
        if border.split()[:1] == [authserv_id]:
            return re.search(r"\bdmarc\s*=\s*pass\b", results, re.IGNORECASE) is not None
    return False


def automatic(message: Part, delivered: Delivered) -> bool:
    """Whether a robot wrote it (RFC 3834 and what robots do instead): kept and shown, never answered."""
    headers = message.headers
    submitted = [value.split(";")[0].split("(")[0].strip().lower() for value in headers.all("auto-submitted")]
    return (
        any(value != "no" for value in submitted)
        or headers.get("precedence").lower() in ROBOTS
        or any(name.startswith("list-") for name, _value in headers.fields)
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or delivered.mail_from in ("", "<>")
        or message.kind in ("multipart/report", "message/delivery-status")
    )


def token_in(headers: Headers, delivered: Delivered, report: Report | None) -> str | None:
    """The conversation our own reply address or Message-ID names."""
    addresses = (*delivered.rcpt_tos, headers.get("to"), headers.get("delivered-to"), headers.get("cc"))
    ids = f"{headers.get('in-reply-to')} {headers.get('references')} {report.message_id if report else ''}"
    found = IN_ADDRESS.search(" ".join(addresses)) or IN_MESSAGE_ID.search(ids)
    return found[1].lower() if found else None
