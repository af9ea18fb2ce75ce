"""Templates compile, carry no inline style or script, and say nothing that cannot be translated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2.lexer import TOKEN_DATA

from helpline.web.templates import TEMPLATES, environment

PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
UNTRANSLATED = {"FR", "·", "112", "101", "SMS"}
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-words", "data-changed")


@pytest.mark.parametrize("page", PAGES)
def test_a_template_compiles(page: str) -> None:
    environment().get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_has_no_inline_style_script_or_handler(page: str) -> None:
    source = (TEMPLATES / page).read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|hx-on", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))
    assert "| safe" not in source
    assert "|safe" not in source


@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_a_template_can_be_translated(page: str) -> None:
    said = [text for text in bare_words(TEMPLATES / page) if text not in UNTRANSLATED]
    assert not said


def test_templates_are_short() -> None:
    long = {page: count for page in PAGES if (count := lines(TEMPLATES / page)) >= 60}
    print("templates of 60 lines and more:", long)
    assert not {page: count for page, count in long.items() if count > 90}


def bare_words(path: Path) -> Iterator[str]:
    """Every piece of text in the markup that does not come through gettext."""
    reader = Reader()
    lexer = environment().lexer
    for _, token, value in lexer.tokeniter(path.read_text(encoding="utf-8"), path.name):
        reader.feed(value if token == TOKEN_DATA else "\0")
    reader.close()
    for piece in reader.said:
        text = piece.replace("\0", "").strip()
        if re.search(r"[^\W\d_]{2,}", text):
            yield text


class Reader(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.extend(data.split("\0"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.extend(value for name, value in attrs if name in SPOKEN and value)


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
