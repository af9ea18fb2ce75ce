"""What a message is about when nobody is in danger: whose it is, what is asked, and whether it is ours at all."""

from collections.abc import Callable

from helpline.contacts.model import Channel, Disposition, Requester, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import Verdict
from helpline.triage.writers import ASKS_FACTS, CONCERN, is_close, is_professional, signed_for_work

_WORD_OR_TWO, _STORY, _SHORT, _LONG = 8, 15, 25, 60
"""Words: a wrong number or thanks takes few; a relative who writes more than a line tells a story."""
_TWICE, _OFTEN = 2, 3


def matter(evidence: Evidence) -> Verdict:
    """The first rule that holds, from what is certainly not ours to what nobody could place."""
    rules: tuple[Callable[[Evidence], Verdict | None], ...] = (
        _advertising, _automatic, _police, _press, _wrong_number, _abuse, _exit_wish, _running_case, _mandate,
        _denunciation, _professional, _close_person, _other_service, _facts, _thanks,
    )  # fmt: skip
    for rule in rules:
        if verdict := rule(evidence):
            return verdict
    return _unplaced(evidence)


def _concerned(evidence: Evidence) -> bool:
    """Whether there is more than practice, looks or opinion; what was said laughing does not count as a plan."""
    if evidence.has(Sign.IRONY):
        return evidence.has(Sign.EXTREMISM, Sign.HATE, Sign.DEPARTURE)
    return evidence.has(*CONCERN)


def _about_someone(evidence: Evidence) -> bool:
    return (_concerned(evidence) or evidence.has(Sign.WORRY)) and evidence.has(
        Sign.RELATIVE, Sign.FRIEND, Sign.PROFESSIONAL
    )


def _advertising(evidence: Evidence) -> Verdict | None:
    """One phrase is enough where nobody speaks of people or asks something of ours; a link alone is none."""
    human = evidence.has(
        Sign.RELATIVE, Sign.FRIEND, Sign.PROFESSIONAL, Sign.CLIENT, Sign.EXIT_WISH, Sign.MANDATE, Sign.PRESS,
        Sign.HOURS, Sign.SIGN_ASKED, Sign.LANGUAGE_ASKED, Sign.TOPIC,
    )  # fmt: skip
    phrases = evidence.count(Sign.SPAM)
    if not phrases or _about_someone(evidence) or (human and phrases < _OFTEN):
        return None
    sure = phrases > 1 or evidence.has(Sign.LINK)
    return Verdict(Disposition.SPAM, Urgency.ROUTINE, (Sign.SPAM, Sign.LINK), unclear=not sure)


def _automatic(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.AUTOMATIC) or _about_someone(evidence):
        return None
    return _elsewhere(Sign.AUTOMATIC)


def _police(evidence: Evidence) -> Verdict | None:
    """Whether somebody is known here is answered neutrally and by two people; a partner at least gets advice."""
    if is_close(evidence) or not evidence.has(Sign.KNOWN_ASKED, Sign.POLICE_ASKING):
        return None
    if evidence.has(Sign.WANTS_SESSION, Sign.HANDS_OVER) and not evidence.has(Sign.KNOWN_ASKED):
        return None
    if evidence.has(Sign.PROFESSIONAL, Sign.CLIENT) and not evidence.has(Sign.POLICE_ASKING):
        because = (Sign.KNOWN_ASKED, Sign.PROFESSIONAL, Sign.CLIENT)
        return Verdict(Disposition.PROFESSIONAL_SUPPORT, Urgency.SOON, because, flags=("known_to_you",))
    return _elsewhere(Sign.KNOWN_ASKED, Sign.POLICE_ASKING, flags=("known_to_you",))


def _press(evidence: Evidence) -> Verdict | None:
    return _elsewhere(Sign.PRESS) if evidence.has(Sign.PRESS) and not is_close(evidence) else None


