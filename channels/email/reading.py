"""A kept delivery becomes an arrival: who, what is new, what is quoted, which conversation, robot or not."""

import logging
from collections.abc import Callable
from datetime import datetime

import msgspec

from channels.email.addresses import date_of, sender_of
from channels.email.border import proven
from channels.email.contents import LETTERS, Contents, contents_of
from channels.email.headers import Headers
from channels.email.model import Delivered
from channels.email.parts import Budget, parsed
from channels.email.remarks import REPORTED, remarks_on
from channels.email.reports import Report, Said, away, report_of
from channels.email.robots import automatic
from channels.email.safe import page_of
from channels.email.texts import Texts, texts_in
from channels.email.tokens import delivered_to, tokens_in
from helpline.envelope import AddressKind, Arrival, Attachment, Delivery, DeliveryState, Raw, Sender

log = logging.getLogger(__name__)

STATES = {
    Said.FAILED: DeliveryState.FAILED,
    Said.DELAYED: DeliveryState.QUEUED,
    Said.DELIVERED: DeliveryState.DELIVERED,
}


def reader(authserv_id: str, ours: str = "") -> Callable[[Raw], Arrival]:
    """A reader that believes the Authentication-Results of our own border only, and knows our own address."""

    def read(raw: Raw) -> Arrival:
        delivered = msgspec.msgpack.decode(raw.body, type=Delivered)
        try:
            return whole_mail(raw, delivered, authserv_id, ours)
        except Exception as problem:
            log.error("email: read as a file only: %s", type(problem).__name__)
            return unread(raw, delivered)

    return read


def whole_mail(raw: Raw, delivered: Delivered, authserv_id: str, ours: str) -> Arrival:
    """Everything that a mail says."""
    budget = Budget()
    message = parsed(delivered.content, budget)
    found = contents_of(message)
    texts = texts_in(message, found)
    report = report_of(message, found, delivered.mail_from)
    whole = complete(texts, found) and not (budget.spent or found.too_many or texts.left_out or message.headers.cut)
    name, address = sender_of(message.headers, delivered.mail_from or "")
    fields = [(field, " ".join(value.decode("latin-1").split())) for field, value in message.headers.fields]
    tokens = tokens_in(fields, delivered.rcpt_tos, f"{texts.new}\n{report.message_id if report else ''}")
    return Arrival(
        channel="email",
        external_id=external_id(message.headers, raw.key),
        occurred_at=date_of(message.headers, raw.received_at),
        sender=Sender(AddressKind.EMAIL, address or None, name, proven=proven(fields, address, authserv_id)),
        recipient=next(iter(delivered.rcpt_tos or delivered_to(fields)), ""),
        subject=message.headers.get("subject"),
        text=texts.new,
        quoted_text=texts.quoted,
        attachments=files(found, delivered.content, whole),
        event=delivered.door or event(report, whole),
        automatic=report is not None
        or away(message.headers)
        or automatic(fields, message.kind, delivered.mail_from, ours),
        conversation=tokens.answered,
        hints=tokens.hinted,
        report=delivery(report, raw.received_at),
        remarks=remarks_on(message, found, texts, report, whole),
    )


def unread(raw: Raw, delivered: Delivered) -> Arrival:
    """A mail that nobody foresaw: its envelope, and its bytes as a file. A program's mistake loses nobody's words."""
    return Arrival(
        channel="email",
        external_id="",
        occurred_at=raw.received_at,
        sender=Sender(AddressKind.EMAIL, delivered.mail_from or None),
        recipient=next(iter(delivered.rcpt_tos), ""),
        attachments=(Attachment("original.eml", "message/rfc822", delivered.content),),
        automatic=delivered.mail_from in ("", "<>"),
        event=delivered.door or "left_out",
        remarks=("left_out:",),
    )


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


def delivery(report: Report | None, at: datetime) -> Delivery | None:
    """What a mail system says of the mail of ours that it names by our own Message-ID; nobody else knows that.

    A mail that failed is lost, also where its code is one for now: nobody tries it any more, and its author must know.
    """
    if report is None or report.said not in STATES or not report.message_id:
        return None
    return Delivery(report.message_id, STATES[report.said], at, report.status)
