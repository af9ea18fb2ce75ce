"""What is safe is asked in neutral words, and only where a neutral word may go before anything is known."""

from datetime import timedelta

import pytest

from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel
from helpline.envelope import SafeContact
from helpline.errors import Blocked
from helpline.outbox import asking, sending
from helpline.outbox.acknowledging import acknowledge
from helpline.outbox.rules import UNDO
from helpline.vault.transaction import Transaction
from helpline.wording.asking import SPOKEN, WRITTEN
from helpline.wording.rules import LANGUAGES, theme_words
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
    assert [one.event for one in (await contacts.opened(tx, contact)).history][-1] == asking.ASKED


async def test_where_such_a_word_went_today_the_question_leaves_tomorrow(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await acknowledge(tx, channel="email", to=MAIL, language="fr", contact=contact)
    assert (await asking.way(tx, await contacts.opened(tx, contact))).at == tx.now + timedelta(days=1) + UNDO


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


async def test_the_writer_of_a_form_finds_the_question_on_the_site(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, None)
    await asking.ask(tx, contact)
    assert await tx.db.fetchval("select channel from outbox") == "webform"
