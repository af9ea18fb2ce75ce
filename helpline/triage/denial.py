"""Whether words are denied: "PAS d'arme", "geen wapen", "kein Messer", "bıçak yok".

A denial neither raises nor hides anything.
"""

from functools import lru_cache

from helpline.contacts.model import Language
from helpline.triage.lexicon import Lexicon
from helpline.triage.reading import END, PAUSE

_REACH_BEFORE, _REACH_BEHIND, _REACH_TURNED = 7, 2, 6
"""Words: "nicht die geringste Absicht, jemanden umzubringen" is about as far as people stretch it."""


class Denials:
    """The words of all languages that make or limit a denial, and what they deny.

    `stops`: a new thought begins here. `carries`: "je ne pense pas qu'il ait", the denial reaches the next subject.
    `turns`: "een wapen heeft hij niet", the denial comes late.
    `is_none`: "je ne sais pas", "not only", "er hört nicht auf" deny nothing.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        def everywhere(heading: str) -> frozenset[str]:
            return frozenset().union(*(lexicon.words(language, heading) for language in Language))

        self.follows = everywhere("denies_what_follows")
        self.precedes = everywhere("denies_what_precedes")
        self.stops = everywhere("stops_a_denial")
        self.carries = everywhere("carries_a_denial")
        self.is_none = everywhere("is_no_denial")
        self.turns = everywhere("turns_a_sentence")
        self._gaps: dict[frozenset[str], frozenset[str]] = {}

    def denied(self, words: list[str], first: int, last: int) -> bool:
        """Whether the words from `first` to `last` are denied by a word before or behind them in the same thought."""
        return self._before(words, first) or self._behind(words, last)

    def denied_within(self, words: list[str], first: int, last: int, written: frozenset[str]) -> bool:
        """Whether a denial stands in a gap of a phrase: "will niemanden töten"; what is `written` in it is its own."""
        return last > first + 1 and not self._in_a_gap(written).isdisjoint(words[first : last + 1])

    def _in_a_gap(self, written: frozenset[str]) -> frozenset[str]:
        """The denials that can only stand in a gap of a phrase: worked out once for each, no word of a message."""
        if written not in self._gaps:
            self._gaps[written] = self.follows - written
        return self._gaps[written]

    def _before(self, words: list[str], first: int) -> bool:
        if self._begins_a_thought(words, first):
            return False
        for index in range(first - 1, max(-1, first - 1 - _REACH_BEFORE), -1):
            word = words[index]
            if word in (END, PAUSE):
                return False
            if word in self.follows or _is_contraction(words, index):
                return self.is_none.isdisjoint(words[max(0, index - 2) : min(first, index + 3)])
            if self._begins_a_thought(words, index):
                return False
        return False

    def _begins_a_thought(self, words: list[str], index: int) -> bool:
        """ "Sans son accord il me tuera": a new subject begins, unless a `que` carries the denial over to it."""
        return words[index] in self.stops and not (index and words[index - 1] in self.carries)

    def _behind(self, words: list[str], last: int) -> bool:
        turned = last + 1 < len(words) and words[last + 1] in self.turns
        reach, deniers = (_REACH_TURNED, self.precedes | self.follows) if turned else (_REACH_BEHIND, self.precedes)
        for index, word in enumerate(words[last + 1 : last + 1 + reach], last + 1):
            if word in deniers:
                return self.is_none.isdisjoint(words[index + 1 : index + 3])
            if word in (END, PAUSE):
                return False
        return False


@lru_cache(maxsize=3)
def denials_of(lexicon: Lexicon) -> Denials:
    """Put together once for a lexicon."""
    return Denials(lexicon)


def _is_contraction(words: list[str], index: int) -> bool:
    """`didn't` was read as two words."""
    return words[index] == "t" and index > 0 and words[index - 1].endswith("n")
