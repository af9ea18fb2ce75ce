"""Danger to life or limb: which combinations of signs an experienced operator never leaves waiting.

Nothing here knows an ideology: whatever somebody believes, the same facts get the same urgency.
"""

from helpline.contacts.model import Urgency
from helpline.triage.absence import departure, missing, settling_affairs, takes_leave, vanished
from helpline.triage.calming import advertised, at_ease, eased, invented, reported
from helpline.triage.evidence import Evidence
from helpline.triage.hints import between_the_lines, intimidated
from helpline.triage.signs import Sign
from helpline.triage.small_signs import adding_up
from helpline.triage.verdict import ADDS_UP, Verdict, at_work, taught, told_not_meant, urgent
from helpline.triage.weight import CALM, ENOUGH, HEAVY, calming, heaviest, tells, weight

# Signs that make a wish to harm or to die something that is being prepared.
_PREPARED = (
    Sign.MEANS,
    Sign.DATE_NEAR,
    Sign.GIVING_AWAY,
    Sign.SUDDEN_CALM,
    Sign.UNREACHABLE,
    Sign.MISSING,
    Sign.VIOLENCE_NOW,
)
_MOST_OF_IT = 0.6
ALARMS = frozenset(
    {
        Sign.FAREWELL,
        Sign.GIVING_AWAY,
        Sign.SUICIDE,
        Sign.HARM_INTENT,
        Sign.THREAT,
        Sign.VIOLENCE_NOW,
        Sign.MISSING,
        Sign.MEANS,
        Sign.ARMED,
        Sign.ANNOUNCEMENT,
        Sign.GONE,
        Sign.DEPARTURE,
        Sign.STALKED,
        Sign.FORCED,
        Sign.PREPARES,
    }
)
"""Signs that are no danger when denied or quoted, but must then be said to be so."""


def _violence_now(evidence: Evidence) -> Verdict | None:
    """Somebody sees it happen; a joke told about it is no reason to wait, only to ask."""
    if not evidence.has(Sign.VIOLENCE_NOW):
        return None
    because = (Sign.VIOLENCE_NOW, Sign.CRY_FOR_HELP, Sign.MEANS)
    if told_not_meant(evidence):
        return urgent(Urgency.URGENT, *because, unclear=True)
    return urgent(Urgency.IMMEDIATE, *because)


def _suicide(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.SUICIDE, Sign.SELF_HARM) or (told_not_meant(evidence) and evidence.has(Sign.FICTION)):
        return None
    if told_not_meant(evidence):
        return urgent(Urgency.URGENT, Sign.SUICIDE, unclear=True) if evidence.has(Sign.SUICIDE) else None
    if evidence.has(Sign.NO_EMERGENCY) and evidence.has(Sign.PROFESSIONAL, Sign.PROFESSION, Sign.CLIENT):
        return None
    if not evidence.has(Sign.SUICIDE):
        return None if at_work(evidence) else urgent(Urgency.URGENT, Sign.SELF_HARM)
    soon = evidence.has(*_PREPARED, Sign.CRY_FOR_HELP, Sign.HARM_INTENT)
    return urgent(Urgency.IMMEDIATE if soon else Urgency.URGENT, Sign.SUICIDE, *_PREPARED)


def _hurt(evidence: Evidence) -> Verdict | None:
    """Somebody is hurt or held, or must whisper and not be called back: who cannot speak freely is in danger."""
    trapped = evidence.has(Sign.WHISPERS) and evidence.has(Sign.UNSAFE_CALL, Sign.CRY_FOR_HELP, Sign.WORRY, Sign.HURTS)
    if trapped:
        return urgent(Urgency.IMMEDIATE, Sign.WHISPERS, Sign.UNSAFE_CALL, Sign.HURTS, Sign.WORRY)
    if evidence.has(Sign.HURTS) and not evidence.has(Sign.PAST) and not at_work(evidence):
        near = evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP, Sign.THREAT, Sign.MEANS, Sign.UNSAFE_CALL)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.HURTS, Sign.UNSAFE_CALL, Sign.THREAT)
    return None


def _attack(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.HARM_INTENT):
        return None
    prepared = evidence.has(*_PREPARED, Sign.TARGET, Sign.CRY_FOR_HELP)
    if told_not_meant(evidence) and not evidence.has(Sign.MEANS, Sign.TARGET):
        return None
    if evidence.has(Sign.HYPOTHETICAL, Sign.FICTION) and not prepared:
        return None
    because = (Sign.HARM_INTENT, Sign.MEANS, Sign.DATE_NEAR, Sign.TARGET, Sign.GIVING_AWAY, Sign.SUDDEN_CALM)
    return urgent(Urgency.IMMEDIATE if prepared else Urgency.URGENT, *because, unclear=told_not_meant(evidence))


