"""Persons on a real database. Everybody here is invented."""

from datetime import timedelta

import pytest

from helpline.audit import store as audit
from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict, Erased, Invalid
from helpline.people import actions, providers
from helpline.people.model import Danger, Kind, PersonContent, Purpose, Reason
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

PHONE, EMAIL = AddressKind.PHONE, AddressKind.EMAIL
NUMBER = "+447700900123"


def blind(tx: Transaction, number: str = NUMBER) -> bytes:
    return tx.vault.blind(PHONE, number)


def later(tx: Transaction, **by: float) -> Transaction:
    return Transaction(tx.db, tx.vault, tx.actor, tx.now + timedelta(**by))


async def test_the_same_number_is_the_same_person(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, "+44 7700 900123"))
    assert await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER)) == alice


async def test_a_withheld_number_is_never_the_same_person(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, "Anonymous"))
    assert await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, "Anonymous")) != alice


async def test_a_shared_number_chooses_nobody(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    bob = await actions.ensure_person(tx, Kind.REQUESTER)
    await actions.add_address(tx, bob, PHONE, NUMBER)
    charlie = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    assert charlie not in (alice, bob)
    assert {person.id for person in await actions.find(tx, "0044 7700 900123")} == {alice, bob, charlie}


async def test_somebody_known_by_an_address_alone_gets_a_name(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    assert await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER), PersonContent(name="Alice")) == alice
    await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER), PersonContent(name="Bob"))
    assert (await actions.opened(tx, alice)).person.name == "Alice"


async def test_a_person_is_found_by_the_beginnings_of_a_name(tx: Transaction) -> None:
    bob = await actions.ensure_person(tx, Kind.PROFESSIONAL, content=PersonContent(name="Bob De Wévre"))
    assert [person.name for person in await actions.find(tx, "wev bo")] == ["Bob De Wévre"]
    assert await actions.find(tx, "evre") == []
    assert await actions.find(tx, "") == []
    await actions.rewrite(tx, bob, Kind.PROFESSIONAL, PersonContent(name="Charlie"), 1)
    assert await actions.find(tx, "wev") == []


async def test_the_person_concerned_is_never_described_by_a_full_name_or_an_address(tx: Transaction) -> None:
    concerned = await actions.add(tx, Kind.CONCERNED, PersonContent("N."))
    for name in ("Noa Inventé", "noa@example.org", "N. 0470123999"):
        with pytest.raises(Invalid):
            await actions.rewrite(tx, concerned, Kind.CONCERNED, PersonContent(name), 1)
    await actions.rewrite(tx, concerned, Kind.CONCERNED, PersonContent("Noa"), 1)
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    with pytest.raises(Invalid):
        await actions.rewrite(tx, alice, Kind.CONCERNED, PersonContent("A."), 1)


async def test_who_is_slower_is_told(tx: Transaction) -> None:
    bob = await actions.ensure_person(tx, Kind.REQUESTER)
    await actions.rewrite(tx, bob, Kind.REQUESTER, PersonContent(name="B."), 1)
    with pytest.raises(Conflict) as conflict:
        await actions.rewrite(tx, bob, Kind.REQUESTER, PersonContent(name="Bobby"), 1)
    assert conflict.value.current == 2


async def test_a_person_shows_addresses_and_the_history_of_rules(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER), PersonContent(name="Alice"))
    await actions.add_address(tx, alice, EMAIL, "Alice@Example.org")
    await actions.set_rule(tx, alice, None, SafeContact(may_call=True, cover_phrase="the library"))
    await actions.set_rule(later(tx, minutes=1), alice, None, SafeContact())
    view = await actions.opened(tx, alice)
    assert [address.masked for address in view.addresses] == ["+44…23", "a…@e….org"]
    assert [rule.said.may_call for rule in view.rules] == [None, True]
    assert view.rules[1].said.cover_phrase == "the library"
    assert view.rules[0].set_by == "system"
    assert [entry.action for entry in await audit.about(tx, alice, 1)] == ["person.opened"]


async def test_an_address_must_be_one(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER)
    with pytest.raises(Invalid):
        await actions.add_address(tx, alice, EMAIL, "nowhere")


async def test_nothing_is_stored_that_can_be_read(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (EMAIL, "canary@example.org"), PersonContent(name="Canary"))
    await actions.set_rule(tx, alice, None, SafeContact(note="canary"))
    for table in ("person", "address", "safe_contact_rule"):
        stored = str(await tx.db.fetch(f"select * from {table}"))
        assert "canary" not in stored.lower()


async def test_without_a_rule_an_address_must_not_be_used(tx: Transaction) -> None:
    await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    verdict = await actions.permission(tx, blind(tx), Purpose.WRITE, tx.now)
    assert (verdict.allowed, verdict.asked) == (False, False)


