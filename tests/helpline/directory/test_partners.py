"""The directory of partners is found by what they do, where and in which language, and ages."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from helpline.directory import actions, rules
from helpline.directory.model import Entry
from helpline.errors import Conflict, Invalid
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]

HOUSE = Entry(
    name="Maison des Jeunes Invention",
    services=("écoute", "accompagnement de jeunes"),
    territory=("Namur", "Dinant"),
    languages=("fr", "ar"),
    phone="+3281000000",
)


async def test_a_partner_is_found_by_service_territory_and_language_together(tx: Transaction):
    partner = await actions.add(tx, HOUSE)
    assert [found.id for found in await actions.search(tx, "écoute namur ar")] == [partner]
    assert await actions.search(tx, "écoute liège") == []


async def test_an_entry_needs_a_name_a_service_and_a_way_to_reach_it(tx: Transaction):
    with pytest.raises(Invalid) as refused:
        await actions.add(tx, Entry(name="", url="javascript:alert(1)"))
    assert set(refused.value.problems) == {"name", "services", "url"}


async def test_an_entry_is_verified_by_a_person_and_grows_stale_after_half_a_year(tx: Transaction):
    partner = await actions.add(tx, HOUSE)
    assert rules.stale((await actions.opened(tx, partner)).verified_on, date(2026, 11, 22))
    await actions.verify(tx, partner, 1)
    verified = (await actions.opened(tx, partner)).verified_on
    assert verified is not None
    assert not rules.stale(verified, verified + timedelta(days=183))
    assert rules.stale(verified, verified + timedelta(days=184))


async def test_the_slower_editor_gets_a_conflict(tx: Transaction):
    partner = await actions.add(tx, HOUSE)
    await actions.change(tx, partner, HOUSE, 1)
    with pytest.raises(Conflict):
        await actions.change(tx, partner, HOUSE, 1)


async def test_a_partner_that_is_gone_leaves_the_list_and_keeps_its_entry(tx: Transaction):
    partner = await actions.add(tx, HOUSE)
    await actions.change(tx, partner, HOUSE, 1, active=False)
    assert await actions.search(tx, "invention") == []
    assert (await actions.opened(tx, partner)).name == HOUSE.name
