"""What is certainly not ours: advertisements, machines, the police asking, the press, wrong numbers, abuse.

Apart from `matters`, because an advertisement is told before danger is looked for, and the rest after it.
"""

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import Verdict
from helpline.triage.writers import CONCERN, is_close, only_protected, puts_a_question

_SHORT, _LONG = 25, 60
_OURS = (Sign.EXTREMISM, Sign.HATE, Sign.DEPARTURE, Sign.MEANS, Sign.HARM_INTENT)
_TWICE, _OFTEN = 2, 3
_PEOPLE = (
    Sign.RELATIVE, Sign.FRIEND, Sign.CLIENT, Sign.MINOR, Sign.SUICIDE, Sign.HURTS, Sign.VIOLENCE_NOW, Sign.WHISPERS,
    Sign.UNSAFE_CALL, Sign.EXIT_WISH, Sign.RUNNING_CASE, Sign.HARM_INTENT, Sign.FAREWELL,
)  # fmt: skip
"""Of these no advertisement speaks; where one seems to, it is read as a person's words."""


def sold(evidence: Evidence) -> Verdict | None:
    """What is sold or fished for, so plainly that its alarming words are bait: a bomb of a discount, a dying widow."""
    phrases = len(evidence.apart(Sign.SPAM))
    traits = phrases + evidence.shape.sells
    if not phrases or traits < _TWICE or evidence.has(*_PEOPLE):
        return None
    if phrases < _TWICE and not (evidence.shape.link or evidence.shape.file or evidence.shape.money):
        return None
    return _spam(unclear=False)


def _spam(*, unclear: bool) -> Verdict:
    return Verdict(Disposition.SPAM, Urgency.ROUTINE, (Sign.SPAM, Sign.LINK), unclear=unclear)


def advertising(evidence: Evidence) -> Verdict | None:
    """One phrase is enough where nobody speaks of people or asks something of ours; a link alone is none."""
    human = evidence.has(
        Sign.RELATIVE, Sign.FRIEND, Sign.PROFESSIONAL, Sign.CLIENT, Sign.EXIT_WISH, Sign.MANDATE, Sign.PRESS,
        Sign.HOURS, Sign.SIGN_ASKED, Sign.LANGUAGE_ASKED, Sign.TOPIC,
    )  # fmt: skip
    phrases = evidence.count(Sign.SPAM)
    if not phrases and _nothing_but_a_link(evidence):
        return _spam(unclear=True)
    if not phrases or about_someone(evidence) or (human and phrases < _OFTEN):
        return None
    return _spam(unclear=phrases == 1 and not evidence.shape.sells)


def _nothing_but_a_link(evidence: Evidence) -> bool:
    """A link, or a sum with one, in a text that speaks of nobody and asks us nothing."""
    more = (
        Sign.PROFESSIONAL, Sign.PROFESSION, Sign.PRESS, Sign.TOPIC, Sign.SERVICE_ASKED, Sign.SIGN_ASKED, Sign.THANKS,
        Sign.WANTS_FOLLOWING, Sign.WANTS_SESSION, Sign.SOMEBODY, Sign.WORRY, Sign.NEIGHBOUR, Sign.PROTECTED,
    )  # fmt: skip
    if not evidence.shape.link or evidence.has(*_PEOPLE, *more, *CONCERN):
        return False
    return evidence.shape.sells > 1 or not puts_a_question(evidence)


def about_someone(evidence: Evidence) -> bool:
    return (concerned(evidence) or evidence.has(Sign.WORRY)) and evidence.has(
        Sign.RELATIVE, Sign.FRIEND, Sign.PROFESSIONAL
    )


def concerned(evidence: Evidence) -> bool:
    """Whether there is more than practice, looks or opinion; what was said laughing does not count as a plan."""
    if evidence.has(Sign.IRONY):
        return evidence.has(Sign.EXTREMISM, Sign.HATE, Sign.DEPARTURE)
    return evidence.has(*CONCERN)


