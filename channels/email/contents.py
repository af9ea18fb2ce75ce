"""What stands in a mail, sorted: words as plain text and as HTML, forwarded mails, files, and what nobody can read."""

import re

from msgspec import Struct, field

from channels.email.calendars import invitation
from channels.email.charsets import is_text, text_of
from channels.email.parts import UUENCODED, Part, payload, uudecoded
from channels.email.tnef import unpacked
from helpline.envelope import Attachment

MOST_FILES = 200
ENCRYPTED = "encrypted"
ELSEWHERE = "elsewhere"
PIECE = "piece"
UNPACKED = "unpacked"
LETTERS = "letters"

FORWARDED = ("message/rfc822", "message/global", "message/news")
WORDS = ("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-amp-html")
SECRET = ("application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
ARMOURED = "-----BEGIN PGP MESSAGE-----"
CHARSET_IN_HTML = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
ENRICHED = re.compile(r"</?[A-Za-z][A-Za-z-]{0,40}>")


class Contents(Struct):
    """`unread`: a word for each kind of thing that could not be read. `images`: inline ones by their content id."""

    plain: list[str] = field(default_factory=list)
    rich: list[str] = field(default_factory=list)
    forwards: list[Part] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    images: dict[str, Attachment] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    too_many: bool = False
    words_only: bool = False


def contents_of(message: Part, *, words_only: bool = False) -> Contents:
    """Everything in a mail; a text that only stands there as a file is its text where it has no other. `words_only`:
    without the files, which a forwarded mail brings as one file itself.
    """
    found = Contents(words_only=words_only)
    sort(message, found)
    if not any(text.strip() for text in (*found.plain, *found.rich)):
        for kind, text in found.named:
            (found.rich if kind == "text/html" else found.plain).append(text)
    return found


def sort(part: Part, found: Contents) -> None:
    """One part, and what it holds, to where it belongs."""
    if part.family == "multipart":
        for child in part.children:
            sort(child, found)
    elif part.kind in FORWARDED and part.children:
        found.forwards.append(part)
        if not found.words_only:
            add(found, Attachment(part.name or "message.eml", part.kind, payload(part)))
    elif part.kind == "application/ms-tnef" or part.name.lower() == "winmail.dat":
        unpack(part, found)
    elif part.kind in WORDS or (part.family == "text" and not part.name and "calendar" not in part.kind):
        take_words(part, found)
    else:
        take_file(part, found)


def take_words(part: Part, found: Contents) -> None:
    """Text to read, or a file of text."""
    body = payload(part)
    if not is_text(body, part.parameters.get("charset")):
        found.unread[LETTERS] = ""
        add(found, Attachment(part.name or part.kind.replace("/", "."), "application/octet-stream", body))
        return
    text = words_of(part, body)
    if part.name and (part.disposition == "attachment" or part.kind in ("text/html", "text/markdown")):
        add(found, Attachment(part.name, part.kind, body))
        found.named.append((part.kind, text))
        return
    if part.name:
        add(found, Attachment(part.name, part.kind, body))
    if part.kind == "text/html":
        found.rich.append(text)
        return
    found.plain.append(without_files(text, body, found))
    if ARMOURED in text:
        found.unread[ENCRYPTED] = ""


def words_of(part: Part, body: bytes) -> str:
    """A part's text in its charset, or the one its HTML names."""
    charset = part.parameters.get("charset", "")
    if part.kind == "text/html" and not charset and (named := CHARSET_IN_HTML.search(body[:4000])):
        charset = named[1].decode("ascii")
    text = text_of(body, charset).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if part.kind in ("text/enriched", "text/richtext"):
        return ENRICHED.sub("", text.replace("<<", "<"))
    if part.parameters.get("format", "").lower() == "flowed":
        return unfolded(text, part.parameters.get("delsp", "").lower() == "yes")
    return text


def unfolded(text: str, glued: bool) -> str:
    """Flowed text (RFC 3676) as paragraphs."""
    made: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        bare = line[depth:].removeprefix(" ") if not depth or line[depth : depth + 1] == " " else line[depth:]
        if made and depth == open_depth and bare != "-- ":
            made[-1] = (made[-1][:-1] if glued else made[-1]) + bare
        else:
            made.append(f"{'>' * depth} {bare}" if depth else bare)
        open_depth = depth if bare.endswith(" ") and bare != "-- " else -1
    return "\n".join(made)


def without_files(text: str, body: bytes, found: Contents) -> str:
    """A text without the files that old programs put into it (uuencode)."""
    if b"\nend" not in body or b"begin " not in body:
        return text
    for inside in list(UUENCODED.finditer(body))[:MOST_FILES]:
        add(found, Attachment(text_of(inside[1])[:200], "application/octet-stream", uudecoded(inside[2])))
    return text_of(UUENCODED.sub(b"", body)).replace("\r\n", "\n")


def unpack(part: Part, found: Contents) -> None:
    """Outlook's package: its files beside it, its words where the mail has no others."""
    body = payload(part)
    inside = unpacked(body)
    if inside is None:
        found.unread[UNPACKED] = part.name or "winmail.dat"
        add(found, Attachment(part.name or "winmail.dat", part.kind, body))
        return
    for file in inside.files:
        add(found, file)
    if inside.html:
        charset = CHARSET_IN_HTML.search(inside.html[:4000])
        found.named.append(("text/html", text_of(inside.html, charset[1].decode("ascii") if charset else None)))
    elif inside.text:
        found.named.append(("text/plain", inside.text.replace("\r\n", "\n")))
    if not inside.files:
        add(found, Attachment(part.name or "winmail.dat", part.kind, body))


def take_file(part: Part, found: Contents) -> None:
    """A file, and what can be said of it."""
    body = payload(part)
    file = Attachment(part.name or part.kind.replace("/", "."), part.kind, body)
    match part.kind:
        case "message/external-body":
            found.unread[ELSEWHERE] = part.name or part.parameters.get("url", "")
        case "message/partial":
            found.unread[PIECE] = f"{part.parameters.get('number', '?')}/{part.parameters.get('total', '?')}"
            found.named.append(("text/plain", text_of(body)))
        case "text/calendar" | "application/ics":
            said = invitation(words_of(part, body))
            found.plain.extend([said] if said and said not in found.plain else [])
        case "message/delivery-status" | "message/disposition-notification" | "text/rfc822-headers":
            found.named.append(("text/plain", words_of(part, body)))
        case kind if kind in SECRET and part.parameters.get("smime-type", "") != "signed-data":
            found.unread[ENCRYPTED] = part.name
    if part.family == "image" and (name := part.headers.get("content-id").strip("<> ")):
        found.images[name] = file
    add(found, file)


def add(found: Contents, file: Attachment) -> None:
    if found.words_only:
        return
    if len(found.files) >= MOST_FILES:
        found.too_many = True
    else:
        found.files.append(file)
