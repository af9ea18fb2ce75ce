"""Erased means erased: the key is destroyed, and nothing that could find the record is left."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.contacts import actions as contacts
from helpline.contacts import finding
from helpline.envelope import AddressKind, Arrival, Attachment, SafeContact, Sender
from helpline.errors import Erased
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent, Purpose
from helpline.queue import actions as queue
from helpline.retention import actions as retention
from helpline.vault.transaction import SYSTEM, Engine, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBER = "+447700900123"
MOTHER = Sender(AddressKind.PHONE, NUMBER)
NOTE = Arrival("visit", "N1", NOON, MOTHER, text="mon frère", attachments=(Attachment("a.txt", "text/plain", b"abc"),))


async def arrived(engine: Engine) -> UUID:
    receipt = await intake.keep(engine, intake.by_hand(NOTE, "1"))
    await Digestion(engine, {}).at_once(receipt.record)
    return receipt.record


async def test_an_erased_contact_is_read_found_and_waited_for_by_nobody(engine: Engine) -> None:
    one = await arrived(engine)
    async with engine.transaction(SYSTEM) as tx:
        assert await retention.erase_contact(tx, one)
        with pytest.raises(Erased):
            await contacts.opened(tx, one)
        assert await finding.search(tx, "frère") == await finding.search(tx, NUMBER) == []
        assert await queue.place(tx, one) is None
        left = "select (select count(*) from attachment) + (select count(*) from contact_words)"
        assert await tx.db.fetchval(left) == 0
        assert await tx.db.fetchval("select wrapped from vault_key where record = $1", one) is None
        assert await tx.db.fetchval("select octet_length(sealed) from inbox where record = $1", one) == 0


async def test_a_repeated_delivery_does_not_bring_an_erased_contact_back(engine: Engine) -> None:
    one = await arrived(engine)
    async with engine.transaction(SYSTEM) as tx:
        await retention.erase_contact(tx, one)
    again = await intake.keep(engine, intake.by_hand(NOTE, "1"))
    assert again.duplicate
    assert await Digestion(engine, {}).some() == 0


async def test_erasing_twice_is_harmless_and_known_once(engine: Engine) -> None:
    one = await arrived(engine)
    async with engine.transaction(SYSTEM) as tx:
        assert await retention.erase_contact(tx, one)
        assert not await retention.erase_contact(tx, one)
        assert await tx.db.fetchval("select count(*) from audit_entry where action = 'contact.erased'") == 1


async def test_an_erased_case_is_found_by_no_word_of_its_notes(tx: Transaction) -> None:
    case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="A. and his mother")
    await cases.note(tx, case, "he plays the accordion again")
    assert await retention.erase_case(tx, case)
    assert await cases.search(tx, "accordion") == await cases.search(tx, "mother") == []


async def test_an_erased_person_has_no_name_address_or_rule(tx: Transaction) -> None:
    person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER), PersonContent("Marguerite"))
    await people.set_rule(tx, person, None, SafeContact(may_call=True))
    assert await retention.erase_person(tx, person)
    assert await people.find(tx, "Margu") == await people.find(tx, NUMBER) == []
    blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
    assert not (await people.permission(tx, blind, Purpose.CALL, tx.now)).allowed
