"""What travels between a channel and the house: what came in, what a channel read in it, and what goes out.

Nothing here knows a provider, a table or a screen. A new channel translates its world into these few words.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Verification(StrEnum):
    """What the channel could prove about who handed the bytes over."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"


class Raw(Struct, frozen=True):
    """Exactly what a provider handed over.

    `channel` is the entry point's name. `key` makes a repeated delivery recognisable (CallSid and step,
    MessageSid, mailbox and UID); the house keeps only its HMAC. `body` is bytes in the channel's own form.
    """

    channel: str
    key: str
    body: bytes
    received_at: datetime
    verification: Verification = Verification.UNSIGNED


class Receipt(Struct, frozen=True):
    """The house has it, durably. `record` is the id it will be known by; `duplicate`: it was there already."""

    record: UUID
    duplicate: bool


class AddressKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


class Sender(Struct, frozen=True):
    """Where something came from: a hint at identity, never identity.

    `value` is E.164 or a normalised mail address; None for withheld or anonymous. `proven`: the channel could
    check it (for mail: a DMARC pass from our own border).
    """

    kind: AddressKind | None = None
    value: str | None = None
    display: str = ""
    proven: bool = False


class Attachment(Struct, frozen=True):
    """A file that came along. `media_type` is what the channel believes; nobody opens it by that."""

    name: str
    media_type: str
    body: bytes


class Enclosure(Struct, frozen=True):
    """A file still at the provider. All three travel in a job: words of the channel's own, never of who sent it."""

    reference: str
    name: str
    media_type: str


class Window(Struct, frozen=True):
    """A weekly span of local time. `weekday`: 0 is Monday; `start` and `end` as HH:MM."""

    weekday: int
    start: str
    end: str


class SafeContact(Struct, frozen=True):
    """What the writer said about being contacted; see domain, section 4. Empty windows: at any time.

    Three answers are told apart: yes, no, and None where nobody asked or nobody knows. Only a yes allows anything.

    `said_when` and `said_never` are times in the writer's own words, not read yet; the house reads them, and where it
    cannot with certainty, nothing is allowed until a person has asked.
    """

    may_call: bool | None = None
    may_write: bool | None = None
    may_leave_message: bool | None = None
    may_say_service_name: bool | None = None
    windows: tuple[Window, ...] = ()
    never: tuple[Window, ...] = ()
    cover_phrase: str = ""
    if_other_answers: str = ""
    note: str = ""
    said_when: str = ""
    said_never: str = ""


class Outcome(StrEnum):
    """How far a call came; a later one never goes back to an earlier one."""

    RINGING = "ringing"
    ABANDONED = "abandoned"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    ANSWERED = "answered"

    @property
    def rank(self) -> int:
        """The order in which outcomes replace each other."""
        return list(Outcome).index(self)


class Told(Struct, frozen=True):
    """The answer to a question that the house added to its form: own words, or the values that were chosen."""

    name: str
    text: str = ""
    chosen: tuple[str, ...] = ()


def whole(text: str, told: Iterable[Told]) -> str:
    """A message with the answers in own words below it."""
    return "\n\n".join(part for part in (text, *(one.text for one in told)) if part)


class Arrival(Struct, frozen=True):
    """What a channel read in a raw: a message, a call, or a later step of one.

    Arrivals with the same `channel` and `external_id` are one contact: the first creates it, a later one adds its
    `event`, `outcome` and files. `channel` is one of the values of `contacts.model.Channel`. `event` is a short word
    for the contact's history ("rang", "language:fr", "hung_up"); "" for a plain message. `conversation` is the token
    that our own reply address or receipt carried; `hints` are tokens that stand elsewhere, or name several, so that a
    human decides. `automatic`: a robot wrote it; store, never answer. `report`: it may be nothing but a mail system's
    word on something we sent; where it speaks of nothing of ours, it is a message like any other. `left_behind` is
    the channel's reference of the copy that stays at the provider until ours is durable; "" where there is none, or
    where it is not ours to delete. `remarks`: what a reader of the text must know of it, each a word, a colon and what
    it is about ("encrypted:", "bounced:5.1.1 m@example.org"); shown in words below the text. `form` and `answers`: the
    version of our form that was answered, and of each question whether it was "answered", "not_asked", left open
    ("unknown") or "declined"; `told`: what was answered to the questions that the house added itself.
    """

    channel: str
    external_id: str
    occurred_at: datetime
    sender: Sender = Sender()
    recipient: str = ""
    subject: str = ""
    text: str = ""
    quoted_text: str = ""
    language: str | None = None
    requester: str | None = None
    attachments: tuple[Attachment, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    automatic: bool = False
    event: str = ""
    outcome: Outcome | None = None
    conversation: str | None = None
    hints: tuple[str, ...] = ()
    safe_contact: SafeContact | None = None
    call_back: str | None = None
    receipt: "ReceiptMark | None" = None
    remarks: tuple[str, ...] = ()
    left_behind: str = ""
    report: "Delivery | None" = None
    form: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def whole(self) -> str:
        """The new text with what was answered in own words below it: whoever judges a message reads all of it."""
        return whole(self.text, self.told)


class ReceiptMark(Struct, frozen=True):
    """What the house remembers of a written receipt: never the secret itself."""

    reference: str
    secret_mac: bytes


class DeliveryState(StrEnum):
    """What became of something we sent; a final state never goes back."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        return self in (DeliveryState.DELIVERED, DeliveryState.FAILED)


class Delivery(Struct, frozen=True):
    """A provider's word on something we sent. `code` is the provider's error code, or ""; `left_behind` as above."""

    provider_id: str
    state: DeliveryState
    at: datetime
    code: str = ""
    left_behind: str = ""


class Probe(Struct, frozen=True):
    """A call or a message of our own, made to prove that the way in is open: counted, and nobody's contact.

    `otherwise`: what it is while no probe runs. A sender is easily forged, and may be a real person.
    """

    otherwise: Arrival | Delivery


Reading = Arrival | Delivery | Probe


class Parcel(Struct, frozen=True):
    """One message to send. `reply_token` lets an answer find its conversation again."""

    id: UUID
    to: str
    text: str
    subject: str = ""
    language: str = "fr"
    reply_token: str = ""
    in_reply_to: str = ""
    automatic: bool = False


class Sent(Struct, frozen=True):
    """The provider took it. `provider_id` is how its delivery reports will name it."""

    provider_id: str