def _wrong_number(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.WRONG_NUMBER) or _about_someone(evidence) or evidence.own_words > _LONG:
        return None
    return _elsewhere(Sign.WRONG_NUMBER)


def _abuse(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.NUISANCE) or is_close(evidence) or evidence.has(Sign.PROFESSIONAL, Sign.EXIT_WISH):
        return None
    return _elsewhere(Sign.NUISANCE)


def _elsewhere(*because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.OUT_OF_SCOPE, Urgency.ROUTINE, because, flags=flags)


def _exit_wish(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.EXIT_WISH) or evidence.requester in (Requester.RELATIVE, Requester.FRIEND):
        return None
    if is_professional(evidence) and evidence.requester is not Requester.PERSON:
        return None
    urgency = Urgency.URGENT if evidence.has(Sign.THREAT, Sign.STALKED, Sign.UNSAFE_CALL) else Urgency.SOON
    return _accompany(urgency, Sign.EXIT_WISH)


def _running_case(evidence: Evidence) -> Verdict | None:
    """A message on a running case stays with it; only moving an appointment or an attestation can wait."""
    if not evidence.has(Sign.RUNNING_CASE, Sign.APPOINTMENT) or evidence.has(Sign.WANTS_SESSION):
        return None
    worse = _concerned(evidence) or evidence.has(Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING)
    urgency = Urgency.ROUTINE if evidence.has(Sign.APPOINTMENT) and not worse else Urgency.SOON
    because = (Sign.RUNNING_CASE, Sign.APPOINTMENT, Sign.WORRY, Sign.CHANGE)
    return Verdict(Disposition.ACCOMPANIMENT, urgency, because, flags=("existing_case",))


def _mandate(evidence: Evidence) -> Verdict | None:
    """A mandate, a prison or a lawyer passes somebody on; asking how to act themselves is support."""
    if not evidence.has(Sign.MANDATE) or evidence.has(Sign.WANTS_SESSION):
        return None
    passes_on = evidence.has(Sign.HANDS_OVER, Sign.WANTS_FOLLOWING) or is_close(evidence)
    if evidence.has(Sign.WANTS_ADVICE) and not passes_on:
        return None
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.HANDS_OVER, *CONCERN):
        return None
    if passes_on or not evidence.has(Sign.SERVICE_ASKED, Sign.LANGUAGE_ASKED, Sign.SIGN_ASKED):
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.MANDATE, Sign.HANDS_OVER), flags=("mandated",))
    return None


def _denunciation(evidence: Evidence) -> Verdict | None:
    """Pointing at a neighbour is for the police or for nobody; what he believes is no ground for either."""
    if is_close(evidence) or evidence.has(Sign.PROFESSIONAL):
        return None
    if evidence.asks and evidence.has(Sign.SIGN_ASKED, Sign.SERVICE_ASKED):
        return None
    pointed = evidence.has(Sign.NEIGHBOUR) or (evidence.has(Sign.PROTECTED) and not evidence.asks)
    if evidence.has(Sign.DENUNCIATION) and pointed:
        return _elsewhere(Sign.DENUNCIATION, Sign.NEIGHBOUR, Sign.PROTECTED, flags=_only_protected(evidence))
    return None


def _professional(evidence: Evidence) -> Verdict | None:
    if not is_professional(evidence) or _only_facts(evidence):
        return None
    if evidence.has(Sign.HANDS_OVER) and not evidence.has(Sign.WANTS_SESSION):
        return _accompany(Urgency.SOON, Sign.HANDS_OVER, Sign.PROFESSIONAL)
    if evidence.has(Sign.PROTECTED) and evidence.has(Sign.SERVICE_ASKED) and not evidence.has(*CONCERN, Sign.WORRY):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, Sign.SERVICE_ASKED, flags=_only_protected(evidence))
    concrete = evidence.has(*CONCERN, Sign.WORRY, Sign.CHANGE, Sign.MINOR) and not evidence.has(
        Sign.WANTS_SESSION, Sign.HYPOTHETICAL
    )
    urgency = Urgency.URGENT if evidence.has(Sign.SELF_HARM, Sign.HURTS) else Urgency.SOON
    return Verdict(
        Disposition.PROFESSIONAL_SUPPORT,
        urgency if concrete else Urgency.ROUTINE,
        (Sign.PROFESSIONAL, Sign.CLIENT, Sign.PROFESSION, Sign.WANTS_SESSION, Sign.WANTS_ADVICE, *CONCERN),
    )


