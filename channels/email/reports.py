"""What a mail system says of a mail of ours: it failed, it waits, it arrived, it was read, it annoyed somebody.

First what is written for programs (RFC 3464, 5965, 8098, X-Failed-Recipients); then, for the many systems that write
for people only, who speaks and what is said. A person who forwards such a mail is a person.
"""

import re
from enum import StrEnum

from msgspec import Struct

from channels.email.addresses import BARE, sender_of
from channels.email.charsets import text_of
from channels.email.contents import Contents
from channels.email.headers import Headers
from channels.email.markup import from_html
from channels.email.parts import Part, payload
from channels.email.phrases import (
    AWAY,
    CARRIERS,
    COMPLAINTS,
    FAILED,
    LATER,
    RETURNED,
    SPEAKERS,
    SUBJECTS,
    SURELY_AWAY,
    WORDED,
)

READ = 60_000
MOST_RECIPIENTS = 100
WORST = "fail expi dela"
COPIES = ("message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers")
REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}
PASSED_ON = re.compile(r"^\W*(?:re|aw|antw|fwd?|fw|tr|wg|doorst|i|ilt|rv)\s?:", re.IGNORECASE)
PERMANENT = re.compile(r"permanent|giv(?:en|ing) up|\b5\d\d[ -]", re.IGNORECASE)
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.-])([45][0-5]\d)(?=[ -]\D|$|[.;:\]])")
FIELD = re.compile(
    r"^[ \t>]*(final-recipient|original-recipient|action|status|diagnostic-code)[ \t]*:[ \t]*"
    r"([^\n]*(?:\n[ \t]+\S[^\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
MESSAGE_ID = re.compile(
    r"^[ \t>|]*(?:original-)?message-id:[ \t]*\n?[ \t]*(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE
)
TO = re.compile(
    r"^[ \t>|]*(?:to|x-original-to|delivered-to):[^\n]{0,200}?" + BARE.pattern, re.IGNORECASE | re.MULTILINE
)
ANGLED = re.compile(r"<[^<>\s]{3,300}>")
ADDRESS = re.compile(BARE.pattern)


class Said(StrEnum):
    """What became of it."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    READ = "read"
    COMPLAINT = "complaint"


class Report(Struct, frozen=True):
    """`status` as RFC 3463 writes it, "5.1.1": 5 is for good, 4 for now; "" where nothing tells. `message_id`: that of
    the mail it is about, as it was quoted, with its angle brackets; "" where it was not.
    """

    said: Said
    recipient: str = ""
    status: str = ""
    diagnosis: str = ""
    message_id: str = ""

    @property
    def bounced(self) -> bool:
        return self.said in (Said.FAILED, Said.DELAYED)


def away(headers: Headers) -> bool:
    """Whether a program says that somebody is away. A subject is a weak sign: it must answer something, too."""
    answers = "in-reply-to" in headers or "references" in headers
    subject = headers.get("subject")
    return SURELY_AWAY.match(subject) is not None or (answers and AWAY.match(subject) is not None)


def report_of(message: Part, found: Contents, mail_from: str | None) -> Report | None:
    """The report this mail is; None for any other mail. `found`: what stands in it."""
    parts = top(message)
    kinds = {part.kind for part in parts}
    spoken = speaks(message.headers, mail_from, parts, found)
    complaint = "message/feedback-report" in kinds or COMPLAINTS.match(message.headers.get("subject"))
    declared = message.kind == "multipart/report" or bool(kinds & REPORTS)
    if not (spoken or complaint or declared):
        return None
    text, returned = words_and_copy(found, parts)
    original = message_id_in(message, parts, returned)
    if complaint:
        return Report(Said.COMPLAINT, address_after(TO, returned), message_id=original)
    if "message/disposition-notification" in kinds and not refused(parts):
        return Report(Said.READ, sender_of(message.headers, "")[1], message_id=original)
    fields = fields_in(parts, text)
    if fields:
        return structured(fields, text, returned, original)
    return told(message.headers, text, returned, original) if spoken else None


def top(part: Part) -> list[Part]:
    """The parts of the report itself, not of the mail it returns."""
    if part.family != "multipart":
        return [part]
    return [below for child in part.children for below in top(child)]


def words_and_copy(found: Contents, parts: list[Part]) -> tuple[str, str]:
    """What the system says, and what it returns of the mail it is about."""
    said = "\n".join((*found.plain, from_html("\n".join(found.rich)[: READ * 4])))[: READ * 2]
    cut = RETURNED.search(said)
    text, copy = (said[: cut.start()], said[cut.start() :]) if cut else (said, "")
    text = text if FAILED.search(text) else said
    copies = [text_of(part.content[part.start : min(part.end, part.start + READ)]) for part in copies_in(parts)]
    return text[:READ], "\n".join((*copies, copy))


def copies_in(parts: list[Part]) -> list[Part]:
    """What a report returns of the mail, as a part of its own."""
    return [part for part in parts if part.kind in COPIES]


def returns(parts: list[Part], found: Contents) -> bool:
    """Whether it brings the mail back, as a part or in its text."""
    return bool(copies_in(parts)) or any(RETURNED.search(text[:READ]) for text in found.plain)


def speaks(headers: Headers, mail_from: str | None, parts: list[Part], found: Contents) -> bool:
    """Whether a mail system speaks here, by more than one sign or by one that only it gives."""
    if "x-failed-recipients" in headers:
        return True
    name, address = sender_of(headers, "")
    local = address.rpartition("@")[0] or headers.get("from")
    daemon = bool(SPEAKERS.search(f"{local} {name}") or CARRIERS.search(address) or headers.raw("from") == b"<>")
    nobody = mail_from in ("", "<>") or "<>" in headers.raw("return-path").decode("latin-1")
    subject = bool(SUBJECTS.search(headers.get("subject"))) and not PASSED_ON.match(headers.get("subject"))
    robot = any(not said.strip().lower().startswith("no") for said in headers.all("auto-submitted"))
    robot = robot or headers.get("precedence").lower() in ("bulk", "junk", "auto_reply")
    mute = "no" in local.lower() and "reply" in local.lower() and bool(copies_in(parts))
    fails = mute and any(FAILED.search(text[:READ]) for text in found.plain)
    return daemon or fails or (subject and (nobody or robot or returns(parts, found)))


def fields_in(parts: list[Part], text: str) -> dict[str, str]:
    """The fields of RFC 3464 of the recipient that fared worst; also where they stand in plain text."""
    written = [text_of(payload(part)) for part in parts if part.kind.endswith(("-status", "-notification"))]
    groups: list[dict[str, str]] = [{}]
    for name, value in FIELD.findall("\n".join([*written, text])[: READ * 2].replace("\r\n", "\n")):
        if name.lower() in groups[-1] and len(groups) < MOST_RECIPIENTS:
            groups.append({})
        groups[-1].setdefault(name.lower(), " ".join(value.split()))
    found = [group for group in groups if "action" in group or {"final-recipient", "original-recipient"} & set(group)]
    return min(found, key=lambda group: WORST.find(group.get("action", "failed")[:4].lower()) % 100, default={})


def refused(parts: list[Part]) -> bool:
    """Whether a notice that should say "read" says that a rule threw the mail away (RFC 5429)."""
    notices = (text_of(payload(part)) for part in parts if part.kind == "message/disposition-notification")
    return any(re.search(r"automatic-action[^\n]*(?:deleted|denied|failed)", said, re.IGNORECASE) for said in notices)


def structured(fields: dict[str, str], text: str, returned: str, original: str) -> Report:
    diagnosis = fields.get("diagnostic-code", "")
    status = status_in(fields.get("status", ""), diagnosis) or status_in("", text)
    recipient = next(
        (
            found[0]
            for name in ("original-recipient", "final-recipient")
            if (found := ADDRESS.search(fields.get(name, "").rpartition(";")[2]))
        ),
        "",
    )
    action = fields.get("action", "").lower()
    said = Said.FAILED
    if action.startswith("delay"):
        said = Said.DELAYED
    elif action.startswith(("deliver", "relay", "expand")) or (not action and status.startswith("2")):
        said = Said.DELIVERED
    return Report(
        said,
        tidied(recipient) or failed_address(text, returned, ()),
        worded(status, text, said),
        diagnosis[:500],
        original,
    )


def told(headers: Headers, text: str, returned: str, original: str) -> Report | None:
    """A report in words alone: it says that something failed, and names a code, a recipient, or returns the mail.

    It may name nothing where the address is one that no person has.
    """
    failed = FAILED.search(f"{headers.get('subject')}\n{text}")
    later = LATER.search(f"{headers.get('subject')}\n{text}")
    named = headers.get("x-failed-recipients")
    if not (failed or later or named):
        return None
    own = {address.lower() for address in ADDRESS.findall(" ".join(headers.all("to")))}
    recipient = next(iter(ADDRESS.findall(named)), "") or failed_address(text, returned, own)
    status = status_in("", text)
    nobodys = sender_of(headers, "")[1].lower().startswith("mailer-daemon@")
    if not (recipient or status or returned or nobodys):
        return None
    line = next((line.strip() for line in text.split("\n") if STATUS.search(line) or REPLY.search(line)), "")
    waits = later is not None and not status.startswith("5") and not PERMANENT.search(text)
    said = Said.DELAYED if waits else Said.FAILED
    return Report(said, recipient, worded(status, text, said), line[:500], original)


def status_in(said: str, text: str) -> str:
    """The code of RFC 3463: as said, more exact in the text, or from the reply of SMTP."""
    stated = STATUS.search(said)
    if stated and not stated[1].endswith(".0.0"):
        return stated[1]
    exact = STATUS.search(text)
    if exact and exact[1][0] in "45":
        return exact[1]
    if stated:
        return stated[1]
    reply = REPLY.search(text)
    return f"{reply[1][0]}.0.0" if reply else ""


def worded(status: str, text: str, said: Said) -> str:
    """The code, with what is only said in words: for good or for now, and why where that is plain."""
    if said is Said.DELIVERED or (status and not status.endswith(".0.0")):
        return status or "2.0.0"
    why = next((code for pattern, code in WORDED if pattern.search(text)), "0.0")
    return f"{status[:1] or ('4' if said is Said.DELAYED else '5')}.{why}"


def failed_address(text: str, returned: str, own: set[str] | tuple[str, ...]) -> str:
    """The address a report is about: the one it names, not ours and not its own; else whom the mail went to."""
    to = address_after(TO, returned)
    to = "" if to.lower() in own else to
    named = [tidied(address) for address in ADDRESS.findall(text)]
    if to and to.lower() in (address.lower() for address in named):
        return to
    others = [
        address for address in named if address.lower() not in own and not SPEAKERS.search(address.rpartition("@")[0])
    ]
    return others[0] if others else to


def address_after(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    inside = ADDRESS.search(found[0]) if found else None
    return tidied(inside[0]) if inside else ""


def tidied(address: str) -> str:
    return address.strip("<>'\".,:;").removeprefix("mailto:").removeprefix("rfc822;")


def message_id_in(message: Part, parts: list[Part], returned: str) -> str:
    """Which mail it is about: the copy says it, wherever it stands, or the report answers it."""
    for part in parts:
        if part is not message and (found := ANGLED.search(part.headers.get("message-id"))):
            return found[0]
    body = message.content[message.start : min(message.end, message.start + READ * 2)]
    for text in (returned, text_of(body)):
        if found := MESSAGE_ID.search(text):
            return found[1]
    for name in ("original-message-id", "x-original-message-id", "in-reply-to", "references"):
        if found := ANGLED.search(message.headers.get(name)):
            return found[0]
    return ""
