"""The retention table: for how long each class is kept, and what would go today.

A file of its own beside the erasing verbs, because nothing is erased here: the daily run comes with a later release.
"""

from datetime import timedelta

from helpline.audit import actions as audit
from helpline.changes import actions as changes
from helpline.errors import Invalid
from helpline.retention import store
from helpline.retention.model import PROPOSED, KeptClass, Period
from helpline.vault.transaction import Transaction
from helpline.web.numbers import lasting
from helpline.web.terms import joined, term
from helpline.web.words import gettext as _

SHORTEST, LONGEST = 1, 36_500


def area(name: KeptClass) -> str:
    """The area of the settings that a class is."""
    return f"retention:{name}"


async def load(tx: Transaction) -> dict[KeptClass, Period]:
    """For how long each class is kept."""
    return {name: await changes.value(tx, area(name), PROPOSED[name]) for name in KeptClass}


async def change(tx: Transaction, name: KeptClass, period: Period, seen: int | None) -> None:
    """Keeps a class for another time from now on. Raises `Invalid`, and `Conflict` when a colleague was faster."""
    if not SHORTEST <= period.days <= LONGEST:
        raise Invalid({"days": _("Give a number of days, from 1 to 36500.")})
    what = joined(term(name, "kept_class"), lasting(period.days))
    await changes.note(tx, area(name), what, seen, value=period)
    await audit.record(tx, "retention.changed", "retention", detail=f"{name} {period.days}")


async def due(tx: Transaction, periods: dict[KeptClass, Period]) -> dict[KeptClass, int]:
    """How many records of each class would go today."""
    return await store.due(tx, {name: tx.now - timedelta(days=period.days) for name, period in periods.items()})
