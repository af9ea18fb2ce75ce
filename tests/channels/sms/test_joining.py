"""Point 21: a number is a hint: a new SMS joins an open conversation only when the operator or an exact, unshared match
says so; else suggest.
"""

import asyncio
from uuid import UUID

import pytest

from helpline.contacts import actions as contacts
from helpline.contacts import safety
from helpline.contacts.model import ContactView, Doubt
from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.queue import actions as queue
from helpline.retention import actions as retention
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import ALICE, Installation

BOB, CHARLIE = "+447700900102", "+447700900103"
SAFE = SafeContact(may_call=True, may_write=True)


async def arrives(line: Installation, words: str = "Encore moi.", sender: str = ALICE) -> ContactView:
    """A text, read."""
    await line.text(words, sender=sender)
    return (await line.digested())[-1]


async def noted(line: Installation, contact: UUID) -> UUID:
    """A colleague has asked what is safe, and so knows whose number it is."""
    async with line.engine.transaction(SYSTEM) as tx:
        return await safety.note(tx, contact, SAFE)


async def decided(line: Installation, contact: UUID) -> None:
    async with line.engine.transaction(SYSTEM) as tx:
        await queue.leave(tx, contact)


async def test_a_text_joins_the_open_conversation_of_a_number_that_one_known_person_uses(line: Installation) -> None:
    """Point 21: a new SMS joins an open conversation only when an exact, unshared match says so."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    second = await arrives(line)
    assert second.row.conversation == first.row.id
    assert "joined_by_number" in [step.event for step in second.history]
    async with line.engine.transaction(SYSTEM) as tx:
        assert {row.row.id for row in await queue.lines(tx)} == {first.row.id, second.row.id}, "each is still decided"


async def test_while_nobody_has_noted_whose_number_it_is_a_text_is_only_suggested(line: Installation) -> None:
    """Point 21: else it is a new contact, suggested to the earlier one."""
    first = await arrives(line, "Bonjour")
    second = await arrives(line)
    assert second.row.conversation == second.row.id
    assert (second.content.claimed_conversation, second.content.doubt) == (first.row.id, Doubt.UNNOTED)


async def test_what_waited_for_our_server_together_is_suggested_to_its_first(line: Installation) -> None:
    """Point 21: texts of one number that are read in one batch know each other."""
    for words in ("un", "deux", "trois"):
        await line.text(words)
    first, *others = await line.digested()
    assert [view.content.claimed_conversation is not None for view in others] == [True, True]
    assert first.content.claimed_conversation is None


async def test_several_numbers_that_are_read_together_each_find_their_own_conversation(line: Installation) -> None:
    """Point 21: asked once for all of them, each is still judged by itself."""
    hers, his = await arrives(line, "Bonjour"), await arrives(line, "Salut", sender=BOB)
    await noted(line, hers.row.id)
    for sender in (BOB, ALICE, CHARLIE):
        await line.text("Encore moi.", sender=sender)
    views = {view.content.sender: view for view in await line.digested() if view.content.text == "Encore moi."}
    assert views[ALICE].row.conversation == hers.row.id
    assert (views[BOB].content.claimed_conversation, views[BOB].content.doubt) == (his.row.id, Doubt.UNNOTED)
    assert (views[CHARLIE].row.conversation, views[CHARLIE].content.doubt) == (views[CHARLIE].row.id, None)


async def test_a_number_that_two_persons_use_joins_nothing(line: Installation) -> None:
    """Point 21: a shared number is no match."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    async with line.engine.transaction(SYSTEM) as tx:
        father = await people.add(tx, Kind.REQUESTER, people.NOBODY)
        await people.add_address(tx, father, AddressKind.PHONE, ALICE)
    assert (await arrives(line)).content.doubt is Doubt.SHARED


@pytest.mark.parametrize("sender", ["+266696687", "Anonymous", "", "PAKKET", "8090"])
async def test_withheld_numbers_short_codes_and_names_join_and_suggest_nothing(line: Installation, sender: str) -> None:
    """Point 21: what is no number is no hint either."""
    for _ in range(2):
        view = await arrives(line, sender=sender)
    assert (view.row.sender_blind, view.content.claimed_conversation) == (None, None)
    assert view.row.conversation == view.row.id


