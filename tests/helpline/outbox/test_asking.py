"""What is safe is asked in neutral words, and only where a neutral word may go before anything is known."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.contacts import drafts, store
from helpline.contacts.model import Channel
from helpline.contacts.unsent import DraftKind
from helpline.envelope import SafeContact, Sent, Window
from helpline.errors import Blocked, TransportError
from helpline.followups import noticing
from helpline.followups import panels as followups
from helpline.outbox import asking, conversation, sending
from helpline.outbox.acknowledging import acknowledge
from helpline.outbox.rules import UNDO
from helpline.research import store as research
from helpline.supervision import store as supervision
from helpline.vault.transaction import ACT, Actor, ActorKind, Transaction
from helpline.wording import actions as wording
from helpline.wording.asking import SPOKEN, WRITTEN
from helpline.wording.rules import LANGUAGES, theme_words
from tests.helpline.conftest import Maker
from tests.helpline.outbox.conftest import MAIL, NUMBER, allow, arrive
from tests.helpline.outbox.test_actions import later


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_is_neutral_in_every_language(language: str) -> None:
    for text in (WRITTEN[language], SPOKEN[language]):
        assert not theme_words(text)
        assert len(text) < 300


async def test_by_mail_it_is_the_one_neutral_word_a_day_that_may_go_without_a_rule(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await asking.ask(tx, contact)
    row = await tx.db.fetchrow("select id, purpose from outbox")
    assert row is not None
    assert row["purpose"] == "acknowledgement"
    assert await sending.take(later(tx, seconds=20), row["id"]) is not None
    waiting = await contacts.opened(tx, contact)
    assert (asking.asked_at(waiting), asking.on_its_way(waiting)) == (None, True)
    await sending.sent(tx, row["id"], Sent("P1"))
    left = await contacts.opened(tx, contact)
    assert (asking.asked_at(left), asking.on_its_way(left)) == (tx.now, False)


async def test_a_question_that_never_arrives_is_told_promised_and_noticed(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await asking.ask(tx, contact)
    letter = await tx.db.fetchval("select id from outbox")
    assert await sending.take(tx, letter) is not None
    await sending.failed(tx, letter, TransportError("no_such_box", permanent=True))
    view = await contacts.opened(tx, contact)
    assert view.history[-1].event == "letter_failed"
    assert (asking.asked_at(view), asking.on_its_way(view)) == (None, False)
    assert [one["contact_id"] for one in await conversation.lost(tx)] == [contact]
    assert [one.kind for one in await store.steps(tx, contact, 9)] == ["asked"]
    assert [one.contact_id for one in await supervision.letters(tx, tx.now, 9)] == [contact]
    assert await noticing.notice_undelivered(tx) == 1
    assert [one.what for one in await followups.of_contact(tx, contact)] == [noticing.QUESTION]
    await conversation.notice(tx, contact, contact)
    assert await conversation.lost(tx) == []


@pytest.mark.parametrize("said", [{"may_write": True}, {"may_call": True}, {"may_write": False}])
async def test_a_question_whose_answer_was_noted_before_it_left_neither_leaves_nor_becomes_a_promise(
    tx: Transaction, said: dict[str, bool]
) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await asking.ask(tx, contact)
    letter = await tx.db.fetchval("select id from outbox")
    await allow(tx, SafeContact(**said), MAIL)
    assert await sending.take(tx, letter) is None
    view = await contacts.opened(tx, contact)
    assert (view.history[-1].event, asking.on_its_way(view), asking.asked_at(view)) == ("safe_known", False, None)
    assert (await noticing.notice_undelivered(tx), await conversation.lost(tx)) == (0, [])


async def test_a_question_that_may_not_leave_any_more_is_still_to_be_asked(tx: Transaction) -> None:
    """Nobody answered it: such words were switched off meanwhile."""
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await asking.ask(tx, contact)
    await wording.switch(tx, [])
    assert await sending.take(tx, await tx.db.fetchval("select id from outbox")) is None
    assert (await contacts.opened(tx, contact)).history[-1].event == "letter_blocked"
    assert await noticing.notice_undelivered(tx) == 1


async def test_where_such_a_word_went_today_the_question_leaves_tomorrow(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await acknowledge(tx, channel="email", to=MAIL, language="fr", contact=contact)
    assert (await asking.door(tx, await contacts.opened(tx, contact))).at == tx.now + timedelta(days=1) + UNDO


@pytest.mark.parametrize(("channel", "sender"), [(Channel.SMS, NUMBER), (Channel.PHONE, NUMBER), (Channel.VISIT, None)])
async def test_no_telephone_gets_a_word_before_anything_is_known(
    tx: Transaction, channel: Channel, sender: str | None
) -> None:
    contact = await arrive(tx, channel, sender)
    with pytest.raises(Blocked):
        await asking.ask(tx, contact)
    assert await tx.db.fetchval("select count(*) from outbox") == 0


async def test_who_said_something_already_is_not_asked_past_it(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await allow(tx, SafeContact(may_call=True), MAIL)
    with pytest.raises(Blocked):
        await asking.ask(tx, contact)


@pytest.mark.parametrize(("channel", "arrived"), [(Channel.SMS, True), (Channel.PHONE, False)])
async def test_where_writing_was_allowed_what_is_not_known_yet_is_asked_at_once_and_leaves(
    tx: Transaction, channel: Channel, arrived: bool
) -> None:
    """Nobody who called is told that a message arrived."""
    contact = await arrive(tx, channel, NUMBER)
    await allow(tx, SafeContact(may_write=True))
    tx = later(tx, seconds=60)
    await asking.ask(tx, contact)
    leaving = await sending.take(tx, await tx.db.fetchval("select id from outbox"))
    assert leaving is not None
    assert (leaving[0], leaving[1].to, "aangekomen" in leaving[1].text) == ("sms", NUMBER, arrived)


@pytest.mark.parametrize(
    "said",
    [{"may_write": False}, {"may_write": True, "windows": (Window((now().weekday() + 3) % 7, "09:00", "10:00"),)}],
)
async def test_where_writing_is_not_allowed_now_no_question_goes_and_the_reason_is_said(
    tx: Transaction, said: dict[str, Any]
) -> None:
    contact = await arrive(tx)
    await allow(tx, SafeContact(**said))
    shut = await asking.door(tx, await contacts.opened(tx, contact))
    assert (shut.channel, bool(shut.why)) == (None, True)
    with pytest.raises(Blocked):
        await asking.ask(tx, contact)


async def test_a_question_that_was_allowed_does_not_leave_once_writing_is_forbidden(tx: Transaction) -> None:
    contact = await arrive(tx)
    await allow(tx, SafeContact(may_write=True))
    await asking.ask(later(tx, seconds=60), contact)
    await allow(later(tx, seconds=61), SafeContact(may_write=False))
    assert await sending.take(later(tx, seconds=62), await tx.db.fetchval("select id from outbox")) is None


async def test_the_writer_of_a_form_finds_the_question_on_the_site_alone(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, MAIL)
    await allow(tx, SafeContact(may_write=True), MAIL)
    await asking.ask(tx, contact)
    assert await tx.db.fetchval("select count(*) from outbox") == 0
    assert await tx.db.fetchval("select channel from contact where direction = 'out'") == "webform"
    assert asking.asked_at(await contacts.opened(tx, contact)) == tx.now


async def test_a_question_on_the_site_answers_nobody_and_leaves_a_draft_alone(
    tx: Transaction, a_colleague: Maker
) -> None:
    contact = await arrive(tx, Channel.WEBFORM, None)
    tx = replace(tx, actor=Actor(ActorKind.STAFF, "operator", await a_colleague("Alice")))
    await tx.db.execute(ACT, str(tx.actor), tx.actor.role)
    await drafts.save(tx, contact, DraftKind.REPLY, {"text": "Half a sen"}, 0)
    await asking.ask(tx, contact)
    assert (await drafts.of_contact(tx, contact)).mine[DraftKind.REPLY].fields["text"] == "Half a sen"
    assert not await store.answered(tx, contact)
    told = await research.answers(tx, tx.now - timedelta(days=1), tx.now + timedelta(days=1))
    assert [one.seconds for one in told] == [None]
