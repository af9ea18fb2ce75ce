"""What the screens show of a contact: the context of `contacts/_said.html`, `_history.html` and `_earlier.html`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from helpline.contacts import remarks
from helpline.contacts.drafts import TYPED
from helpline.contacts.model import Channel, ContactView, Content, Direction, Doubt, Listed, Near
from helpline.contacts.rules import shown_address, shown_sender
from helpline.contacts.unsent import Draft, DraftKind
from helpline.web.terms import term
from helpline.web.words import N_
from helpline.web.words import gettext as _


def said(view: ContactView, marks: Iterable[tuple[int, int]] = ()) -> dict[str, Any]:
    """A contact as its reader sees it. The full address stays here: the browser gets a mask."""
    row, content = view.row, view.content
    return {
        "id": row.id,
        "number": row.number,
        "version": row.version,
        "joined": row.channel is Channel.SMS and row.direction is Direction.IN and row.conversation != row.id,
        "channel": row.channel,
        "direction": row.direction,
        "outcome": row.outcome,
        "sender": shown_sender(content),
        "sender_proven": row.sender_proven,
        "call_back": shown_address(content.call_back),
        "language": row.language,
        "requester": row.requester,
        "occurred_at": row.occurred_at,
        "subject": content.subject,
        "passages": passages(content.text, marks),
        "text": content.text,
        "quoted_text": content.quoted_text,
        "remarks": [remarks.in_words(remark) for remark in content.remarks],
        "form": content.form,
        "unreadable": row.unreadable,
        "automatic": row.automatic,
        "attachments": view.attachments,
    }


DOUBTS = {
    Doubt.ELSEWHERE: N_("The sign of the conversation stands where no mail program puts it, or there are several."),
    Doubt.ROBOT: N_("A machine wrote it."),
    Doubt.UNPROVEN: N_("Nothing proves that this address wrote it."),
    Doubt.STRANGER: N_("This address has not written in that conversation before."),
    Doubt.SUBJECT: N_("Its subject is another one."),
    Doubt.SILENT: N_("Nobody wrote there for half a year."),
    Doubt.SHARED: N_("The same number, which several people use."),
    Doubt.SEVERAL: N_("The same number, which writes in several conversations that are still open."),
    Doubt.OVER: N_("The same number, but that conversation is over."),
    Doubt.UNNOTED: N_("The same number, but nobody has noted yet whose it is."),
}


def claimed(content: Content, named: Sequence[Listed]) -> dict[str, Any] | None:
    """The conversation that a message names without having joined it: its first contact, and why a human decides."""
    if content.doubt is None or not named:
        return None
    return line(named[0]) | {"why": _(DOUBTS[content.doubt]), "many": len(named)}


def passages(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text cut into passages, each marked or not; overlapping marks are one."""
    cut, at = [], 0
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(passage, marked) for passage, marked in [*cut, (text[at:], False)] if passage]


def line(listed: Listed) -> dict[str, Any]:
    """One line of a list of contacts."""
    row = listed.row
    return {
        "id": row.id,
        "number": row.number,
        "channel": row.channel,
        "direction": row.direction,
        "outcome": row.outcome,
        "language": row.language,
        "occurred_at": row.received_at,
        "received_at": row.received_at,
        "sender": listed.gist.sender,
        "words": words_of(listed),
        "erased": row.wrapped is None,
    }


def words_of(listed: Listed) -> str:
    """The first words, after the subject where there is one."""
    return " — ".join(part for part in (listed.gist.subject, listed.gist.beginning) if part)


def earlier(found: Sequence[Near]) -> list[dict[str, Any]]:
    """Other contacts that may belong to this one, each with why it is shown."""
    return [line(one.listed) | {"why": why(one)} for one in found]


def why(near: Near) -> str:
    """The strongest reason why two contacts may belong together, and what speaks against it. A name is none."""
    by, channel = near.by, near.listed.row.channel
    if by.by_conversation and channel is Channel.WEBFORM:
        return _("The same receipt: whoever wrote it had its words.")
    if by.by_conversation:
        return _("The same conversation.")
    if by.by_address and by.by_person and channel in (Channel.PHONE, Channel.SMS):
        return _("The same number, noted as this person’s.")
    if by.by_address and by.by_person:
        return _("The same address, noted as this person’s.")
    if by.by_person:
        return _("Noted as the same person’s, from elsewhere.")
    if by.of_another:
        return _("The same address, but noted as somebody else’s: several people use it.")
    return _("The same address. Families share phones: it is a hint, no more.")


#: Who typed that lately is still writing.
WRITES_FOR = timedelta(minutes=2)

CHOSEN = {"disposition": "disposition", "urgency": "urgency", "closing_reason": "closing_reason", "category": "danger"}
"""Fields of a draft that hold a word of ours, with the list of words it is in."""


def writing(others: Iterable[Draft], now: datetime) -> list[dict[str, Any]]:
    """What colleagues are writing, or left unsent: the context of `contacts/_writing.html`."""
    said = {
        DraftKind.REPLY: (N_("%(name)s is writing an answer:"), N_("%(name)s has written an answer and not sent it:")),
        DraftKind.DECISION: (N_("%(name)s is deciding:"), N_("%(name)s began a decision and has not saved it:")),
        DraftKind.DANGER: (N_("%(name)s is writing the danger log:"), N_("%(name)s has not saved this danger log:")),
        DraftKind.RECORDING: (
            N_("%(name)s is writing down what the recording says:"),
            N_("%(name)s began to write down what the recording says and has not saved it:"),
        ),
    }
    return [
        {
            "kind": draft.kind,
            "staff_id": draft.staff_id,
            "at": draft.at,
            "title": _(said[draft.kind][now - draft.at > WRITES_FOR]) % {"name": draft.name},
            "text": in_words(draft.kind, draft.fields),
        }
        for draft in others
    ]


def in_words(kind: DraftKind, fields: Mapping[str, str]) -> str:
    """A draft as somebody else reads it: what was chosen in one line, what was typed below."""
    chosen = [term(fields[field], group) for field, group in CHOSEN.items() if fields.get(field)]
    typed = [fields[field].strip() for field in TYPED[kind] if fields.get(field, "").strip()]
    return "\n".join(filter(None, [" · ".join(chosen), *typed]))
