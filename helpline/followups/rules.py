"""When a promise is due, when to try again, when its owner is reminded and when the supervisor must know."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from helpline.errors import Invalid
from helpline.followups.model import Standing
from helpline.hours.model import Hours
from helpline.hours.rules import opening
from helpline.people.model import Purpose, Rule
from helpline.people.rules import permission, turns
from helpline.web.dates import ZONE
from helpline.web.words import gettext as _

FURTHEST = timedelta(days=3653)
"""A promise further away than ten years is a slip of the pen."""

REMINDED_BEFORE = timedelta(hours=1)
"""An owner is reminded one hour before a promise is due."""

DIALLED_FOR = timedelta(hours=4)
"""A permitted call may still be written down this long after it was dialled, whatever the rule says by then."""

TRIES = (timedelta(hours=3), timedelta(days=1), timedelta(days=2), timedelta(days=4))
"""How long to wait after the first, second, third and every further vain attempt: at other hours, on other days."""


def still_to_come(due_at: datetime, at: datetime, field: str) -> datetime:
    """A due time that a person chose. Raises `Invalid` for what is past or further away than anybody remembers."""
    if due_at <= at:
        raise Invalid({field: _("Choose a moment that is still to come.")})
    if due_at - at > FURTHEST:
        raise Invalid({field: _("Choose a moment within the next ten years.")})
    return due_at


def anothers(owner: UUID | None, staff: UUID | None) -> bool:
    """Whether a colleague promised it: what nobody took is nobody's."""
    return owner not in (None, staff)


def standing(due_at: datetime, at: datetime) -> Standing:
    """Overdue, due on the local day of `at`, or later."""
    if due_at < at:
        return Standing.OVERDUE
    return Standing.TODAY if due_at < day_after(at) else Standing.UPCOMING


def day_after(at: datetime) -> datetime:
    """The local midnight that ends the day of `at`."""
    local = at.astimezone(ZONE)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def next_try(tries: int, at: datetime) -> datetime:
    """When to try again after the `tries`th vain attempt, made at `at`."""
    return at + TRIES[min(max(tries, 1), len(TRIES)) - 1]


def proposed(tries: int, due_at: datetime, at: datetime, known: Hours, said: Sequence[Rule] = ()) -> datetime:
    """When to try again after one more try at `at`: after the promise is due, when the line is open, and when it is
    safe by what was said of the number; an hour on, where it would else be put off by more than a day.
    """
    begun = max(due_at, at)
    then = in_hours(next_try(tries + 1, begun), known)
    safe, soon = when_safe(then, known, said), when_safe(begun + timedelta(hours=1), known, said)
    return min(safe, soon) if safe - then > timedelta(days=1) else safe


def in_hours(at: datetime, known: Hours) -> datetime:
    """A moment to try again, moved to when the line is open."""
    then = opening(at, known)
    return at if then.open or then.opens_at is None else then.opens_at


def when_safe(at: datetime, known: Hours, said: Sequence[Rule]) -> datetime:
    """A moment to call, moved to the next one that the rules of a number allow; within a day of it rather one at which
    the line is open. Unmoved where they allow none in the coming week.
    """
    zone = ZoneInfo(known.zone)

    def safe(moment: datetime) -> bool:
        return permission(said, Purpose.CALL, moment.astimezone(zone)).allowed

    if not said or safe(at):
        return at
    edges = turns(said, at.astimezone(zone))
    first = next((edge for edge in edges if safe(edge)), at)
    opens = [in_hours(edge, known) for edge in edges if first <= edge <= first + timedelta(days=1)]
    return min((one for one in opens if first <= one <= first + timedelta(days=1) and safe(one)), default=first)


def monday(on: date) -> date:
    """The day the week of `on` begins."""
    return on - timedelta(days=on.weekday())


def midnight(on: date) -> datetime:
    """The local midnight a day begins with."""
    return datetime.combine(on, time(), ZONE)


def reminds_until(at: datetime) -> datetime:
    """Owners of promises due before this moment are reminded at `at`."""
    return at + REMINDED_BEFORE


def dialled_recently(dialled_at: datetime | None, at: datetime) -> bool:
    """Whether an outcome written down at `at` still belongs to the call that was permitted at `dialled_at`."""
    return dialled_at is not None and at - dialled_at <= DIALLED_FOR
