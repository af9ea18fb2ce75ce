"""Texts have versions, and a colleague's is never overwritten unseen."""

from datetime import date

import pytest

from helpline.errors import Conflict, Invalid, NotFound
from helpline.vault.transaction import Transaction
from helpline.wording import actions, panels, store
from helpline.wording.model import Draft
from helpline.wording.rules import FIRST

DRAFT = Draft("Where to find us", "nl", "Ons nummer is {reference}.", date(2031, 1, 1))


async def test_the_house_comes_with_a_text_in_every_language_and_keeps_every_version(tx: Transaction) -> None:
    assert await actions.acknowledgement(tx, "tr") == FIRST["tr"]
    assert (await actions.acknowledgement(tx, "xx")).language == "fr"
    await actions.rewrite(tx, "tr", "Mesajınız", "Teşekkürler. {opening_hours}", 0)
    await actions.rewrite(tx, "tr", "Mesajınız", "Teşekkürler.", 1)
    assert [one.text for one in await store.templates(tx, "tr")] == ["Teşekkürler.", "Teşekkürler. {opening_hours}"]


async def test_two_colleagues_do_not_overwrite_each_other(tx: Transaction) -> None:
    await actions.rewrite(tx, "de", "Ihre Nachricht", "Danke.", 0)
    with pytest.raises(Conflict):
        await actions.rewrite(tx, "de", "Ihre Nachricht", "Vielen Dank.", 0)
    answer = await actions.add(tx, DRAFT)
    with pytest.raises(Conflict):
        await actions.change(tx, answer, DRAFT, 4)


async def test_nothing_but_the_languages_we_know_is_written(tx: Transaction) -> None:
    with pytest.raises(NotFound):
        await actions.rewrite(tx, "xx", "Hello", "Hello", 0)
    with pytest.raises(Invalid):
        await actions.add(tx, Draft("", "xx", "", date(2020, 1, 1)))


async def test_answers_in_the_writers_language_come_first_and_say_when_they_should_be_reviewed(tx: Transaction) -> None:
    await actions.add(tx, Draft("Opening hours", "en", "We are here.", date(2031, 1, 1)))
    answer = await actions.add(tx, DRAFT)
    assert [title for _, title in await panels.to_choose(tx, "nl")] == [
        "Where to find us (Dutch)",
        "Opening hours (English)",
    ]
    await tx.db.execute(
        "insert into canned_answer_version select answer_id, 2, title, language, text, current_date, '', written_at "
        "from canned_answer_version where answer_id = $1",
        answer,
    )
    assert (await panels.to_choose(tx, "nl"))[0][1].endswith(": to be reviewed")
    await actions.retire(tx, answer)
    assert len(await panels.to_choose(tx, "nl")) == 1


async def test_a_word_goes_out_by_mail_and_by_sms_only_when_it_is_asked_for(tx: Transaction) -> None:
    """Point 7: an SMS acknowledgement is off unless asked for; switchable per channel and language."""
    assert await actions.sends(tx, "email", "fr")
    assert not await actions.sends(tx, "sms")
    await actions.switch(tx, ["email:nl", "sms:fr"])
    assert [await actions.sends(tx, *one) for one in (("email", "fr"), ("email", "nl"), ("sms", "fr"))] == [
        False,
        True,
        True,
    ]
