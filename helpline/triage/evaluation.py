"""How often the rules agree with people, on examples people have judged: for tests and for the published accuracy."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import Message
from helpline.triage.rules import suggest

_ALARM = frozenset({Urgency.IMMEDIATE, Urgency.URGENT})


class Example(Struct, frozen=True):
    """A message and what an experienced operator chose for it."""

    message: Message
    disposition: Disposition
    urgency: Urgency


class Report(Struct, frozen=True):
    """Counts first, shares between 0 and 1; `confusion` counts (chosen by people, suggested)."""

    size: int
    missed_urgent: int
    false_urgent_rate: float
    disposition_accuracy: float
    urgency_within_one: float
    confusion: dict[tuple[Disposition, Disposition], int]


def evaluate(examples: Iterable[Example]) -> Report:
    """Compare the suggestions with the judgement of people.

    A danger is missed when its suggestion is neither immediate nor urgent; an alarm is false when danger is suggested
    where people saw none, as a share of the messages without danger.
    """
    pairs = [(example, suggest(example.message)) for example in examples]
    dangers = [pair for pair in pairs if pair[0].disposition is Disposition.URGENT_SAFETY]
    others = [pair for pair in pairs if pair[0].disposition is not Disposition.URGENT_SAFETY]
    return Report(
        size=len(pairs),
        missed_urgent=sum(got.urgency not in _ALARM for _, got in dangers),
        false_urgent_rate=_share(got.disposition is Disposition.URGENT_SAFETY for _, got in others),
        disposition_accuracy=_share(got.disposition is wanted.disposition for wanted, got in pairs),
        urgency_within_one=_share(abs(got.urgency.rank - wanted.urgency.rank) <= 1 for wanted, got in pairs),
        confusion=dict(Counter((wanted.disposition, got.disposition) for wanted, got in pairs)),
    )


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0
