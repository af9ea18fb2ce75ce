"""Parts in parts, files in files: what is in a mail is found, and there is an end to it."""

import struct
from base64 import b64encode
from binascii import b2a_uu
from datetime import UTC, datetime

import msgspec
import pytest

from channels.email.model import Delivered
from channels.email.parts import DEEPEST, MOST_PARTS, Budget, parsed, whole
from channels.email.reading import reader
from channels.email.rtf import decompressed, text_in
from channels.email.tnef import unpacked
from helpline.envelope import Arrival, Raw

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MIXED = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"


def read(content: bytes | str) -> Arrival:
    content = content.encode() if isinstance(content, str) else content
    body = msgspec.msgpack.encode(Delivered("a@example.org", ("contact@example.org",), content))
    return reader("")(Raw("email", "k", body, NOON))


def mixed(*parts: str) -> str:
    return MIXED + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"


def names(arrival: Arrival) -> list[str]:
    return [file.name for file in arrival.attachments]


def test_a_forwarded_mail_in_a_forwarded_mail_is_read() -> None:
    """Point 27: nested message/rfc822."""
    inner = "Content-Type: message/rfc822\n\nFrom: c@example.org\nSubject: Adieu\n\nJe pars."
    outer = f"Content-Type: message/rfc822\n\nFrom: b@example.org\nSubject: Fwd\n{inner}"
    arrival = read(mixed("\nVoyez.", outer))
    assert arrival.text == "Voyez."
    assert "From: b@example.org" in arrival.quoted_text
    assert "From: c@example.org\nSubject: Adieu\n\nJe pars." in arrival.quoted_text


def test_a_forwarded_mail_that_somebody_encoded_is_read() -> None:
    """Point 27: nested message/rfc822."""
    inside = b64encode(b"Subject: Adieu\n\nJe pars.").decode()
    arrival = read(mixed("\nVoyez.", f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inside}"))
    assert arrival.quoted_text == "Subject: Adieu\n\nJe pars."


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: multipart/mixed",
        "Content-Type: text/html; boundary=b",
        "Content-Type: multipart/mixed; boundary=other",
        'Content-Type: multipart/mixed; boundary="b',
        "Content-Type: multipart/mixed; boundary = b ",
        "Content-Type: multipart / mixed; boundary=b",
        "content-type: MULTIPART/MIXED; BOUNDARY=b",
        "Content-Type: multipart",
    ],
)
def test_a_boundary_that_is_wrong_or_missing_is_found(head: str) -> None:
    arrival = read(
        f"From: a@example.org\n{head}\n\n--b\n\nBonjour\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--"
    )
    assert (arrival.text, names(arrival)) == ("Bonjour", ["a.png"])


def test_a_mail_that_was_cut_off_is_read_to_where_it_ends() -> None:
    arrival = read(
        MIXED + "--b\n\nBonjour\n--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBO"
    )
    assert (arrival.text, names(arrival)) == ("Bonjour", ["a.png"])


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", "Qm9uam91ciDDoCB2b3Vz"),
        ("BASE64", "Qm9uam91ciDDoCB2b3V"),
        ("base64", "Qm9u\n\n!!amVy\n"[:4] + "am91ciDDoCB2b3Vz"),
        ("base64", "Qm9uam91ciA=\nw6Agdm91cw=="),
        ("base64", "Bonjour à vous"),
        ("base64", "Bonjour à vous\nje vous ecris au sujet de mon fils qui ne repond plus\ndepuis trois semaines"),
        ("quoted-printable", "Bonjour =C3=A0=\n vous"),
        ("quoted-printable", "Bonjour =c3=a0 vous="),
        ("x-unknown", "Bonjour à vous"),
        ("8bit", "Bonjour à vous"),
        ("", "Bonjour à vous"),
        ('"quoted-printable" (really)', "Bonjour =C3=A0 vous"),
    ],
)
def test_an_encoding_is_undone_as_far_as_it_is_one(encoding: str, body: str) -> None:
    head = f"From: a@example.org\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}"
    assert read(f"{head}\n\n{body}").text.startswith(("Bonjour à vou", "Bonjour � vou"))


