"""What a colleague sees of a conversation by text: both sides of it, what became of each of ours, and who is out of
reach.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from helpline.clock import now
from helpline.contacts import safety
from helpline.envelope import SafeContact
from helpline.errors import Blocked, NotFound
from helpline.jobs.model import Premises
from helpline.outbox import actions as outbox
from helpline.outbox import conversation, jobs
from helpline.outbox.model import SendLetter
from helpline.people import providers
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Actor, ActorKind
from tests.channels.conftest import ALICE, Installation
from tests.conftest import Desk

SAFE = SafeContact(may_call=True, may_write=True)
SignIn = Callable[..., Awaitable[Desk]]


async def written_to(line: Installation, words: str = "Bonjour") -> UUID:
    """A text from somebody of whom it is noted that she may be written to."""
    await line.text(words)
    contact = (await line.digested())[-1].row.id
    async with line.engine.transaction(SYSTEM) as tx:
        await safety.note(tx, contact, SAFE)
    return contact


def acting(desk: Desk) -> Actor:
    return Actor(ActorKind.STAFF, desk.staff.role, desk.staff.id)


async def answered(line: Installation, contact: UUID, actor: Actor = SYSTEM, words: str = "Demain ?") -> UUID:
    """An answer that leaves at once; the outgoing contact."""
    async with line.engine.transaction(actor) as tx:
        outgoing = await outbox.reply(tx, contact, words, now())
        letter = await tx.db.fetchval("select id from outbox where contact_id = $1", outgoing)
    house = line.premises
    senders = {"sms": line.channels["sms"].senders["sms"]}
    await jobs.send(Premises(house.engine, house.settings, house.channels, senders), SendLetter(letter))
    return outgoing


async def report(line: Installation, *states: str, code: str = "") -> None:
    """What the telephone company says of the last message of ours."""
    await line.fake.report(line.wire(), list(line.fake.messages)[-1], *states, code=code)
    await line.digested()


async def said(line: Installation, contact: UUID) -> list[tuple[bool, str, str]]:
    async with line.engine.transaction(SYSTEM) as tx:
        days = await conversation.by_days(tx, contact, {})
    return [(one["ours"], one["text"], one["state"]) for day in days for one in day["messages"]]


async def test_both_sides_of_a_conversation_stand_in_their_order_with_what_became_of_ours(line: Installation) -> None:
    """Point 22: delivery status by callback, in whatever order its reports come."""
    contact = await written_to(line)
    await answered(line, contact)
    await line.text("D'accord")
    await report(line, "delivered", "sent", "queued")
    assert await said(line, contact) == [
        (False, "Bonjour", ""),
        (True, "Demain ?", "delivered"),
        (False, "D'accord", ""),
    ]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("30003", "éteint ou hors de portée"),
        ("30006", "ne reçoit pas de SMS"),
        ("30007", "dites-le autrement"),
        ("30008", "Réessayez plus tard"),
        ("", "Réessayez plus tard"),
    ],
)
async def test_undelivered_is_visible_to_its_author_with_what_to_do_until_he_has_seen_it(
    line: Installation, signed_in: SignIn, code: str, remedy: str
) -> None:
    """Point 22: undelivered is visible to the author."""
    desk, other = await signed_in(Role.OPERATOR), await signed_in(Role.OPERATOR)
    contact = await written_to(line)
    outgoing = await answered(line, contact, acting(desk))
    await report(line, "sent", "undelivered", code=code)
    assert remedy in (await desk.get("/desk/queue")).text
    assert remedy in (await desk.get(f"/desk/contacts/{contact}")).text
    assert remedy not in (await other.get("/desk/queue")).text
    assert remedy in (await (await signed_in(Role.SUPERVISOR)).get("/desk/board")).text
    await desk.post(f"/desk/contacts/{contact}/replies/{outgoing}/notice")
    assert remedy not in (await desk.get("/desk/queue")).text


async def test_what_was_held_back_is_its_authors_too(line: Installation, signed_in: SignIn) -> None:
    """Point 22, point 8: an answer that was no longer safe in its minute never disappears."""
    desk = await signed_in(Role.OPERATOR)
    contact = await written_to(line)
    async with line.engine.transaction(acting(desk)) as tx:
        outgoing = await outbox.reply(tx, contact, "Demain ?", now())
        letter = await tx.db.fetchval("select id from outbox where contact_id = $1", outgoing)
    await line.text("STOP")
    await line.digested()
    await jobs.send(line.premises, SendLetter(letter))
    assert line.fake.messages == {}
    assert "pas partie" in (await desk.get("/desk/queue")).text


async def test_somebody_elses_answer_cannot_be_waved_through(line: Installation) -> None:
    """The address names a contact and one of its answers, never another's."""
    first = await written_to(line)
    outgoing = await answered(line, first)
    await line.text("autre", sender="+447700900102")
    other = (await line.digested())[-1].row.id
    with pytest.raises(NotFound):
        async with line.engine.transaction(SYSTEM) as tx:
            await conversation.notice(tx, other, outgoing)


