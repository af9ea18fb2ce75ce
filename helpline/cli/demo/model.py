"""The words in which a story is told. Times are days before today and a local clock, so that a demo is never stale."""

from msgspec import Struct

from helpline.accompaniment.model import Frame, Stage
from helpline.cases.model import CaseKind, ClosingReason, NoteKind, Role
from helpline.contacts.model import Disposition, Urgency
from helpline.envelope import AddressKind, Outcome, SafeContact
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals.model import ReferralState
from helpline.triage.model import ClosingReason as Closing
from helpline.triage.model import LandingKind
from helpline.triage.record import Danger, DangerCategory

PHONE, SMS, EMAIL, WEBFORM, VISIT, LETTER = "phone", "sms", "email", "webform", "visit", "letter"


class Writer(Struct, frozen=True):
    """Somebody invented who contacts us; without an address the number is withheld."""

    address: str = ""
    name: str = ""
    language: str = "fr"
    requester: str | None = None
    safe: SafeContact | None = None

    @property
    def kind(self) -> AddressKind | None:
        if not self.address:
            return None
        return AddressKind.EMAIL if "@" in self.address else AddressKind.PHONE


class Event(Struct, frozen=True, kw_only=True):
    """Something that happens `ago` days before today at a local `clock`; "" is a working hour."""

    ago: float = 0.0
    clock: str = ""


class Lands(Struct, frozen=True, kw_only=True):
    """What a colleague decides about a contact that stays out of a case."""

    disposition: Disposition
    landing: LandingKind
    closing: Closing | None = None
    partner: str = ""
    service: str = ""
    reason: str = ""
    promise: str = ""
    due: float = 0.0


class Alarm(Struct, frozen=True):
    """An entry of the danger screen's log."""

    category: DangerCategory
    danger: Danger


class Told(Event, frozen=True, kw_only=True):
    """A contact arrives. `lands` None: into the story's case. `answer`: sent before deciding.

    `waits`: nobody has decided yet; `claimed` by whom.
    """

    channel: str = PHONE
    by: Writer = Writer()
    text: str = ""
    subject: str = ""
    quoted: str = ""
    outcome: Outcome | None = None
    seconds: int = 0
    robot: bool = False
    call_back: bool = False
    unreadable: bool = False
    waits: bool = False
    claimed: str = ""
    lands: Lands | None = None
    answer: str = ""
    urgency: Urgency | None = None
    disposition: Disposition | None = None
    alarm: Alarm | None = None


class Answered(Event, frozen=True, kw_only=True):
    """A reply to the story's latest contact, on the way it came."""

    text: str


class Noted(Event, frozen=True, kw_only=True):
    """`area`: the life area that it is about, in an accompaniment."""

    text: str
    kind: NoteKind = NoteKind.NOTE
    area: str = ""


class Filed(Event, frozen=True, kw_only=True):
    """A file is put into the case; taken out again where `removed` says why."""

    name: str
    body: bytes
    removed: str = ""


class Joined(Event, frozen=True, kw_only=True):
    """Somebody takes part in the case."""

    role: Role
    name: str
    address: str = ""


class Framed(Event, frozen=True, kw_only=True):
    frame: Frame
    words: str


class Staged(Event, frozen=True, kw_only=True):
    stage: Stage
    words: str = ""


class Reviewed(Event, frozen=True, kw_only=True):
    """`again`: in how many days from today the next review is."""

    found: str
    again: int


class Tried(Event, frozen=True, kw_only=True):
    """An attempt to keep the latest promise; a call is dialled first, and blocked where no rule allows it."""

    outcome: AttemptOutcome
    note: str = ""
    due: float | None = None


class Promised(Event, frozen=True, kw_only=True):
    """`due`: days from today, negative for the past; 0 is a little later today."""

    what: str
    due: float
    kind: FollowUpKind = FollowUpKind.TASK
    owner: str | None = None
    area: str = ""


class Kept(Event, frozen=True, kw_only=True):
    """The latest promise is kept; with a reason to drop it, dropped."""

    note: str = ""
    dropped: str = ""


class Referred(Event, frozen=True, kw_only=True):
    """An orientation of the case to a partner; `ask_back` in days from today."""

    partner: str
    note: str
    ask_back: float | None = None
    area: str = ""


class Moved(Event, frozen=True, kw_only=True):
    """The latest orientation goes on."""

    state: ReferralState
    reason: str = ""


class Became(Event, frozen=True, kw_only=True):
    kind: CaseKind
    words: str


class Closed(Event, frozen=True, kw_only=True):
    reason: ClosingReason
    words: str = ""


class Reopened(Event, frozen=True, kw_only=True):
    words: str


class Story(Struct, frozen=True, kw_only=True):
    """What happens around one worry. Without a `kind` no case comes of it. `worker` also decides."""

    worker: str = "anne"
    deputy: str = ""
    kind: CaseKind | None = None
    title: str = ""
    summary: str = ""
    events: tuple[Event, ...]
