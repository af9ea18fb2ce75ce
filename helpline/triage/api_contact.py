"""A contact as JSON. A file of its own, because outside programs rely on every name in it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.contacts.model import Channel, ContactView, Content, Direction, Disposition, Language, Urgency
from helpline.contacts.rules import shown_sender
from helpline.envelope import Told
from helpline.queue.model import Waiting
from helpline.triage.model import LandingKind, Reason
from helpline.triage.record import Decision, Triage


class ContactSender(Struct):
    """A hint at who it was, never identity; numbers are masked."""

    kind: str | None
    display: str
    proven: bool


class ContactFile(Struct):
    id: UUID
    name: str
    media_type: str
    size: int


class ContactReason(Struct):
    """The words that made a rule speak. `standing`: said in earnest, denied, or quoted."""

    text: str
    rule: str
    standing: str


class ContactSuggestion(Struct):
    disposition: Disposition
    urgency: Urgency
    unclear: bool
    flags: list[str]
    reasons: list[ContactReason]
    rules_version: str


class ContactLanding(Struct):
    kind: LandingKind
    case_id: UUID | None
    closing_reason: str | None
    referral_id: UUID | None
    follow_up_id: UUID | None


class ContactDecision(Struct):
    disposition: Disposition
    urgency: Urgency
    reason: str
    landing: ContactLanding
    by: str
    at: datetime


class ContactWaiting(Struct):
    due_at: datetime
    overdue: bool
    urgency: Urgency
    claimed_by: UUID | None


class ContactAnswer(Struct):
    """What became of one question of the public form; `chosen`: the values of choices."""

    question: str
    state: str
    text: str
    chosen: tuple[str, ...]


class Contact(Struct, kw_only=True):
    """One call, message or note. `state`: waiting, claimed, decided, unreadable or sent."""

    id: UUID
    number: int
    channel: Channel
    direction: Direction
    external_id: str
    state: str
    occurred_at: datetime
    received_at: datetime
    language: Language | None
    requester: str | None
    outcome: str | None
    subject: str
    text: str
    quoted_text: str
    form: int
    answers: list[ContactAnswer]
    sender: ContactSender
    attachments: list[ContactFile]
    suggestion: ContactSuggestion | None
    decision: ContactDecision | None
    case_ids: list[UUID]
    waiting: ContactWaiting | None
    version: int


def contact_json(
    view: ContactView, triage: Triage, waiting: Waiting | None, case_ids: Sequence[UUID], now: datetime
) -> Contact:
    row, content = view.row, view.content
    return Contact(
        id=row.id,
        number=row.number,
        channel=row.channel,
        direction=row.direction,
        external_id=content.external_id,
        state=state(view, triage, waiting),
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        language=row.language,
        requester=row.requester,
        outcome=row.outcome,
        subject=content.subject,
        text=content.text,
        quoted_text=content.quoted_text,
        form=content.form,
        answers=answers(content),
        sender=ContactSender(row.sender_kind, shown_sender(content), row.sender_proven),
        attachments=[ContactFile(file.id, file.name, file.media_type, file.size) for file in view.attachments],
        suggestion=suggestion(triage, content),
        decision=decision(triage.decisions[0]) if triage.decisions else None,
        case_ids=list(case_ids),
        waiting=ContactWaiting(waiting.due_at, waiting.due_at < now, waiting.urgency, waiting.claimed_by)
        if waiting
        else None,
        version=row.version,
    )


def answers(content: Content) -> list[ContactAnswer]:
    """Each question of the version that was answered, with what was said to those that the house added itself."""
    told = {one.name: one for one in content.told}
    pairs = ((name, state, told.get(name, Told(name))) for name, state in content.answers)
    return [ContactAnswer(name, state, one.text, one.chosen) for name, state, one in pairs]


def state(view: ContactView, triage: Triage, waiting: Waiting | None) -> str:
    """Where the contact stands, in one word."""
    if view.row.direction is Direction.OUT:
        return "sent"
    if waiting is None:
        return "decided" if triage.decisions else "kept"
    if view.row.unreadable:
        return "unreadable"
    return "claimed" if waiting.claimed_by and not waiting.unopened else "waiting"


def suggestion(triage: Triage, content: Content) -> ContactSuggestion | None:
    made = triage.suggestion
    if made is None:
        return None
    return ContactSuggestion(
        made.disposition,
        made.urgency,
        made.unclear,
        list(triage.grounds.flags),
        [ContactReason(words(reason, content), reason.rule, reason.standing) for reason in triage.grounds.reasons],
        made.rules_version,
    )


def words(reason: Reason, content: Content) -> str:
    """The words a reason points at."""
    text: str = getattr(content, reason.field)
    return text[reason.start : reason.end]


def decision(made: Decision) -> ContactDecision:
    row = made.row
    landing = ContactLanding(row.landing_kind, row.case_id, row.closing_reason, row.referral_id, row.follow_up_id)
    return ContactDecision(row.disposition, row.urgency, made.reason, landing, row.decider or row.by, row.at)
