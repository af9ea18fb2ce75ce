"""Mail as it is, not as the standard wants it."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import msgspec
import pytest

from channels.email.model import Delivered
from channels.email.reading import reader, unread
from helpline.envelope import Arrival, Raw

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
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
    cells = mail("Content-Type: text/html", "<table><tr><td>Samir</td><td>17 ans</td></tr></table>")
    assert read(cells).text == "Samir 17 ans"


def alternative(plain: str, html: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "marie@example.org", "x"
    letter.set_content(plain)
    letter.add_alternative(html, subtype="html")
    return letter.as_bytes(policy=SMTP)


def test_what_only_the_html_says_is_read_too() -> None:
    arrival = read(alternative("Bonjour,", "<p>Bonjour,</p><p>Il a une <b>arme</b>.</p>"))
    assert arrival.text == "Bonjour,\n\nIl a une arme."


def test_html_that_says_the_same_is_not_read_twice() -> None:
    plain = (
        "Bonjour *Anne*,\nvoyez la page <https://example.org/x> dont\nje parle.\n\nLe 3 mars, Anne a écrit :\n> Oui."
    )
    html = (
        "<p>Bonjour <b>Anne</b>,</p><p>voyez <a href='https://example.org/x'>la page</a> dont je parle.</p>"
        "<div>Le 3 mars, Anne a écrit :</div><blockquote>Oui.</blockquote>"
    )
    assert (read(alternative(plain, html)).text, read(alternative(plain, html)).quoted_text) == (
        "Bonjour *Anne*,\nvoyez la page <https://example.org/x> dont\nje parle.",
        "Le 3 mars, Anne a écrit :\n> Oui.",
    )


def test_a_mail_that_is_forwarded_as_a_file_is_read_as_a_quote() -> None:
    inside, outside = EmailMessage(), EmailMessage()
    inside["From"], inside["Subject"] = "omar@example.org", "Adieu"
    inside.set_content("Je pars ce soir, ne me cherchez pas.")
    outside["From"] = "marie@example.org"
    outside.set_content("Voici ce que mon fils a écrit.")
    outside.add_attachment(inside)
    arrival = read(outside.as_bytes(policy=SMTP))
    assert arrival.text == "Voici ce que mon fils a écrit."
    assert arrival.quoted_text == "From: omar@example.org\nSubject: Adieu\n\nJe pars ce soir, ne me cherchez pas."
    assert [file.media_type for file in arrival.attachments] == ["message/rfc822"]


def test_a_mail_that_only_forwards_says_what_it_forwards() -> None:
    inside = "Content-Type: message/rfc822\r\n\r\nSubject: Adieu\r\n\r\nJe pars ce soir."
    arrival = read(f"From: marie@example.org\r\n{inside}".encode())
    assert arrival.text == "Subject: Adieu\n\nJe pars ce soir."


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("plain", "mot " * 200_000 + "la fin"),
        ("html", "<p>" + "mot " * 400_000 + "la fin</p>"),
        ("html", "<p>Le fils</p>" * 100_000),
    ],
)
def test_what_is_too_long_to_show_is_said_and_the_original_attached(kind: str, body: str) -> None:
    content = mail(f"Content-Type: text/{kind}; charset=utf-8", body)
    arrival = read(content)
    assert arrival.text.endswith("[…]")
    assert arrival.event == "left_out"
    assert [file.body for file in arrival.attachments] == [content]


def test_two_hundred_and_fifty_parts_are_read_and_more_files_than_anybody_opens_are_left_in_the_original() -> None:
    letter = EmailMessage()
    letter["From"] = "marie@example.org"
    letter.set_content("Voici les photos.")
    for number in range(250):
        letter.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    arrival = read(letter.as_bytes(policy=SMTP))
    assert arrival.text == "Voici les photos."
    assert arrival.event == "left_out"
    assert [file.name for file in arrival.attachments[-2:]] == ["199.png", "original.eml"]


def test_a_whole_mail_leaves_nothing_out() -> None:
    assert (read(mail("Subject: x")).event, read(mail("Subject: x")).attachments) == ("", ())


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
    assert (arrival.event, [file.name for file in arrival.attachments]) == ("left_out", ["original.eml"])


def test_a_mail_that_nobody_foresaw_is_a_file_with_a_sender() -> None:
    """Point 27: No exception ever leaves the parser. It fails towards people."""
    delivered = Delivered("m@example.org", ("contact@example.org",), b"whatever")
    arrival = unread(Raw("email", "1", b"", NOON), delivered)
    assert (arrival.sender.value, arrival.remarks, arrival.event) == ("m@example.org", ("left_out:",), "left_out")
    assert [file.body for file in arrival.attachments] == [b"whatever"]
