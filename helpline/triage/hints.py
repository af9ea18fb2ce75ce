"""Danger between the lines: what nobody says outright, put together from signs that alone are often nothing."""

from helpline.contacts.model import Urgency
from helpline.triage.evidence import Evidence, Found
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP, Verdict, at_work, only_pressed, taught, told_not_meant, urgent

_WEIGHTY = (Sign.EXTREMISM, Sign.HATE, Sign.MEANS, Sign.VIOLENCE, Sign.WAR_ZONE)
_VANISHING = (Sign.UNREACHABLE, Sign.TRACES_GONE, Sign.LEFT)
_PARTING = (Sign.GOODBYE, Sign.SETTLING, Sign.NOTE_LEFT)
_DESPAIR = (Sign.DESPAIR, Sign.SELF_HARM)
_ILL_WILL = (Sign.GRUDGE, Sign.ANNOUNCEMENT, Sign.THREAT)
_PREPARING = (Sign.PREPARES, Sign.ARMED)
_UNDER_WAY = ((Sign.HIDDEN,), (Sign.WARNED,), (Sign.AT_HAND,))
_TELLING = (_PARTING, _DESPAIR, _ILL_WILL, _PREPARING, *_UNDER_WAY)
"""Kinds of signs of which one is a worry and two are a danger."""
_BESIDE = ((Sign.MEANS,), (Sign.SUDDEN_CALM, Sign.MILD), (Sign.FOREBODING,))
"""What counts only beside one of them: a weapon, a mild manner, that the writer feels something is wrong."""
_WHEN_OR_WHERE = (Sign.DATE_NEAR, Sign.TARGET)
_ALONE_TWICE = ((Sign.GOODBYE, Sign.SETTLING), _DESPAIR)
_MANY = 3
_ENOUGH = (Sign.GRUDGE, Sign.WARNED, Sign.HIDDEN)
"""Said by so few who are in no danger that one alone is looked at the same day, and asked about."""
_FEW = 100
_NOT_OURS = (
    Sign.SPAM, Sign.PRESS, Sign.POLICE_ASKING, Sign.OTHER_SERVICE, Sign.WRONG_NUMBER, Sign.AUTOMATIC, Sign.NUISANCE,
    Sign.WANTS_SESSION, Sign.APPOINTMENT, Sign.RUNNING_CASE, Sign.MANDATE, Sign.EXIT_WISH, Sign.FICTION,
)  # fmt: skip


def between_the_lines(evidence: Evidence) -> Verdict | None:
    """What nobody says outright: one sign alone is often nothing, two of different kinds are not.

    A day that somebody named, told in his own words, is what people remember when they are afraid of it.
    """
    if taught(evidence) or evidence.has(Sign.HYPOTHETICAL) or elsewhere(evidence):
        return None
    kinds = _kinds(evidence)
    because = tuple(sign for kind in kinds for sign in kind)
    if len(kinds) < _MANY and _doubtful(evidence):
        return None
    again = any(places_of(evidence, kind) >= ADDS_UP for kind in _ALONE_TWICE) and not at_work(evidence)
    if len(kinds) >= ADDS_UP or again:
        at_once = len(kinds) >= _MANY or evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP, Sign.AT_HAND, *_VANISHING)
        return urgent(Urgency.IMMEDIATE if at_once else Urgency.URGENT, *because)
    if evidence.has(Sign.PREPARES):
        return urgent(Urgency.URGENT, Sign.PREPARES, Sign.TARGET, unclear=True)
    if Sign.DATE_NEAR in evidence.told and not evidence.has(Sign.APPOINTMENT):
        return urgent(Urgency.URGENT, Sign.DATE_NEAR, Sign.TARGET, unclear=True)
    if _dated(evidence, bool(kinds)) or _placed(evidence, bool(kinds)):
        return urgent(Urgency.URGENT, *because, Sign.DATE_NEAR, Sign.TARGET, unclear=True)
    if _enough(evidence) and not evidence.has(*_NOT_OURS, Sign.CALMS):
        return urgent(Urgency.URGENT, *_ENOUGH, Sign.SETTLING, unclear=True)
    return None


def _enough(evidence: Evidence) -> bool:
    """Who settles affairs in few words says no more; in many, or asking to be followed, they moved house."""
    settles = evidence.has(Sign.SETTLING) and evidence.own_words < _FEW and not evidence.has(Sign.WANTS_FOLLOWING)
    return settles or evidence.has(*_ENOUGH)


