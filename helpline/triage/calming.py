"""What makes words of danger none: an advert that shouts, a story that somebody writes, a trade, a game, a journey.

A file of its own, because it is asked before any danger is.
"""

from msgspec.structs import replace

from helpline.triage.evidence import Evidence, Found
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP
from helpline.triage.weight import points

_SOMEBODY = (Sign.RELATIVE, Sign.FRIEND, Sign.CHILD, Sign.CLIENT, Sign.MINOR)
_PEOPLE = (*_SOMEBODY, Sign.THEIR_RELATIVE, Sign.PROFESSIONAL, Sign.EXTREMISM)
"""Where none of these is told of, who did not come is the plumber."""
_MEANT = (
    Sign.HARM_INTENT, Sign.THREAT, Sign.GRUDGE, Sign.SUICIDE, Sign.SELF_HARM, Sign.DESPAIR, Sign.FAREWELL, Sign.GOODBYE,
    Sign.SUDDEN_CALM, Sign.ANNOUNCEMENT, Sign.VEILED, Sign.WARNED, Sign.HIDDEN, Sign.PREPARES, Sign.SCOUTS,
    Sign.STALKED, Sign.HOLDS_BACK, Sign.VIOLENCE_NOW, Sign.AT_HAND, Sign.CRY_FOR_HELP, Sign.UNSAFE_CALL,
    Sign.UNREACHABLE, Sign.MISSING, Sign.GONE, Sign.NOTE_LEFT, Sign.TRACES_GONE, Sign.FORCED, Sign.HELD,
)  # fmt: skip
"""With one of these a hunter's rifle is a rifle, and a journey may be more than one."""
_TOOLS = frozenset({Sign.MEANS, Sign.ARMED, Sign.IMPLEMENT, Sign.VIOLENCE})
_TRIPS = frozenset({Sign.WAR_ZONE, Sign.DEPARTURE, Sign.TRAVEL, Sign.JOURNEY})
_PARTINGS = frozenset({Sign.SETTLING, Sign.GIVING_AWAY, Sign.TAKES_LEAVE, Sign.LEFT, Sign.BLOW})
_TO_COME = (
    *_MEANT, Sign.DATE_NEAR, Sign.ARMED, Sign.TARGET, Sign.GIVING_AWAY, Sign.LEFT, Sign.DEPARTURE, Sign.HURTS,
    Sign.WHISPERS,
)  # fmt: skip
"""With one of these nobody is at ease, whoever writes and whatever they say of their hurry."""
IN_DANGER = (
    Sign.SUICIDE, Sign.SELF_HARM, Sign.DESPAIR, Sign.FAREWELL, Sign.GOODBYE, Sign.GIVING_AWAY, Sign.HARM_INTENT,
    Sign.THREAT, Sign.DATE_NEAR, Sign.ARMED, Sign.PREPARES, Sign.SCOUTS, Sign.HURTS, Sign.VIOLENCE_NOW, Sign.STALKED,
    Sign.FORCED, Sign.AT_HAND, Sign.UNSAFE_CALL,
)  # fmt: skip
"""Beside one of these nobody only studies."""
_LIVING = (
    Sign.RELATIVE, Sign.FRIEND, Sign.CHILD, Sign.SOMEBODY, Sign.UNREACHABLE, Sign.PLEA, Sign.CRY_FOR_HELP, Sign.HELD,
    Sign.RECENT,
)  # fmt: skip
_PRINTED = frozenset({Sign.DATE_NEAR, Sign.ARMED, Sign.TARGET, Sign.CRY_FOR_HELP})
_LONG_AGO, _NEAR = (Sign.PAST, Sign.OVER, Sign.FICTION), (Sign.DATE_NEAR, Sign.RECENT)
_DONE = frozenset(
    {Sign.MEANS, Sign.ARMED, Sign.IMPLEMENT, Sign.THINGS, Sign.VIOLENCE, Sign.VIOLENCE_NOW, Sign.HARM_INTENT,
     Sign.THREAT, Sign.ANNOUNCEMENT, Sign.PREPARES, Sign.SCOUTS, Sign.FAREWELL, Sign.NOTE_LEFT, Sign.GOODBYE,
     Sign.SELF_HARM, Sign.SUICIDE, Sign.AT_HAND, Sign.HIDDEN, Sign.TRAVEL, Sign.JOURNEY, Sign.BLOW, Sign.HURTS}
)  # fmt: skip
_GOES_ON = frozenset(
    {Sign.HARM_INTENT, Sign.THREAT, Sign.VIOLENCE_NOW, Sign.HURTS, Sign.PREPARES, Sign.SUICIDE, Sign.DESPAIR,
     Sign.FAREWELL, Sign.STALKED, Sign.FORCED, Sign.ARMED}
)  # fmt: skip
"""What a closed file alone does not end, where it is told in more than a word."""
_WENT = frozenset({Sign.DEPARTURE, Sign.GONE, Sign.LEFT, Sign.MISSING, Sign.UNREACHABLE, Sign.WAR_ZONE})
"""What is done and over when it is told of long ago; who has been gone since then still is, unless they came back."""
_AN_ARTICLE = 5
"""Characters."""
_CRIES, _CRY = frozenset({Sign.CRY_FOR_HELP, Sign.PLEA}), 3
"""Words: a request is longer than a cry."""
_CARRIED = frozenset({Sign.MEANS, Sign.ARMED, Sign.IMPLEMENT, Sign.THINGS, Sign.HIDDEN})
_IN_EARNEST = (
    Sign.HARM_INTENT, Sign.THREAT, Sign.GRUDGE, Sign.SUICIDE, Sign.DESPAIR, Sign.FAREWELL, Sign.GOODBYE,
    Sign.ANNOUNCEMENT, Sign.WARNED, Sign.PREPARES, Sign.SCOUTS, Sign.STALKED, Sign.VIOLENCE_NOW, Sign.DATE_NEAR,
    Sign.GIVING_AWAY,
)  # fmt: skip
_FEAST = _TOOLS | {Sign.HARM_INTENT, Sign.THREAT}


