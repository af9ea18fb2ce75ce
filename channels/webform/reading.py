"""A kept form becomes an arrival: anonymous unless the writer says how to be reached."""

from datetime import UTC, datetime

import msgspec

from channels.webform.model import Written
from channels.webform.windows import windows
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
        requester=written.requester or None,
        conversation=written.conversation or None,
        call_back=written.phone if by(written, "phone") else None,
        safe_contact=safe_contact(written),
        receipt=ReceiptMark(written.reference, written.secret_mac) if written.reference else None,
    )


def by(written: Written, way: str) -> bool:
    """Whether the writer wants the answer this way and said where."""
    return written.answer == way and bool(getattr(written, way).strip())


def safe_contact(written: Written) -> SafeContact | None:
    """What is safe, as the writer put it. Words we cannot read as times are kept as words, and nothing is assumed:
    an unreadable `never` or `when` leaves contact to a person's judgement, so the machine allows none.
    """
    if not (by(written, "phone") or by(written, "email")):
        return None
    allowed, never = windows(written.windows), windows(written.never)
    understood = allowed is not None and never is not None
    said = "; ".join(
        part for part in (written.windows.strip(), written.never and f"never: {written.never.strip()}") if part
    )
    return SafeContact(
        may_call=understood and by(written, "phone"),
        may_write=understood and by(written, "email"),
        may_leave_message=understood and written.may_leave_message,
        may_say_service_name=written.may_say_service_name,
        windows=allowed or (),
        never=never or (),
        cover_phrase=written.cover_phrase.strip(),
        note="; ".join(part for part in said if part),
    )
