"""The notation of phrases: what one becomes to be looked for, and with which words it can begin.

A file of its own, because it reads marks and knows nothing of signs or languages, but for the letters an Arabic word
may carry before it. What the marks mean stands in `lexicon.py`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from helpline.triage.reading import fold

_ITEM = re.compile(r"\(|\)|\||\[|\]|[^\s()|\[\]]+")
_GAPS = {"..": r"(?: [^ .]+){0,3}?", "...": r"(?: [^ .]+){0,5}?", "....": r"(?: [^ .]+){0,9}?"}
# Between two words a comma may stand: "mein Chef bringt mich um, wenn".
_GLUE = "(?: ,)? "
_CLITICS = ("", "و", "ف", "ب", "ل")
_EDGE = r"(?!\w)"
_START = 3
_ANYTHING = frozenset({""})


class _Group(Struct, frozen=True):
    """What stands in brackets: one of the branches, or perhaps none of them."""

    branches: list[list["str | _Group"]]
    may_be_missing: bool


_Elements = list[str | _Group]


class Opening:
    """One way a phrase can begin: words, or stems with a star, and what must follow for a look to be worth it."""

    def __init__(self, firsts: Iterable[str], rest: _Elements) -> None:
        self.firsts = frozenset(firsts)
        self._rest = rest

    @cached_property
    def following(self) -> tuple[frozenset[str], frozenset[str]]:
        """The starts of words that can stand directly behind, and of those that can stand behind a gap.

        An empty one is among them where it can be anything, or nothing.
        """
        return _following(self._rest)


def expression(written: str) -> str:
    """The regular expression of a phrase, for a line of folded words with one space between."""
    return _expression(_parsed(_items(written)))


def openings(written: str) -> Iterator[Opening]:
    """How a phrase can begin: each first word, with what can follow it."""
    for branch in _parsed(_items(written)):
        yield from _openings(branch)


def start(word: str) -> str:
    """What a word that follows is first known by."""
    return word[:_START]


def _items(written: str) -> list[str]:
    return _ITEM.findall(written.replace("-", " "))


def _parsed(items: list[str]) -> list[_Elements]:
    """The branches of a phrase, up to the closing bracket, which is consumed."""
    branches: list[_Elements] = [[]]
    while items and (item := items.pop(0)) not in ")]":
        if item == "|":
            branches.append([])
        elif item in "([":
            branches[-1].append(_Group(_parsed(items), may_be_missing=item == "["))
        else:
            branches[-1].append(item)
    return branches


def _expression(branches: list[_Elements]) -> str:
    drawn = ["".join(_drawn(branch)) for branch in branches]
    if len(drawn) == 1:
        return drawn[0]
    ways = [each for each in drawn if not each.endswith(_EDGE)]
    if whole := "|".join(each.removesuffix(_EDGE) for each in drawn if each.endswith(_EDGE)):
        ways.append(f"(?:{whole}){_EDGE}")
    return f"(?:{'|'.join(ways)})"


def _drawn(elements: _Elements) -> Iterator[str]:
    glue = ""
    for element in elements:
        if isinstance(element, _Group):
            inner = _expression(element.branches)
            yield f"(?:{glue}{inner})?" if element.may_be_missing else glue + inner
        else:
            yield _GAPS.get(element) or glue + _word(element)
        glue = _GLUE


def _word(word: str) -> str:
    drawn = " ?".join(re.escape(fold(piece)) for piece in word.strip("*").split("'"))
    if word.startswith("*"):
        drawn = r"\w*" + drawn
    if _is_arabic(word):
        drawn = "[وفبل]?" + drawn
    return drawn + (r"\w*" if word.endswith("*") else _EDGE)


def _openings(elements: _Elements) -> Iterator[Opening]:
    head, rest = elements[0], elements[1:]
    if isinstance(head, _Group) and not head.may_be_missing:
        alone, longer = [], []
        for branch in head.branches:
            word = branch[0]
            if len(branch) == 1 and isinstance(word, str) and "'" not in word and word not in _GAPS:
                alone.append(word)
            else:
                longer.append(branch)
        yield Opening((form for word in alone for form in _forms(word)), rest)
        for branch in longer:
            yield from _openings(branch + rest)
    elif isinstance(head, _Group) or head in _GAPS or head.startswith("*"):
        raise ValueError("a phrase cannot begin with what may be missing")
    elif "'" in head:
        before, behind = head.split("'", 1)
        yield Opening((fold(before),), [behind, *rest] if behind else rest)
        yield Opening((fold(head.replace("'", "")),), rest)
    else:
        yield Opening(_forms(head), rest)


def _following(elements: _Elements) -> tuple[frozenset[str], frozenset[str]]:
    if not elements:
        return _ANYTHING, frozenset()
    head, rest = elements[0], elements[1:]
    if isinstance(head, _Group):
        ways = [_following(branch + rest) for branch in head.branches]
        ways += [_following(rest)] if head.may_be_missing else []
        return frozenset().union(*(near for near, _ in ways)), frozenset().union(*(far for _, far in ways))
    if head in _GAPS:
        return frozenset(), frozenset().union(*_following(rest))
    return frozenset(_starts(head)), frozenset()


def _starts(word: str) -> Iterator[str]:
    if word.startswith("*"):
        yield ""
        return
    for form in _forms(word):
        yield start(form.removesuffix("*")) if len(form) > _START or not form.endswith("*") else ""


def _forms(word: str) -> Iterator[str]:
    if "'" in word:
        yield fold(word.split("'")[0])
        yield fold(word.replace("'", ""))
    elif _is_arabic(word):
        yield from (clitic + fold(word) for clitic in _CLITICS)
    else:
        yield fold(word)


def _is_arabic(word: str) -> bool:
    return "\u0600" < word[0] < "\u0700"
