"""What each sign weighs: a checklist in points, which people set, read and add up themselves if they wish.

Combinations say what a danger looks like; phrases also meet by chance in a calm message. So all that is said in one
message is weighed together: a polite question, an appointment, a matter that is over against a date, a means, a leave
taken. Nothing is learnt from contacts, and the points are the same in every language and for every belief.
"""

from functools import cache
from pathlib import Path

from helpline.contacts.model import Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.hints import places_of
from helpline.triage.signs import Sign
from helpline.triage.verdict import only_pressed

_FILE = Path(__file__).parent / "points.txt"
_REACHING_US = frozenset(
    {Sign.CALL_BACK, Sign.APPOINTMENT, Sign.CONTACTING, Sign.UNSAFE_CALL, Sign.HOURS, Sign.WANTS_ADVICE, Sign.WISHES}
)
POLITE = frozenset({Sign.GREETS, Sign.WISHES, Sign.ADDRESSED, Sign.QUESTION, Sign.SIGN_OFF, Sign.POLITE_THANKS})
MOST_POLITE = -6
"""Points that courtesy takes away at most: people in danger are polite, too."""
MOST_AGAINST = -8
"""Points that all that speaks against danger takes away at most, so that nobody is outweighed by telling much."""
ASKING = frozenset(
    {Sign.WANTS_ADVICE, Sign.WANTS_FOLLOWING, Sign.WANTS_SESSION, Sign.SERVICE_ASKED, Sign.SIGN_ASKED, Sign.CALL_BACK,
     Sign.PROFESSION, Sign.WORRY, Sign.CHANGE, Sign.MANDATE, Sign.APPOINTMENT, Sign.HANDS_OVER}
)  # fmt: skip
_ALWAYS = (Sign.SUICIDE, Sign.VIOLENCE_NOW, Sign.HURTS)
"""Said plainly whenever it is said; the next are, where a day or a means stands beside them."""
_WHAT = (
    Sign.HARM_INTENT, Sign.MISSING, Sign.GONE, Sign.DEPARTURE, Sign.FAREWELL, Sign.THREAT, Sign.ANNOUNCEMENT,
)  # fmt: skip
_WHEN_OR_WITH_WHAT = (Sign.DATE_NEAR, Sign.MEANS, Sign.RECENT, Sign.UNREACHABLE)
_CIRCUMSTANCES = frozenset(
    {Sign.SOMEBODY, Sign.FRIEND, Sign.DATE_NEAR, Sign.RECENT, Sign.TARGET, Sign.THINGS, Sign.UNSAFE_CALL, Sign.WAR_ZONE}
)
_PEOPLE = (Sign.SOMEBODY, Sign.RELATIVE, Sign.FRIEND, Sign.CLIENT, Sign.MINOR)
_LIGHT = (
    Sign.VEILED, Sign.TAKES_LEAVE, Sign.SETTLING, Sign.GOODBYE, Sign.ENDING, Sign.SCOUTS, Sign.HELD, Sign.HIDDEN,
    Sign.KEPT_FROM, Sign.TRAVEL, Sign.JOURNEY, Sign.AT_HAND, Sign.WARNED, Sign.HOLDS_BACK,
)  # fmt: skip
_PLACES, _AGAIN = 3, 1
"""Light signs in so many places of one message say so much more than each of them alone."""
_TOLD, _TOLD_DAY = 2, 3
"""Points of a sentence that somebody is quoted with, and of a day that stands in it."""
ENOUGH = {Urgency.IMMEDIATE: -1, Urgency.URGENT: 1}
"""Points above which a combination of signs is danger, by the urgency it has on its own."""
HEAVY = 2
"""Points above which signs are danger without a combination that somebody thought of."""
MUCH = 4
"""Points above which circumstances alone are danger: somebody, a day, a place and a thing, and nothing against it."""
CALM = -2
"""A combination is not outweighed by less than this."""


@cache
def points() -> dict[Sign, int]:
    """The points of each sign, read from lines `sign points`; a sign without a line says nothing about danger."""
    rows = (line.split() for line in _FILE.read_text().splitlines() if line.strip() and not line.startswith("#"))
    return {Sign(name): int(number) for name, number in rows}


def weight(evidence: Evidence) -> int:
    """The points of all that is said, each sign once; the day on which we shall call is no day of danger."""
    said = evidence.said - (evidence.only_told & (POLITE | ASKING))
    said -= frozenset() if day_of_danger(evidence) else {Sign.DATE_NEAR}
    table = points()
    polite = sum(table.get(sign, 0) for sign in said & POLITE)
    if only_pressed(evidence):
        said -= {Sign.STALKED}
    if plain(evidence):
        said, polite = said - ASKING, 0
    numbers = [table.get(sign, 0) for sign in said - POLITE - {Sign.OVER}]
    against = max(polite, MOST_POLITE) + sum(number for number in numbers if number < 0)
    told = _TOLD * evidence.quotes + _TOLD_DAY * (Sign.DATE_NEAR in evidence.told)
    told += _AGAIN * (places_of(evidence, _LIGHT) >= _PLACES)
    over = table[Sign.OVER] * evidence.has(Sign.OVER)
    return told + over + max(against, MOST_AGAINST) + sum(number for number in numbers if number > 0)


def plain(evidence: Evidence) -> bool:
    """Whether somebody says what will happen and when or with what: however they ask about it, it is believed."""
    if evidence.has(*_ALWAYS):
        return True
    return any(evidence.together(what, when, apart=1) for what in _WHAT for when in _WHEN_OR_WITH_WHAT)


def calming(evidence: Evidence) -> int:
    """The points of what speaks against danger: none or below."""
    return sum(min(points().get(sign, 0), 0) for sign in evidence.said)


def heaviest(evidence: Evidence) -> tuple[Sign, ...]:
    """The signs of danger that are said, the heaviest first: what a person is shown as the reason."""
    table = points()
    speaking = [sign for sign in evidence.said if table.get(sign, 0) > 0]
    return tuple(sorted(speaking, key=lambda sign: (-table[sign], sign)))


def day_of_danger(evidence: Evidence) -> bool:
    """Whether a day is named for something else than being called, answered or received by us."""
    about_us = {each.sentence for each in evidence.found if each.sign in _REACHING_US}
    days = (each for each in evidence.found if each.sign is Sign.DATE_NEAR and each.standing in evidence.heard)
    return any(each.sentence not in about_us for each in days)


def tells(evidence: Evidence) -> bool:
    """Whether signs say more than that somebody, some day, somewhere, has something; or so much of it that it does."""
    if not _CIRCUMSTANCES.issuperset(heaviest(evidence)):
        return True
    return weight(evidence) > MUCH and evidence.has(*_PEOPLE)
