"""A text message comes in."""

import asyncio

import pytest

from channels.sms.routes import NOTHING
from helpline.cli.simulate.options import Fault
from helpline.cli.simulate.sms import message
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import ALICE, Installation


async def test_a_text_message_is_kept_and_answered_with_nothing(line: Installation) -> None:
    """Point 1: keep first, understand later."""
    await line.text("Bonjour, je voudrais parler à quelqu'un.")
    (view,) = await line.digested()
    assert view.content.text == "Bonjour, je voudrais parler à quelqu'un."
    assert view.content.sender == ALICE
    assert view.row.channel == "sms"


async def test_the_answer_is_empty_twiml_after_one_insert(line: Installation) -> None:
    """Point 20: empty TwiML answer after one insert; an answer by text would go to a phone that others may read."""
    status, answer = await line.wire().post("/twilio/sms", message(line.settings, ALICE, "Bonjour"))
    assert (status, answer) == (200, NOTHING)
    async with line.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from inbox") == 1
        assert await tx.db.fetchval("select count(*) from contact") == 0


@pytest.mark.parametrize("written", ["+447700900101", "+44 7700 900101", "+44 (0)7700 900101", "＋447700900101"])
async def test_a_number_is_the_same_however_it_was_written(line: Installation, written: str) -> None:
    """Point 5: numbers are normalised to E.164 at the edge, before sealing."""
    await line.text("Bonjour", sender=written)
    (view,) = await line.digested()
    assert view.content.sender == ALICE
    assert view.row.sender_blind == line.engine.vault.blind("phone", ALICE)


async def test_the_same_webhook_twenty_times_at_once_is_one_contact(line: Installation) -> None:
    """Point 6: idempotent under the same webhook twenty times at once."""
    await line.text("vingt fois", Fault.DUPLICATE)
    assert len(await line.digested()) == 1


async def test_the_same_words_sent_twice_by_a_person_are_two_contacts(line: Installation) -> None:
    await line.text("allô ?")
    await line.text("allô ?")
    assert len(await line.digested()) == 2


async def test_the_exact_bytes_are_kept(line: Installation) -> None:
    """What cannot be rebuilt from the reading stays with the contact, sealed: see the intake's own tests."""
    await line.text("é + & = %")
    (view,) = await line.digested()
    assert view.content.text == "é + & = %"
    async with line.engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        assert b"Body" not in await db.fetchval("select sealed from inbox")


async def test_a_hundred_messages_at_once_are_a_hundred_contacts(line: Installation) -> None:
    await asyncio.gather(*(line.text(f"numéro {number}") for number in range(100)))
    assert len(await line.digested()) == 100


async def test_withheld_senders_are_no_identity(line: Installation) -> None:
    """Point 4: withheld, "Anonymous", "Restricted", +266696687 ... are no identity: never matched or merged."""
    for sender in ("+266696687", "+86282452253", "+656660000", "Anonymous", "Restricted", "UNKNOWN", ""):
        await line.text("sans numéro", sender=sender)
    assert {(view.row.sender_blind, view.content.sender) for view in await line.digested()} == {(None, None)}


async def test_a_name_instead_of_a_number_is_shown_and_never_matched(line: Installation) -> None:
    """Point 4: what is no number is no identity either."""
    await line.text("Votre colis arrive", sender="PAKKET")
    (view,) = await line.digested()
    assert (view.row.sender_blind, view.content.sender_name) == (None, "PAKKET")


async def test_a_relative_who_texts_stop_is_shown_as_out_of_the_providers_reach(line: Installation) -> None:
    """Point 20: STOP stored and shown."""
    await line.text("Stop")
    assert await line.events() == ["opt_out:stop"]


async def test_the_providers_own_sign_of_opting_out_comes_before_the_words(line: Installation) -> None:
    await line.text("laissez-moi tranquille", OptOutType="STOP")
    assert await line.events() == ["opt_out:stop"]


async def test_a_message_without_text_or_id_is_kept_too(line: Installation) -> None:
    """Point 2: every attempt is a row."""
    await line.text("", MessageSid="", SmsSid="", SmsMessageSid="")
    assert len(await line.digested()) == 1


async def test_what_is_neither_message_nor_report_stands_before_a_human(line: Installation) -> None:
    """Point 1: what cannot be read stands in the queue as unreadable, for a human."""
    await line.wire().ask("/twilio/sms", {"Nothing": "known"})
    await line.digested()
    async with line.engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        await db.execute("update inbox set attempts = 5, due_at = now() - interval '1 minute'")
    (view,) = await line.digested()
    assert view.row.unreadable
