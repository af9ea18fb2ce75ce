"""What a contact is made of, and the words many rooms share."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from helpline.envelope import AddressKind, Attachment, Outcome, Told, whole
from helpline.vault.key import Key


class Channel(StrEnum):
    """Which way a contact came or went. A voicemail is a form of content of `phone`."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEBFORM = "webform"
    VISIT = "visit"
    LETTER = "letter"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Disposition(StrEnum):
    """What a contact turns out to be; every contact with content ends in exactly one."""

    INFORMATION_REQUEST = "information_request"
    ACCOMPANIMENT = "accompaniment"
    PROFESSIONAL_SUPPORT = "professional_support"
    URGENT_SAFETY = "urgent_safety"
    OUT_OF_SCOPE = "out_of_scope"
    SPAM = "spam"


class Urgency(StrEnum):
    """How soon a human must have looked, most urgent first."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    SOON = "soon"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for immediate to 3 for routine, so that the queue can sort by it."""
        return list(Urgency).index(self)


class Language(StrEnum):
    """ISO 639-1 codes of the languages the house knows."""

    FR = "fr"
    NL = "nl"
    DE = "de"
    EN = "en"
    AR = "ar"
    TR = "tr"


class Requester(StrEnum):
    """Who contacts us; may stay unknown for ever."""

    RELATIVE = "relative"
    FRIEND = "friend"
    PROFESSIONAL = "professional"
    PERSON = "person"
    OTHER = "other"


class Doubt(StrEnum):
    """Why a message does not join the conversation it seems to belong to by itself: a human decides. The last four are
    those of a text message, which names no conversation but by its number.
    """

    ELSEWHERE = "elsewhere"
    ROBOT = "robot"
    UNPROVEN = "unproven"
    STRANGER = "stranger"
    SUBJECT = "subject"
    SILENT = "silent"
    SHARED = "shared"
    SEVERAL = "several"
    OVER = "over"
    UNNOTED = "unnoted"


class Content(Struct, frozen=True):
    """What was said, and by which address; sealed under the contact's own key.

    `claimed_conversation`: a reply token named it, or its number wrote there, but there is a `doubt`; a human decides.
    `remarks`: what a reader must know of the text, as `contacts.remarks` puts it in words. `form`: the version of our
    form that was answered, 0 for none; `answers`: what became of each of its questions, and `told`: what was
    answered to those that the house added itself. `in_answer_to`: the contact that this, which we wrote, answers.
    """

    text: str = ""
    subject: str = ""
    quoted_text: str = ""
    sender: str | None = None
    sender_name: str = ""
    recipient: str = ""
    external_id: str = ""
    call_back: str | None = None
    claimed_conversation: UUID | None = None
    remarks: tuple[str, ...] = ()
    doubt: Doubt | None = None
    form: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    told: tuple[Told, ...] = ()
    in_answer_to: UUID | None = None

    @property
    def whole(self) -> str:
        """The new text, and below it what was answered in own words: what is judged and searched."""
        return whole(self.text, self.told)


class Gist(Struct, frozen=True):
    """What a list shows of a contact: its first words and a masked sender; sealed apart so that lists stay quick."""

    subject: str = ""
    beginning: str = ""
    sender: str = ""


class NewContact(Struct, frozen=True):
    """A contact about to be written, with its freshly minted key. `words` are search tokens."""

    key: Key
    channel: Channel
    direction: Direction
    occurred_at: datetime
    received_at: datetime
    content: Content
    conversation: UUID
    words: Sequence[int] = ()
    external_blind: bytes | None = None
    language: Language | None = None
    requester: Requester | None = None
    sender_kind: AddressKind | None = None
    sender_blind: bytes | None = None
    sender_proven: bool = False
    outcome: Outcome | None = None
    automatic: bool = False
    unreadable: bool = False
    person_id: UUID | None = None
    event: str = ""
    event_by: str = ""
    attachments: Sequence[Attachment] = ()

    @property
    def id(self) -> UUID:
        """A contact has the id of its key's record."""
        return self.key.record


class ContactRow(Struct, frozen=True, kw_only=True):
    """A contact as stored, still sealed."""

    id: UUID
    number: int
    channel: Channel
    direction: Direction
    occurred_at: datetime
    received_at: datetime
    language: Language | None
    requester: Requester | None
    sender_kind: AddressKind | None
    sender_blind: bytes | None
    sender_proven: bool
    outcome: Outcome | None
    automatic: bool
    unreadable: bool
    conversation: UUID
    person_id: UUID | None
    version: int
    content: bytes
    wrapped: bytes | None


class ContactView(Struct, frozen=True):
    """A contact as its reader sees it: the row, what was said, and its files and history."""

    row: ContactRow
    content: Content
    attachments: Sequence["AttachmentLabel"]
    history: Sequence["ContactEvent"]


class ListedRow(Struct, frozen=True, kw_only=True):
    """One line of a list, still sealed."""

    id: UUID
    number: int
    channel: Channel
    direction: Direction
    received_at: datetime
    language: Language | None
    outcome: Outcome | None
    automatic: bool
    unreadable: bool
    gist: bytes
    wrapped: bytes | None


class Listed(Struct, frozen=True):
    """One line of a list. An erased contact keeps its line and shows nothing."""

    row: ListedRow
    gist: Gist


class Nearness(Struct, frozen=True):
    """By what another contact may belong to one. `of_another`: it is noted as somebody else's."""

    id: UUID
    by_conversation: bool
    by_person: bool
    by_address: bool
    of_another: bool


class Near(Struct, frozen=True):
    """A contact that may belong to another, and by what."""

    listed: Listed
    by: Nearness


class ContactEvent(Struct, frozen=True):
    """One line of a contact's own history: a word, never content."""

    at: datetime
    event: str
    by: str


class AttachmentRow(Struct, frozen=True):
    """A file, its label still sealed."""

    id: UUID
    contact_id: UUID
    label: bytes
    size: int


class Label(Struct, frozen=True):
    """A file's name and its type by content; sealed. `seconds`: how long a recording lasts, where it says so."""

    name: str
    media_type: str
    seconds: int | None = None


class AttachmentLabel(Struct, frozen=True):
    """A file as a list of files shows it. `size` in bytes; `seconds` of a recording."""

    id: UUID
    name: str
    media_type: str
    size: int
    seconds: int | None = None


class Known(Struct, frozen=True):
    """A contact that an arrival turns out to be a further step of."""

    id: UUID
    channel: Channel
    external_blind: bytes
    outcome: Outcome | None
    version: int
