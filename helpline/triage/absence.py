"""Who goes, or is gone: a farewell, a child that is missing, a journey to a war, a life that is being tidied up.

A file of its own, because these look at somebody's absence, and `danger` at what somebody does.
"""

from helpline.contacts.model import Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP, Verdict, urgent


def takes_leave(evidence: Evidence) -> Verdict | None:
    """One is enough when it is a farewell; softer words of leave need a second sign that somebody goes."""
    if evidence.has(Sign.FAREWELL):
        return urgent(Urgency.IMMEDIATE, Sign.FAREWELL)
    leaving = (
        Sign.UNREACHABLE,
        Sign.MISSING,
        Sign.LEFT,
        Sign.GIVING_AWAY,
        Sign.SUDDEN_CALM,
        Sign.DEPARTURE,
        Sign.GONE,
        Sign.SUICIDE,
    )
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, *set(leaving) - {Sign.LEFT, Sign.DEPARTURE}):
        return None
    if len(evidence.apart(Sign.GOODBYE)) >= ADDS_UP or (evidence.has(Sign.GOODBYE) and evidence.has(*leaving)):
        return urgent(Urgency.IMMEDIATE, Sign.GOODBYE, *leaving)
    return None


def vanished(evidence: Evidence) -> Verdict | None:
    """A minor whose traces add up: a note, an empty account, a dead phone, a bag, a word of leave."""
    traces = (
        Sign.NOTE_LEFT, Sign.TRACES_GONE, Sign.UNREACHABLE, Sign.LEFT, Sign.TRAVEL, Sign.GOODBYE, Sign.MISSING,
        Sign.GONE,
    )  # fmt: skip
    weight = sum(evidence.has(trace) for trace in traces)
    if evidence.has(Sign.MINOR) and weight >= ADDS_UP:
        return urgent(Urgency.IMMEDIATE, *traces, Sign.MINOR)
    if evidence.has(Sign.MINOR) and evidence.has(Sign.UNREACHABLE) and evidence.has(Sign.DATE_NEAR):
        return urgent(Urgency.URGENT, Sign.UNREACHABLE, Sign.MINOR, Sign.DATE_NEAR)
    if evidence.has(Sign.RELATIVE, Sign.FRIEND, Sign.CHILD) and weight > ADDS_UP:
        return urgent(Urgency.URGENT, *traces)
    return None


def missing(evidence: Evidence) -> Verdict | None:
    """One is enough when a child is missing; a grown-up's absence needs a second sign to be immediate."""
    if not evidence.has(Sign.MISSING):
        return None
    if evidence.has(Sign.MINOR, Sign.DEPARTURE, Sign.TRAVEL, Sign.GONE, Sign.EXTREMISM, Sign.MEANS):
        return urgent(Urgency.IMMEDIATE, Sign.MISSING, Sign.MINOR, Sign.DEPARTURE, Sign.TRAVEL, Sign.GONE)
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, Sign.UNREACHABLE):
        return None
    if evidence.has(Sign.UNREACHABLE, Sign.CHILD):
        return urgent(Urgency.IMMEDIATE, Sign.MISSING, Sign.CHILD, Sign.UNREACHABLE)
    return urgent(Urgency.URGENT, Sign.MISSING)


