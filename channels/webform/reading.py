"""A kept form becomes an arrival: anonymous unless the writer says how to be reached."""

from datetime import UTC, datetime

import msgspec

from channels.webform.model import Written
from channels.webform.rules import DECLINED
from helpline.envelope import AddressKind, Arrival, Raw, ReceiptMark, SafeContact, Sender


def read(raw: Raw) -> Arrival:
    """What the writer said, and what is safe by the writer's own words."""
    written = msgspec.msgpack.decode(raw.body, type=Written)
    return Arrival(
        channel="webform",
        external_id="",
        occurred_at=datetime.fromtimestamp(written.written_at, UTC) if written.written_at else raw.received_at,
        sender=Sender(AddressKind.EMAIL, written.email) if by(written, "email") else Sender(),
        text=written.message,
        language=written.language,
        event=event_in(written),
        requester=written.requester if written.requester not in ("", DECLINED) else None,
        conversation=written.conversation or None,
        call_back=written.phone if by(written, "phone") else None,
        safe_contact=safe_contact(written),
        receipt=ReceiptMark(written.reference, written.secret_mac) if written.reference else None,
        attachments=written.files,
        form=written.form,
        answers=written.answers,
        told=written.told,
    )


def event_in(written: Written) -> str:
    """What a person should know about how it came."""
    if written.left_out:
        return "files_left_out"
    if written.trapped:
        return "trapped"
    if written.flooded:
        return "flooded"
    return "hurried" if written.hurried else ""


def by(written: Written, way: str) -> bool:
    """Whether the writer wants the answer this way and said where."""
    return written.answer == way and bool(getattr(written, way).strip())


def safe_contact(written: Written) -> SafeContact | None:
    """What is safe, in the writer's own words; only for the way the writer chose. An empty box says no to nothing."""
    if not (by(written, "phone") or by(written, "email")):
        return None
    return SafeContact(
        may_call=by(written, "phone") or None,
        may_write=by(written, "email") or None,
        may_leave_message=written.may_leave_message or None,
        may_say_service_name=written.may_say_service_name or None,
        cover_phrase=written.cover_phrase.strip(),
        said_when=written.windows.strip(),
        said_never=written.never.strip(),
    )
