"""Whatever bytes come, the reader answers, soon, with something the house can keep."""

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from time import process_time

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.envelope import Arrival, Raw

SHARED = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data")) / "mail"
MOMENT = 2.0
#: How many mails are made up: more by hand, HELPLINE_FUZZ=20000.
ROUNDS = int(os.environ.get("HELPLINE_FUZZ", "150"))
MUCH = settings(
    max_examples=ROUNDS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NAMES = st.sampled_from(
    [
        *(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Received",
            "Content-Type",
            "Content-Disposition",
            "Content-ID",
        ),
        *("Content-Transfer-Encoding", "Return-Path", "Auto-Submitted", "In-Reply-To", "References", "MIME-Version"),
        *("X-Failed-Recipients", "Authentication-Results"),
    ]
)
KINDS = st.sampled_from(
    [
        *("text/plain", "text/html", "text/calendar", "text/enriched", "multipart/mixed", "multipart/alternative"),
        *("multipart/related", "multipart/report", "multipart/digest", "message/rfc822", "message/delivery-status"),
        *("message/partial", "message/feedback-report", "application/ms-tnef", "image/png", "application/pkcs7-mime"),
    ]
)
CHARSETS = st.sampled_from(
    ["utf-8", "utf-7", "gb2312", "iso-2022-jp", "ks_c_5601-1987", "windows-1256", "utf-16", "x-none", "hz-gb-2312", ""]
)
ENCODINGS = st.sampled_from(["", "base64", "quoted-printable", "8bit", "x-uuencode", "binary", "7bit"])
PIECES = st.sampled_from(
    [
        *(b"<", b">", b"=?utf-8?q?", b"?=", b"=?gb2312?b?", b"(", b")", b'"', b"\\", b";", b"*0*=", b"utf-8''%", b"@"),
        *(b"\r\n", b"\n ", b"\n\n", b"\r", b"--b", b"--b--", b"\0", b"\x1b$B", b"\x1b(B", b"\xff", b"\x80", b"~{"),
        *(
            b"<blockquote>",
            b"<!--",
            b"<a href='",
            b"<style>",
            b"&#x110000;",
            b"> ",
            b"-- \n",
            b"On 3 March 2026 10:12:\n",
        ),
        *(b"From: ", b"begin 644 x\n", b"Status: 5.1.1\n", b"BEGIN:VEVENT\n", b"\x78\x9f\x3e\x22", b"+AGE-", b"LZFu"),
    ]
)
WORDS = st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))
VALUES = st.lists(st.one_of(PIECES, st.binary(max_size=8), WORDS), max_size=20).map(b"".join)


@st.composite
def parts(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A part with whatever head, and parts in it."""
    kind = draw(KINDS)
    head = [
        f'Content-Type: {kind}; charset="{draw(CHARSETS)}"; boundary=b{draw(st.integers(depth, depth + 1))}'.encode(),
        f"Content-Transfer-Encoding: {draw(ENCODINGS)}".encode(),
    ]
    head += [draw(NAMES).encode() + b": " + draw(VALUES) for _header in range(draw(st.integers(0, 4)))]
    body = draw(VALUES)
    if kind.startswith(("multipart", "message")) and depth < 4:
        inside = [draw(parts(depth + 1)) for _part in range(draw(st.integers(0, 3)))]
        body += b"".join(f"\r\n--b{depth}\r\n".encode() + part for part in inside) + draw(st.sampled_from([b"", b"--"]))
    return draw(st.sampled_from([b"\r\n", b"\n", b"\r"])).join([*head, b"", body])


@cache
def real_mail() -> list[Path]:
    return sorted(path for path in SHARED.rglob("*") if path.is_file() and path.stat().st_size < 20_000)


def read(content: bytes, mail_from: str = "") -> Arrival:
    """Reads a mail within a moment into something that can be stored."""
    body = msgspec.msgpack.encode(Delivered(mail_from, ("contact@example.org",), content))
    begun = process_time()
    arrival = reader("mx.example.org")(Raw("email", "k", body, datetime.now(UTC)))
    assert process_time() - begun < MOMENT
    for said in (arrival.subject, arrival.text, arrival.quoted_text, arrival.sender.display, *arrival.remarks):
        said.encode("utf-8")
    for file in arrival.attachments:
        file.name.encode("utf-8")
    return arrival


@MUCH
@given(parts())
def test_any_mail_that_can_be_made_up_is_read(content: bytes) -> None:
    """Point 27: No exception ever leaves the parser."""
    read(content)


@MUCH
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(content: bytes) -> None:
    """Point 27: No exception ever leaves the parser."""
    read(content)


@pytest.mark.skipif(not SHARED.exists() and not os.environ.get("CI"), reason=f"the corpora of mail are not at {SHARED}")
@MUCH
@given(data=st.data())
def test_real_mail_that_was_damaged_is_read(data: st.DataObject) -> None:
    """Point 27: No exception ever leaves the parser."""
    content = bytearray(data.draw(st.sampled_from(real_mail())).read_bytes())
    for _damage in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(0, len(content))))
        removed = data.draw(st.sampled_from([0, 0, 1, 2, 50, 500]))
        content[place : place + removed] = data.draw(PIECES) * data.draw(st.sampled_from([0, 1, 1, 2, 30]))
    read(bytes(content))
