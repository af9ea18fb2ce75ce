"""Mail as it is, not as the standard wants it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.envelope import Arrival, Raw

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHARED = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data"))
TOKEN = "a" * 42


def read(content: bytes, rcpt: str = "contact@example.org", mail_from: str = "m@example.org") -> Arrival:
    body = msgspec.msgpack.encode(Delivered(mail_from, (rcpt,), content))
    return reader("mx.example.org")(Raw("email", "1", body, NOON))


def mail(headers: str, body: str = "Bonjour") -> bytes:
    return f"From: Marie <marie@example.org>\r\n{headers}\r\n\r\n{body}".encode()


def test_the_new_text_stands_apart_from_the_quoted_one() -> None:
    arrival = read(mail("Subject: Re: x", "Merci.\r\n\r\nLe mardi 3 mars, Contact a écrit :\r\n> Rappelez-nous.\r\n"))
    assert arrival.text == "Merci."
    assert "Rappelez-nous" in arrival.quoted_text


def test_a_forward_stays_whole() -> None:
    arrival = read(mail("Subject: Fwd: x", "---------- Forwarded message ----------\r\nIl a une arme.\r\n"))
    assert "Il a une arme." in arrival.text


def test_plain_text_is_chosen_before_html_and_html_is_read_without_its_markup() -> None:
    html = mail("Content-Type: text/html; charset=utf-8", "<p>Bonjour <b>à vous</b></p><script>alert(1)</script>")
    assert read(html).text == "Bonjour à vous"


@pytest.mark.parametrize("charset", ["gb2312", "ks_c_5601-1987", "x-nothing-known", "utf-7", ""])
def test_a_charset_that_lies_costs_no_text(charset: str) -> None:
    assert "Bonjour" in read(mail(f"Content-Type: text/plain; charset={charset}")).text


@pytest.mark.parametrize(
    "headers",
    ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <news.example.org>", "X-Autoreply: yes"],
)
def test_a_robot_is_known_by_its_headers(headers: str) -> None:
    assert read(mail(headers)).automatic


def test_a_person_is_no_robot() -> None:
    assert not read(mail("Auto-Submitted: no")).automatic


@pytest.mark.parametrize(
    ("results", "proof"),
    [
        ("mx.example.org; dmarc=pass header.from=example.org", True),
        ("mx.elsewhere.example; dmarc=pass", False),
        ("mx.example.org; dmarc=fail", False),
    ],
)
def test_only_our_own_border_proves_a_sender(results: str, proof: bool) -> None:
    assert read(mail(f"Authentication-Results: {results}")).sender.proven is proof


@pytest.mark.parametrize(
    ("headers", "rcpt"),
    [("Subject: x", f"contact+{TOKEN}@example.org"), (f"In-Reply-To: <{TOKEN}.12@example.org>", "contact@example.org")],
)
def test_our_token_is_found_in_the_address_or_in_the_message_it_answers(headers: str, rcpt: str) -> None:
    assert read(mail(headers), rcpt).conversation == TOKEN


def test_ten_thousand_nested_parts_do_not_hide_who_wrote() -> None:
    nest = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(10_000))
    arrival = read(mail("Subject: x\r\n" + nest, "Bonjour"))
    assert (arrival.subject, arrival.sender.value) == ("x", "marie@example.org")


@pytest.mark.skipif(not SHARED.exists() and not os.environ.get("CI"), reason=f"no mail corpora at {SHARED}")
def test_no_mail_of_the_corpora_stops_the_reading() -> None:
    files = [path for path in (SHARED / "mail").rglob("*") if path.is_file()]
    assert len(files) > 1000
    for path in files:
        read(path.read_bytes())
