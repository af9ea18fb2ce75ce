"""Who writes: somebody close, somebody for their work; what they write about is judged in `matters`."""

from helpline.contacts.model import Requester
from helpline.triage.evidence import Evidence, Found
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP

CONCERN = (
    Sign.EXTREMISM,
    Sign.HATE,
    Sign.DEPARTURE,
    Sign.MEANS,
    Sign.HARM_INTENT,
    Sign.THREAT,
    Sign.VIOLENCE,
    Sign.ANNOUNCEMENT,
    Sign.MISSING,
)
ASKS_FACTS = (Sign.HOURS, Sign.LANGUAGE_ASKED, Sign.SERVICE_ASKED, Sign.SIGN_ASKED)
_NEVER = 1_000_000_000
_EARLY = 45
"""Characters: before these somebody says who is speaking."""


def is_professional(evidence: Evidence) -> bool:
    """Whether somebody writes for their work. Who speaks of a child of their own does not, even if they teach."""
    if evidence.requester is Requester.PROFESSIONAL:
        return True
    if evidence.requester in (Requester.RELATIVE, Requester.FRIEND, Requester.PERSON):
        return False
    if evidence.has(Sign.RELATIVE):
        return evidence.has(Sign.PROFESSIONAL) and evidence.has(Sign.CLIENT, Sign.HANDS_OVER)
    if evidence.has(Sign.PROFESSIONAL) or _by_profession(evidence):
        return True
    if evidence.has(Sign.CLIENT):
        return not evidence.has(Sign.FRIEND)
    if evidence.has(Sign.WANTS_SESSION):
        plainly = len(evidence.apart(Sign.WANTS_SESSION)) >= ADDS_UP
        return not evidence.has(Sign.FRIEND) and (plainly or not evidence.has(*ASKS_FACTS))
    return signed_for_work(evidence) and not evidence.has(Sign.FRIEND) and evidence.has(*CONCERN, Sign.WANTS_ADVICE)


def signed_for_work(evidence: Evidence) -> bool:
    return not evidence.signed.isdisjoint((Sign.PROFESSIONAL, Sign.PROFESSION))


def _by_profession(evidence: Evidence) -> bool:
    """A profession at the beginning or under the closing formula, or advice asked where one is named."""
    if not evidence.has(Sign.PROFESSION) or evidence.has(Sign.RELATIVE):
        return False
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.WANTS_SESSION, Sign.WANTS_ADVICE):
        return False
    if evidence.has(Sign.WANTS_SESSION):
        return True
    named = _named(evidence)
    if not any(each.sign is Sign.PROFESSION for each in named):
        return False
    farewell = min((each.start for each in named if each.sign is Sign.SIGN_OFF), default=_NEVER)
    if any(each.sign is Sign.PROFESSION and each.start > farewell for each in named):
        return True
    begins = evidence.shape.opening + _EARLY
    early = any(each.sign is Sign.PROFESSION and each.start < begins for each in named)
    if evidence.has(Sign.SERVICE_ASKED):
        return early and evidence.has(Sign.WORRY, *CONCERN)
    return early or evidence.has(Sign.WANTS_ADVICE)


def _named(evidence: Evidence) -> list[Found]:
    """Professions and closing formulas in the writer's words, without "my doctor said", who is somebody else."""
    theirs = [(each.field, each.start, each.end) for each in evidence.found if each.sign is Sign.HELPED_BY]
    return [
        each
        for each in evidence.found
        if each.said
        and each.sign in (Sign.PROFESSION, Sign.SIGN_OFF)
        and not any(field is each.field and start <= each.start < end for field, start, end in theirs)
    ]


def is_close(evidence: Evidence) -> bool:
    if evidence.requester in (Requester.RELATIVE, Requester.FRIEND) or evidence.has(Sign.RELATIVE, Sign.FRIEND):
        return True
    told = evidence.has(Sign.THEIR_RELATIVE) and evidence.requester is not Requester.PROFESSIONAL
    return told and not evidence.has(Sign.PROFESSIONAL, Sign.PROFESSION, Sign.NEIGHBOUR, Sign.PRESS)


def only_protected(evidence: Evidence) -> tuple[str, ...]:
    only = evidence.has(Sign.PROTECTED) and not evidence.has(*CONCERN, Sign.CHANGE)
    return ("protected_characteristic_only",) if only else ()


def puts_a_question(evidence: Evidence) -> bool:
    """Whether something is asked, with a mark or, as in text messages, without one."""
    return evidence.asks or evidence.has(Sign.QUESTION)
