"""Which other contacts are suggested as the same people's, and why: by what they share, never by a name."""

from uuid import UUID

import pytest

from helpline.contacts import actions as contacts
from helpline.contacts import panels, store
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.vault.transaction import Transaction
from tests.helpline.conftest import Maker

HERS, OTHER = "+447700900123", "+447700900124"


async def reasons(tx: Transaction, contact: UUID) -> dict[UUID, str]:
    shown = panels.earlier(await contacts.earlier(tx, await contacts.opened(tx, contact)))
    return {one["id"]: one["why"] for one in shown}


async def test_the_same_number_alone_is_a_hint_and_says_so(tx: Transaction, a_contact: Maker) -> None:
    first, second = await a_contact(HERS), await a_contact(HERS)
    assert await reasons(tx, second) == {first: "The same address. Families share phones: it is a hint, no more."}


async def test_a_number_that_was_noted_as_hers_says_so_and_as_somebody_elses_too(
    tx: Transaction, a_contact: Maker
) -> None:
    hers, his, now, elsewhere = [await a_contact(number) for number in (HERS, HERS, HERS, OTHER)]
    she, he = await people.add(tx, Kind.REQUESTER, people.NOBODY), await people.add(tx, Kind.REQUESTER, people.NOBODY)
    for contact, person in ((hers, she), (his, he), (now, she), (elsewhere, she)):
        await store.assign_person(tx, contact, person)
    assert await reasons(tx, now) == {
        hers: "The same number, noted as this person’s.",
        his: "The same address, but noted as somebody else’s: several people use it.",
        elsewhere: "Noted as the same person’s, from elsewhere.",
    }


async def test_whoever_came_back_with_the_receipt_is_the_same_writer(tx: Transaction, a_contact: Maker) -> None:
    first, again = await a_contact(None, "webform"), await a_contact(None, "webform")
    await store.join(tx, again, first)
    assert await reasons(tx, again) == {first: "The same receipt: whoever wrote it had its words."}


@pytest.mark.parametrize("sender", [None, OTHER])
async def test_nothing_shared_is_nothing_suggested(tx: Transaction, a_contact: Maker, sender: str | None) -> None:
    await a_contact(HERS)
    assert await reasons(tx, await a_contact(sender)) == {}