def _only_facts(evidence: Evidence) -> bool:
    """Whether somebody at work asks for opening hours or leaflets and for nothing else."""
    more = (Sign.WANTS_SESSION, Sign.WANTS_ADVICE, Sign.CLIENT, Sign.HANDS_OVER, Sign.WORRY, *CONCERN)
    return evidence.has(*ASKS_FACTS) and not evidence.has(*more)


def _close_person(evidence: Evidence) -> Verdict | None:
    """A relative or friend: worry with something to it asks to be followed, a question alone to be answered."""
    if not is_close(evidence):
        return None
    because = (
        Sign.EXTREMISM,
        Sign.HATE,
        Sign.DEPARTURE,
        Sign.MEANS,
        Sign.CHANGE,
        Sign.WORRY,
        Sign.RELATIVE,
        Sign.FRIEND,
    )
    if _asks_about_a_word(evidence):
        asked = (Sign.PROTECTED, *ASKS_FACTS, Sign.EXTREMISM, Sign.MEANS)
        return _inform(Urgency.ROUTINE, *asked, flags=_only_protected(evidence))
    if _concerned(evidence):
        return _accompany(Urgency.URGENT if evidence.has(Sign.DEPARTURE, Sign.MEANS) else Urgency.SOON, *because)
    if evidence.has(Sign.PROTECTED) and not (evidence.has(Sign.CHANGE) or _long_story(evidence)):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, Sign.SIGN_ASKED, flags=_only_protected(evidence))
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.CHANGE, Sign.WORRY) and _in_few_words(evidence):
        return None
    if evidence.has(Sign.CHANGE, Sign.WORRY, Sign.WANTS_FOLLOWING, Sign.CALL_BACK, Sign.COMPLAINT):
        if evidence.has(*ASKS_FACTS) and not evidence.has(Sign.CHANGE) and evidence.own_words < _SHORT:
            return _inform(Urgency.SOON, *ASKS_FACTS, Sign.WORRY)
        return _accompany(Urgency.SOON, *because)
    if evidence.own_words >= _STORY and not evidence.has(*ASKS_FACTS, Sign.THANKS, Sign.IRONY):
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, because, unclear=True)
    return None


def _asks_about_a_word(evidence: Evidence) -> bool:
    """A question of fact in which only a word is alarming, and nobody said to be changed or feared for."""
    if not evidence.has(Sign.EXTREMISM, Sign.MEANS) or evidence.own_words > _LONG:
        return False
    if not evidence.has(Sign.SIGN_ASKED, Sign.SERVICE_ASKED):
        return False
    heavier = set(CONCERN) - {Sign.EXTREMISM, Sign.MEANS}
    return not evidence.has(*heavier, Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING, Sign.CALL_BACK)


def _long_story(evidence: Evidence) -> bool:
    return evidence.own_words > _LONG and not evidence.has(Sign.SIGN_ASKED)


def _accompany(urgency: Urgency, *because: Sign) -> Verdict:
    return Verdict(Disposition.ACCOMPANIMENT, urgency, because)


def _other_service(evidence: Evidence) -> Verdict | None:
    about_us = (Sign.HOURS, Sign.LANGUAGE_ASKED, Sign.SIGN_ASKED, Sign.TOPIC)
    if not evidence.has(Sign.OTHER_SERVICE) or evidence.has(*CONCERN, *about_us) or not _in_few_words(evidence):
        return None
    return _elsewhere(Sign.OTHER_SERVICE)