def test_a_footer_under_encoded_text_is_read_too() -> None:
    text = (
        "From: a@example.org\nContent-Transfer-Encoding: base64\n\nQm9uam91cg==\n\nThis mail was sent by a list of us\n"
    )
    assert read(text).text == "Bonjour\n\nThis mail was sent by a list of us"


def test_files_that_old_programs_put_into_the_text_stand_beside_it() -> None:
    body = f"Voici.\nbegin 644 photo.jpg\n{b2a_uu(b'picture').decode()}`\nend\nMerci."
    arrival = read(f"From: a@example.org\n\n{body}")
    assert [(file.name, file.body) for file in arrival.attachments] == [("photo.jpg", b"picture")]
    assert ("Voici." in arrival.text, "Merci." in arrival.text, "begin" in arrival.text) == (True, True, False)


def test_an_invitation_says_what_when_and_where() -> None:
    """Point 27: calendar."""
    event = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Entretien\\, école\nDTSTART;TZID=Europe/Brussels:20260309T140000\n"
        "DTEND:20260309T140000Z\nLOCATION:Rue\n  Haute 1\nORGANIZER;CN=Anne:mailto:anne@example.org\nEND:VEVENT\n"
    )
    arrival = read(mixed(f"Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\n{event}"))
    assert arrival.text.split("\n") == [
        "Summary: Entretien, école",
        "Start: 2026-03-09 14:00 Europe/Brussels",
        "End: 2026-03-09 14:00 UTC",
        "Location: Rue Haute 1",
        "Organizer: Anne <mailto:anne@example.org>",
    ]
    assert names(arrival) == ["text.calendar"]


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*given: tuple[int, int, bytes]) -> bytes:
    made = struct.pack("<I", len(given))
    for kind, number, value in given:
        made += struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return made


def winmail(*more: bytes) -> bytes:
    """A package with a text, two files and whatever else."""
    long_name = properties((0x1F, 0x3707, "Lettre d'adieu.txt\0".encode("utf-16-le")))
    return b"".join(
        (
            struct.pack("<IH", 0x223E9F78, 1),
            attribute(1, 0x00018004, b"Adieu\0"),
            attribute(1, 0x0002800C, "Je pars, à jamais.\0".encode("cp1252")),
            attribute(2, 0x00069002, b"\0" * 14),
            attribute(2, 0x00018010, b"LETTRE~1.TXT\0"),
            attribute(2, 0x0006800F, b"one"),
            attribute(2, 0x00069005, long_name),
            attribute(2, 0x00069002, b"\0" * 14),
            attribute(2, 0x00018010, b"photo.jpg\0"),
            attribute(2, 0x0006800F, b"two"),
            *more,
        )
    )


def test_the_files_in_a_winmail_stand_beside_it() -> None:
    """Point 27: TNEF, winmail.dat."""
    package = b64encode(winmail()).decode()
    part = f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{package}"
    arrival = read(mixed(part))
    assert [(file.name, file.body) for file in arrival.attachments] == [
        ("Lettre d'adieu.txt", b"one"),
        ("photo.jpg", b"two"),
    ]
    assert arrival.text == "Je pars, à jamais."
    assert read(mixed("\nBonjour", part)).text == "Bonjour"


def test_a_message_in_a_winmail_gives_its_files_too() -> None:
    inside = attribute(2, 0x00069002, b"") + attribute(
        2, 0x00069005, properties((0x0D, 0x3701, b"\0" * 16 + winmail()))
    )
    found = unpacked(winmail(inside))
    assert found is not None
    assert [file.name for file in found.files].count("photo.jpg") == 2


def test_a_winmail_that_is_none_is_kept_and_said() -> None:
    """Point 27: TNEF, winmail.dat: what it could not read is said."""
    arrival = read(mixed("\nBonjour", "Content-Type: application/ms-tnef; name=winmail.dat\n\nno package"))
    assert (arrival.remarks, names(arrival)) == (("unpacked:winmail.dat",), ["winmail.dat"])