def automatic(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.AUTOMATIC) or about_someone(evidence):
        return None
    return not_ours(Sign.AUTOMATIC)


def police(evidence: Evidence) -> Verdict | None:
    """Whether somebody is known here is answered neutrally and by two people; a partner at least gets advice."""
    if is_close(evidence) or not evidence.has(Sign.KNOWN_ASKED, Sign.POLICE_ASKING):
        return None
    if evidence.has(Sign.WANTS_SESSION, Sign.HANDS_OVER) and not evidence.has(Sign.KNOWN_ASKED):
        return None
    if evidence.has(Sign.MANDATE, Sign.RUNNING_CASE, Sign.APPOINTMENT) and not evidence.has(Sign.POLICE_ASKING):
        return None
    if evidence.has(Sign.PROFESSIONAL, Sign.CLIENT) and not evidence.has(Sign.POLICE_ASKING):
        because = (Sign.KNOWN_ASKED, Sign.PROFESSIONAL, Sign.CLIENT)
        return Verdict(Disposition.PROFESSIONAL_SUPPORT, Urgency.SOON, because, flags=("known_to_you",))
    return not_ours(Sign.KNOWN_ASKED, Sign.POLICE_ASKING, flags=("known_to_you",))


def press(evidence: Evidence) -> Verdict | None:
    return not_ours(Sign.PRESS) if evidence.has(Sign.PRESS) and not is_close(evidence) else None


def wrong_number(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.WRONG_NUMBER) or about_someone(evidence) or evidence.own_words > _LONG:
        return None
    return not_ours(Sign.WRONG_NUMBER)


def abuse(evidence: Evidence) -> Verdict | None:
    """Insults and giggling; who insults us about somebody close is not put off."""
    if not evidence.has(Sign.NUISANCE) or evidence.has(Sign.PROFESSIONAL, Sign.EXIT_WISH):
        return None
    if is_close(evidence) and (evidence.own_words > _SHORT or evidence.has(Sign.WORRY, Sign.CHANGE, *CONCERN)):
        return None
    return not_ours(Sign.NUISANCE)


def denunciation(evidence: Evidence) -> Verdict | None:
    """Pointing at a neighbour is for the police or for nobody; what he believes is no ground for either."""
    if is_close(evidence) or evidence.has(Sign.PROFESSIONAL):
        return None
    if evidence.asks and evidence.has(Sign.SIGN_ASKED, Sign.SERVICE_ASKED):
        return None
    pointed = evidence.has(Sign.NEIGHBOUR) or (evidence.has(Sign.PROTECTED) and not evidence.asks)
    if evidence.has(Sign.DENUNCIATION) and pointed:
        return not_ours(Sign.DENUNCIATION, Sign.NEIGHBOUR, Sign.PROTECTED, flags=only_protected(evidence))
    return None


def other_service(evidence: Evidence) -> Verdict | None:
    about_us = (Sign.HOURS, Sign.LANGUAGE_ASKED, Sign.SIGN_ASKED, Sign.TOPIC)
    if not evidence.has(Sign.OTHER_SERVICE) or evidence.has(*about_us) or not in_few_words(evidence):
        return None
    if evidence.has(*(CONCERN if _heard_of_anybody(evidence) else _OURS)):
        return None
    return not_ours(Sign.OTHER_SERVICE)


def _heard_of_anybody(evidence: Evidence) -> bool:
    """Who threatens his landlord with a lawyer speaks of nobody we could care for."""
    people = (Sign.RELATIVE, Sign.FRIEND, Sign.CLIENT, Sign.MINOR, Sign.PROFESSIONAL)
    return evidence.has(*people) or len(evidence.apart(Sign.OTHER_SERVICE)) < _TWICE


def in_few_words(evidence: Evidence) -> bool:
    """Whether another service is what it is about: a bill named once in a long story is not."""
    return evidence.own_words <= _SHORT or len(evidence.apart(Sign.OTHER_SERVICE)) >= _TWICE


def not_ours(*because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.OUT_OF_SCOPE, Urgency.ROUTINE, because, flags=flags)