def departure(evidence: Evidence) -> Verdict | None:
    """Leaving for a war or an armed group, with a ticket, a date or a child in it."""
    if evidence.has(Sign.PAST) and not evidence.has(Sign.DATE_NEAR, Sign.TRAVEL, Sign.UNREACHABLE):
        return None
    if evidence.has(Sign.GONE) and evidence.has(
        Sign.DEPARTURE, Sign.MINOR, Sign.CHILD, Sign.UNREACHABLE, Sign.EXTREMISM
    ):
        return urgent(Urgency.IMMEDIATE, Sign.GONE, Sign.DEPARTURE, Sign.TRAVEL, Sign.MINOR)
    if (
        evidence.has(Sign.LEFT)
        and evidence.has(Sign.MINOR)
        and evidence.has(Sign.EXTREMISM, Sign.WAR_ZONE, Sign.TRAVEL, Sign.HATE, Sign.AT_HAND)
    ):
        return urgent(Urgency.IMMEDIATE, Sign.LEFT, Sign.MINOR, Sign.WAR_ZONE, Sign.TRAVEL)
    to_war = (
        evidence.has(Sign.WAR_ZONE)
        and evidence.has(Sign.MINOR, Sign.TRAVEL)
        and not evidence.has(Sign.RETURNED, Sign.PAST)
    )
    if to_war:
        near = evidence.has(Sign.DATE_NEAR, Sign.TRAVEL, Sign.CRY_FOR_HELP)
        because = (Sign.WAR_ZONE, Sign.MINOR, Sign.TRAVEL, Sign.DATE_NEAR)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, *because)
    if evidence.has(Sign.RETURNED):
        return None
    ready_to_go = len(evidence.apart(Sign.TRAVEL)) >= ADDS_UP and not evidence.has(Sign.PAST)
    if ready_to_go and evidence.has(Sign.MINOR) and evidence.has(Sign.CHILD, Sign.RELATIVE, Sign.FRIEND):
        near = evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP, Sign.EXTREMISM, Sign.DEPARTURE)
        return urgent(Urgency.IMMEDIATE if near else Urgency.URGENT, Sign.TRAVEL, Sign.MINOR, Sign.DATE_NEAR)
    if _grown_up_leaves(evidence):
        urgency = Urgency.IMMEDIATE if evidence.has(Sign.DATE_NEAR) else Urgency.URGENT
        return urgent(urgency, Sign.TRAVEL, Sign.DATE_NEAR, Sign.TRACES_GONE, Sign.EXTREMISM)
    if not evidence.has(Sign.DEPARTURE):
        return None
    if evidence.has(Sign.TRAVEL, Sign.DATE_NEAR, Sign.GIVING_AWAY, Sign.MINOR):
        urgency = Urgency.IMMEDIATE if evidence.has(Sign.DATE_NEAR, Sign.MINOR, Sign.CRY_FOR_HELP) else Urgency.URGENT
        return urgent(urgency, Sign.DEPARTURE, Sign.TRAVEL, Sign.DATE_NEAR, Sign.GIVING_AWAY)
    return None


def _grown_up_leaves(evidence: Evidence) -> bool:
    """A ticket and a passport alone are a holiday; beside a date and a cause, or a third trace, they are not."""
    traces = len(evidence.apart(Sign.TRAVEL))
    if evidence.has(Sign.PAST, Sign.HYPOTHETICAL) or traces < ADDS_UP:
        return False
    cause = (Sign.EXTREMISM, Sign.HATE, Sign.WAR_ZONE, Sign.TRACES_GONE)
    if evidence.has(Sign.DATE_NEAR) and evidence.has(*cause, Sign.GOODBYE, Sign.SETTLING):
        return True
    close = evidence.has(Sign.CHILD, Sign.RELATIVE, Sign.FRIEND)
    return traces > ADDS_UP and close and evidence.has(*cause, Sign.DATE_NEAR, Sign.UNREACHABLE)


def settling_affairs(evidence: Evidence) -> Verdict | None:
    """Giving one's things away says goodbye without a word; calm after a storm makes it worse."""
    gone = evidence.has(Sign.UNREACHABLE, Sign.MISSING, Sign.GOODBYE)
    if not evidence.has(Sign.GIVING_AWAY) or (evidence.has(Sign.CALMS) and not gone):
        return None
    urgency = Urgency.IMMEDIATE if evidence.has(Sign.SUDDEN_CALM, Sign.DATE_NEAR, Sign.TRAVEL) else Urgency.URGENT
    return urgent(urgency, Sign.GIVING_AWAY, Sign.SUDDEN_CALM, Sign.DATE_NEAR, Sign.TRAVEL)