def eased(evidence: Evidence) -> Evidence:
    """The evidence without what its setting explains: a bomb in a game, a road through Turkey, who left and calls."""
    evidence = _asked_for(_no_toys(_of_today(_lasting(_read_about(evidence)))))
    explained = _explained(evidence)
    if explained.isdisjoint(evidence.said):
        return evidence
    kept = tuple(each for each in evidence.found if each.sign not in explained)
    return replace(evidence, found=kept, said=evidence.said - explained, told=evidence.told - explained)


def _read_about(evidence: Evidence) -> Evidence:
    """The evidence without the dangers that a thesis is about, in its own sentence, where nobody living is told of."""
    subjects = _subjects(evidence)
    meant = {each for each in evidence.found if each.sign in IN_DANGER and each.standing in evidence.heard}
    if not evidence.has(Sign.STUDIED) or evidence.has(*_LIVING) or any(not _within(each, subjects) for each in meant):
        return evidence
    about, table = evidence.sentences(Sign.STUDIED), points()
    return _without(
        evidence, {each for each in evidence.found if each.sentence in about and table.get(each.sign, 0) > 0}
    )


def _subjects(evidence: Evidence) -> list[Found]:
    """The letters of farewell that a thesis is on: they stand right behind it."""
    task = [each for each in evidence.found if each.sign is Sign.STUDIED]
    letters = evidence.apart(Sign.FAREWELL)
    return [
        each
        for each in letters
        if any(each.field is one.field and 0 <= each.start - one.end <= _AN_ARTICLE for one in task)
    ]


def _lasting(evidence: Evidence) -> Evidence:
    """The evidence without the year or the closed file of a danger that goes on: since then, still, but; or after."""
    on, lasting, year = _going_on(evidence), evidence.sentences(Sign.LASTING), evidence.sentences(Sign.PAST)
    after = on | {sentence - 1 for sentence in on - evidence.sentences(Sign.OVER)}
    ended = {each for each in evidence.found if each.sign is Sign.PAST and each.sentence in on & lasting}
    ended |= {
        each for each in evidence.found if each.sign is Sign.OVER and each.sentence in (on & lasting) | after - year
    }
    return _without(evidence, ended)


def _going_on(evidence: Evidence) -> set[int]:
    """The sentences that tell of a danger in more than a word."""
    return {each.sentence for sign in _GOES_ON for each in evidence.apart(sign) if each.words > 1}


def long_ago(evidence: Evidence) -> set[Found]:
    """What is told of long ago in one sentence with its year, and no nearer day; nothing that lasts."""
    near = evidence.sentences(*_NEAR, Sign.LASTING)
    past, dated = evidence.sentences(*_LONG_AGO) - near, evidence.sentences(Sign.PAST, Sign.FICTION) - near
    done = _DONE | _WENT if evidence.has(Sign.OVER, Sign.RETURNED) else _DONE
    on = _going_on(evidence)
    told = {each for each in evidence.found if each.sign in done and each.sentence in past}
    return {each for each in told if each.sentence in dated or each.sign not in _GOES_ON or each.sentence not in on}


def _of_today(evidence: Evidence) -> Evidence:
    return _without(evidence, long_ago(evidence))


