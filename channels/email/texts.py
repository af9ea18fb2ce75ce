"""What a mail says: its plain text, what only its HTML says, and the mails it forwards. What is left out is said."""

import re
import unicodedata

from msgspec import Struct

from channels.email.contents import Contents, contents_of
from channels.email.markup import LONGEST_HTML, from_html
from channels.email.parts import Part
from channels.email.quotes import separated

LONGEST_TEXT = 500_000
MOST_LINES = 2_000
MOST_LINKS = 20
MOST_FORWARDS = 20
DEEPEST = 10

LINK = re.compile(r"[<(\[]?\b(?:https?://|mailto:|tel:)[^\s<>]+[>)\]]?", re.IGNORECASE)
PICTURE = re.compile(r"\[[^\[\]\n]{1,200}\]")
SIGNS = re.compile(r"[\W_]+")
FORWARD_SUBJECT = re.compile(
    r"^\W*(?:(?:re|aw|antw|rép|yan|رد)\s?:\s*)*(?:fwd?|fw|tr|wg|doorst|i|rv|enc|vb|vs|pd|ilt|i̇lt|yön|إعادة توجيه|تحويل|"
    r"转发|轉寄|転送)\s?[:：]",
    re.IGNORECASE,
)
#: A sign that there is more.
ELLIPSIS = "\n[…]"


class Texts(Struct, frozen=True):
    """What the writer wrote now, what stands quoted or forwarded below it, and whether that is not everything."""

    new: str
    quoted: str
    left_out: bool


def texts_in(message: Part, found: Contents, depth: int = 0) -> Texts:
    """Plain text before HTML; what only the HTML says is added, so that a program's poor plain copy hides nothing."""
    plain, rich = "\n".join(found.plain), "\n".join(found.rich)
    forwards = bool(FORWARD_SUBJECT.match(message.headers.get("subject")))
    html = from_html(rich) if rich else ""
    own = merged(plain[:LONGEST_TEXT], html[:LONGEST_TEXT], forwards)
    passed_on = [forwarded(part, depth) for part in found.forwards[:MOST_FORWARDS]]
    new, below = own.new, joined(own.quoted, *(texts.new for texts in passed_on))
    if not new:
        new, below = below, ""
    long = any(
        (
            own.left_out,
            max(len(plain), len(html), len(below)) > LONGEST_TEXT,
            len(rich) > LONGEST_HTML,
            len(found.forwards) > MOST_FORWARDS,
            *(texts.left_out for texts in passed_on),
        )
    )
    return Texts(new + (ELLIPSIS if long else ""), below[:LONGEST_TEXT], long)


def merged(plain: str, html: str, forwards: bool) -> Texts:
    """Plain text with what only the HTML says; where that is too long to compare, it is left out."""
    new, quoted = separated(plain, forwards)
    more_new, more_quoted = separated(html, forwards) if html else ("", "")
    if not plain.strip():
        return Texts(more_new, more_quoted, left_out=False)
    if more_new.count("\n") + more_quoted.count("\n") > MOST_LINES:
        return Texts(new, quoted, left_out=True)
    added = joined(new, missing(more_new, plain)), joined(quoted, missing(more_quoted, plain))
    return Texts(*added, left_out=False)


def forwarded(part: Part, depth: int) -> Texts:
    """A forwarded mail as it would stand quoted: who, when, about what, and its words."""
    if depth > DEEPEST:
        return Texts("", "", left_out=True)
    inside = part.children[0]
    heads = [f"{name}: {said}" for name in ("From", "Date", "Subject") if (said := inside.headers.get(name.lower()))]
    texts = texts_in(inside, contents_of(inside, words_only=True), depth + 1)
    return Texts(joined("\n".join(heads), texts.new, texts.quoted), "", texts.left_out)


def missing(rich: str, plain: str) -> str:
    """The lines of one that do not stand in the other, however it breaks lines, marks quotes and spells out links."""
    said, spared = letters(plain), letters(bare(plain))
    kept, links = [], 0
    for line in rich.splitlines():
        if letters(line) in said or letters(bare(line)) in spared:
            new = [link for link in LINK.findall(line) if letters(link) not in said]
            kept.extend(new[: MOST_LINKS - links])
            links += len(new[: MOST_LINKS - links])
        else:
            kept.append(line.strip())
    return "\n".join(kept)


def bare(text: str) -> str:
    return PICTURE.sub(" ", LINK.sub(" ", text))


def letters(text: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
