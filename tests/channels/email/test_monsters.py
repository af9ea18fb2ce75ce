"""No mail holds up the next: whatever was sent to break the reader is read in a moment, and nothing of it is lost."""

from datetime import UTC, datetime
from time import process_time

import msgspec
import pytest

from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.envelope import Arrival, Raw

#: Seconds of work; each of these took minutes, or ended in an error.
MOMENT = 5.0

HTML = b"Content-Type: text/html; charset=utf-8\r\n"
PART = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
NESTED = b"".join(PART % (depth, depth) for depth in range(10_000))

MONSTERS = {
    "10,000 nested parts": NESTED + b"\r\nAu secours",
    "10,000 forwarded mails": b"Content-Type: message/rfc822\r\n\r\n" * 10_000 + b"Au secours",
    "mails in digests in digests": b"".join(
        b"Content-Type: multipart/digest; boundary=b%d\r\n\r\n--b%d\r\n\r\n" % (depth, depth) for depth in range(90)
    )
    + b"Subject: x\r\n\r\nAu secours",
    "200,000 empty parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\nAu secours\r\n"
    + b"--b\r\n\r\n" * 200_000,
    "200,000 nested boxes": HTML + b"\r\n<p>Au secours</p>" + b"<div>" * 200_000,
    "quotes that never end": HTML + b"\r\n<p>Au secours</p>" + b"<blockquote" * 90_000,
    "a million signs that begin a letter": HTML + b"\r\n<p>Au secours</p>" + b"&" * 900_000,
    "half a million empty lines": b"\r\nAu secours" + b"\n" * 500_000,
    "half a million blanks": b"\r\nAu secours" + b" " * 500_000 + b"x",
    "comments in comments": b"From: " + b"(" * 200_000 + b"\r\n\r\nAu secours",
    "a subject of 50,000 pieces": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\n\r\nAu secours",
    "parameters without end": b"Content-Type: text/plain" + b";" * 300_000 + b"\r\n\r\nAu secours",
    "folded parameters without end": b"Content-Type: text/plain" + b";\r\n " * 100_000 + b"\r\n\r\nAu secours",
}


@pytest.mark.parametrize("content", MONSTERS.values(), ids=MONSTERS)
def test_a_monster_is_read_in_a_moment(content: bytes) -> None:
    begun = process_time()
    arrival = read(b"Message-ID: <1@example.org>\r\n" + content)
    assert process_time() - begun < MOMENT
    said = arrival.text + arrival.quoted_text
    assert "Au secours" in said or any(b"Au secours" in file.body for file in arrival.attachments)


def test_ordinary_html_with_many_words_is_read_as_before() -> None:
    arrival = read(HTML + b"\r\n" + "<p>Être là, c&#39;est déjà ça.</p>".encode() * 2_000)
    assert arrival.text.count("c'est déjà ça.") == 2_000


def test_html_of_many_tags_is_read_without_its_scripts_and_styles() -> None:
    body = "<style>p {}</style><script>alert(1)</script>" + "<p>Bonjour &amp; merci</p>" * 6_000
    arrival = read(HTML + b"\r\n" + body.encode())
    assert arrival.text.count("Bonjour & merci") == 6_000
    assert "alert" not in arrival.text


def read(content: bytes) -> Arrival:
    delivered = Delivered("a@example.org", ("contact@example.org",), content)
    return reader("mx.example.org")(Raw("email", "k", msgspec.msgpack.encode(delivered), datetime.now(UTC)))
