"""Hours come from data, and an error leads people in."""

from datetime import time, timedelta

import pytest

from helpline.errors import Invalid
from helpline.hours import actions, store
from helpline.hours.model import ALWAYS, DayException
from helpline.vault.transaction import Transaction


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    actions.remembered.clear()


async def test_the_seeded_week_is_open_twenty_hours(tx: Transaction) -> None:
    hours = await actions.load(tx)
    assert sum(span.closes.hour - span.opens.hour for span in hours.weekly) == 20


async def test_holidays_are_known_two_years_ahead(tx: Transaction) -> None:
    hours = await actions.load(tx)
    assert len([day for day in hours.holidays if day.year == 2028]) == 10


async def test_hours_are_read_again_after_half_a_minute(tx: Transaction) -> None:
    await actions.load(tx)
    await tx.db.execute("delete from opening_span")
    assert (await actions.load(tx)).weekly
    later = Transaction(tx.db, tx.vault, tx.actor, tx.now + timedelta(seconds=31))
    assert not (await actions.load(later)).weekly


async def test_hours_that_cannot_be_read_count_as_open_and_spoil_nothing_else(tx: Transaction) -> None:
    await tx.db.execute("set local search_path = pg_catalog")
    assert await actions.load(tx) == ALWAYS
    assert await tx.db.fetchval("select 1") == 1


async def test_the_most_general_emergency_number_comes_first(tx: Transaction) -> None:
    assert (await actions.emergency_numbers(tx))[0].number == "112"


async def test_hours_are_changed_from_a_day_on_and_for_one_day_without_sql(tx: Transaction) -> None:
    since = tx.now.date() + timedelta(days=7)
    await actions.change_week(tx, 0, time(10), time(16), since)
    await actions.change_week(tx, 4, None, None, since)
    await actions.change_day(tx, DayException(since, None, None, "moving"))
    hours = await store.load(tx, since)
    assert [(span.opens, span.closes) for span in hours.weekly if span.weekday == 0] == [(time(10), time(16))]
    assert not [span for span in hours.weekly if span.weekday == 4]
    assert hours.exceptions[since].opens is None
    with pytest.raises(Invalid):
        await actions.change_day(tx, DayException(since, time(12), time(9)))
