"""What could not be read in a mail, said below its text to whoever reads it."""

from channels.email.contents import ELSEWHERE, ENCRYPTED, LETTERS, PIECE, UNPACKED, Contents
from channels.email.headers import words
from channels.email.parts import Part
from channels.email.reports import Report, Said
from helpline.web.words import DESK, N_, gettext, speaking

HEADERS = "headers"
LONGEST = 200
MOST_LINES = 5

SENTENCES = {
    ENCRYPTED: N_("Something in this mail is encrypted: it cannot be read here."),
    ELSEWHERE: N_("A file is not in this mail, but elsewhere: %(name)s"),
    PIECE: N_("This is one piece of a longer mail: %(name)s"),
    UNPACKED: N_("A package of Outlook's could not be opened: %(name)s"),
    LETTERS: N_("Some letters could not be read. The original is among the attachments."),
    HEADERS: N_("The head of this mail is damaged. What stands in it: %(name)s"),
}
REPORTS = {
    Said.FAILED: N_("A mail of ours did not arrive. To: %(to)s Code: %(code)s"),
    Said.DELAYED: N_("A mail of ours is delayed. To: %(to)s Code: %(code)s"),
    Said.DELIVERED: N_("A mail of ours arrived. To: %(to)s Code: %(code)s"),
    Said.READ: N_("A mail of ours was opened. To: %(to)s"),
    Said.COMPLAINT: N_("Somebody complained about a mail of ours. To: %(to)s"),
}


def notes_on(message: Part, found: Contents, report: Report | None) -> str:
    """A line in brackets for each thing a reader must know, in the language the staff begin with."""
    unread = dict(found.unread)
    if message.headers.broken:
        lines = (words(line)[:LONGEST] for line in message.headers.broken[:MOST_LINES])
        unread[HEADERS] = " / ".join(line for line in lines if line)
    with speaking(DESK[0]):
        said = [gettext(SENTENCES[what]) % {"name": name[:LONGEST]} for what, name in unread.items()]
        if report:
            said.insert(
                0, gettext(REPORTS[report.said]) % {"to": report.recipient or "?", "code": report.status or "?"}
            )
    return "\n".join(f"[{line}]" for line in said)
