"""Whether words are denied: "PAS d'arme", "geen wapen", "kein Messer", "bıçak yok".

A denial neither raises nor hides anything.
"""

from functools import lru_cache

from msgspec import Struct

from helpline.contacts.model import Language
from helpline.triage.lexicon import lexicon
from helpline.triage.reading import END, PAUSE

_REACH_BEFORE, _REACH_BEHIND, _REACH_TURNED = 7, 2, 6
"""Words: "nicht die geringste Absicht, jemanden umzubringen" is about as far as people stretch it."""


class _Words(Struct, frozen=True):
    """The words of all languages that make or limit a denial.

    `stops`: a new thought begins here. `carries`: "je ne pense pas qu'il ait", the denial reaches the next subject.
    `turns`: "een wapen heeft hij niet", the denial comes late.
    `is_none`: "je ne sais pas", "not only", "er hört nicht auf" deny nothing.
    """

    follows: frozenset[str]
    precedes: frozenset[str]
    stops: frozenset[str]
    carries: frozenset[str]
    is_none: frozenset[str]
    turns: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    def everywhere(heading: str) -> frozenset[str]:
        return frozenset().union(*(lexicon().words(language, heading) for language in Language))

    return _Words(
        everywhere("denies_what_follows"),
        everywhere("denies_what_precedes"),
        everywhere("stops_a_denial"),
        everywhere("carries_a_denial"),
        everywhere("is_no_denial"),
        everywhere("turns_a_sentence"),
    )


def denied(words: list[str], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` are denied by a word before or behind them in the same thought."""
    return _denied_before(words, first) or _denied_behind(words, last)


def denied_within(words: list[str], first: int, last: int, written: frozenset[str]) -> bool:
    """Whether a denial stands in a gap of a phrase: "will niemanden töten"; what is `written` in it is its own."""
    return last > first + 1 and not _in_a_gap(written).isdisjoint(words[first : last + 1])


@lru_cache(maxsize=20_000)
def _in_a_gap(written: frozenset[str]) -> frozenset[str]:
    """The denials that can only stand in a gap of a phrase: worked out once for each, it holds no word of a message."""
    return _words().follows - written


def _denied_before(words: list[str], first: int) -> bool:
    known = _words()
    if _begins_a_thought(words, first, known):
        return False
    for index in range(first - 1, max(-1, first - 1 - _REACH_BEFORE), -1):
        word = words[index]
        if word in (END, PAUSE):
            return False
        if word in known.follows or _is_contraction(words, index):
            return known.is_none.isdisjoint(words[max(0, index - 2) : min(first, index + 3)])
        if _begins_a_thought(words, index, known):
            return False
    return False


def _begins_a_thought(words: list[str], index: int, known: _Words) -> bool:
    """ "Sans son accord il me tuera": a new subject begins, unless a `que` carries the denial over to it."""
    return words[index] in known.stops and not (index and words[index - 1] in known.carries)


def _is_contraction(words: list[str], index: int) -> bool:
    """`didn't` was read as two words."""
    return words[index] == "t" and index > 0 and words[index - 1].endswith("n")


def _denied_behind(words: list[str], last: int) -> bool:
    known = _words()
    turned = last + 1 < len(words) and words[last + 1] in known.turns
    reach, deniers = (_REACH_TURNED, known.precedes | known.follows) if turned else (_REACH_BEHIND, known.precedes)
    for word in words[last + 1 : last + 1 + reach]:
        if word in deniers:
            return True
        if word in (END, PAUSE):
            return False
    return False
