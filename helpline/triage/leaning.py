"""Towards which matter all that is said leans, in points that people set: a second opinion on the first rule that held.

A file of its own, because `matters` asks what one telling sign decides, and this adds up what no single one does.
"""

from functools import cache
from pathlib import Path

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import Verdict

_FILE = Path(__file__).parent / "matters.txt"
_MATTERS = (
    Disposition.ACCOMPANIMENT, Disposition.PROFESSIONAL_SUPPORT, Disposition.INFORMATION_REQUEST,
    Disposition.OUT_OF_SCOPE,
)  # fmt: skip
_START, _BY_NAME, _LONG_TEXT, _SHORT_TEXT, _TINY_TEXT = "at_the_start", "by_name", "long", "short", "tiny"
_LONG, _SHORT, _TINY = 100, 25, 12
"""Words."""
_AHEAD, _AHEAD_OF_A_GUESS = 2, 0
"""A matter that leads by no more than these points is no better than the one a rule named, or only guessed."""
_USUAL = {Disposition.ACCOMPANIMENT: Urgency.SOON}
_SHOWN = 5
_SAYS_SO = frozenset({Sign.PRESS, Sign.THANKS, Sign.WRONG_NUMBER})


@cache
def points() -> dict[str, tuple[int, ...]]:
    """The points of a sign, or of a length, for each of `_MATTERS`; what has no line leans nowhere."""
    rows = (line.split() for line in _FILE.read_text().splitlines() if line.strip() and not line.startswith("#"))
    return {name: tuple(map(int, numbers)) for name, *numbers in rows}


def second_opinion(evidence: Evidence, verdict: Verdict) -> Verdict:
    """The verdict, or, where everything else said leans clearly elsewhere, that matter, as unclear.

    What was sold or sent by a machine stays what it is, and no leaning makes an advertisement of a person's words.
    """
    if verdict.disposition not in _MATTERS or "empty" in verdict.flags:
        return verdict
    leans = dict(zip(_MATTERS, _sums(evidence), strict=True))
    best = max(_MATTERS, key=lambda each: leans[each])
    ahead = _AHEAD_OF_A_GUESS if verdict.unclear else _AHEAD
    if leans[best] - leans[verdict.disposition] <= ahead or _stands(verdict, best, evidence):
        return verdict
    urgency = min(verdict.urgency, _USUAL.get(best, Urgency.ROUTINE), key=lambda each: each.rank)
    return Verdict(best, urgency, _because(evidence, best), unclear=True, flags=verdict.flags)


def _stands(verdict: Verdict, best: Disposition, evidence: Evidence) -> bool:
    """A question of fact, or what is not ours, may be about somebody at most; thanks, press, wrong numbers say so."""
    if verdict.unclear or verdict.disposition not in (Disposition.INFORMATION_REQUEST, Disposition.OUT_OF_SCOPE):
        return False
    said_so = not _SAYS_SO.isdisjoint(verdict.because) and evidence.has(*_SAYS_SO)
    return best is not Disposition.ACCOMPANIMENT or said_so


def _sums(evidence: Evidence) -> tuple[int, ...]:
    """The points of each matter: every sign once, whether we are greeted by name, and how long it is."""
    words = evidence.own_words
    looks = (
        (_BY_NAME, evidence.shape.named), (_LONG_TEXT, words > _LONG), (_SHORT_TEXT, words < _SHORT),
        (_TINY_TEXT, words < _TINY),
    )  # fmt: skip
    names = [*evidence.said, _START, *(name for name, holds in looks if holds)]
    rows = [points()[name] for name in names if name in points()]
    return tuple(map(sum, zip(*rows, strict=True)))


def _because(evidence: Evidence, matter: Disposition) -> tuple[Sign, ...]:
    """The signs that lean most towards a matter: what a person is shown as the reason."""
    column = _MATTERS.index(matter)
    speaking = [sign for sign in evidence.said if points().get(sign, (0,) * len(_MATTERS))[column] > 0]
    return tuple(sorted(speaking, key=lambda sign: (-points()[sign][column], sign))[:_SHOWN])
