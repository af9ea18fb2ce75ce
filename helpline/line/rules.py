"""What a page says and how long we wait for an answer; who is rung next, and what a waiting caller is told."""

import math
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from helpline.channel import HandsetKind, LineState, Opening, Place
from helpline.line.model import Presence, PresenceState

#: Nobody claimed the contact in this time: the supervisors are paged too.
PATIENCE = timedelta(minutes=10)

#: No name, no number, no theme: the desk says the rest to whoever signs in.
WORDS = {
    "fr": "Merci d'ouvrir le bureau.",
    "nl": "Gelieve de balie te openen.",
    "de": "Bitte das Pult öffnen.",
    "en": "Please open the desk.",
}


#: What a telephone speaks that rings for nobody in particular.
LANGUAGE = "fr"


def words(language: str) -> str:
    """A page's text, in a language of the staff."""
    return WORDS.get(language, WORDS[LANGUAGE])


#: A handset rings this long before the next one does.
RINGS = timedelta(seconds=20)

#: A browser that gave no sign for so long is closed: browsers slow a hidden page down to one sign a minute.
SILENCE = timedelta(seconds=90)

#: A turn of the waiting lasts half a minute at most: a caller silent for longer may have been led elsewhere while the
#: house was away. He is offered to nobody until he is heard of again.
TURN = timedelta(seconds=35)

#: The provider asks for a caller's place at every turn; one it asks for no more has gone unnoticed.
FORGOTTEN = timedelta(minutes=5)

#: After an operator's browser broke off, the caller may have hung up: the word on it comes within seconds.
BROKEN_OFF = timedelta(seconds=4)

#: A number is being dialled while its operator goes: it is looked for once more when the dialling is surely over.
DIALLING = timedelta(seconds=15)

#: Whoever asked to be called back has put the telephone down by then.
LET_GO = timedelta(minutes=1)

#: What became of a call is written down by then, as `followups.rules` has it; until it is, nobody else is rung to call
#: the same number.
DIALLED = timedelta(hours=4)

#: Whoever did not call somebody back is not asked about him again so soon.
ASKED = timedelta(minutes=15)

#: A telephone's leg that ends so soon was never really joined to its caller: he is not hung up on for that.
JOINING = timedelta(seconds=5)

#: How many finished calls an estimate stands on at least; fewer say nothing.
KNOWN_CALLS = 3


def fresh(one: Presence, at: datetime) -> bool:
    """Whether an operator who says so is really there: a telephone needs no open browser."""
    talking = one.state is PresenceState.IN_CONTACT
    return one.handset is HandsetKind.PHONE or talking or at - one.seen_at <= SILENCE


def there(present: Sequence[Presence], at: datetime) -> list[Presence]:
    """Who answers now or will be able to."""
    return [one for one in present if one.state is not PresenceState.AWAY and fresh(one, at)]


def next_operator(present: Sequence[Presence], language: str, tried: Collection[UUID], at: datetime) -> Presence | None:
    """Whose handset rings next: who speaks the caller's language, then who has waited longest for a call."""
    free = [one for one in there(present, at) if one.state is PresenceState.AVAILABLE and one.staff_id not in tried]
    return min(free, key=lambda one: (language not in one.languages, one.since, one.staff_id), default=None)


def minutes(ahead: int, talks: Sequence[timedelta], operators: int) -> int | None:
    """An honest wait in minutes: as long as the last calls took, for everybody before and the one now talking.

    None when too few calls were answered lately, or nobody is there: then nobody knows.
    """
    if len(talks) < KNOWN_CALLS or operators == 0:
        return None
    usual = sum(talks, timedelta()) / len(talks)
    return max(1, math.ceil((ahead + 1) * usual / operators / timedelta(minutes=1)))


def place(opening: Opening, ahead: int, answering: int, *, rung: bool, talks: Sequence[timedelta]) -> Place:
    """What somebody who waits is told. `answering`: operators there; `rung`: something rings for this caller."""
    if not opening.open:
        return Place(LineState.CLOSED)
    if answering == 0 and not rung:
        return Place(LineState.NOBODY)
    return Place(LineState.WAITING, ahead, minutes(ahead, talks, answering))
