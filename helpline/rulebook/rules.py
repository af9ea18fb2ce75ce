"""What may be changed in the phrases, what takes two people, and how a release's phrases join what people made."""

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from helpline.contacts.model import Language
from helpline.errors import Invalid
from helpline.rulebook.model import Step
from helpline.triage.lexicon import (
    EVERYTHING,
    GROUPS,
    SHORT_FORMS,
    SWITCHED_OFF,
    WORD_LISTS,
    Entry,
    Phrase,
    check_beginning,
    filled_in,
)
from helpline.triage.reading import fold
from helpline.triage.signs import Sign
from helpline.web.words import gettext as _

LONG, GAPS, BRACKETS = 2600, 4, 12
"""A phrase may be so long, with its groups written out; more gaps would make reading slow."""

_SIGNS = list(Sign)
_EDGE, _ABOUT = _SIGNS.index(Sign.FIGURATIVE), _SIGNS.index(Sign.WORRY)
_WHO, _ASKED, _ELSEWHERE = _SIGNS.index(Sign.RELATIVE), _SIGNS.index(Sign.WANTS_FOLLOWING), _SIGNS.index(Sign.PRESS)
DANGER = frozenset(_SIGNS[:_EDGE])
"""The signs of danger, said or between the lines."""
_EDGES = frozenset(_SIGNS[_EDGE:_ABOUT])
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("danger", tuple(_SIGNS[:_EDGE])),
    ("edge", tuple(_SIGNS[_EDGE:_ABOUT])),
    ("about", tuple(_SIGNS[_ABOUT:_WHO])),
    ("who", tuple(_SIGNS[_WHO:_ASKED])),
    ("asked", tuple(_SIGNS[_ASKED:_ELSEWHERE])),
    ("elsewhere", tuple(_SIGNS[_ELSEWHERE:])),
    ("tongue", (GROUPS, SHORT_FORMS, *sorted(WORD_LISTS))),
)
HEADINGS = frozenset(heading for _family, headings in FAMILIES for heading in headings)

_NAME = re.compile(r"@\w+")
_GAP = re.compile(r"(?<!\S)\.{2,}(?!\S)")


def checked(language: Language, heading: str, written: str, groups: Mapping[str, str]) -> str:
    """An entry with single spaces, as it may be published. Raises `Invalid` with what is wrong in one sentence."""
    written = " ".join(written.split())
    if problem := _problem(language, heading, written, groups):
        raise Invalid({"written": problem})
    return written


def _problem(language: Language, heading: str, written: str, groups: Mapping[str, str]) -> str:
    if not written:
        return _("Write something.")
    if ";" in written:
        return _("One phrase at a time, without a semicolon.")
    if heading in WORD_LISTS:
        return "" if re.fullmatch(r"[\w'’-]+", written) else _("This list holds single words.")
    if heading in (GROUPS, SHORT_FORMS):
        return _problem_of_a_pair(language, heading, written, groups)
    if unknown := sorted(set(_NAME.findall(written)) - groups.keys()):
        return _("There is no group %(name)s in this language.") % {"name": unknown[0]}
    return _problem_of_a_phrase(language, filled_in(written, dict(groups)))


def _problem_of_a_pair(language: Language, heading: str, written: str, groups: Mapping[str, str]) -> str:
    left, equals, right = map(str.strip, written.partition("="))
    if not (left and equals and right) or "=" in right:
        return _("Write it as two halves with = between them.")
    if heading == SHORT_FORMS:
        return "" if re.fullmatch(r"[\w'’-]+", left) else _("A short form is one word.")
    if not _NAME.fullmatch(left):
        return _("A group's name is @ and one word.")
    return _problem_of_a_phrase(language, f"({right})")


def _problem_of_a_phrase(language: Language, written: str) -> str:
    if len(written) > LONG:
        return _("This is too long: at most %(most)d characters.") % {"most": LONG}
    if len(_GAP.findall(written)) > GAPS:
        return _("At most %(most)d gaps: more would make reading slow.") % {"most": GAPS}
    if any(len(gap) > GAPS for gap in _GAP.findall(written)):
        return _("A gap is two, three or four dots.")
    if not _balanced(written):
        return _("A bracket is opened and not closed, or closed and not opened.")
    if re.search(r"[(\[|]\s*[)\]|]", written):
        return _("Nothing stands between two of the marks.")
    if not re.search(r"[^\s.*()|\[\]]", written) or re.search(r"\*\w", written) or re.search(r"[{}^$\\+<>@=]", written):
        return _("Letters, spaces and the marks explained beside: nothing else means anything here.")
    try:
        phrase = Phrase(Sign.WORRY, language, written)
        check_beginning(phrase)
        phrase.pattern  # noqa: B018  # compiled to see that it can be
    except (ValueError, IndexError, re.error):
        return _(
            "A phrase begins with a word of its own: not with a gap, with what may be missing, or with one letter."
        )
    return ""


def _balanced(written: str) -> bool:
    """Whether every bracket has its own, and not too deep inside others."""
    open_ones: list[str] = []
    for mark in written:
        if mark in "([":
            open_ones.append(")" if mark == "(" else "]")
        elif mark in ")]" and (not open_ones or open_ones.pop() != mark):
            return False
        if len(open_ones) > BRACKETS:
            return False
    return not open_ones


def refuse_common(heading: str, written: str, common: Collection[str]) -> None:
    """Raises `Invalid` for a sign of a single word that stands in almost every message: everybody would show it."""
    if heading in set(Sign) and fold(written) in {fold(word) for word in common}:
        raise Invalid({"written": _("This word stands in almost every message: write what stands beside it, too.")})


def weakens(step: Step) -> bool:
    """Whether a danger could be missed by this: published by somebody else than who wrote it."""
    if step.heading == SWITCHED_OFF:
        return step.written is not None and (step.written == EVERYTHING or step.written in DANGER)
    if step.heading in DANGER or step.heading == SHORT_FORMS:
        return step.was is not None
    if step.heading in _EDGES:
        return step.written is not None
    return step.heading in WORD_LISTS or (step.heading == GROUPS and step.was is not None)


class Merged(Struct, frozen=True):
    """What a release changes by itself, and what people changed too: that they decide."""

    added: list[Entry]
    removed: list[Entry]
    asked: list[Step]


def merged(before: Iterable[Entry], now: Iterable[tuple[Entry, str | None]], new: Iterable[Entry]) -> Merged:
    """Join a release's phrases with what people made of the last ones.

    `before`: the last release's; `now`: what stands, each with what people made it from; `new`: the new release's.
    What people switched off stays off, what they added stays; what both changed waits for them.
    """
    base, fresh = dict.fromkeys(before), dict.fromkeys(new)
    stands = dict(now)
    made_from = {(each.language, each.heading, was): each for each, was in stands.items() if was is not None}
    gone = [each for each in base if each not in fresh]
    return Merged(
        added=[each for each in fresh if each not in base and each not in stands],
        removed=[each for each in gone if each in stands],
        asked=[
            Step(theirs.language, theirs.heading, theirs.written, None)
            for each in gone
            if (theirs := made_from.get((each.language, each.heading, each.written))) and theirs not in fresh
        ],
    )


def steps_between(one: Iterable[Entry], other: Iterable[Entry]) -> list[Step]:
    """What makes one version of the other."""
    here, there = dict.fromkeys(one), dict.fromkeys(other)
    went = [Step(each.language, each.heading, each.written, None) for each in here if each not in there]
    return went + [Step(each.language, each.heading, None, each.written) for each in there if each not in here]