def _in_few_words(evidence: Evidence) -> bool:
    """Whether another service is what it is about: a bill named once in a long story is not."""
    return evidence.own_words <= _SHORT or len(evidence.apart(Sign.OTHER_SERVICE)) >= _TWICE


def _facts(evidence: Evidence) -> Verdict | None:
    if evidence.has(Sign.COMPLAINT) and evidence.own_words > _STORY:
        return None
    if evidence.has(Sign.PROTECTED) and not evidence.has(*CONCERN):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, *ASKS_FACTS, flags=_only_protected(evidence))
    if evidence.has(*ASKS_FACTS):
        return _inform(Urgency.ROUTINE, *ASKS_FACTS, Sign.TOPIC)
    return None


def _inform(urgency: Urgency, *because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.INFORMATION_REQUEST, urgency, because, flags=flags)


def _only_protected(evidence: Evidence) -> tuple[str, ...]:
    only = evidence.has(Sign.PROTECTED) and not evidence.has(*CONCERN, Sign.CHANGE)
    return ("protected_characteristic_only",) if only else ()


def _thanks(evidence: Evidence) -> Verdict | None:
    """Thanks alone; the thanks that end a question are only politeness."""
    if evidence.asks or evidence.own_words > _SHORT or evidence.has(Sign.WANTS_FOLLOWING, Sign.CALL_BACK, *CONCERN):
        return None
    if evidence.has(Sign.THANKS) or (evidence.has(Sign.POLITE_THANKS) and evidence.own_words <= _WORD_OR_TWO):
        return _elsewhere(Sign.THANKS, Sign.POLITE_THANKS)
    return None


def _unplaced(evidence: Evidence) -> Verdict:
    """Ask, do not label: what nobody could place is looked at sooner than its suggestion says."""
    if signed_for_work(evidence):
        return Verdict(Disposition.PROFESSIONAL_SUPPORT, Urgency.SOON, (Sign.WANTS_ADVICE,), unclear=True)
    told = evidence.has(Sign.SOMEBODY) and evidence.own_words >= _STORY
    worried = (told or evidence.has(*CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING)) and not evidence.has(Sign.IRONY)
    if worried or evidence.has(Sign.COMPLAINT):
        because = (*CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING, Sign.COMPLAINT, Sign.SOMEBODY)
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, because, unclear=True)
    if evidence.has(Sign.TOPIC):
        return Verdict(Disposition.INFORMATION_REQUEST, Urgency.ROUTINE, (Sign.TOPIC,), unclear=True)
    if evidence.own_words > _SHORT:
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.CHANGE, Sign.CALL_BACK), unclear=True)
    return Verdict(_short_and_unplaced(evidence), Urgency.SOON, (Sign.CALL_BACK,), unclear=True)


def _short_and_unplaced(evidence: Evidence) -> Disposition:
    """A few words about nothing of ours were meant for somebody else, unless they ask to be called."""
    ours = (Sign.CALL_BACK, Sign.CHANGE, Sign.RELATIVE, Sign.FRIEND, Sign.PLEA, Sign.CRY_FOR_HELP, Sign.IRONY)
    if evidence.has(*ours) or not evidence.readable or evidence.own_words < _WORD_OR_TWO:
        return Disposition.INFORMATION_REQUEST
    return Disposition.OUT_OF_SCOPE


def silence(evidence: Evidence) -> Verdict:
    """Nothing was said: no danger can be read from it, yet a missed call is a person."""
    waits = evidence.channel in (Channel.EMAIL, Channel.WEBFORM, Channel.LETTER)
    return Verdict(
        Disposition.OUT_OF_SCOPE, Urgency.ROUTINE if waits else Urgency.SOON, (), unclear=True, flags=("empty",)
    )