def _weapon(evidence: Evidence) -> Verdict | None:
    """A weapon in the hand, or beside hatred, a threat, a date; a weapon alone is no intent."""
    if not evidence.has(Sign.MEANS, Sign.ARMED) or told_not_meant(evidence) or taught(evidence):
        return None
    if evidence.has(
        Sign.THREAT, Sign.SUDDEN_CALM, Sign.GIVING_AWAY, Sign.CRY_FOR_HELP, Sign.ANNOUNCEMENT, Sign.UNSAFE_CALL
    ):
        because = (Sign.MEANS, Sign.ARMED, Sign.THREAT, Sign.ANNOUNCEMENT, Sign.SUDDEN_CALM, Sign.CRY_FOR_HELP)
        return urgent(Urgency.IMMEDIATE, *because)
    if evidence.together(Sign.MEANS, Sign.DATE_NEAR, apart=1) and not evidence.has(Sign.PAST, Sign.CALMS):
        return urgent(Urgency.IMMEDIATE, Sign.MEANS, Sign.ARMED, Sign.TARGET, Sign.DATE_NEAR)
    if evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        return None
    if any(evidence.together(weapon, Sign.LEFT, apart=1) for weapon in (Sign.MEANS, Sign.ARMED)):
        return urgent(Urgency.IMMEDIATE, Sign.MEANS, Sign.ARMED, Sign.LEFT)
    if any(evidence.together(weapon, Sign.AT_HAND) for weapon in (Sign.MEANS, Sign.ARMED)):
        return urgent(Urgency.IMMEDIATE, Sign.MEANS, Sign.ARMED, Sign.AT_HAND)
    if evidence.together(Sign.MEANS, Sign.TARGET, apart=1) and not evidence.has(Sign.WANTS_SESSION, Sign.CALMS):
        return urgent(Urgency.URGENT, Sign.MEANS, Sign.ARMED, Sign.TARGET)
    if at_work(evidence) and evidence.has(Sign.CALMS):
        return None
    if evidence.has(Sign.ARMED, Sign.EXTREMISM, Sign.HATE) or evidence.together(Sign.MEANS, Sign.VIOLENCE, apart=1):
        return urgent(Urgency.URGENT, Sign.ARMED, Sign.MEANS, Sign.VIOLENCE, Sign.EXTREMISM, Sign.HATE)
    return None


def _announced(evidence: Evidence) -> Verdict | None:
    """Something big is announced, or violence with a date or a place in the same breath."""
    if told_not_meant(evidence) or taught(evidence) or evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        return None
    if evidence.has(Sign.ANNOUNCEMENT) and evidence.has(Sign.DATE_NEAR, Sign.TARGET, Sign.EXTREMISM, Sign.VIOLENCE):
        return urgent(Urgency.IMMEDIATE, Sign.ANNOUNCEMENT, Sign.DATE_NEAR, Sign.TARGET, Sign.VIOLENCE)
    if evidence.together(Sign.VIOLENCE, Sign.WATCHES):
        return None
    if evidence.together(Sign.VIOLENCE, Sign.DATE_NEAR):
        return urgent(Urgency.IMMEDIATE, Sign.VIOLENCE, Sign.DATE_NEAR, Sign.TARGET)
    if evidence.together(Sign.VIOLENCE, Sign.TARGET):
        return urgent(Urgency.URGENT, Sign.VIOLENCE, Sign.TARGET)
    return None


def _threat(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.THREAT) or told_not_meant(evidence) or evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        return None
    if at_work(evidence) and not evidence.has(Sign.VIOLENCE, Sign.MEANS, Sign.TARGET):
        return None
    if _only_named(evidence):
        return None
    if len(evidence.apart(Sign.OTHER_SERVICE)) >= ADDS_UP and not evidence.has(Sign.MEANS, Sign.DATE_NEAR, Sign.TARGET):
        return None
    urgency = Urgency.IMMEDIATE if evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP) else Urgency.URGENT
    return urgent(urgency, Sign.THREAT, Sign.DATE_NEAR, Sign.CRY_FOR_HELP)


def _only_named(evidence: Evidence) -> bool:
    """Threats are a word of a subject, where somebody at work or of the press asks about it."""
    at_length = any(each.words > 1 for each in evidence.apart(Sign.THREAT))
    asked = evidence.has(Sign.PROFESSION, Sign.PROFESSIONAL, Sign.WANTS_SESSION, Sign.TOPIC, Sign.PRESS)
    return asked and not at_length and not evidence.has(Sign.SOMEBODY, Sign.CLIENT, Sign.DATE_NEAR)


def _only_a_plea(evidence: Evidence) -> Verdict | None:
    """Who writes "help" and hardly a word more may have no time for another; a human must find out at once."""
    pleading = sum(each.words for each in evidence.apart(Sign.PLEA))
    if pleading and pleading >= _MOST_OF_IT * evidence.own_words:
        return urgent(Urgency.IMMEDIATE, Sign.PLEA, unclear=True)
    return None


_RULES = (
    takes_leave,
    _violence_now,
    _suicide,
    _hurt,
    missing,
    vanished,
    departure,
    _attack,
    _weapon,
    _announced,
    _threat,
    settling_affairs,
    intimidated,
    between_the_lines,
    adding_up,
)


def danger(evidence: Evidence) -> Verdict | None:
    """The first danger that holds, if all that is said weighs as much; nothing in an advert, a story, a report."""
    if any(none(evidence) for none in (advertised, invented, at_ease, reported)):
        return None
    evidence = eased(evidence)
    found, points = suspected(evidence), weight(evidence)
    if found and (points > _needed(evidence, found) or calming(evidence) > CALM):
        return found
    if alone := _only_a_plea(evidence):
        return alone
    told = told_not_meant(evidence) and not evidence.has(Sign.DATE_NEAR)
    if points > HEAVY and tells(evidence) and not told:
        return urgent(Urgency.URGENT, *heaviest(evidence), unclear=True)
    return None


def _needed(evidence: Evidence, found: Verdict) -> int:
    """The points that a combination needs; told of what is over, no combination is immediate by itself."""
    return ENOUGH[Urgency.URGENT if evidence.has(Sign.OVER) else found.urgency]


def suspected(evidence: Evidence) -> Verdict | None:
    """The first combination that looks like danger, however little the whole message weighs."""
    return next((verdict for rule in _RULES if (verdict := rule(evidence))), None)