@pytest.mark.parametrize(
    "word", ["STOP", "Stop.", "arrêt", "ARRÊT !", "Arrêtez", "stoppen", "Stopp", "abmelden", "durdur", "توقف", "إيقاف"]
)
async def test_one_word_that_means_stop_is_recorded_and_stays_visible(
    line: Installation, signed_in: SignIn, word: str
) -> None:
    """Point 20: STOP stored and shown: a relative who texts the one word may be unreachable for the provider."""
    first = await written_to(line)
    await line.text(word)
    *_, stop = await line.digested()
    assert "opt_out:stop" in [step.event for step in stop.history]
    with pytest.raises(Blocked, match="START"):
        await answered(line, first)
    desk = await signed_in(Role.OPERATOR)
    for contact in (first, stop.row.id):
        assert "Ce numéro a dit STOP" in (await desk.get(f"/desk/contacts/{contact}")).text


async def test_start_makes_somebody_reachable_again(line: Installation) -> None:
    """Point 20: START stored, and heeded."""
    contact = await written_to(line)
    await line.text("STOP")
    await line.digested()
    await line.text("START")
    *_, start = await line.digested()
    assert "opt_out:start" in [step.event for step in start.history]
    await answered(line, contact)
    assert len(line.fake.messages) == 1


async def test_help_is_recorded_and_stops_nothing(line: Installation) -> None:
    """Point 20: HELP stored and shown."""
    contact = await written_to(line)
    await line.text("HELP")
    *_, asked = await line.digested()
    assert "opt_out:help" in [step.event for step in asked.history]
    await answered(line, contact)


@pytest.mark.parametrize("words", ["stop lui parler", "Il faut que ça s'arrête", "end of my tether", "يجب أن توقف"])
async def test_a_sentence_with_the_word_in_it_is_no_wish_to_stop(line: Installation, words: str) -> None:
    """Point 20: one word alone; whoever says more is heard, not cut off."""
    await line.text(words)
    assert await line.events() == []


async def test_the_providers_sign_counts_whatever_the_words(line: Installation) -> None:
    """Point 20: `OptOutType` stored."""
    await line.text("laissez-moi", OptOutType="STOP")
    (view,) = await line.digested()
    async with line.engine.transaction(SYSTEM) as tx:
        assert await providers.stopped_at(tx, tx.vault.blind("phone", ALICE))
    assert [step.event for step in view.history] == ["opt_out:stop"]


async def test_a_wish_to_stop_that_never_came_here_is_learnt_from_the_providers_refusal(line: Installation) -> None:
    """Point 20: error 21610 says that the number once told the provider to stop."""
    contact = await written_to(line)
    line.fake.answers = ["400 21610"]
    await answered(line, contact)
    assert (await said(line, contact))[-1][2] == "failed"
    with pytest.raises(Blocked, match="START"):
        await answered(line, contact)


async def test_the_length_is_shown_without_script_before_sending(line: Installation, signed_in: SignIn) -> None:
    """Point 22: segments: GSM-7 160/153, UCS-2 70/67; the count is shown before sending."""
    contact = await written_to(line)
    desk = await signed_in(Role.OPERATOR)
    for words, count in (
        ("é" * 161, "2 messages · 161 caractères, encore 145"),
        ("ê" * 71, "2 messages · 71 caractères, encore 63"),
    ):
        page = await desk.post(f"/desk/contacts/{contact}/replies/preview", data={"text": words})
        assert count in page.text