async def test_the_newest_rule_counts(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    await actions.set_rule(tx, alice, None, SafeContact(may_call=True))
    assert (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).allowed
    await actions.set_rule(later(tx, seconds=1), alice, None, SafeContact())
    assert not (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).allowed


async def test_an_expired_rule_does_not_wake_the_one_before(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    await actions.set_rule(tx, alice, None, SafeContact(may_call=True))
    await actions.set_rule(later(tx, seconds=1), alice, None, SafeContact(may_call=True), tx.now + timedelta(hours=1))
    verdict = await actions.permission(tx, blind(tx), Purpose.CALL, tx.now + timedelta(hours=2))
    assert verdict.reason is Reason.EXPIRED


async def test_a_rule_for_one_address_says_nothing_about_another(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    other = await actions.add_address(tx, alice, PHONE, "+447700900456")
    await actions.set_rule(tx, alice, other, SafeContact(may_call=True))
    assert (await actions.permission(tx, blind(tx, "+447700900456"), Purpose.CALL, tx.now)).allowed
    assert not (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).allowed


async def test_the_strictest_of_a_rule_for_one_address_and_the_persons_own_wins(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    address = (await actions.opened(tx, alice)).addresses[0].id
    await actions.set_rule(tx, alice, address, SafeContact())
    await actions.set_rule(later(tx, seconds=1), alice, None, SafeContact(may_call=True))
    assert (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).reason is Reason.NOT_ASKED
    assert [rule.address_id for rule in await actions.rules_shown(tx, blind(tx))] == [None, address]


async def test_a_rule_is_never_for_an_address_of_somebody_else(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    bob = await actions.ensure_person(tx, Kind.REQUESTER)
    with pytest.raises(Invalid):
        await actions.set_rule(tx, bob, (await actions.opened(tx, alice)).addresses[0].id, SafeContact())


async def test_an_overridden_rule_stands_in_the_audit_of_everybody_it_concerns(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    await actions.permission(tx, blind(tx), Purpose.CALL, tx.now, Danger.LIFE)
    assert [entry.action for entry in await audit.about(tx, alice, 1)] == ["safe_contact.overridden"]


async def test_one_of_two_who_share_a_phone_may_forbid_it(tx: Transaction) -> None:
    for may_call in (True, False):
        person = await actions.ensure_person(tx, Kind.REQUESTER)
        await actions.add_address(tx, person, PHONE, NUMBER)
        await actions.set_rule(tx, person, None, SafeContact(may_call=may_call))
    assert (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).reason is Reason.NOT_THIS_WAY
    assert len(await actions.rules_shown(tx, blind(tx))) == 2


async def test_an_erased_persons_rules_count_no_more(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    await actions.set_rule(tx, alice, None, SafeContact(may_call=True))
    await keys.destroy(tx, [alice])
    assert (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).reason is Reason.ASK_FIRST
    with pytest.raises(Erased):
        await actions.opened(tx, alice)


async def test_danger_overrides_for_a_call_only_and_the_ground_is_kept(tx: Transaction) -> None:
    verdict = await actions.permission(tx, blind(tx), Purpose.CALL, tx.now, Danger.CHILD)
    assert (verdict.allowed, verdict.reason) == (True, Reason.OVERRIDDEN)
    detail = await tx.db.fetchval("select detail from audit_entry where action = 'safe_contact.overridden'")
    assert detail == "ask_first>child"
    assert not (await actions.permission(tx, blind(tx), Purpose.WRITE, tx.now, Danger.CHILD)).allowed


async def test_stop_is_stronger_than_a_rule_and_start_takes_it_back(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (PHONE, NUMBER))
    await actions.set_rule(tx, alice, None, SafeContact(may_write=True, may_call=True))
    await providers.opt_out(tx, PHONE, NUMBER, tx.now)
    assert (await actions.permission(tx, blind(tx), Purpose.WRITE, tx.now)).reason is Reason.OPTED_OUT
    assert (await actions.permission(tx, blind(tx), Purpose.CALL, tx.now)).allowed
    await providers.opt_out(tx, PHONE, NUMBER, None)
    assert (await actions.permission(tx, blind(tx), Purpose.WRITE, tx.now)).allowed


async def test_mail_that_came_back_marks_the_address(tx: Transaction) -> None:
    alice = await actions.ensure_person(tx, Kind.REQUESTER, (EMAIL, "alice@example.org"))
    await providers.bounced(tx, tx.vault.blind(EMAIL, "alice@example.org"))
    assert (await actions.opened(tx, alice)).addresses[0].bounced_at == tx.now
