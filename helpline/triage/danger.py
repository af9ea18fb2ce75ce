"""Danger to life or limb: which combinations of signs an experienced operator never leaves waiting.

Nothing here knows an ideology: whatever somebody believes, the same facts get the same urgency.
"""

from msgspec import Struct

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign

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
        Sign.GONE,
        Sign.DEPARTURE,
    }
)
"""Signs that are no danger when denied or quoted, but must then be said to be so."""


class Verdict(Struct, frozen=True):
    """What a rule concludes, and the signs it stands on, the strongest first."""

    disposition: Disposition
    urgency: Urgency
    because: tuple[Sign, ...]
    unclear: bool = False
    flags: tuple[str, ...] = ()


def danger(evidence: Evidence) -> Verdict | None:
    """The first danger that holds; nothing when there is none."""
    for rule in (
        _farewell,
        _violence_now,
        _suicide,
        _missing,
        _departure,
        _attack,
        _weapon,
        _threat,
        _settling_affairs,
    ):
        if verdict := rule(evidence):
            return verdict
    return None


def _urgent(urgency: Urgency, *because: Sign, unclear: bool = False) -> Verdict:
    return Verdict(Disposition.URGENT_SAFETY, urgency, because, unclear)


def _farewell(evidence: Evidence) -> Verdict | None:
    """One is enough when it is a farewell."""
    return _urgent(Urgency.IMMEDIATE, Sign.FAREWELL) if evidence.has(Sign.FAREWELL) else None


def _violence_now(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.VIOLENCE_NOW) or _told_not_meant(evidence):
        return None
    return _urgent(Urgency.IMMEDIATE, Sign.VIOLENCE_NOW, Sign.CRY_FOR_HELP, Sign.MEANS)


def _suicide(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.SUICIDE) or _told_not_meant(evidence):
        return None
    soon = evidence.has(*_PREPARED, Sign.CRY_FOR_HELP, Sign.HARM_INTENT)
    return _urgent(Urgency.IMMEDIATE if soon else Urgency.URGENT, Sign.SUICIDE, *_PREPARED)


def _missing(evidence: Evidence) -> Verdict | None:
    """One is enough when a child is missing; a grown-up's absence needs a second sign to be immediate."""
    if not evidence.has(Sign.MISSING):
        return None
    if evidence.has(Sign.MINOR, Sign.DEPARTURE, Sign.TRAVEL, Sign.GONE, Sign.EXTREMISM, Sign.MEANS):
        return _urgent(Urgency.IMMEDIATE, Sign.MISSING, Sign.MINOR, Sign.DEPARTURE, Sign.TRAVEL, Sign.GONE)
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, Sign.UNREACHABLE):
        return None
    if evidence.has(Sign.UNREACHABLE, Sign.CHILD):
        return _urgent(Urgency.IMMEDIATE, Sign.MISSING, Sign.CHILD, Sign.UNREACHABLE)
    return _urgent(Urgency.URGENT, Sign.MISSING)


def _departure(evidence: Evidence) -> Verdict | None:
    """Leaving for a war or an armed group, with a ticket, a date or a child in it."""
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, Sign.TRAVEL, Sign.UNREACHABLE):
        return None
    if evidence.has(Sign.GONE) and evidence.has(
        Sign.DEPARTURE, Sign.MINOR, Sign.CHILD, Sign.UNREACHABLE, Sign.EXTREMISM
    ):
        return _urgent(Urgency.IMMEDIATE, Sign.GONE, Sign.DEPARTURE, Sign.TRAVEL, Sign.MINOR)
    if not evidence.has(Sign.DEPARTURE):
        return None
    if evidence.has(Sign.TRAVEL, Sign.DATE_NEAR, Sign.GIVING_AWAY):
        urgency = Urgency.IMMEDIATE if evidence.has(Sign.DATE_NEAR, Sign.MINOR, Sign.CRY_FOR_HELP) else Urgency.URGENT
        return _urgent(urgency, Sign.DEPARTURE, Sign.TRAVEL, Sign.DATE_NEAR, Sign.GIVING_AWAY)
    return None


def _attack(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.HARM_INTENT):
        return None
    prepared = evidence.has(*_PREPARED, Sign.TARGET, Sign.CRY_FOR_HELP)
    if _told_not_meant(evidence) and not evidence.has(Sign.MEANS, Sign.TARGET):
        return None
    if evidence.has(Sign.HYPOTHETICAL, Sign.FICTION) and not prepared:
        return None
    because = (Sign.HARM_INTENT, Sign.MEANS, Sign.DATE_NEAR, Sign.TARGET, Sign.GIVING_AWAY, Sign.SUDDEN_CALM)
    return _urgent(Urgency.IMMEDIATE if prepared else Urgency.URGENT, *because, unclear=_told_not_meant(evidence))


def _weapon(evidence: Evidence) -> Verdict | None:
    """A weapon beside hatred, a threat, or somebody who writes about attacks; a weapon alone is no intent."""
    if not evidence.has(Sign.MEANS) or _told_not_meant(evidence):
        return None
    if evidence.has(Sign.THREAT, Sign.SUDDEN_CALM, Sign.GIVING_AWAY, Sign.CRY_FOR_HELP):
        return _urgent(Urgency.IMMEDIATE, Sign.MEANS, Sign.THREAT, Sign.SUDDEN_CALM, Sign.GIVING_AWAY)
    if evidence.has(Sign.EXTREMISM, Sign.HATE) and not evidence.has(Sign.PAST, Sign.HYPOTHETICAL, Sign.WANTS_SESSION):
        near = evidence.has(Sign.DATE_NEAR) and evidence.has(Sign.TARGET)
        return _urgent(
            Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.MEANS, Sign.EXTREMISM, Sign.HATE, Sign.DATE_NEAR
        )
    return None


def _threat(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.THREAT) or _told_not_meant(evidence) or evidence.has(Sign.PAST, Sign.HYPOTHETICAL):
        return None
    urgency = Urgency.IMMEDIATE if evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP) else Urgency.URGENT
    return _urgent(urgency, Sign.THREAT, Sign.DATE_NEAR, Sign.CRY_FOR_HELP)


def _settling_affairs(evidence: Evidence) -> Verdict | None:
    """Giving one's things away says goodbye without a word; calm after a storm makes it worse."""
    if not evidence.has(Sign.GIVING_AWAY):
        return None
    urgency = Urgency.IMMEDIATE if evidence.has(Sign.SUDDEN_CALM, Sign.DATE_NEAR, Sign.TRAVEL) else Urgency.URGENT
    return _urgent(urgency, Sign.GIVING_AWAY, Sign.SUDDEN_CALM, Sign.DATE_NEAR, Sign.TRAVEL)


def _told_not_meant(evidence: Evidence) -> bool:
    """Laughter or a story: the words are left for a human to judge, unless there is more than words."""
    return evidence.has(Sign.IRONY, Sign.FICTION) and not evidence.has(
        Sign.FAREWELL, Sign.GIVING_AWAY, Sign.SUDDEN_CALM, Sign.MISSING
    )
