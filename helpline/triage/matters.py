"""What a message is about when nobody is in danger: whose it is, what is asked, and whether it is ours at all."""

from collections.abc import Callable

from helpline.contacts.model import Channel, Disposition, Requester, Urgency
from helpline.triage.calming import IN_DANGER
from helpline.triage.elsewhere import (
    abuse,
    advertising,
    automatic,
    concerned,
    denunciation,
    in_few_words,
    not_ours,
    other_service,
    police,
    press,
    wrong_number,
)
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.unplaced import asks_for_somebody, asks_us, unplaced
from helpline.triage.verdict import Verdict
from helpline.triage.writers import (
    ASKS_FACTS,
    CONCERN,
    is_close,
    is_professional,
    only_protected,
    puts_a_question,
)

_WORD_OR_TWO, _STORY, _SHORT, _LONG = 8, 15, 25, 60
"""Words: thanks take few; a relative who writes more than a line tells a story."""

_FELT = (Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING, Sign.CALL_BACK)
"""Who says one of these asks more than what a practice means."""


def matter(evidence: Evidence) -> Verdict:
    """The first rule that holds, from what is certainly not ours to what nobody could place."""
    rules: tuple[Callable[[Evidence], Verdict | None], ...] = (
        advertising, automatic, police, press, wrong_number, abuse, _exit_wish, _student, _running_case, _mandate,
        denunciation, _professional, _close_person, asks_us, other_service, _facts, _thanks,
    )  # fmt: skip
    for rule in rules:
        if verdict := rule(evidence):
            return verdict
    return unplaced(evidence)


def _exit_wish(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.EXIT_WISH) or evidence.requester in (Requester.RELATIVE, Requester.FRIEND):
        return None
    if is_professional(evidence) and evidence.requester is not Requester.PERSON:
        return None
    urgency = Urgency.URGENT if evidence.has(Sign.THREAT, Sign.STALKED, Sign.UNSAFE_CALL) else Urgency.SOON
    return _accompany(urgency, Sign.EXIT_WISH)


def _student(evidence: Evidence) -> Verdict | None:
    """Who studies asks for reading or an interview; who meets somebody to worry about on the way is heard for that."""
    met = (Sign.RELATIVE, Sign.FRIEND, Sign.SOMEBODY, Sign.WORRY, Sign.CHANGE, Sign.EXIT_WISH, Sign.HANDS_OVER)
    if not evidence.has(Sign.STUDENT, Sign.STUDIED) or evidence.has(*met, *IN_DANGER):
        return None
    return _inform(Urgency.ROUTINE, Sign.STUDENT, Sign.STUDIED, *ASKS_FACTS)


def _running_case(evidence: Evidence) -> Verdict | None:
    """A message on a running case stays with it; only moving an appointment or an attestation can wait."""
    if not evidence.has(Sign.RUNNING_CASE, Sign.APPOINTMENT) or evidence.has(Sign.WANTS_SESSION):
        return None
    if is_professional(evidence) and evidence.has(Sign.WANTS_ADVICE) and not evidence.has(Sign.APPOINTMENT):
        return None
    worse = concerned(evidence) or evidence.has(Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING)
    urgency = Urgency.ROUTINE if evidence.has(Sign.APPOINTMENT) and not worse else Urgency.SOON
    because = (Sign.RUNNING_CASE, Sign.APPOINTMENT, Sign.WORRY, Sign.CHANGE)
    return Verdict(Disposition.ACCOMPANIMENT, urgency, because, flags=("existing_case",))


def _mandate(evidence: Evidence) -> Verdict | None:
    """A mandate, a prison or a lawyer passes somebody on; asking how to act themselves is support."""
    if not evidence.has(Sign.MANDATE) or (evidence.has(Sign.WANTS_SESSION) and not _passed_on(evidence)):
        return None
    passes_on = evidence.has(Sign.HANDS_OVER, Sign.WANTS_FOLLOWING) or is_close(evidence)
    if evidence.has(Sign.WANTS_ADVICE) and not passes_on:
        return None
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.HANDS_OVER, *CONCERN):
        return None
    if passes_on or not evidence.has(Sign.SERVICE_ASKED, Sign.LANGUAGE_ASKED, Sign.SIGN_ASKED):
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.MANDATE, Sign.HANDS_OVER), flags=("mandated",))
    return None


def _passed_on(evidence: Evidence) -> bool:
    """Whether a session is asked for somebody: what a team calls so is a first talk to who must come."""
    return evidence.has(Sign.HANDS_OVER, Sign.SOMEBODY)


def _professional(evidence: Evidence) -> Verdict | None:
    if not is_professional(evidence) or _only_facts(evidence) or _only_named(evidence):
        return None
    if evidence.has(Sign.HANDS_OVER) and not evidence.has(Sign.WANTS_SESSION):
        return _accompany(Urgency.SOON, Sign.HANDS_OVER, Sign.PROFESSIONAL)
    only_asked = not evidence.has(*CONCERN, Sign.WORRY, Sign.WANTS_ADVICE)
    if evidence.has(Sign.PROTECTED) and evidence.has(Sign.SERVICE_ASKED) and only_asked:
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, Sign.SERVICE_ASKED, flags=only_protected(evidence))
    concrete = _one_person(evidence) or (
        evidence.has(*CONCERN, Sign.WORRY, Sign.CHANGE, Sign.MINOR)
        and not evidence.has(Sign.WANTS_SESSION, Sign.HYPOTHETICAL)
    )
    urgency = Urgency.URGENT if evidence.has(Sign.SELF_HARM, Sign.HURTS) else Urgency.SOON
    return Verdict(
        Disposition.PROFESSIONAL_SUPPORT,
        urgency if concrete else Urgency.ROUTINE,
        (Sign.PROFESSIONAL, Sign.CLIENT, Sign.PROFESSION, Sign.WANTS_SESSION, Sign.WANTS_ADVICE, *CONCERN),
    )


