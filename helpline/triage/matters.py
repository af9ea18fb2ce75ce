"""What a message is about when nobody is in danger: whose it is, what is asked, and whether it is ours at all."""

from collections.abc import Callable

from helpline.contacts.model import Channel, Disposition, Requester, Urgency
from helpline.triage.danger import Verdict
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign

_CONCERN = (Sign.EXTREMISM, Sign.HATE, Sign.DEPARTURE, Sign.MEANS, Sign.HARM_INTENT, Sign.THREAT, Sign.MISSING)
_ASKS_FACTS = (Sign.HOURS, Sign.LANGUAGE_ASKED, Sign.SERVICE_ASKED, Sign.SIGN_ASKED)
_SHORT, _LONG = 25, 60
"""Words: a wrong number or thanks takes few; who writes more wants more."""


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


def _about_someone(evidence: Evidence) -> bool:
    return evidence.has(*_CONCERN, Sign.WORRY) and evidence.has(Sign.RELATIVE, Sign.FRIEND, Sign.PROFESSIONAL)


def _advertising(evidence: Evidence) -> Verdict | None:
    if evidence.count(Sign.SPAM) < 2 or _about_someone(evidence):
        return None
    return Verdict(Disposition.SPAM, Urgency.ROUTINE, (Sign.SPAM,))


def _automatic(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.AUTOMATIC) or _about_someone(evidence):
        return None
    return _elsewhere(Sign.AUTOMATIC)


def _police(evidence: Evidence) -> Verdict | None:
    """ "Is X known to you?" is answered neutrally and by two people, so it is never routine information."""
    if evidence.has(Sign.KNOWN_ASKED) and not _is_close(evidence):
        return _elsewhere(Sign.KNOWN_ASKED, Sign.POLICE_ASKING, flags=("known_to_you",))
    if (
        evidence.has(Sign.POLICE_ASKING)
        and not evidence.has(Sign.WANTS_SESSION, Sign.HANDS_OVER)
        and not _is_close(evidence)
    ):
        return _elsewhere(Sign.POLICE_ASKING, flags=("known_to_you",))
    return None


def _press(evidence: Evidence) -> Verdict | None:
    return _elsewhere(Sign.PRESS) if evidence.has(Sign.PRESS) and not _is_close(evidence) else None


def _wrong_number(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.WRONG_NUMBER) or _about_someone(evidence) or evidence.own_words > _LONG:
        return None
    return _elsewhere(Sign.WRONG_NUMBER)


def _abuse(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.NUISANCE) or _is_close(evidence) or evidence.has(Sign.PROFESSIONAL, Sign.EXIT_WISH):
        return None
    return _elsewhere(Sign.NUISANCE)


def _elsewhere(*because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.OUT_OF_SCOPE, Urgency.ROUTINE, because, flags=flags)


def _exit_wish(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.EXIT_WISH) or (_is_close(evidence) and evidence.requester is not Requester.PERSON):
        return None
    if evidence.has(Sign.PROFESSIONAL) and not evidence.has(Sign.HANDS_OVER):
        return None
    return _accompany(Urgency.SOON, Sign.EXIT_WISH)


def _running_case(evidence: Evidence) -> Verdict | None:
    """A message on a running case stays with it; only moving an appointment can wait."""
    if not evidence.has(Sign.RUNNING_CASE) or evidence.has(Sign.WANTS_SESSION):
        return None
    worse = evidence.has(
        *_CONCERN, Sign.WORRY, Sign.CHANGE, Sign.WANTS_FOLLOWING, Sign.CALL_BACK, Sign.MANDATE, Sign.DATE_NEAR
    )
    urgency = Urgency.SOON if worse else Urgency.ROUTINE
    return Verdict(Disposition.ACCOMPANIMENT, urgency, (Sign.RUNNING_CASE, Sign.WORRY), flags=("existing_case",))


def _mandate(evidence: Evidence) -> Verdict | None:
    """A mandate, a prison or a lawyer passes somebody on; asking how to act themselves is support."""
    if not evidence.has(Sign.MANDATE):
        return None
    if evidence.has(Sign.WANTS_SESSION) and not evidence.has(Sign.HANDS_OVER):
        return None
    if evidence.has(Sign.WANTS_ADVICE) and not evidence.has(Sign.HANDS_OVER) and not _is_close(evidence):
        return None
    if evidence.has(Sign.HANDS_OVER, Sign.WANTS_FOLLOWING) or _is_close(evidence) or not evidence.has(*_ASKS_FACTS):
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, (Sign.MANDATE, Sign.HANDS_OVER), flags=("mandated",))
    return None


def _denunciation(evidence: Evidence) -> Verdict | None:
    """Pointing at a neighbour is for the police or for nobody; what he believes is no ground for either."""
    if _is_close(evidence) or evidence.has(Sign.PROFESSIONAL):
        return None
    if evidence.has(Sign.DENUNCIATION) and (evidence.has(Sign.NEIGHBOUR, Sign.PROTECTED)):
        return _elsewhere(Sign.DENUNCIATION, Sign.NEIGHBOUR, Sign.PROTECTED, flags=_only_protected(evidence))
    return None


