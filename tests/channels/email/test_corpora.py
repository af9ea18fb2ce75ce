"""Mail that others collected: broken mail, bounces, replies. Nothing of it is copied here; each set keeps its licence.

The rules were written with half of the bounces in sight and measured on the other half, 98 of a hundred in both.
"""

import email
import email.policy
import os
import re
from collections import Counter
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from time import process_time

import msgspec
import pytest

from channels.email.addresses import sender_of
from channels.email.contents import contents_of
from channels.email.markup import from_html
from channels.email.model import Delivered
from channels.email.parts import Budget, parsed
from channels.email.quotes import separated
from channels.email.reading import reader
from channels.email.reports import report_of
from channels.email.texts import texts_in
from helpline.envelope import Arrival, Raw

SHARED = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data"))
MAIL = SHARED / "mail"
BOUNCES = MAIL / "sisimai-bounces" / "maildir"
REPLIES = MAIL / "discourse-email_reply_trimmer" / "test"
pytestmark = pytest.mark.skipif(
    not SHARED.exists() and not os.environ.get("CI"), reason=f"the corpora of mail are not at {SHARED}"
)

#: Expected otherwise by the set, and why we differ.
JUDGED = {
    "forwarded_apple.txt": "what somebody forwards to a contact point is what she wants read",
    "forwarded_gmail.txt": "the same",
    "forwarded_message.txt": "the same, with the lines that say who wrote it",
    "spam_1.txt": "a mail that is nothing but quotes stays whole: nobody should face an empty page",
    "embedded_email_1.txt": "text below a marked quote may be the answer, and is shown",
    "embedded_email_7.txt": "a quote with its attribution is folded also where the answer stands below it",
}
CONTROLS = re.compile(r"[\x00-\x1f\udc80-\udcff]")
#: No bounces, though the set has them: complaints, and people who are away.
NO_BOUNCES = re.compile(r"^(?:arf-|rfc3834-)")


def read(content: bytes) -> Arrival:
    body = msgspec.msgpack.encode(Delivered("a@example.org", ("contact@example.org",), content))
    return reader("mx.example.org")(Raw("email", "k", body, datetime.now(UTC)))


def measured(content: bytes) -> tuple[float, int]:
    """Seconds of work and kilobytes of memory that reading takes: the peak of this one file, not of what was before."""
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = peak(), process_time()
    read(content)
    return process_time() - begun, peak() - before


def peak() -> int:
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0])


def test_the_memory_of_each_file_is_measured_however_large_the_process_was_before() -> None:
    large = bytearray(300_000_000)
    large[::4096] = b"x" * len(large[::4096])
    del large
    Path("/proc/self/clear_refs").write_text("5")
    before = peak()
    again = bytearray(100_000_000)
    again[::4096] = b"x" * len(again[::4096])
    assert peak() - before > 80_000


def test_no_exception_leaves_the_parser_and_every_file_is_read_within_a_second_and_200_megabytes() -> None:
    """Point 27: No exception ever leaves the parser. Point 10: Bounded everything: size, parts, nesting."""
    files = sorted(path for path in MAIL.rglob("*") if path.is_file())
    assert len(files) > 1000
    took = {path: measured(path.read_bytes()) for path in files}
    assert {str(path): cost for path, cost in took.items() if cost[0] > 1.0 or cost[1] > 200_000} == {}


