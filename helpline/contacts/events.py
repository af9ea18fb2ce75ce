"""The steps of a contact, in words. Apart from the panels, because every channel and room adds its own to the list."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.web.words import N_
from helpline.web.words import gettext as _

#: A step's name, whole or up to its colon; `%(about)s` is what follows that.
STEPS = {
    "rang": N_("the phone rang"),
    "language": N_("chose a language: %(about)s"),
    "joined_line": N_("waited for somebody to answer"),
    "hung_up_waiting": N_("hung up while waiting"),
    "line_full": N_("could not wait: too many were waiting"),
    "line_failed": N_("could not wait: the provider failed"),
    "unanswered": N_("nobody answered"),
    "voicemail": N_("left a voice message"),
    "hung_up": N_("hung up"),
    "completed": N_("the call ended"),
    "answered": N_("a colleague answered"),
    "handed_over": N_("was handed over to a colleague, with the call"),
    "talk_ended:caller": N_("the talk ended: hung up by the caller"),
    "talk_ended": N_("the talk ended: hung up by us"),
    "called_out": N_("we called"),
    "safe_asking": N_("a question about what is safe was written"),
    "safe_asked": N_("was asked what is safe"),
    "safe_known": N_("what is safe was noted before the question left: it does not leave any more"),
    "safe_noted": N_("what is safe was noted"),
    "decision_taken_back": N_("waits again: what was decided was taken back"),
    "noted": N_("the note of the call was finished"),
    "written": N_("was written"),
    "written_down": N_("what the recording says was written down"),
    "words_heard": N_("waits again: somebody wrote down what the recording says"),
    "danger_heard": N_("waits again: what the recording says speaks of a danger that nobody decided about"),
    "trapped": N_("filled in a field that no person sees: perhaps a robot, perhaps a helpful browser"),
    "hurried": N_("was sent within seconds: perhaps a robot"),
    "flooded": N_("came while very many forms came: perhaps one of a flood"),
    "files_left_out": N_("a file did not come along: too large, or of a kind the form does not take"),
    "left_out": N_("not everything is shown here: the original is among the attachments"),
    "bounced": N_("says that a message of ours did not arrive: %(about)s"),
    "delayed": N_("says that a message of ours is delayed: %(about)s"),
    "was_delivered": N_("says that a message of ours arrived: %(about)s"),
    "was_read": N_("says that a message of ours was opened"),
    "complained": N_("says that somebody complained about a message of ours"),
    "read_again": N_("was read after all"),
    "unreadable": N_("could not be read (%(about)s)"),
    "page_sent": N_("a colleague was paged"),
    "page_delivered": N_("the page arrived at a colleague's telephone"),
    "page_failed": N_("a colleague could not be paged"),
    "page_unknown": N_("nobody knows whether a colleague was paged"),
    "same_id": N_("bears the Message-ID of another mail, with other words: perhaps one of the two is forged"),
    "oversized": N_("is too large: its beginning is here, the whole is in the mailbox, number %(about)s"),
    "unfetchable": N_("could not be brought from the mailbox: look there for number %(about)s"),
    "lay_unread": N_("lay in the mailbox for more than two weeks before it came here"),
    "joined": N_("was put into the conversation it names"),
    "joined_by_number": N_("joined the open conversation of this number, which one person alone uses"),
    "parted": N_("was taken out of a conversation: somebody else wrote it"),
    "letter_sent": N_("a message of ours left"),
    "letter_delivered": N_("a message of ours arrived"),
    "letter_failed": N_("a message of ours could not be delivered"),
    "letter_unknown": N_("nobody knows whether a message of ours left"),
    "letter_stored": N_("an answer of ours lies on the site"),
    "letter_noticed": N_("somebody saw that an answer of ours did not arrive"),
    "letter_withdrawn": N_("an answer was taken back before it left"),
    "letter_blocked": N_("a message of ours was held back: it was not safe"),
    "unfetched": N_("a file could not be brought here: look for it at the provider"),
    "not_ours": N_("a recording was announced that no call to our number left: look for it at the provider"),
    "deleted_there": N_("the provider deleted its copy: %(about)s"),
    "deleted_by_hand": N_("a colleague deleted the provider's copy there by hand"),
    "fetched": N_("the recording was brought here"),
    "language_not_chosen": N_("chose no language"),
    "call_back": N_("asked to be called back"),
    "call_back_without_number": N_("asked to be called back, from a hidden number"),
    "chose_voicemail": N_("chose to leave a message"),
    "voicemail_offered": N_("was asked for a message"),
    "voicemail_empty": N_("left no message"),
    "recording_elsewhere": N_("a recording in somebody else's account was announced: it was not brought here"),
    "recording_failed": N_("the provider could not record the message"),
    "fell_back": N_("the provider could not reach us at first (%(about)s)"),
    "opt_out:stop": N_("told the provider to stop sending messages to this number"),
    "opt_out:start": N_("told the provider to send messages to this number again"),
    "opt_out": N_("asked the provider for help, which answers with a text of its own"),
}

#: The same of a step whose doer is known.
DONE_BY = {
    "answered": N_("%(name)s answered the call"),
    "handed_over": N_("%(name)s handed the call over to a colleague"),
    "called_out": N_("%(name)s called"),
    "safe_noted": N_("%(name)s noted what is safe"),
    "decision_taken_back": N_("%(name)s took the decision back: it waits again"),
    "noted": N_("%(name)s finished the note of the call"),
    "written": N_("%(name)s wrote it"),
    "written_down": N_("%(name)s wrote down what the recording says"),
    "joined": N_("%(name)s put it into the conversation it names"),
    "parted": N_("%(name)s took it out of a conversation: somebody else wrote it"),
    "letter_noticed": N_("%(name)s saw that an answer of ours did not arrive"),
    "letter_withdrawn": N_("%(name)s took an answer back before it left"),
}


class Step(Struct, frozen=True):
    """Something that was done about a contact and stands in another room's table. `name`: by whom, or to whom; `word`:
    what became of it; `about`: a channel, a colleague or a moment; `id`: the promise or the answer it is about;
    `sealed`: the word that went with it to a colleague.
    """

    kind: str
    at: datetime
    name: str | None
    word: str
    about: str
    id: UUID | None
    sealed: bytes | None


def told(event: str, name: str) -> str:
    """A step as a sentence, with the name of whoever did it where that is known."""
    by = DONE_BY.get(event) if name else None
    said = _(by) % {"name": name} if by else event_word(event)
    return said[:1].upper() + said[1:]


def event_word(event: str) -> str:
    """A step's word on the screen; what it is about follows a colon."""
    word, _colon, about = event.partition(":")
    known = STEPS.get(event) or STEPS.get(word)
    return (_(known) if known else event.replace("_", " ")) % {"about": about}
