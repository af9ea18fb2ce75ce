"""How the people of a case know each other is said in words, drawn the same each time, and names nobody in full."""

from typing import Any
from uuid import UUID

import pytest

from helpline.cases import actions, network, panels, store
from helpline.cases.model import CaseKind, Relation, Role
from helpline.errors import Invalid, NotFound
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent
from helpline.vault.transaction import Transaction


@pytest.fixture
async def case(tx: Transaction) -> UUID:
    opened = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
    for role, name in ((Role.REQUESTER, "Fatima Benali"), (Role.CONCERNED, "N."), (Role.PROFESSIONAL, "Bram")):
        await actions.name_participant(tx, opened, role, name)
    return opened


async def drawn(tx: Transaction, case: UUID) -> dict[str, Any]:
    return await network.picture(tx, case, await panels.participants(tx, case))


async def of(tx: Transaction, case: UUID) -> dict[str, UUID]:
    return {one["name"]: one["person_id"] for one in await panels.participants(tx, case)}


async def test_a_link_is_sealed_told_in_words_and_drawn_without_a_full_name(tx: Transaction, case: UUID) -> None:
    known = await of(tx, case)
    assert (await drawn(tx, case))["points"] == []
    await network.link(tx, case, known["Fatima Benali"], known["N."], Relation.MOTHER)
    (row,) = await store.links(tx, case)
    assert b"mother" not in row.sealed
    told = await drawn(tx, case)
    assert [(one["one"], one["relation"], one["other"]) for one in told["links"]] == [("Fatima B.", "mother", "N.")]
    assert "Benali" not in str(told)
    assert told == await drawn(tx, case)
    assert [(one["x"], one["y"]) for one in told["points"] if one["role"] is Role.CONCERNED] == [(190, 130)]


async def test_a_link_is_ended_once_and_the_row_stays(tx: Transaction, case: UUID) -> None:
    known = await of(tx, case)
    link = await network.link(tx, case, known["Bram"], known["N."], Relation.TEACHER)
    await network.unlink(tx, case, link)
    assert (await drawn(tx, case))["links"] == []
    assert await tx.db.fetchval("select ended_by from person_link where id = $1", link) == str(tx.actor)
    with pytest.raises(NotFound):
        await network.unlink(tx, case, link)


async def test_only_two_different_people_of_the_case_are_linked(tx: Transaction, case: UUID) -> None:
    bram = (await of(tx, case))["Bram"]
    stranger = await people.ensure_person(tx, Kind.REQUESTER, None, PersonContent("Quelqu'un"))
    for other in (bram, stranger):
        with pytest.raises(Invalid):
            await network.link(tx, case, bram, other, Relation.FRIEND)