def test_a_damaged_winmail_gives_what_stands_before_the_damage() -> None:
    for length in range(6, len(winmail()), 7):
        assert unpacked(winmail()[:length]) is not None


def test_rich_text_is_unpacked_and_read() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompressed(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert text_in(decompressed(packed)) == "hello world"
    rich = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}Il part \'e0 Li\u232?ge.\par Adieu \{toi\}.}"
    assert text_in(rich.encode()) == "Il part à Liège.\nAdieu {toi}."


@pytest.mark.parametrize(
    ("part", "remark"),
    [
        ("Content-Type: application/pkcs7-mime; name=smime.p7m\n\nx", "encrypted:smime.p7m"),
        ("Content-Type: application/pgp-encrypted\n\nVersion: 1", "encrypted:"),
        ("Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\nx\n-----END PGP MESSAGE-----", "encrypted:"),
        ("Content-Type: message/external-body; access-type=url; name=big.zip\n\nx", "elsewhere:big.zip"),
        ("Content-Type: message/partial; number=2; total=3; id=x\n\nmoitié", "piece:2/3"),
        ("Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B\x7f\x7f\x1b(B", "letters:"),
    ],
)
def test_what_cannot_be_read_is_said(part: str, remark: str) -> None:
    """Point 27: what it could not read is said."""
    assert remark in read(mixed("\nBonjour", part)).remarks


def test_flowed_text_is_read_as_paragraphs() -> None:
    flowed = "From: a@example.org\nContent-Type: text/plain; format=flowed\n\nUn long \nparagraphe.\n\n-- \nMarie"
    assert read(flowed).text == "Un long paragraphe."


def test_a_text_that_only_stands_there_as_a_file_is_the_text() -> None:
    arrival = read(mixed("Content-Type: text/plain; name=body.txt\nContent-Disposition: attachment\n\nAu secours"))
    assert (arrival.text, names(arrival)) == ("Au secours", ["body.txt"])


def test_a_picture_that_claims_to_be_text_is_a_file() -> None:
    arrival = read(
        MIXED.encode() + b"--b\n\nBonjour\n--b\nContent-Type: text/plain\n\n\x89PNG\r\n\0\0\0\rIHDR\0\0\1\n--b--"
    )
    assert (arrival.text, arrival.attachments[0].media_type) == ("Bonjour", "application/octet-stream")


def test_ten_thousand_parts_and_any_depth_have_an_end_that_is_said() -> None:
    """Point 10: Bounded everything: size, parts, nesting."""
    many = read(MIXED + "--b\n\nBonjour\n" + "--b\nContent-Type: image/png\n\nx\n" * 10_000)
    assert (many.text, many.event, many.attachments[-1].name) == ("Bonjour", "left_out", "original.eml")
    assert "left_out:" in many.remarks
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(10_000))
    budget = Budget()
    parts = whole(parsed(deep.encode(), budget))
    assert (len(parts), budget.spent) == (DEEPEST + 1, True)
    budget = Budget()
    assert len(whole(parsed(MIXED.encode() + b"--b\n\nx\n" * 10_000, budget))) == MOST_PARTS + 1


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: message/rfc822\n\n" * 30 + b"From: a@example.org\n\nAu secours",
        b"From: a@example.org\nX-Long: " + b"x" * 100_000 + b"\n\nBonjour",
        b"From: a@example.org\n" + b"X-Many: x\n" * 2_000 + b"\nBonjour",
    ],
    ids=["thirty forwards", "a header of 100,000 letters", "2,000 headers"],
)
def test_what_nobody_reads_to_its_end_is_said_and_the_original_attached(content: bytes) -> None:
    """Point 34: headers and beginning kept, staff told."""
    arrival = read(content)
    assert (arrival.event, arrival.attachments[-1].body) == ("left_out", content)
