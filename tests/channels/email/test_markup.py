"""HTML mail: its words, and a page of it that does nothing."""

from base64 import b64encode
from datetime import UTC, datetime

import msgspec
import pytest

from channels.email.contents import Contents
from channels.email.markup import from_html
from channels.email.model import Delivered
from channels.email.quotes import separated
from channels.email.reading import reader
from channels.email.safe import MOST_TAGS, cleaned, page_of
from helpline.envelope import Arrival, Attachment, Raw

PICTURE = b"\x89PNG\r\n\x1a\n"


def read(content: str) -> Arrival:
    body = msgspec.msgpack.encode(Delivered("a@example.org", ("contact@example.org",), content.encode()))
    return reader("")(Raw("email", "k", body, datetime.now(UTC)))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Bonjour <b>à</b> vous</p><p>Marie</p>", "Bonjour à vous\n\nMarie"),
        ("un<br>deux<BR/>trois", "un\ndeux\ntrois"),
        ("<div>un</div><div><br></div><div>deux</div>", "un\n\ndeux"),
        ("<ul><li>un<li>deux</ul>", "- un\n- deux"),
        ("<table><tr><td>Samir</td><td>17 ans</td></tr><tr><td>Omar</td></tr></table>", "Samir 17 ans\nOmar"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("l&#39;&eacute;t&eacute;&nbsp;&amp; &lt;b&gt;", "l'été & <b>"),
        ("un <!-- a > b <p> --> deux", "un deux"),
        ("<!--[if mso]><p>Outlook</p><![endif]-->un", "un"),
        ("<style>p{}</style><script>alert('<p>')</script><title>x</title>un", "un"),
        ("<head><meta charset=x><title>x</title></head><body>un", "un"),
        ("<head><title>x<body>un", "un"),
        ("<style>un deux", "un deux"),
        ("3 < 4 et 5 > 4 <3", "3 < 4 et 5 > 4 <3"),
        ("un <b", "un <b"),
        ("<img alt='a > b' src=x>un", "[a > b]un"),
        ('<a href="https://example.org/x">ici</a>', "ici <https://example.org/x>"),
        ('<a href="https://www.example.org/">example.org</a>', "example.org"),
        ('<a href="https://evil.example">https://bank.example</a>', "https://bank.example <https://evil.example>"),
        ('<a href="javascript:alert(1)">ici</a> <a href="data:x">là</a>', "ici là"),
        ('<a href="tel:+32">appelez</a>', "appelez <tel:+32>"),
        ("", ""),
    ],
)
def test_html_is_read_as_its_words(source: str, text: str) -> None:
    """Point 28: Text is chosen; links with where they lead."""
    assert from_html(source) == text


@pytest.mark.parametrize(
    ("source", "new", "quoted"),
    [
        ("Merci.<blockquote>Appelez.<blockquote>Aide</blockquote></blockquote>", "Merci.", "> Appelez.\n>\n> > Aide"),
        ('<p>Merci.</p><div id="appendonsend"></div><hr><div>Appelez.</div>', "Merci.", "Appelez."),
        ("Merci.<div class='yahoo_quoted'>Appelez.</div>", "Merci.", "Appelez."),
        ("Non.<blockquote style='margin:0 0 0 40px;border:none'>Jamais.</blockquote>", "Non.\n\nJamais.", ""),
    ],
)
def test_quotes_in_html_are_quotes(source: str, new: str, quoted: str) -> None:
    """Point 29: New text is separated from quotes."""
    assert separated(from_html(source)) == (new, quoted)


HOSTILE = [
    "<img src='https://tracker.example/x.gif'>",
    "<img src='//tracker.example/x.gif'>",
    "<img srcset='https://tracker.example/x 2x'>",
    "<img src='cid:unknown'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<p style='background:url(https://tracker.example)'>x</p>",
    "<p style='background-image:u\\72l(https://tracker.example)'>x</p>",
    "<p style='color:url(https://tracker.example)'>x</p>",
    "<table background='https://tracker.example'><tr><td>x</table>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9'>x</div>",
    "<div style='margin-top:-500px;opacity:0;transform:scale(9)'>x</div>",
    "<style>@import 'https://tracker.example'; body{display:none}</style>",
    "<link rel=stylesheet href='https://tracker.example'><meta http-equiv=refresh content='0;url=https://x.example'>",
    "<script>alert(1)</script><svg onload=alert(1)><math href=javascript:alert(1)>",
    "<a href='javascript:alert(1)' onclick='alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='https://tracker.example'></iframe><object data=x></object><embed src=x>",
    "<form action='https://tracker.example'><input name=x><button>x</button></form>",
    "<video src='https://tracker.example' poster='https://tracker.example'></video><audio src=x></audio>",
    "<base href='https://tracker.example'><p id=exit class=govuk-button>x</p>",
    "<bgsound src=x><input type=image src='https://tracker.example'>",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_the_page_loads_runs_and_covers_nothing(source: str) -> None:
    """Point 28: HTML sanitised (nh3), remote content never loaded, `url()`/overlay CSS removed."""
    made = cleaned(f"<table><tr><td>{source}</td></tr></table>", {}).lower()
    assert not any(word in made for word in ("tracker", "url(", "script", "position", "z-index", "onclick", "onload"))
    assert not any(
        word in made for word in ("<img src", "opacity", "transform", "margin", "<form", "<svg", "data:", "class")
    )


def test_pictures_that_came_along_stand_in_the_page() -> None:
    """Point 28: inline images by cid."""
    body = (
        "From: a@example.org\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        "<p>Voyez</p><img src='cid:one@x' alt='photo'><img src='https://tracker.example/x.gif'>\n"
        "--b\nContent-Type: image/png; name=photo.png\nContent-ID: <one@x>\nContent-Transfer-Encoding: base64\n\n"
        f"{b64encode(PICTURE).decode()}\n--b--"
    )
    arrival = read(body)
    files = {file.name: file for file in arrival.attachments}
    assert arrival.text == "Voyez\n\n[photo]"
    assert set(files) == {"photo.png", "message.html"}
    page = files["message.html"].body.decode()
    assert f'src="data:image/png;base64,{b64encode(PICTURE).decode()}"' in page
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in page
    assert "sandbox" not in page, "it has no effect in a page, only in the head of an answer"
    assert "tracker" not in page


def test_pictures_that_run_are_not_shown() -> None:
    """Point 28: never HTML or SVG inline."""
    drawing = Attachment("x.svg", "image/svg+xml", b"<svg onload='alert(1)'/>")
    page = page_of(Contents(rich=["<img src='cid:x'>"], images={"x": drawing}))
    assert page is not None
    assert b"data:" not in page.body.partition(b"</title>")[2]


def test_plain_html_needs_no_page() -> None:
    assert page_of(Contents(rich=["<p>Bonjour</p>"])) is None


def test_html_that_is_too_tangled_to_clean_has_no_page() -> None:
    """Point 28: long and nested mails bounded."""
    assert page_of(Contents(rich=["<table>" + "<div>" * MOST_TAGS])) is None


def test_html_says_how_its_letters_are_written() -> None:
    """Point 27: unknown or lying charsets."""
    source = "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1254'></head>çok değişti"
    arrival_body = b"From: a@example.org\nContent-Type: text/html\n\n" + source.encode("cp1254")
    body = msgspec.msgpack.encode(Delivered("", (), arrival_body))
    assert reader("")(Raw("email", "k", body, datetime.now(UTC))).text == "çok değişti"
