"""Small signs that add up: each of them is common, several in one message are not.

A file of its own, because it counts what the other rules judge: somebody takes leave, says that something will come,
asks who is there, carries something, lost something, is held, fears themselves. Nothing here is said of a person; a
message in which enough comes together is looked at the same day, marked unclear.
"""

from helpline.contacts.model import Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.hints import elsewhere, on_words_of_their_own, places_of
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP, Verdict, at_work, urgent

_TELLING = (
    (Sign.TAKES_LEAVE, Sign.SETTLING, Sign.GOODBYE, Sign.NOTE_LEFT, Sign.GIVING_AWAY),
    (Sign.VEILED, Sign.GRUDGE, Sign.THREAT, Sign.ANNOUNCEMENT, Sign.WARNED),
    (Sign.SCOUTS, Sign.STALKED, Sign.PREPARES),
    (Sign.HELD, Sign.WHISPERS),
    (Sign.FORCED,),
    (Sign.HOLDS_BACK,),
    (Sign.HIDDEN,),
    (Sign.UNREACHABLE, Sign.TRACES_GONE, Sign.LEFT, Sign.MISSING, Sign.GONE),
    (Sign.AT_HAND, Sign.CRY_FOR_HELP),
)
"""Kinds that count twice."""
_COMMON = (
    (Sign.DATE_NEAR,),
    (Sign.IMPLEMENT, Sign.MEANS, Sign.ARMED),
    (Sign.ENDING, Sign.DESPAIR),
    (Sign.FOREBODING, Sign.MILD, Sign.SUDDEN_CALM),
    (Sign.TRAVEL, Sign.DEPARTURE, Sign.JOURNEY),
    (Sign.KEPT_FROM,),
    (Sign.MINOR,),
    (Sign.BLOW,),
    (Sign.TARGET,),
)
"""Kinds that count once, as does what somebody is quoted to have said."""
_ENOUGH, _CALM = 3, 2
_LONG = 120
"""Words: in so many more, one sign more comes together by chance."""
_NOT_OURS = (
    Sign.SPAM, Sign.PRESS, Sign.POLICE_ASKING, Sign.WRONG_NUMBER, Sign.AUTOMATIC, Sign.NUISANCE, Sign.WANTS_SESSION,
    Sign.APPOINTMENT, Sign.FICTION, Sign.HYPOTHETICAL,
)  # fmt: skip


def adding_up(evidence: Evidence) -> Verdict | None:
    """Two telling kinds, or one met again or with a common one; what calms takes as much away as a telling kind."""
    kinds = on_words_of_their_own(evidence, [kind for kind in (*_TELLING, *_COMMON) if evidence.has(*kind)])
    telling = sum(kind in _TELLING for kind in kinds)
    again = sum(kind in _TELLING and places_of(evidence, kind) >= ADDS_UP for kind in kinds)
    weight = len(kinds) + telling + again + evidence.quotes
    weight -= _CALM * (evidence.has(Sign.CALMS, Sign.NO_EMERGENCY, Sign.PAST, Sign.RETURNED) + evidence.has(*_NOT_OURS))
    weight -= _CALM * (at_work(evidence) + elsewhere(evidence))
    untold = not telling and not (evidence.has(Sign.MINOR) and evidence.has(Sign.JOURNEY, Sign.KEPT_FROM))
    if weight < _ENOUGH + untold + evidence.own_words // _LONG:
        return None
    return urgent(Urgency.URGENT, *(sign for kind in kinds for sign in kind), unclear=True)