def _one_person(evidence: Evidence) -> bool:
    """Whether somebody at work tells of one person and a day, whatever else is asked."""
    told = evidence.has(Sign.CLIENT, Sign.SOMEBODY) and evidence.own_words > _SHORT
    if evidence.has(Sign.WANTS_SESSION):
        return told and evidence.has(Sign.CLIENT) and evidence.has(Sign.DATE_NEAR) and not puts_a_question(evidence)
    return told and evidence.has(Sign.DATE_NEAR, Sign.WANTS_ADVICE) and not evidence.has(Sign.HYPOTHETICAL)


def _only_facts(evidence: Evidence) -> bool:
    """Whether somebody at work asks for opening hours or leaflets and for nothing else."""
    more = (Sign.WANTS_SESSION, Sign.WANTS_ADVICE, Sign.CLIENT, Sign.HANDS_OVER, Sign.WORRY, *CONCERN)
    return evidence.has(*ASKS_FACTS) and not evidence.has(*more)


def _only_named(evidence: Evidence) -> bool:
    """Whether a short question names a pupil or a volunteer and nobody says that he is at work."""
    if evidence.has(Sign.PROFESSIONAL, Sign.PROFESSION, Sign.WANTS_ADVICE, Sign.WANTS_SESSION, Sign.WORRY, *CONCERN):
        return False
    return puts_a_question(evidence) and evidence.own_words <= _SHORT and not evidence.requester


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
    if _asks_about_a_word(evidence) or _all_is_well(evidence):
        asked = (Sign.PROTECTED, *ASKS_FACTS, Sign.ALL_WELL, Sign.EXTREMISM, Sign.MEANS)
        return _inform(Urgency.ROUTINE, *asked, flags=only_protected(evidence))
    if concerned(evidence):
        return _accompany(Urgency.URGENT if evidence.has(Sign.DEPARTURE, Sign.MEANS) else Urgency.SOON, *because)
    if evidence.has(Sign.PROTECTED) and not (evidence.has(Sign.CHANGE) or _long_story(evidence)):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, Sign.SIGN_ASKED, flags=only_protected(evidence))
    if short := asks_for_somebody(evidence):
        return short
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.CHANGE, Sign.WORRY) and in_few_words(evidence):
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


def _all_is_well(evidence: Evidence) -> bool:
    """A question about somebody of whom nothing but good is told, or good in more than one word beside a worry."""
    good = len(evidence.apart(Sign.ALL_WELL))
    if not good or not evidence.has(*ASKS_FACTS) or evidence.has(Sign.WANTS_FOLLOWING, Sign.CALL_BACK):
        return False
    if evidence.has(*(set(CONCERN) - {Sign.EXTREMISM})):
        return False
    return good > 1 or not evidence.has(Sign.WORRY, Sign.CHANGE, Sign.EXTREMISM)


def _long_story(evidence: Evidence) -> bool:
    return evidence.own_words > _LONG and not evidence.has(Sign.SIGN_ASKED)


def _accompany(urgency: Urgency, *because: Sign) -> Verdict:
    return Verdict(Disposition.ACCOMPANIMENT, urgency, because)


def _facts(evidence: Evidence) -> Verdict | None:
    if evidence.has(Sign.COMPLAINT) and evidence.own_words > _STORY:
        return None
    if evidence.has(Sign.PROTECTED) and puts_a_question(evidence) and not evidence.has(*_FELT, *CONCERN):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, *ASKS_FACTS, flags=only_protected(evidence))
    if evidence.has(*ASKS_FACTS):
        return _inform(Urgency.ROUTINE, *ASKS_FACTS, Sign.TOPIC)
    return None


def _inform(urgency: Urgency, *because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.INFORMATION_REQUEST, urgency, because, flags=flags)


def _thanks(evidence: Evidence) -> Verdict | None:
    """Thanks alone; the thanks that end a question are only politeness."""
    if evidence.asks or evidence.has(Sign.CALL_BACK, Sign.WORRY, *CONCERN):
        return None
    warmly = len(evidence.apart(Sign.THANKS)) > 1 and evidence.own_words <= _LONG
    if not warmly and (evidence.own_words > _SHORT or evidence.has(Sign.WANTS_FOLLOWING)):
        return None
    if evidence.has(Sign.THANKS) or (evidence.has(Sign.POLITE_THANKS) and evidence.own_words <= _WORD_OR_TWO):
        return not_ours(Sign.THANKS, Sign.POLITE_THANKS)
    return None


def silence(evidence: Evidence) -> Verdict:
    """Nothing was said: no danger can be read from it, yet a missed call is a person."""
    waits = evidence.channel in (Channel.EMAIL, Channel.WEBFORM, Channel.LETTER)
    return Verdict(
        Disposition.OUT_OF_SCOPE, Urgency.ROUTINE if waits else Urgency.SOON, (), unclear=True, flags=("empty",)
    )
