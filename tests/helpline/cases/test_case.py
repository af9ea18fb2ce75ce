"""A case is opened from a contact, worked on, closed, reopened, and may become another kind."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from helpline.cases import actions, documents, network, panels, rules, store
from helpline.cases.model import CaseKind, ClosingReason, NoteKind, Relation, Role
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.envelope import AddressKind, Attachment
from helpline.errors import Conflict, Invalid
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.people.rules import identifies
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


async def begun(tx: Transaction, kind: CaseKind = CaseKind.ACCOMPANIMENT, contact: UUID | None = None) -> UUID:
    return await actions.open(tx, kind=kind, title="Maman de N.", summary="Inquiétude depuis l'été", contact=contact)


async def standing(tx: Transaction, case: UUID) -> store.Row:
    row = await store.one(tx, case)
    assert row is not None
    return row


async def invented_person(tx: Transaction) -> UUID:
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    await tx.db.execute(
        "insert into person (id, kind, content, created_at) values ($1, 'concerned', '', $2)", key.record, tx.now
    )
    return key.record


async def test_a_contact_may_belong_to_several_cases_and_a_case_to_several_contacts(tx: Transaction, a_contact: Maker):
    first, second = await a_contact(), await a_contact()
    mother, son = await begun(tx, contact=first), await begun(tx)
    await actions.attach(tx, mother, second)
    await actions.attach(tx, son, first)
    await actions.attach(tx, son, first)

    assert {row.id for row in await store.near(tx, first, first, None, 5) if row.linked} == {mother, son}
    assert [row.id for row in await store.near(tx, second, second, None, 5) if row.linked] == [mother]


async def test_a_contact_is_shown_the_cases_of_its_own_address(tx: Transaction, a_contact: Maker):
    case = await begun(tx, contact=await a_contact("+447700900001"))
    again, stranger = await a_contact("+447700900001"), await a_contact("+447700900002")
    assert [row.id for row in await store.near(tx, again, again, None, 5)] == [case]
    assert await store.near(tx, stranger, stranger, None, 5) == []


async def test_a_note_is_sealed_and_found_by_its_words(tx: Transaction):
    case = await begun(tx)
    await actions.note(tx, case, "Il a rendu les clés du club de boxe.", NoteKind.PASSIONS)
    assert b"boxe" not in await tx.db.fetchval("select sealed from note where case_id = $1", case)
    for typed in ("boxes club", "inquietude"):
        (hit,) = await store.search(tx, tx.vault.query(typed), 5)
        assert hit.id == case
    assert await store.search(tx, tx.vault.query("boxe football"), 5) == []


async def test_an_information_request_never_knows_the_person_concerned(tx: Transaction):
    request, person = await begun(tx, CaseKind.INFORMATION_REQUEST), await invented_person(tx)
    with pytest.raises(Invalid, match="never names"):
        await actions.add_participant(tx, request, person, Role.CONCERNED)
    await actions.change_kind(tx, request, CaseKind.ACCOMPANIMENT, "Elle demande un suivi.", 1)
    await actions.add_participant(tx, request, person, Role.CONCERNED)
    with pytest.raises(Invalid, match="cannot become"):
        await actions.change_kind(tx, request, CaseKind.INFORMATION_REQUEST, "", 2)


async def test_the_database_itself_refuses_the_person_concerned_in_an_information_request(tx: Transaction):
    request, person = await begun(tx, CaseKind.INFORMATION_REQUEST), await invented_person(tx)
    with pytest.raises(asyncpg.CheckViolationError):
        await store.join(tx, request, person, Role.CONCERNED)


async def test_a_case_closes_with_a_reason_of_its_kind_and_reopens_as_the_same(tx: Transaction, a_contact: Maker):
    case = await begun(tx)
    with pytest.raises(Invalid, match="fits"):
        await actions.close(tx, case, ClosingReason.ANSWERED, "", 1)
    await actions.close(tx, case, ClosingReason.AIMS_REACHED, "", 1)
    with pytest.raises(Invalid, match="reopen"):
        await actions.attach(tx, case, await a_contact())
    await actions.reopen(tx, case, "Il rappelle lui-même.", 2)
    assert (await standing(tx, case)).open


async def test_nothing_that_stands_in_a_closed_case_changes_whatever_page_is_still_open(tx: Transaction):
    """Otherwise a review would be promised in it, or a colleague would get what nobody works on."""
    case, person = await begun(tx), await invented_person(tx)
    await actions.close(tx, case, ClosingReason.AIMS_REACHED, "", 1)
    for late in (
        actions.describe(tx, case, "Autre", "", 2),
        actions.assign(tx, case, None, None, 2),
        actions.change_kind(tx, case, CaseKind.ACCOMPANIMENT, "", 2),
        actions.name_participant(tx, case, Role.REQUESTER, "Sa sœur"),
        actions.add_participant(tx, case, person, Role.REQUESTER),
        network.link(tx, case, person, person, Relation.FRIEND),
        network.unlink(tx, case, person),
    ):
        with pytest.raises(Invalid, match="reopen it first"):
            await late
    assert (await standing(tx, case)).version == 2


async def test_a_case_with_an_open_promise_is_not_closed(tx: Transaction):
    case = await begun(tx)
    promise = await followups.promise(
        tx, kind=FollowUpKind.TASK, what="Envoyer les adresses", due_at=tx.now, owner=None, case=case
    )
    with pytest.raises(Invalid, match="still open"):
        await actions.close(tx, case, ClosingReason.WITHDREW, "", 1)
    await followups.keep(tx, promise, 1)
    await actions.close(tx, case, ClosingReason.WITHDREW, "", 1)


async def test_two_descriptions_at_once_keep_the_first_and_tell_the_second(tx: Transaction):
    case = await begun(tx)
    await actions.describe(tx, case, "Maman de N.", "Vue par Alice", 1)
    with pytest.raises(Conflict) as refused:
        await actions.describe(tx, case, "Maman de N.", "Vue par Bob", 1)
    assert refused.value.current == 2


async def test_a_person_concerned_is_named_by_an_alias_and_never_by_an_address(tx: Transaction):
    case = await begun(tx)
    for name, address in (("Noa Dupont", None), ("N.", (AddressKind.PHONE, "+447700900009"))):
        with pytest.raises(Invalid, match="alias"):
            await actions.name_participant(tx, case, Role.CONCERNED, name, address)
    await actions.name_participant(tx, case, Role.CONCERNED, "N.")
    await actions.name_participant(tx, case, Role.REQUESTER, "Sa maman", (AddressKind.PHONE, "+447700900009"))
    assert {(row["name"], row["role"]) for row in await panels.participants(tx, case)} == {
        ("N.", Role.CONCERNED),
        ("Sa maman", Role.REQUESTER),
    }


async def test_the_list_of_cases_is_read_page_by_page_by_whose_they_are(tx: Transaction, a_colleague: Maker):
    alice, bob = await a_colleague("Alice"), await a_colleague("Bob")
    for number in range(panels.PAGE + 2):
        await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title=f"Cas {number}", worker=alice, deputy=bob)
    first = await panels.listed(tx, panels.View.MINE, bob, "")
    second = await panels.listed(tx, panels.View.MINE, bob, first.more)
    assert len({case["id"] for case in (*first.cases, *second.cases)}) == panels.PAGE + 2
    assert (await panels.listed(tx, panels.View.CLOSED, bob, "")).cases == []


async def test_the_deputy_is_somebody_else(tx: Transaction, a_colleague: Maker):
    case, alice, bob = await begun(tx), await a_colleague("Alice"), await a_colleague("Bob")
    with pytest.raises(Invalid, match="another"):
        await actions.assign(tx, case, alice, alice, 1)
    await actions.assign(tx, case, alice, bob, 1)
    assert (await standing(tx, case)).deputy_name == "Bob"


@pytest.mark.parametrize(("alias", "why"), [
    ("N.", ""), ("Noa", ""), ("J. D.", ""), ("Noa Dupont", "names"), ("0470 12 34 56", "number"),
    ("noa@example.org", "number"), ("x" * 41, "long"),
])  # fmt: skip
def test_an_alias_identifies_nobody(alias: str, why: str):
    assert identifies(alias) == why


def test_four_weeks_without_a_word_are_silence(tx: Transaction):
    assert rules.silent(tx.now - timedelta(weeks=4), tx.now)
    assert not rules.silent(tx.now - timedelta(days=27), tx.now)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Le neveu", False),
        ("Sœur de N., 16 ans", False),
        ("Fatima Inventée", True),
        ("Rappeler 0470 12 39 99", True),
        ("alice@example.org", True),
        ("Jan van der Verzonnen", True),
    ],
)
def test_a_title_that_may_name_somebody_is_doubted(title: str, named: bool):
    assert rules.may_name(title) is named


async def test_the_promises_of_a_case_go_to_its_new_worker(tx: Transaction, a_colleague: Maker):
    alice, bob = await a_colleague("Alice"), await a_colleague("Bob")
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Le neveu", worker=alice)
    promises = [
        await followups.promise(tx, kind=kind, what="Revoir", due_at=tx.now, owner=alice, case=case)
        for kind in (FollowUpKind.REVIEW, FollowUpKind.TASK)
    ]
    kept_apart = await followups.promise(
        tx, kind=FollowUpKind.TASK, what="Revoir", due_at=tx.now, owner=await a_colleague("Charlie"), case=case
    )
    await actions.assign(tx, case, bob, None, 1)
    owners = dict(await tx.db.fetch("select id, owner from follow_up"))
    assert [owners[one] for one in promises] == [bob, bob]
    assert owners[kept_apart] not in (alice, bob)
    assert await tx.db.fetchval("select count(*) from follow_up_change where what = 'handed_over'") == 2


async def test_the_files_of_its_contacts_are_its_documents_until_they_are_erased(tx: Transaction, a_contact: Maker):
    letter, text = await a_contact(channel="email"), await a_contact()
    case = await begun(tx, contact=letter)
    await actions.attach(tx, case, text)
    for contact in (letter, text):
        key = await keys.key(tx, contact)
        await contacts.attach(tx, key, Attachment("attestation.pdf", "application/pdf", b"%PDF-1.7"))
    found = await documents.listed(tx, case)
    assert {(one["name"], one["quarantined"]) for one in found} == {
        ("attestation.pdf", False), ("attestation.pdf", True),
    }  # fmt: skip
    assert [one["href"] for one in found if one["quarantined"]] == [f"/desk/contacts/{text}"]
    await keys.destroy(tx, [letter, text])
    assert await documents.listed(tx, case) == []