def _no_toys(evidence: Evidence) -> Evidence:
    """The evidence without a weapon that the same or the next sentence calls a toy, where nobody means harm."""
    toys = evidence.sentences(Sign.TOOL_OR_TOY)
    if not toys or evidence.has(*_IN_EARNEST):
        return evidence
    beside = {sentence - step for sentence in toys for step in (0, 1)}
    return _without(evidence, {each for each in evidence.found if each.sign in _CARRIED and each.sentence in beside})


def _asked_for(evidence: Evidence) -> Evidence:
    """The evidence without the cries that are only words of what is asked: "I should like somebody to help me"."""
    asks = [each for each in evidence.found if each.sign is Sign.WANTS_FOLLOWING and each.words > _CRY]
    return _without(evidence, {each for each in evidence.found if each.sign in _CRIES and _within(each, asks)})


def _within(one: Found, others: list[Found]) -> bool:
    return any(one.field is each.field and each.start <= one.start and one.end <= each.end for each in others)


def _without(evidence: Evidence, told: set[Found]) -> Evidence:
    if not told:
        return evidence
    kept = tuple(each for each in evidence.found if each not in told)
    said = frozenset(each.sign for each in kept if each.standing in evidence.heard)
    return replace(evidence, found=kept, said=said)


def _explained(evidence: Evidence) -> frozenset[Sign]:
    if evidence.has(Sign.TOOL_OR_TOY) and evidence.has(Sign.WRONG_NUMBER):
        return _FEAST
    explained: frozenset[Sign] = frozenset()
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(*_PEOPLE):
        return frozenset({Sign.MISSING})
    if evidence.has(*_MEANT):
        return explained
    dated = evidence.has(Sign.TARGET) and evidence.has(Sign.DATE_NEAR) and evidence.has(Sign.SOMEBODY, *_SOMEBODY)
    aimed = evidence.has(Sign.EXTREMISM, Sign.HATE) or dated
    if evidence.has(Sign.TOOL_OR_TOY) and not aimed and not evidence.has(Sign.GIVING_AWAY, Sign.LEFT):
        explained |= _TOOLS
    if evidence.has(Sign.ORDINARY_TRIP) and not evidence.has(Sign.EXTREMISM, Sign.HATE, Sign.MINOR, *_PARTINGS):
        explained |= _TRIPS
    if evidence.has(Sign.IN_TOUCH) and not evidence.has(*_TOOLS, *_TRIPS):
        explained |= _PARTINGS
    return explained


def advertised(evidence: Evidence) -> bool:
    """An advert or a fraud shouts of bombs, last days and legacies, and speaks of nobody."""
    plain = evidence.has(Sign.LINK) or len(evidence.apart(Sign.SPAM)) >= ADDS_UP or not evidence.has(Sign.SOMEBODY)
    meant = (
        Sign.UNSAFE_CALL, Sign.SUICIDE, Sign.VIOLENCE_NOW, Sign.WHISPERS, Sign.HURTS, Sign.HARM_INTENT, Sign.THREAT,
        Sign.FAREWELL, Sign.DESPAIR, Sign.ARMED, Sign.PREPARES, Sign.GOODBYE,
    )  # fmt: skip
    return evidence.has(Sign.SPAM) and plain and not evidence.has(*_SOMEBODY, *meant)


def invented(evidence: Evidence) -> bool:
    """Somebody writes a story, and nobody they know is in it; one for the press may speak of its people."""
    meant = (Sign.DATE_NEAR, Sign.UNREACHABLE, Sign.PROFESSIONAL, Sign.PREPARES)
    somebody = (Sign.RELATIVE, Sign.CLIENT) if evidence.has(Sign.PRESS) else _SOMEBODY
    return evidence.has(Sign.FICTION) and not evidence.has(*somebody, *meant)


def at_ease(evidence: Evidence) -> bool:
    """Somebody at work asks for a session about what is over: danger is the subject, and nothing is to come."""
    asked = evidence.has(Sign.WANTS_SESSION) and evidence.has(Sign.PAST)
    return asked and evidence.has(Sign.PROFESSIONAL, Sign.PROFESSION) and not evidence.has(*_TO_COME)


def reported(evidence: Evidence) -> bool:
    """The press asks about what happened; what is still to come is no report.

    Where the press is named twice, the day is when it goes to print, and a weapon and a place are what it reports; but
    a bomb or a shooting with a day is a threat that an editor received.
    """
    close = (Sign.RELATIVE, Sign.FRIEND, Sign.CHILD, Sign.CLIENT, Sign.PLEA)
    if any(evidence.together(what, Sign.DATE_NEAR, apart=1) for what in (Sign.VIOLENCE, Sign.MEANS, Sign.HARM_INTENT)):
        return False
    told = _PRINTED if len(evidence.apart(Sign.PRESS)) >= ADDS_UP else frozenset()
    return evidence.has(Sign.PRESS) and not evidence.has(*{*close, *_TO_COME} - told)