def _professional(evidence: Evidence) -> Verdict | None:
    known = evidence.requester is Requester.PROFESSIONAL
    speaks = evidence.has(Sign.PROFESSIONAL) or (
        Sign.PROFESSIONAL in evidence.quoted and evidence.has(Sign.WANTS_ADVICE)
    )
    if not (known or speaks or evidence.has(Sign.WANTS_SESSION)):
        return None
    if _is_close(evidence) and not known and not evidence.has(Sign.WANTS_SESSION, Sign.HANDS_OVER):
        return None
    if evidence.has(Sign.HANDS_OVER):
        return _accompany(Urgency.SOON, Sign.HANDS_OVER, Sign.PROFESSIONAL)
    if not (known or speaks) and evidence.has(*_ASKS_FACTS):
        return None
    concrete = evidence.has(*_CONCERN, Sign.WORRY, Sign.CHANGE) and not evidence.has(
        Sign.WANTS_SESSION, Sign.HYPOTHETICAL
    )
    return Verdict(
        Disposition.PROFESSIONAL_SUPPORT,
        Urgency.SOON if concrete else Urgency.ROUTINE,
        (Sign.PROFESSIONAL, Sign.WANTS_SESSION, Sign.WANTS_ADVICE),
    )


def _close_person(evidence: Evidence) -> Verdict | None:
    """A relative or friend: worry with something to it asks to be followed, a question alone to be answered."""
    if not _is_close(evidence):
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
    if evidence.has(*_CONCERN):
        return _accompany(Urgency.URGENT if evidence.has(Sign.DEPARTURE, Sign.MEANS) else Urgency.SOON, *because)
    if evidence.has(Sign.PROTECTED) and not evidence.has(Sign.CHANGE):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, Sign.SIGN_ASKED, flags=_only_protected(evidence))
    if evidence.has(Sign.OTHER_SERVICE) and not evidence.has(Sign.CHANGE, Sign.WANTS_FOLLOWING):
        return None
    if evidence.has(Sign.CHANGE, Sign.WORRY, Sign.WANTS_FOLLOWING, Sign.CALL_BACK):
        if evidence.has(*_ASKS_FACTS) and not evidence.has(Sign.CHANGE, Sign.WANTS_FOLLOWING):
            return _inform(Urgency.SOON, *_ASKS_FACTS, Sign.WORRY)
        return _accompany(Urgency.SOON, *because)
    return None


def _is_close(evidence: Evidence) -> bool:
    return evidence.requester in (Requester.RELATIVE, Requester.FRIEND) or evidence.has(Sign.RELATIVE, Sign.FRIEND)


def _accompany(urgency: Urgency, *because: Sign) -> Verdict:
    return Verdict(Disposition.ACCOMPANIMENT, urgency, because)


def _other_service(evidence: Evidence) -> Verdict | None:
    if not evidence.has(Sign.OTHER_SERVICE) or evidence.has(*_CONCERN):
        return None
    return _elsewhere(Sign.OTHER_SERVICE)


def _facts(evidence: Evidence) -> Verdict | None:
    if evidence.has(Sign.PROTECTED) and not evidence.has(*_CONCERN):
        return _inform(Urgency.ROUTINE, Sign.PROTECTED, *_ASKS_FACTS, flags=_only_protected(evidence))
    if evidence.has(*_ASKS_FACTS):
        return _inform(Urgency.ROUTINE, *_ASKS_FACTS)
    return None


def _inform(urgency: Urgency, *because: Sign, flags: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Disposition.INFORMATION_REQUEST, urgency, because, flags=flags)


def _only_protected(evidence: Evidence) -> tuple[str, ...]:
    only = evidence.has(Sign.PROTECTED) and not evidence.has(*_CONCERN, Sign.CHANGE)
    return ("protected_characteristic_only",) if only else ()


def _thanks(evidence: Evidence) -> Verdict | None:
    if (
        not evidence.has(Sign.THANKS)
        or evidence.own_words > _SHORT
        or evidence.has(Sign.WANTS_FOLLOWING, Sign.CALL_BACK)
    ):
        return None
    return _elsewhere(Sign.THANKS)


def _unplaced(evidence: Evidence) -> Verdict:
    """Ask, do not label: what nobody could place is looked at sooner than its suggestion says."""
    if evidence.has(Sign.SPAM):
        return Verdict(Disposition.SPAM, Urgency.ROUTINE, (Sign.SPAM,), unclear=True)
    if evidence.has(*_CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING):
        because = (*_CONCERN, Sign.WORRY, Sign.WANTS_FOLLOWING)
        return Verdict(Disposition.ACCOMPANIMENT, Urgency.SOON, because, unclear=True)
    return Verdict(Disposition.INFORMATION_REQUEST, Urgency.SOON, (Sign.CALL_BACK,), unclear=True)


def silence(evidence: Evidence) -> Verdict:
    """Nothing was said: no danger can be read from it, yet a missed call is a person."""
    waits = evidence.channel in (Channel.EMAIL, Channel.WEBFORM, Channel.LETTER)
    return Verdict(
        Disposition.OUT_OF_SCOPE, Urgency.ROUTINE if waits else Urgency.SOON, (), unclear=True, flags=("empty",)
    )
