"""Who wrote, when and about what, whatever programs made of the head of a mail."""

from datetime import UTC, datetime

import msgspec
import pytest

from channels.email.addresses import named, read_date
from channels.email.headers import parameters, words
from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.envelope import Arrival, Raw

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(content: bytes, mail_from: str = "m@example.org") -> Arrival:
    body = msgspec.msgpack.encode(Delivered(mail_from, ("contact@example.org",), content))
    return reader("")(Raw("email", "k", body, NOON))


def test_raw_letters_of_eight_bits_in_a_header_are_read() -> None:
    """Point 27: raw 8-bit headers."""
    for charset in ("utf-8", "cp1252"):
        arrival = read("From: Jérôme <j@example.org>\nSubject: Mon frère est bizarre\n\nx".encode(charset))
        assert (arrival.sender.display, arrival.subject) == ("Jérôme", "Mon frère est bizarre")


@pytest.mark.parametrize(
    "broken",
    ["this line is no header", "<html>", "Received from somewhere", ">From someone Mon Mar  2 12:00:00 2026", "=20"],
)
def test_a_line_that_is_no_header_does_not_end_the_head(broken: str) -> None:
    """Point 27: header block broken by a malformed line."""
    arrival = read(f"From: a@example.org\n{broken}\nSubject: Aide\nContent-Type: text/plain\n\nBonjour\n".encode())
    assert (arrival.sender.value, arrival.subject, arrival.text) == ("a@example.org", "Aide", "Bonjour")


def test_what_stands_in_the_broken_line_is_said() -> None:
    """Point 27: what it could not read is said."""
    arrival = read(b"From: a@example.org\nil part ce soir\nSubject: Aide\n\nBonjour\n")
    assert arrival.remarks == ("head:il part ce soir",)


def test_a_head_that_begins_with_a_blank_names_its_writer_all_the_same() -> None:
    arrival = read(b" From: a@example.org\nSubject: Aide\n\nBonjour\n")
    assert (arrival.sender.value, arrival.subject, arrival.text, arrival.remarks) == (
        *("a@example.org", "Aide", "Bonjour"),
        (),
    )


def test_a_blank_line_that_slipped_in_before_what_says_how_to_read_the_text_does_not_end_the_head() -> None:
    typed = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"
    arrival = read(f"From: a@example.org\nSubject: Aide\n\n{typed}\n\nO=C3=B9 est-il ?".encode())
    assert (arrival.subject, arrival.text) == ("Aide", "Où est-il ?")
    written = read(b"From: a@example.org\nContent-Type: text/plain\n\nContent-Type: what is that?\n")
    assert written.text == "Content-Type: what is that?"


def test_a_text_that_follows_the_head_without_a_blank_line_is_the_text() -> None:
    arrival = read(b"From: a@example.org\nSubject: Aide\nMon fils est parti.\nIl a dit: adieu.\n\nMarie")
    assert arrival.text == "Mon fils est parti.\nIl a dit: adieu.\n\nMarie"


@pytest.mark.parametrize("ending", [b"\r\n", b"\n", b"\r"])
def test_lines_may_end_as_any_machine_ends_them(ending: bytes) -> None:
    arrival = read(ending.join([b"From a@example.org Mon", b"From: a@example.org", b"Subject: x", b"", b"un", b"deux"]))
    assert (arrival.sender.value, arrival.text) == ("a@example.org", "un\ndeux")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (b"=?utf-8?q?Il_a_chang=C3=A9?=", "Il a changé"),
        (b"=?UTF-8?B?SWwgYSBjaGFuZ8M=?= =?UTF-8?B?qQ==?=", "Il a changé"),
        (b"=?utf-8?q?Il a chang=C3=A9?=", "Il a changé"),
        (b"=?utf-8*FR?q?chang=C3=A9?= oui", "changé oui"),
        (b'"=?iso-8859-1?q?chang=E9?="', '"changé"'),
        (b"=?utf-8?b?Y2hhbmfDqQ?=", "changé"),
        (b"=?x-unknown?q?chang=E9?=", "changé"),
        (b"=?utf-8?q?chang=C3=A9", "changé"),
        (b"Re: =?iso-2022-jp?b?GyRCJTMbKEI=?==?iso-2022-jp?b?GyRCJXMbKEI=?=", "Re: コン"),
        (b"a\r\n  b\tc", "a b c"),
    ],
)
def test_encoded_words_are_read_as_they_come(said: bytes, meant: str) -> None:
    """Point 27: unknown or lying charsets."""
    assert words(said) == meant


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        (b"Marie <marie@example.org>", "Marie", "marie@example.org"),
        (b'"Dupont, Marie" <marie@example.org>', "Dupont, Marie", "marie@example.org"),
        (b"marie@example.org (Marie)", "Marie", "marie@example.org"),
        (b"Marie marie@example.org", "Marie", "marie@example.org"),
        (b"=?utf-8?q?marie=40example.org?=", "", "marie@example.org"),
        (b"=?utf-8?q?=3Cevil=40example.com=3E?= <marie@example.org>", "<evil@example.com>", "marie@example.org"),
        (b'"<evil@example.com>" <marie@example.org>', "<evil@example.com>", "marie@example.org"),
        (b"Marie <marie(hers)@example.org (home)>", "Marie", "marie@example.org"),
        (b"<@relay.example,@two.example:marie@example.org>", "", "marie@example.org"),
        (b"<<marie@example.org>>", "<", "marie@example.org"),
        (b"marie@example.org, omar@example.org", "", "marie@example.org"),
        ("Marie <marié@exämple.org>".encode(), "Marie", "marié@exämple.org"),
        (b'<"Marie Dupont"@example.org>', "", '"Marie Dupont"@example.org'),
        (b"omar@example.org <marie@example.org>", "omar@example.org", "marie@example.org"),
        (b"undisclosed-recipients:;", "undisclosed-recipients:;", ""),
        (b"MAILER-DAEMON", "MAILER-DAEMON", ""),
        (b"", "", ""),
    ],
)
def test_name_and_address_are_found_in_what_programs_write(field: bytes, name: str, address: str) -> None:
    assert named(field) == (name, address)


