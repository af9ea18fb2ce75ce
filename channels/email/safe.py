"""A mail's HTML as a page that can be looked at: nothing is loaded, nothing runs, nothing covers anything else.

Text is what the desk shows; this is for what text cannot show, tables and the pictures in between, and lies among the
files. Pictures that came with the mail stand in the page itself; every other one is gone.
"""

import re
from base64 import b64encode

import nh3

from channels.email.contents import Contents
from helpline.envelope import Attachment

NAME = "message.html"
MOST_TAGS = 5_000
LONGEST = 1_000_000
LARGEST_IMAGES = 5_000_000
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div"}
    | {"dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p"}
    | {"pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "tt", "u", "ul"}
)
ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
    "font": {"color"},
}
#: No property that loads, moves or covers anything.
STYLES = frozenset(
    {"color", "background-color", "direction", "font-style", "font-weight", "text-align", "text-decoration"}
    | {"text-decoration-line", "vertical-align", "white-space", "border-collapse", "list-style-type"}
)
LEADS = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
LOADS = re.compile(r"(?<!rgb)(?<!rgba)(?<!hsl)(?<!hsla)\(|[\\@]", re.IGNORECASE)
#: A second lock where a saved file is opened. `sandbox` would do nothing: browsers heed it in an answer's head alone.
PAGE = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    '<meta name="referrer" content="no-referrer"><title></title>'
)


def page_of(found: Contents) -> Attachment | None:
    """The page, where the HTML holds a table or a picture of its own; nothing of one that is too tangled to clean."""
    source = "\n".join(found.rich)
    lowered = source.lower()
    telling = "<table" in lowered or any(f"cid:{name.lower()}" in lowered for name in found.images)
    if not telling or len(source) > LONGEST or source.count("<") > MOST_TAGS:
        return None
    return Attachment(NAME, "text/html", (PAGE + cleaned(source, pictures(found))).encode("utf-8", "replace"))


def pictures(found: Contents) -> dict[str, str]:
    """The mail's own pictures as data, as many as fit."""
    shown, left = {}, LARGEST_IMAGES
    for name, image in found.images.items():
        left -= len(image.body)
        if image.media_type in IMAGES and left >= 0:
            shown[name] = f"data:{image.media_type};base64,{b64encode(image.body).decode('ascii')}"
    return shown


def cleaned(source: str, shown: dict[str, str]) -> str:
    """HTML without anything that loads, runs, covers or hides."""

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return shown.get(value.strip().removeprefix("cid:").removeprefix("CID:")) if tag == "img" else None
        if attribute == "href":
            return value if LEADS.match(value) else None
        return None if attribute == "style" and LOADS.search(value) else value

    return nh3.clean(
        source.replace("\0", ""),
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "svg", "math", "template", "noscript", "iframe", "object"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=kept,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        filter_style_properties=set(STYLES),
    )
