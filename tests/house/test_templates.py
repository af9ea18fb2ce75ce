"""Templates compile, carry no inline style or script, and say nothing that cannot be translated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.lexer import TOKEN_DATA

from helpline.web.templates import TEMPLATES, environment

PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
UNTRANSLATED = {"FR", "·", "112", "101", "SMS"}
#: What translates, and how many of its first arguments are sentences.
TRANSLATE = {"_": 1, "gettext": 1, "ngettext": 2}
IN_A_LANGUAGE = {"term", "with_term", "joined", "moment", "day", "long_day", "clock", "distance", "gap", "weekday"}
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


@pytest.mark.parametrize("page", PAGES)
def test_what_is_translated_stands_in_the_template(page: str) -> None:
    """`helpline.web.jinja` remembers what it said: a sentence made of what somebody wrote would never be forgotten."""
    assert [call.lineno for call in composed(parsed((TEMPLATES / page).read_text(encoding="utf-8")))] == []


def test_an_imported_template_says_nothing_outside_its_macros() -> None:
    """It is read once, in the language of whoever came first."""
    trees = {page: parsed((TEMPLATES / page).read_text(encoding="utf-8")) for page in PAGES}
    found = {page: early(trees[page]) for page in sorted(set().union(*map(imported, trees.values())))}
    assert found
    assert {page: lines for page, lines in found.items() if lines} == {}


def test_the_watch_over_translated_words_sees_them() -> None:
    for source in ("{{ _(name) }}", '{{ _("a" ~ name) }}', "{{ ngettext('one', many, 2) }}", "{{ _(*words) }}"):
        assert composed(parsed(source)), source
    for source in ('{{ _("a %(b)s", b=name) }}', '{{ ngettext("one", "many", number) }}', "{{ name(other) }}"):
        assert not composed(parsed(source)), source
    assert early(parsed('{% set said = _("Yes") %}{% macro say() %}{{ said }}{% endmacro %}')) == [1]
    assert early(parsed('{% set said = "yes" | term("answer") %}')) == [1]
    assert early(parsed('{% macro say() %}{{ _("Yes") }}{% endmacro %}')) == []


def parsed(source: str) -> nodes.Template:
    return environment().parse(source)


def composed(tree: nodes.Node) -> list[nodes.Call]:
    """What is translated though it is no sentence that stands there."""
    calls = tree.find_all(nodes.Call)
    return [one for one in calls if (count := sentences(one)) and not constant(one.args[:count], count)]


def sentences(call: nodes.Call) -> int:
    """How many sentences a call translates."""
    return TRANSLATE.get(call.node.name, 0) if isinstance(call.node, nodes.Name) else 0


def constant(args: list[nodes.Expr], count: int) -> bool:
    return len(args) == count and all(isinstance(one, nodes.Const) and isinstance(one.value, str) for one in args)


def imported(tree: nodes.Template) -> set[str]:
    """Which templates another takes macros from."""
    found = tree.find_all((nodes.Import, nodes.FromImport))
    return {one.template.value for one in found if isinstance(one.template, nodes.Const)}


def early(tree: nodes.Node) -> list[int]:
    """The lines on which words are said in the reader's language outside every macro."""
    found = []
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Macro):
            continue
        said = isinstance(child, nodes.Call) and sentences(child)
        if said or (isinstance(child, nodes.Filter) and child.name in IN_A_LANGUAGE):
            found.append(child.lineno)
        found += early(child)
    return found


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
