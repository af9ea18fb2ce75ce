"""Danger between the lines: what nobody says outright, put together from signs that alone are often nothing."""

from helpline.contacts.model import Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP, Verdict, at_work, taught, told_not_meant, urgent

_WEIGHTY = (Sign.EXTREMISM, Sign.HATE, Sign.MEANS, Sign.VIOLENCE, Sign.WAR_ZONE)
_VANISHING = (Sign.UNREACHABLE, Sign.TRACES_GONE, Sign.LEFT)
_TELLING: tuple[tuple[Sign, ...], ...] = (
    (Sign.GOODBYE, Sign.SETTLING, Sign.NOTE_LEFT),
    (Sign.DESPAIR, Sign.SELF_HARM),
    (Sign.GRUDGE, Sign.ANNOUNCEMENT, Sign.THREAT),
)
_KINDS = (*_TELLING, _VANISHING, (Sign.PREPARES, Sign.ARMED))
_BESIDE: tuple[tuple[Sign, ...], ...] = ((Sign.MEANS,), (Sign.SUDDEN_CALM, Sign.MILD))
_ALONE_TWICE = ((Sign.GOODBYE, Sign.SETTLING), (Sign.DESPAIR, Sign.SELF_HARM))
"""Leave-taking, despair, ill will, vanishing, preparing: one of them is a worry, two of them are a danger."""


def between_the_lines(evidence: Evidence) -> Verdict | None:
    """What nobody says outright: one sign alone is often nothing, two of different kinds are not.

    A day that somebody named, told in his own words, is what people remember when they are afraid of it.
    """
    if told_not_meant(evidence) or taught(evidence) or evidence.has(Sign.HYPOTHETICAL):
        return None
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR):
        return None
    kinds = _kinds(evidence)
    because = tuple(sign for kind in kinds for sign in kind)
    again = any(_places(evidence, kind) >= ADDS_UP for kind in _ALONE_TWICE) and not at_work(evidence)
    if len(kinds) >= ADDS_UP or again:
        at_once = len(kinds) > ADDS_UP or evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP, *_VANISHING)
        return urgent(Urgency.IMMEDIATE if at_once else Urgency.URGENT, *because)
    if evidence.has(Sign.PREPARES):
        near = evidence.has(Sign.DATE_NEAR) and evidence.has(Sign.TARGET, Sign.EXTREMISM, Sign.HATE)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.PREPARES, Sign.TARGET, unclear=not near)
    if Sign.DATE_NEAR in evidence.told and not evidence.has(Sign.APPOINTMENT):
        return urgent(Urgency.URGENT, Sign.DATE_NEAR, Sign.TARGET, unclear=True)
    if any(evidence.together(Sign.GRUDGE, other, apart=1) for other in (Sign.DATE_NEAR, Sign.TARGET)):
        return urgent(Urgency.URGENT, Sign.GRUDGE, Sign.DATE_NEAR, Sign.TARGET, unclear=True)
    if _dated(evidence, bool(kinds)):
        return urgent(Urgency.URGENT, *because, Sign.DATE_NEAR, Sign.TARGET, unclear=True)
    return None


def _dated(evidence: Evidence, telling: bool) -> bool:
    """One telling sign that has a date, or a place with a date in one breath, where somebody close is spoken of."""
    if evidence.has(Sign.PROFESSIONAL, Sign.PAST) or not evidence.has(Sign.DATE_NEAR):
        return False
    if telling and evidence.has(Sign.RELATIVE, Sign.FRIEND, Sign.TARGET, Sign.TRAVEL, *_WEIGHTY):
        return True
    there = evidence.together(Sign.TARGET, Sign.DATE_NEAR) and evidence.has(Sign.RELATIVE, Sign.FRIEND)
    return there and evidence.has(*_WEIGHTY)


def _kinds(evidence: Evidence) -> list[tuple[Sign, ...]]:
    """The kinds that are there; a weapon or a mild manner count only beside leave-taking, despair or ill will."""
    kinds = [kind for kind in _KINDS if evidence.has(*kind)]
    if not evidence.has(*(sign for kind in _TELLING for sign in kind)):
        return kinds
    return kinds + [kind for kind in _BESIDE if evidence.has(*kind)]


def _places(evidence: Evidence, signs: tuple[Sign, ...]) -> int:
    """How often any of the signs is met, words under two of them counted once."""
    ends: list[tuple[str, int, int]] = []
    for found in sorted((each for sign in signs for each in evidence.apart(sign)), key=lambda each: each.start):
        if not ends or found.field != ends[-1][0] or found.start >= ends[-1][2]:
            ends.append((found.field, found.start, found.end))
    return len(ends)


def intimidated(evidence: Evidence) -> Verdict | None:
    """Somebody is followed, photographed, waited for, or is to be taken away or married against their will."""
    if evidence.has(Sign.STALKED) and not evidence.has(Sign.PAST):
        near = evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP) and evidence.has(Sign.THREAT, Sign.MEANS)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.STALKED, Sign.THREAT)
    if evidence.has(Sign.FORCED) and not evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        near = evidence.has(Sign.DATE_NEAR)
        if near or evidence.has(Sign.MINOR, Sign.CHILD, Sign.TRAVEL, Sign.CRY_FOR_HELP):
            return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.FORCED, Sign.DATE_NEAR, Sign.TRAVEL)
    return None
