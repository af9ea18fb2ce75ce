"""The notation of phrases: what one becomes to be looked for, and with which words it can begin.

A file of its own, because it reads marks and knows nothing of signs or languages, but for the letters an Arabic word
may carry before it. What the marks mean stands in `lexicon.py`.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from helpline.triage.reading import fold

_ITEM = re.compile(r"\(|\)|\||\[|\]|[^\s()|\[\]]+")
_GAPS = {"..": r"(?: [^ .]+){0,3}?", "...": r"(?: [^ .]+){0,5}?", "....": r"(?: [^ .]+){0,9}?"}
# Between two words a comma may stand: "mein Chef bringt mich um, wenn".
_GLUE = "(?: ,)? "
_CLITICS = ("", "و", "ف", "ب", "ل")
_BOTH = 2


class _Group(Struct, frozen=True):
    """What stands in brackets: one of the branches, or perhaps none of them."""

    branches: list[list["str | _Group"]]
    may_be_missing: bool


_Elements = list[str | _Group]


def expression(written: str) -> str:
    """The regular expression of a phrase, for a line of folded words with one space between."""
    return _expression(_parsed(_items(written)))


def openings(written: str) -> Iterator[tuple[str, ...]]:
    """How a phrase can begin: its first word alone, or the first two where both are plain words side by side."""
    for branch in _parsed(_items(written)):
        yield from _openings(branch)


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
    return drawn[0] if len(drawn) == 1 else f"(?:{'|'.join(drawn)})"


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
    drawn = " ?".join(re.escape(fold(piece)) for piece in word.removesuffix("*").split("'"))
    if _is_arabic(word):
        drawn = "[وفبل]?" + drawn
    return drawn + (r"\w*" if word.endswith("*") else r"(?!\w)")


def _openings(elements: _Elements) -> Iterator[tuple[str, ...]]:
    head, rest = elements[0], elements[1:]
    if isinstance(head, _Group) and not head.may_be_missing:
        for branch in head.branches:
            yield from _openings(branch + rest)
    elif isinstance(head, _Group) or head in _GAPS:
        raise ValueError("a phrase cannot begin with what may be missing")
    elif _is_plain(head) and (seconds := list(_seconds(rest))) and all(seconds):
        yield from ((fold(head), second) for second in seconds)
    else:
        yield from ((form,) for form in _forms(head))


def _seconds(elements: _Elements) -> Iterator[str]:
    """The plain words the rest can begin with; an empty one where it can begin with anything else."""
    if not elements:
        yield ""
        return
    head, rest = elements[0], elements[1:]
    if isinstance(head, _Group) and not head.may_be_missing:
        for branch in head.branches:
            yield from _seconds(branch + rest)
    else:
        yield fold(head) if isinstance(head, str) and head not in _GAPS and _is_plain(head) else ""


def _is_plain(word: str) -> bool:
    """Whether it stands in a text as one word of one form."""
    return not (word.endswith("*") or "'" in word or _is_arabic(word))


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
