"""What a mail says: its plain text, what only its HTML says, and the mails it forwards. What is left out is said."""

import re
import unicodedata
from email.message import Message
from html import unescape

import nh3
from msgspec import Struct

from channels.email.parts import header, is_file, leaves, payload, text_of
from channels.email.quotes import separated

LONGEST_TEXT = 500_000
MOST_LINES = 2_000

#: More than a mail for people has. Beyond it the HTML parser's time grows with the square, to minutes.
MOST_TAGS = 5_000
MOST_ENTITIES = 20_000
SKIPPED = frozenset({"script", "style", "head", "title"})
BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/blockquote)\b[^<>]*>", re.IGNORECASE)
CELLS = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
QUOTED_HTML = re.compile(r"<blockquote\b[^<>]*>", re.IGNORECASE)
LINK = re.compile(r"[<(\[]?\bhttps?://\S+", re.IGNORECASE)
SIGNS = re.compile(r"[\W_]+")
ELLIPSIS = "\n[…]"


class Texts(Struct, frozen=True):
    """What the writer wrote now, what stands quoted or forwarded below it, and whether that is not everything."""

    new: str
    quoted: str
    left_out: bool


def texts_in(message: Message) -> Texts:
    """Plain text before HTML; what only the HTML says is added, so that a program's poor plain copy hides nothing."""
    plain, rich, forwards = pieces(message)
    long = len(plain) > LONGEST_TEXT or len(rich) > LONGEST_TEXT * 2
    plain = shortened(plain)
    new, quoted = separated(plain)
    more_new, more_quoted = separated(shortened(from_html(rich)))
    if not plain.strip():
        new, quoted = more_new, more_quoted
    elif more_new.count("\n") + more_quoted.count("\n") <= MOST_LINES:
        new, quoted = joined(new, missing(more_new, plain)), joined(quoted, missing(more_quoted, plain))
    else:
        long = True
    below = joined(quoted, *forwards)
    if not new:
        new, below = below, ""
    return Texts(shortened(new), shortened(below), long or max(len(new), len(below)) > LONGEST_TEXT)


def pieces(message: Message) -> tuple[str, str, list[str]]:
    """All plain text, all HTML, and every forwarded mail as text."""
    plain: list[str] = []
    rich: list[str] = []
    forwards: list[str] = []
    for part in leaves(message):
        if part.get_content_type() == "message/rfc822":
            forwards.append(forwarded(part))
        elif not is_file(part):
            texts = plain if part.get_content_type() == "text/plain" else rich
            texts.append(text_of(payload(part), part.get_content_charset()))
    return clean("\n".join(plain)), clean("\n".join(rich)), forwards


def forwarded(part: Message) -> str:
    """A forwarded mail as it would stand quoted: who, when, about what, and its words."""
    inside = part.get_payload()
    if not isinstance(inside, list) or not inside or not isinstance(inside[0], Message):
        return ""
    heads = [f"{name}: {said}" for name in ("From", "Date", "Subject") if (said := header(inside[0], name))]
    texts = texts_in(inside[0])
    return joined("\n".join(heads), texts.new, texts.quoted)


def clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "")


def shortened(text: str) -> str:
    """As much as anybody reads; a sign says that there is more."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + ELLIPSIS


def from_html(source: str) -> str:
    """HTML as text: nothing is loaded, nothing runs, quotes are marked as quotes."""
    marked = QUOTED_HTML.sub("\n&gt; ", BREAKS.sub("\n", CELLS.sub(" ", source[: LONGEST_TEXT * 2])))
    if marked.count("<") > MOST_TAGS or marked.count("&") > MOST_ENTITIES:
        return unescape(between_tags(marked)).strip()
    return unescape(nh3.clean(marked, tags=set(), clean_content_tags=set(SKIPPED))).strip()


def between_tags(source: str) -> str:
    """What stands between tags, in one pass, whatever their number."""
    beginning, *rest = source.split("<")
    kept, skipping = [beginning], ""
    for piece in rest:
        tag, _end, text = piece.partition(">")
        name = tag[:20].split(" ")[0].lower()
        if skipping:
            skipping = "" if name == f"/{skipping}" else skipping
        elif name in SKIPPED:
            skipping = name
        if not skipping:
            kept.append(text)
    return "".join(kept)


def missing(rich: str, plain: str) -> str:
    """The lines of one that do not stand in the other, however it breaks lines, marks quotes and spells out links."""
    said, spared = letters(plain), letters(LINK.sub(" ", plain))
    lines = ((line.strip(), letters(line)) for line in rich.splitlines())
    return "\n".join(line for line, word in lines if word not in said and word not in spared)


def letters(text: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
