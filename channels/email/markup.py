"""HTML as text, in one pass whatever its size: quotes marked as quotes, links with where they lead, nothing loaded."""

import re
from html import unescape

from channels.email.quotes import MARK

LONGEST_HTML = 1_000_000
LONGEST_LINK = 300
LONGEST_TAG = 4_000

SKIPPED = frozenset({"script", "style", "head", "title", "template", "svg", "math"})
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl", "pre"})
LINES = frozenset(
    {"br", "div", "tr", "li", "hr", "dt", "dd", "section", "article", "header", "footer", "center", "form"}
)
NAME = re.compile(r"/?\s*([a-zA-Z][\w:-]{0,30})")
ATTRIBUTE = re.compile(r"([\w-]{1,30})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
NO_QUOTE = re.compile(r"border(?:-left)?(?:-width)?:\s{0,3}(?:none|0)|margin:\s{0,3}0\s+0\s+0\s+40px", re.IGNORECASE)
#: What programs call the place where the earlier mail begins.
EARLIER = re.compile(
    r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|yahoo_quoted|reply-intro"
)
SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


class Page:
    """Text as it grows: lines, each with the depth of the quote it stands in."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self.pieces: list[str] = []
        self.depth = 0
        self.quotes: list[bool] = []
        self.skipping = ""
        self.as_typed = 0
        self.link: tuple[str, int] | None = None

    def text(self, said: str) -> None:
        if self.skipping or not said:
            return
        said = unescape(said)
        for number, line in enumerate(said.split("\n") if self.as_typed else [said.replace("\n", " ")]):
            if number:
                self.break_line()
            self.pieces.append(line)

    def break_line(self, paragraph: bool = False) -> None:
        line = "".join(self.pieces)
        line = line.rstrip() if self.as_typed else SPACES.sub(" ", line).strip()
        self.pieces = []
        if line:
            self.lines.append((self.depth, line))
        if paragraph and self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))

    def tag(self, tag: str) -> None:
        """What a tag changes."""
        found = NAME.match(tag)
        if found is None:
            return
        name, closing = found[1].lower(), tag.startswith("/")
        if self.skipping and name != "body" and not (closing and name == self.skipping):
            return
        if self.skipping or name in SKIPPED:
            self.skipping = "" if self.skipping or closing or tag.endswith("/") else name
            return
        given = {} if closing or len(tag) > LONGEST_TAG else attributes(tag[found.end() :])
        if EARLIER.search(f"{given.get('id', '')} {given.get('class', '')}"):
            self.break_line()
            self.lines.append((self.depth, MARK))
        self.shape(name, closing, given)

    def shape(self, name: str, closing: bool, given: dict[str, str]) -> None:
        if name == "blockquote":
            self.quote(closing, given)
        elif name in PARAGRAPHS:
            self.break_line(paragraph=True)
            if name == "pre":
                self.as_typed = max(0, self.as_typed + (-1 if closing else 1))
        elif name in LINES:
            self.line_tag(name, closing)
        elif name in ("td", "th"):
            self.pieces.append(" ")
        elif name == "a":
            self.anchor(closing, given)
        elif name == "img" and (said := given.get("alt", "").strip()) and len(said) < 200:
            self.pieces.append(f"[{unescape(said)}]")

    def line_tag(self, name: str, closing: bool) -> None:
        """A line ends; two `br` make a gap, and an entry of a list its dash."""
        if name == "br" and not self.pieces and self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))
        self.break_line()
        if name == "li" and not closing:
            self.pieces.append("- ")

    def quote(self, closing: bool, given: dict[str, str]) -> None:
        self.break_line(paragraph=True)
        if not closing:
            deeper = not NO_QUOTE.search(given.get("style", "")) or "cite" in given.get("type", "")
            self.quotes.append(deeper)
            self.depth += deeper
        elif self.quotes:
            self.depth -= self.quotes.pop()
            if self.lines and not self.lines[-1][1]:
                self.lines[-1] = (self.depth, "")

    def anchor(self, closing: bool, given: dict[str, str]) -> None:
        """A link's target is spelled out, unless the words are the target."""
        if self.link is not None:
            target, begun = self.link
            self.link = None
            shown = "".join(self.pieces[begun:])
            if shown.strip() and bare(target) not in bare(shown):
                self.pieces.append(f" <{target[:LONGEST_LINK]}>")
        target = "".join(unescape(given.get("href", "")).split())
        if not closing and target.lower().startswith(("http://", "https://", "mailto:", "tel:", "ftp://")):
            self.link = (target, len(self.pieces))

    def whole(self) -> str:
        self.break_line()
        while self.lines and not self.lines[-1][1]:
            self.lines.pop()
        made = [f"{'> ' * min(depth, 20)}{line}".rstrip() for depth, line in self.lines]
        return "\n".join(made).strip("\n ")


def from_html(source: str) -> str:
    """HTML as text."""
    source = source[:LONGEST_HTML].replace("\r", "")
    page = Page()
    for words, tag in pieces(source):
        page.text(words)
        page.tag(tag)
    said = page.whole()
    if not said.strip() and page.skipping:
        return " ".join(unescape(" ".join(words for words, _tag in pieces(source))).split())
    return said


def pieces(source: str) -> list[tuple[str, str]]:
    """The words and the tag after them, again and again; comments are left out."""
    found, position, last_comment_end = [], 0, source.rfind("-->")
    while (begin := source.find("<", position)) >= 0:
        words, after = source[position:begin], source[begin + 1 : begin + 2]
        if source.startswith("<!--", begin) and last_comment_end > begin:
            found.append((words, ""))
            position = source.find("-->", begin) + 3
            continue
        end = tag_end(source, begin) if after.isalpha() or after in ("/", "!", "?") else -1
        if end < 0:
            found.append((source[position : begin + 1], ""))
            position = begin + 1
            continue
        found.append((words, source[begin + 1 : end]))
        position = end + 1
    return [*found, (source[position:], "")]


def tag_end(source: str, begin: int) -> int:
    """Where a tag ends: at its first sign that stands in no quoted value, as far as a tag is ever long."""
    end = first = source.find(">", begin, begin + 100_000)
    while 0 <= end < begin + LONGEST_TAG:
        tag = source[begin:end]
        if "=" not in tag or tag.count('"') % 2 == 0 == tag.count("'") % 2:
            return end
        end = source.find(">", end + 1, begin + LONGEST_TAG)
    return first


def attributes(source: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in ATTRIBUTE.finditer(source)}


def bare(target: str) -> str:
    """A link without what people leave out when they write it down."""
    return re.sub(r"^(?:https?://|mailto:|tel:|ftp://)?(?:www\.)?", "", target.strip().lower()).rstrip("/")
