"""What the screens show of a contact: the context of `contacts/_said.html`, `_history.html` and `_earlier.html`."""

from collections.abc import Iterable, Sequence
from typing import Any

from helpline.contacts.model import Channel, ContactEvent, ContactView, Content, Direction, Doubt, Listed
from helpline.contacts.remarks import in_words
from helpline.contacts.rules import shown_address, shown_sender
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
        "remarks": [in_words(remark) for remark in content.remarks],
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


def history(events: Sequence[ContactEvent], names: dict[str, str]) -> list[dict[str, Any]]:
    """The contact's own steps, in words."""
    return [{"at": step.at, "by": names.get(step.by, ""), "event": event_word(step.event)} for step in events]


def event_word(event: str) -> str:
    """A step's word on the screen; what it is about follows a colon."""
    word, _colon, about = event.partition(":")
    known = {
        "rang": _("the phone rang"),
        "language": _("chose a language: %(about)s"),
        "joined_line": _("waited for somebody to answer"),
        "hung_up_waiting": _("hung up while waiting"),
        "line_full": _("could not wait: too many were waiting"),
        "line_failed": _("could not wait: the provider failed"),
        "unanswered": _("nobody answered"),
        "voicemail": _("left a voice message"),
        "hung_up": _("hung up"),
        "completed": _("the call ended"),
        "answered": _("a colleague answered"),
        "handed_over": _("was handed over to a colleague, with the call"),
        "talk_ended": _("the talk ended: hung up by the caller")
        if about == "caller"
        else _("the talk ended: hung up by us"),
        "called_out": _("we called"),
        "noted": _("the note of the call was finished"),
        "written": _("was written"),
        "trapped": _("filled in a field that no person sees: perhaps a robot, perhaps a helpful browser"),
        "hurried": _("was sent within seconds: perhaps a robot"),
        "flooded": _("came while very many forms came: perhaps one of a flood"),
        "files_left_out": _("a file did not come along: too large, or of a kind the form does not take"),
        "left_out": _("not everything is shown here: the original is among the attachments"),
        "bounced": _("says that a message of ours did not arrive: %(about)s"),
        "delayed": _("says that a message of ours is delayed: %(about)s"),
        "was_delivered": _("says that a message of ours arrived: %(about)s"),
        "was_read": _("says that a message of ours was opened"),
        "complained": _("says that somebody complained about a message of ours"),
        "read_again": _("was read after all"),
        "unreadable": _("could not be read (%(about)s)"),
        "page_sent": _("a colleague was paged"),
        "page_delivered": _("the page arrived at a colleague's telephone"),
        "page_failed": _("a colleague could not be paged"),
        "page_unknown": _("nobody knows whether a colleague was paged"),
        "same_id": _("bears the Message-ID of another mail, with other words: perhaps one of the two is forged"),
        "oversized": _("is too large: its beginning is here, the whole is in the mailbox, number %(about)s"),
        "unfetchable": _("could not be brought from the mailbox: look there for number %(about)s"),
        "lay_unread": _("lay in the mailbox for more than two weeks before it came here"),
        "joined": _("was put into the conversation it names"),
        "joined_by_number": _("joined the open conversation of this number, which one person alone uses"),
        "parted": _("was taken out of a conversation: somebody else wrote it"),
        "letter_sent": _("a message of ours left"),
        "letter_delivered": _("a message of ours arrived"),
        "letter_failed": _("a message of ours could not be delivered"),
        "letter_unknown": _("nobody knows whether a message of ours left"),
        "letter_stored": _("an answer of ours lies on the site"),
        "letter_noticed": _("somebody saw that an answer of ours did not arrive"),
        "letter_withdrawn": _("an answer was taken back before it left"),
        "letter_blocked": _("a message of ours was held back: it was not safe"),
        "unfetched": _("a file could not be brought here: look for it at the provider"),
        "deleted_there": _("the provider deleted its copy: %(about)s"),
        "fetched": _("the recording was brought here"),
        "language_not_chosen": _("chose no language"),
        "call_back": _("asked to be called back"),
        "call_back_without_number": _("asked to be called back, from a hidden number"),
        "chose_voicemail": _("chose to leave a message"),
        "voicemail_offered": _("was asked for a message"),
        "voicemail_empty": _("left no message"),
        "recording_failed": _("the provider could not record the message"),
        "fell_back": _("the provider could not reach us at first (%(about)s)"),
        "opt_out": {
            "stop": _("told the provider to stop sending messages to this number"),
            "start": _("told the provider to send messages to this number again"),
        }.get(about, _("asked the provider for help, which answers with a text of its own")),
    }.get(word)
    return (known or event.replace("_", " ")) % {"about": about}


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


def earlier(found: Sequence[Listed]) -> list[dict[str, Any]]:
    """Other contacts from the same address, each with why it is shown."""
    return [line(one) | {"why": _("The same address. Families share phones: it is a hint, no more.")} for one in found]
