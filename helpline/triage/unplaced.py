"""What is suggested where only half was understood: by who speaks, whether something is asked, and how long it is.

Apart from `matters`, because these are no findings but the least harmful guesses, and all but one are marked unclear.
"""

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import Verdict
from helpline.triage.writers import ASKS_FACTS, CONCERN, puts_a_question, signed_for_work

_WORD_OR_TWO, _STORY, _LINE, _SHORT, _LONG = 8, 15, 20, 25, 60
_ABOUT_US = (Sign.ADDRESSED, Sign.CONTACTING)


def asks_us(evidence: Evidence) -> Verdict | None:
    """A question put to us about how we can be reached, in which nobody is worried about."""
    if not (puts_a_question(evidence) and all(evidence.has(sign) for sign in _ABOUT_US)):
        return None
    if evidence.own_words > _LONG or _somebody_matters(evidence) or evidence.has(Sign.RELATIVE, Sign.FRIEND):
        return None
    if _meant_for_others(evidence) or evidence.has(Sign.HANDS_OVER):
        return None
    return Verdict(Disposition.INFORMATION_REQUEST, Urgency.ROUTINE, (Sign.CONTACTING, *ASKS_FACTS, Sign.ADDRESSED))


def asks_for_somebody(evidence: Evidence) -> Verdict | None:
    """A short question about what we do in which somebody close is only named: answered, and soon."""
    if not puts_a_question(evidence) or evidence.own_words > _SHORT or _somebody_matters(evidence):
        return None
    about_us = evidence.has(Sign.CONTACTING, Sign.SERVICE_ASKED)
    if not (about_us or _only_one_line(evidence)) or evidence.has(Sign.PLEA, Sign.IRONY):
        return None
    if _meant_for_others(evidence):
        return None
    because = (Sign.SERVICE_ASKED, *_ABOUT_US, Sign.RELATIVE, Sign.FRIEND)
    return Verdict(Disposition.INFORMATION_REQUEST, Urgency.SOON, because)


def _only_one_line(evidence: Evidence) -> bool:
    """Whether a line asks and tells no more: how to act with somebody, or a call, would be another matter."""
    more = (Sign.CALL_BACK, Sign.RUNNING_CASE, Sign.UNSAFE_CALL, Sign.WANTS_ADVICE)
    return evidence.own_words <= _LINE and not evidence.has(*more)


def _meant_for_others(evidence: Evidence) -> bool:
    """Whether more speaks of another service than of ours: a telephone bill is both."""
    ours = len(evidence.apart(Sign.CONTACTING)) + evidence.has(Sign.SERVICE_ASKED)
    return evidence.has(Sign.OTHER_SERVICE) and len(evidence.apart(Sign.OTHER_SERVICE)) >= ours


def _somebody_matters(evidence: Evidence) -> bool:
    more = (Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING, Sign.CLIENT, Sign.COMPLAINT, Sign.MANDATE, Sign.EXIT_WISH)
    return evidence.has(*CONCERN, *more)


def unplaced(evidence: Evidence) -> Verdict:
    """Ask, do not label: what nobody could place is looked at sooner than its suggestion says."""
    for guess in (_at_work, _worried, _greeted_by_name, _a_question, _a_story):
        if verdict := guess(evidence):
            return verdict
    return Verdict(_in_few_words(evidence), Urgency.SOON, (Sign.CALL_BACK,), unclear=True)


def _at_work(evidence: Evidence) -> Verdict | None:
    if not signed_for_work(evidence):
        return None
    return Verdict(Disposition.PROFESSIONAL_SUPPORT, Urgency.SOON, (Sign.WANTS_ADVICE,), unclear=True)


def _worried(evidence: Evidence) -> Verdict | None:
    told = evidence.has(Sign.SOMEBODY) and evidence.own_words >= _STORY and not _only_asked(evidence)
    worried = (told or evidence.has(*CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING)) and not evidence.has(Sign.IRONY)
    if not worried and not evidence.has(Sign.COMPLAINT):
        return None
    because = (*CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING, Sign.COMPLAINT, Sign.SOMEBODY)
    return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, because, unclear=True)


def _only_asked(evidence: Evidence) -> bool:
    """Whether a short text asks us something and tells nothing else."""
    return puts_a_question(evidence) and evidence.has(*_ABOUT_US) and evidence.own_words <= _SHORT


def _greeted_by_name(evidence: Evidence) -> Verdict | None:
    """Who greets one of us by name has spoken with us before."""
    if not evidence.shape.named or evidence.has(Sign.TOPIC, Sign.THANKS):
        return None
    return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.APPOINTMENT,), unclear=True, flags=("existing_case",))


def _a_question(evidence: Evidence) -> Verdict | None:
    enough = evidence.own_words <= _SHORT or all(evidence.has(sign) for sign in _ABOUT_US)
    asked = puts_a_question(evidence) and evidence.has(*_ABOUT_US) and evidence.own_words <= _LONG and enough
    if not asked and not evidence.has(Sign.TOPIC):
        return None
    return Verdict(Disposition.INFORMATION_REQUEST, Urgency.ROUTINE, (Sign.TOPIC, *_ABOUT_US), unclear=True)


def _a_story(evidence: Evidence) -> Verdict | None:
    if evidence.own_words <= _SHORT:
        return None
    return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.CHANGE, Sign.CALL_BACK), unclear=True)


def _in_few_words(evidence: Evidence) -> Disposition:
    """A few words about nothing of ours were meant for somebody else, unless they ask to be called."""
    ours = (Sign.CALL_BACK, Sign.CHANGE, Sign.RELATIVE, Sign.FRIEND, Sign.PLEA, Sign.CRY_FOR_HELP, Sign.IRONY)
    if evidence.has(*ours) or not evidence.readable or evidence.own_words < _WORD_OR_TWO:
        return Disposition.INFORMATION_REQUEST
    return Disposition.OUT_OF_SCOPE