@pytest.mark.parametrize(
    ("head", "mail_from", "sender"),
    [
        ("Sender: a@example.org", "m@example.org", "a@example.org"),
        ("From: Marie\nReply-To: a@example.org", "m@example.org", "a@example.org"),
        ("Return-Path: <a@example.org>", "", "a@example.org"),
        ("Subject: x", "m@example.org", "m@example.org"),
        ("Subject: x", "", None),
    ],
)
def test_without_a_usable_from_the_next_best_header_says_who_wrote(
    head: str, mail_from: str, sender: str | None
) -> None:
    """Point 26: Missing or odd headers never drop a message; synthesise."""
    assert read(f"{head}\n\nBonjour".encode(), mail_from).sender.value == sender


@pytest.mark.parametrize("content", [b"", b"\n", b"Bonjour", b"\n\nBonjour", b":\n\n", b"\xff\xfe", b"From:", b"\r"])
def test_a_mail_without_a_head_is_read_all_the_same(content: bytes) -> None:
    """Point 26: Missing or odd headers never drop a message; synthesise."""
    arrival = read(content)
    assert (arrival.occurred_at, arrival.external_id) == (NOON, "")
    assert arrival.text == ("Bonjour" if b"Bonjour" in content else arrival.text)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Mon, 2 Mar 2026 10:00:00 +0100", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2 Mar 2026 10:00 GMT", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02 10:00:00 +0100", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Mar 2026 10:00:00 +9999", None),
        ("", None),
    ],
)
def test_dates_are_read_as_programs_write_them(said: str, meant: datetime | None) -> None:
    assert read_date(said) == meant


def test_without_a_date_the_first_server_says_when() -> None:
    """Point 26: Missing or odd headers never drop a message; synthesise."""
    head = b"Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\nDate: whenever\nFrom: a@example.org\n\nx"
    assert read(head).occurred_at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_date_in_the_future_is_when_it_came() -> None:
    assert read(b"From: a@example.org\nDate: Mon, 2 Mar 2099 10:00:00 +0000\n\nx").occurred_at == NOON


def test_the_same_message_id_on_other_bytes_is_another_contact() -> None:
    """Point 26: Message-ID is not identity."""
    body = msgspec.msgpack.encode(Delivered("", (), b"Message-ID: <1@example.org>\n\nBonjour"))
    ids = {reader("")(Raw("email", key, body, NOON)).external_id for key in ("one", "two")}
    assert ids == {"<1@example.org> one", "<1@example.org> two"}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (b'attachment; filename="photo.jpg"', "photo.jpg"),
        (b"attachment; filename=ma photo.jpg", "ma photo.jpg"),
        (b"attachment; filename*=utf-8''%C3%A9t%C3%A9.jpg", "été.jpg"),
        (b"attachment; filename*1*=%A9.jpg; filename*0*=utf-8''%C3", "é.jpg"),
        (b'attachment; filename*0="a;"; filename*1="b.jpg"', "a;b.jpg"),
        (b'attachment; filename="=?utf-8?q?=C3=A9t=C3=A9=2Ejpg?="', "été.jpg"),
        ('attachment; filename="été.jpg"'.encode("cp1252"), "été.jpg"),
        (b'attachment; filename="say \\"hi\\".txt', 'say "hi".txt'),
    ],
)
def test_the_names_of_files_are_read_as_programs_write_them(said: bytes, name: str) -> None:
    assert parameters(said)[1]["filename"] == name