async def test_a_conversation_that_is_over_is_only_suggested(line: Installation) -> None:
    """Point 21: only an open conversation is joined."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    await decided(line, first.row.id)
    second = await arrives(line)
    assert (second.content.claimed_conversation, second.content.doubt) == (first.row.id, Doubt.OVER)


async def test_a_closed_case_is_not_written_into_and_an_open_one_keeps_its_conversation_open(
    line: Installation,
) -> None:
    """Point 21: the case decides whether the conversation goes on."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    await decided(line, first.row.id)
    async with line.engine.transaction(SYSTEM) as tx:
        case = await tx.db.fetchval(
            "insert into case_file (id, kind, content, opened_at, last_activity_at) "
            "values (gen_random_uuid(), 'accompaniment', '', now(), now()) returning id"
        )
        await tx.db.execute("insert into case_contact values ($1, $2, 'test', now())", case, first.row.id)
    second = await arrives(line)
    assert second.row.conversation == first.row.id
    await decided(line, second.row.id)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update case_file set open = false")
    assert (await arrives(line)).content.doubt is Doubt.OVER


async def test_two_open_conversations_of_one_number_are_a_humans(line: Installation) -> None:
    """Point 21: a match that is not exact only suggests."""
    first = await arrives(line, "Bonjour")
    second = await arrives(line)
    await noted(line, first.row.id)
    await noted(line, second.row.id)
    assert (await arrives(line)).content.doubt is Doubt.SEVERAL


async def test_an_erased_contact_and_an_erased_person_are_nobodys(line: Installation) -> None:
    """Point 21: what was erased matches nothing."""
    first = await arrives(line, "Bonjour")
    person = await noted(line, first.row.id)
    async with line.engine.transaction(SYSTEM) as tx:
        await retention.erase_person(tx, person)
    second = await arrives(line)
    assert second.content.doubt is Doubt.UNNOTED
    async with line.engine.transaction(SYSTEM) as tx:
        await retention.erase_contact(tx, first.row.id)
        await retention.erase_contact(tx, second.row.id)
    assert (await arrives(line)).content.claimed_conversation is None


async def test_whoever_told_the_provider_to_stop_and_writes_again_is_heard_where_he_wrote(line: Installation) -> None:
    """Point 21: an opt-out changes nothing in what somebody says to us."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    stop = await arrives(line, "STOP")
    after = await arrives(line, "J'ai besoin d'aide quand même")
    assert {stop.row.conversation, after.row.conversation} == {first.row.id}


async def test_somebody_elses_number_joins_nothing(line: Installation) -> None:
    """Point 21: an exact match, to the last digit."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    assert (await arrives(line, sender=BOB)).row.conversation != first.row.id


async def test_the_operator_says_that_a_text_belongs_to_a_conversation(line: Installation) -> None:
    """Point 21: the operator says so."""
    first, second = await arrives(line, "Bonjour"), await arrives(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await contacts.join(tx, second.row.id, second.row.version)
    _, joined = await line.digested()
    assert (joined.row.conversation, joined.content.doubt) == (first.row.id, None)
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await contacts.join(tx, second.row.id, joined.row.version)


async def test_once_the_operator_says_that_somebody_else_wrote_nothing_of_that_number_joins_by_itself(
    line: Installation,
) -> None:
    """Point 21: a joining is undone, and not done again."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    second = await arrives(line, "C'est son père. Arrêtez de lui écrire.")
    async with line.engine.transaction(SYSTEM) as tx:
        await contacts.part(tx, second.row.id, second.row.version)
    third = await arrives(line)
    assert (third.row.conversation, third.content.doubt) == (third.row.id, Doubt.SHARED)
    with pytest.raises(Conflict):
        async with line.engine.transaction(SYSTEM) as tx:
            await contacts.part(tx, first.row.id, first.row.version)


async def test_the_same_webhook_twenty_times_joins_once(line: Installation) -> None:
    """Point 21, point 6: repeated, it is one message in the conversation."""
    first = await arrives(line, "Bonjour")
    await noted(line, first.row.id)
    await asyncio.gather(*(line.text("Une fois", MessageSid="SM" + "7" * 32) for _ in range(20)))
    assert len(await line.digested()) == 2