def by_the_book(content: bytes) -> tuple[str, str] | None:
    """Subject and sender as the standard library reads them; None where it reads none, or letters it does not know."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    try:
        subject = str(make_header(decode_header(str(message.get("Subject", "")))))
        sender = parseaddr(str(make_header(decode_header(str(message.get("From", ""))))))[1]
    except (ValueError, LookupError, HeaderParseError):
        return None
    readable = "@" in sender and "\ufffd" not in subject + sender and not CONTROLS.search(subject)
    return ("".join(subject.split()), sender.lower()) if readable else None


def test_what_the_standard_library_can_read_is_read_as_it_does() -> None:
    """Decision 0015: mail is taken apart by our own hands."""
    other, same = [], 0
    for path in sorted(path for path in MAIL.rglob("*") if path.is_file()):
        book = by_the_book(path.read_bytes())
        if book is not None:
            headers = parsed(path.read_bytes(), Budget()).headers
            ours = ("".join(headers.get("subject").split()), sender_of(headers, "")[1].lower())
            other += [(path.name, book, ours)] if ours != book else []
            same += ours == book
    assert same > 800
    assert len(other) / same < 0.02, other


def bounced(path: Path) -> bool:
    message = parsed(path.read_bytes(), Budget())
    report = report_of(message, contents_of(message), None)
    return report is not None and report.bounced


def test_of_a_hundred_bounces_ninety_five_are_recognised() -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    folders = ("bsd", "dos", "mac", "err", "tmp")
    files = [path for folder in folders for path in sorted((BOUNCES / folder).iterdir())]
    bounces = [path for path in files if not NO_BOUNCES.match(path.name)]
    found = sum(map(bounced, bounces))
    assert len(bounces) > 750
    assert found / len(bounces) >= 0.95
    assert not any(bounced(path) for path in files if NO_BOUNCES.match(path.name))


def test_nearly_every_bounce_says_who_and_why() -> None:
    found = Counter[str]()
    for path in (BOUNCES / "bsd").iterdir():
        message = parsed(path.read_bytes(), Budget())
        report = report_of(message, contents_of(message), None)
        if report is not None and report.bounced:
            found.update(all=1, recipient="@" in report.recipient, status=report.status[:1] in ("4", "5"))
    assert min(found["recipient"], found["status"]) / found["all"] >= 0.98


def test_what_is_no_bounce_is_not_taken_for_one() -> None:
    """Point 33: a false bounce would silence an address that works."""
    assert not any(bounced(path) for path in (BOUNCES / "not").iterdir())
    people = [MAIL / "talon", MAIL / "ruby-mail" / "spec" / "fixtures" / "emails" / "plain_emails", REPLIES]
    assert not any(bounced(path) for folder in people for path in folder.rglob("*") if path.is_file())


def test_who_is_away_is_a_robot() -> None:
    """Point 32: Loops: detect and store them, never answer."""
    files = list(BOUNCES.rglob("rfc3834-*"))
    assert len(files) > 5
    assert all(read(path.read_bytes()).automatic for path in files)


def squeezed(text: str) -> str:
    """A text without what no reader sees: trailing blanks and the number of empty lines."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()).strip()


def test_quotes_are_folded_as_the_trimmer_for_forums_expects() -> None:
    """Point 29: New text is separated from quotes and signatures; four of five as expected, the others judged."""
    files = sorted((REPLIES / "emails").glob("*.txt"))
    other = {
        path.name
        for path in files
        if squeezed(separated(path.read_text().replace("\r\n", "\n"))[0])
        != squeezed((REPLIES / "trimmed" / path.name).read_text())
    }
    assert len(files) == 64
    assert len(other) / len(files) <= 0.2
    assert other <= set(JUDGED)


def test_replies_of_many_programs_are_the_one_word_they_say() -> None:
    """Point 29: the standard replies of talon, as plain text and as HTML."""
    talon = MAIL / "talon" / "tests" / "fixtures"
    said = {}
    for path in (talon / "standard_replies").glob("*.eml"):
        message = parsed(path.read_bytes(), Budget())
        said[path.name] = texts_in(message, contents_of(message)).new
    assert {name: text for name, text in said.items() if not text.startswith("Hello") or "wrote" in text} == {}
    pages = [path.read_text(errors="replace") for path in (talon / "html_replies").glob("*.html")]
    assert {" ".join(separated(from_html(page))[0].split()) for page in pages} == {"Hi. I am fine. Thanks, Alex"}


#: Of the set of Crisp: the marker that its quoted part begins with, and the two it alone expects to be cut.
CRISP_QUOTED = "Etiam non sagittis orci"
CRISP_JUDGED = {"email_15.txt", "email_german_3.txt"}


def test_the_replies_of_two_more_sets_lose_their_quotes() -> None:
    """Point 29: the sets of Crisp and Zapier, in a dozen languages."""
    crisp = (MAIL / "crisp-email-reply-parser" / "test" / "fixtures").glob("email_*.txt")
    left = {path.name for path in crisp if CRISP_QUOTED in separated(path.read_text(errors="replace"))[0]}
    assert left <= CRISP_JUDGED
    zapier = MAIL / "zapier-email-reply-parser" / "test" / "emails"
    for name, new in (
        ("email_1_3.txt", "Oh thanks.\n\nHaving the function would be great.\n\n-Abhishek Kona"),
        ("email_1_4.txt", "Awesome! I haven't had another problem with it."),
        ("email_1_7.txt", ":+1:"),
        ("email_2_1.txt", "Outlook with a reply"),
        ("email_2_2.txt", "Outlook with a reply directly above line"),
        ("email_iPhone.txt", "Here is another email"),
        ("correct_sig.txt", "this is an email with a correct -- signature."),
    ):
        assert squeezed(separated((zapier / name).read_text())[0]) == squeezed(new), name