def elsewhere(evidence: Evidence) -> bool:
    """A stolen bicycle, a landlord: another service's matter, with nobody in it."""
    somebody = (Sign.RELATIVE, Sign.FRIEND, Sign.CLIENT, Sign.MINOR, Sign.SOMEBODY, Sign.PROFESSIONAL)
    meant = (Sign.PREPARES, Sign.FOREBODING, Sign.ARMED, Sign.GRUDGE, Sign.WARNED, Sign.GOODBYE, *_DESPAIR)
    return evidence.has(Sign.OTHER_SERVICE) and not evidence.has(*somebody, *meant)


def _doubtful(evidence: Evidence) -> bool:
    """Told laughing, or long ago, or of somebody who is back and well."""
    under_way = (Sign.DATE_NEAR, Sign.FAREWELL, Sign.HIDDEN, *_PREPARING, *_VANISHING)
    if evidence.has(Sign.CALMS, Sign.RETURNED) and not evidence.has(*under_way):
        return True
    return told_not_meant(evidence) or (evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, Sign.FOREBODING))


def _dated(evidence: Evidence, telling: bool) -> bool:
    """One telling sign that has a date, or a place with a date in one breath, where somebody close is spoken of."""
    if evidence.has(Sign.PROFESSIONAL, Sign.PAST) or not evidence.has(Sign.DATE_NEAR):
        return False
    if telling and evidence.has(Sign.RELATIVE, Sign.FRIEND, Sign.TARGET, Sign.TRAVEL, *_WEIGHTY):
        return True
    there = evidence.together(Sign.TARGET, Sign.DATE_NEAR) and evidence.has(Sign.RELATIVE, Sign.FRIEND)
    return there and evidence.has(*_WEIGHTY)


def _placed(evidence: Evidence, telling: bool) -> bool:
    """One telling sign beside a place that could be meant, or a war; or a note that nobody at work found."""
    if evidence.has(Sign.NO_EMERGENCY, Sign.PAST):
        return False
    if telling and evidence.has(Sign.TARGET, Sign.WAR_ZONE):
        return evidence.has(Sign.RELATIVE, Sign.FRIEND, Sign.CLIENT, Sign.MINOR)
    return evidence.has(Sign.NOTE_LEFT) and not evidence.has(Sign.PROFESSIONAL, Sign.CLIENT)


def _kinds(evidence: Evidence) -> list[tuple[Sign, ...]]:
    """The kinds that are there; some count only beside others, a day or a place only beside what is under way."""
    kinds: list[tuple[Sign, ...]] = [kind for kind in _TELLING if evidence.has(*kind)]
    if not kinds:
        return []
    beside = _BESIDE if not at_work(evidence) else _BESIDE[:-1]
    kinds += [kind for kind in (_VANISHING, *beside) if evidence.has(*kind)]
    if evidence.has(Sign.GRUDGE, Sign.PREPARES, *(sign for kind in _UNDER_WAY for sign in kind)):
        kinds += [kind for kind in (_WHEN_OR_WHERE,) if evidence.has(*kind)]
    return on_words_of_their_own(evidence, kinds)


def on_words_of_their_own(evidence: Evidence, kinds: list[tuple[Sign, ...]]) -> list[tuple[Sign, ...]]:
    """Each kind that stands on other words than those before it: one phrase under two signs is one sign."""
    kept: list[tuple[Sign, ...]] = []
    used: list[Found] = []
    for kind in kinds:
        met = (found for sign in kind for found in evidence.apart(sign))
        if free := next((found for found in met if not any(_overlap(found, other) for other in used)), None):
            kept.append(kind)
            used.append(free)
    return kept


def _overlap(one: Found, other: Found) -> bool:
    return one.field is other.field and one.start < other.end and other.start < one.end


def places_of(evidence: Evidence, signs: tuple[Sign, ...]) -> int:
    """How often any of the signs is met, words under two of them counted once."""
    ends: list[tuple[str, int, int]] = []
    for found in sorted((each for sign in signs for each in evidence.apart(sign)), key=lambda each: each.start):
        if not ends or found.field != ends[-1][0] or found.start >= ends[-1][2]:
            ends.append((found.field, found.start, found.end))
    return len(ends)


def intimidated(evidence: Evidence) -> Verdict | None:
    """Somebody is followed, photographed, waited for, or is to be taken away or married against their will."""
    if evidence.has(Sign.STALKED) and not evidence.has(Sign.HYPOTHETICAL) and not only_pressed(evidence):
        near = evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP) and evidence.has(Sign.THREAT, Sign.MEANS)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.STALKED, Sign.THREAT)
    if evidence.has(Sign.FORCED) and not evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        near = evidence.has(Sign.DATE_NEAR)
        if near or evidence.has(Sign.MINOR, Sign.CHILD, Sign.TRAVEL, Sign.CRY_FOR_HELP):
            return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.FORCED, Sign.DATE_NEAR, Sign.TRAVEL)
    return None
