"""What a reader of a mail must know of it: what could not be read, what is left out, what it reports."""

from channels.email.contents import Contents
from channels.email.headers import words
from channels.email.introductions import forward
from channels.email.parts import Part
from channels.email.reports import Report, Said
from channels.email.texts import Texts

LONGEST = 200
MOST_LINES = 5
MOST_LOOKED_AT = 1_000
REPORTED = {
    Said.FAILED: "bounced",
    Said.DELAYED: "delayed",
    Said.DELIVERED: "was_delivered",
    Said.READ: "was_read",
    Said.COMPLAINT: "complained",
}


def remarks_on(message: Part, found: Contents, texts: Texts, report: Report | None, whole: bool) -> tuple[str, ...]:
    """Each a word, a colon and what it is about."""
    said = {REPORTED[report.said]: f"{report.status} {report.recipient}".strip()} if report else {}
    said |= found.unread
    if lines := [line for line in (words(line)[:LONGEST] for line in message.headers.broken[:MOST_LINES]) if line]:
        said["head"] = " / ".join(lines)
    if not whole:
        said.setdefault("left_out" if "letters" not in said else "letters", "")
    if any(forward([line], 0) for line in texts.new.split("\n")[:MOST_LOOKED_AT]):
        said["forwarded"] = ""
    return tuple(f"{word}:{about}" for word, about in said.items())
