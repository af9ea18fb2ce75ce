"""An answer leaves when its author says, and can be taken back until it does."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel
from helpline.envelope import SafeContact, Window
from helpline.errors import Blocked, Conflict, Erased, Invalid, NotFound
from helpline.outbox import actions, panels, sending, store
from helpline.outbox.rules import FURTHEST, UNDO, leaves_at
from helpline.retention.actions import erase_contact
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE

from .conftest import MAIL, allow, arrive
from .test_actions import SAFE, later, only_letter, state

WEEK = tuple(Window(day, "09:00", "17:00") for day in range(7))


def at_hour(tx: Transaction, hour: int) -> datetime:
    """Tomorrow at that hour, by the clock on the wall."""
    return (tx.now.astimezone(ZONE) + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


async def test_an_answer_waits_ten_seconds_in_case_it_was_the_wrong_button(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    await actions.reply(tx, contact, "Call us tomorrow.", leaves_at(None, tx.now))
    letter = await only_letter(tx)
    assert await sending.take(later(tx, seconds=7), letter) is None
    assert await sending.take(later(tx, seconds=10), letter) is not None


async def test_an_answer_taken_back_never_leaves_and_its_words_come_back(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.", tx.now + UNDO)
    letter = await actions.withdraw(tx, contact, outgoing)
    assert await actions.withdrawn(tx, contact, letter) == "Call us tomorrow."
    assert await sending.take(later(tx, minutes=1), letter) is None
    assert await state(tx, letter) == ("withdrawn", "")
    assert await panels.sent(tx, contact, {}) == []
    assert not await contact_store.answered(tx, contact), "nobody was answered"
    with pytest.raises((NotFound, Erased)):
        await contacts.opened(tx, outgoing)


async def test_what_has_left_cannot_be_taken_back(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.", tx.now + UNDO)
    with pytest.raises(Conflict, match="left already"):
        await actions.withdraw(later(tx, seconds=10), contact, outgoing)
    await sending.take(later(tx, seconds=10), await only_letter(tx))
    with pytest.raises(Conflict, match="left already"):
        await actions.withdraw(tx, contact, outgoing)


async def test_an_answer_is_taken_back_from_its_own_conversation_only(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.", tx.now + UNDO)
    with pytest.raises(NotFound):
        await actions.withdraw(tx, await arrive(tx), outgoing)


async def test_words_taken_back_go_with_the_contact_they_would_have_answered(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.", tx.now + UNDO)
    letter = await actions.withdraw(tx, contact, outgoing)
    await erase_contact(tx, contact)
    assert await actions.withdrawn(tx, contact, letter) == ""
    assert await tx.db.fetchval("select sealed from outbox where id = $1", letter) == b""


async def test_an_answer_may_leave_at_a_chosen_time_inside_the_windows(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SafeContact(may_write=True, windows=WEEK))
    await actions.reply(tx, contact, "Call us tomorrow.", at_hour(tx, 10))
    letter = await only_letter(tx)
    assert await sending.take(tx, letter) is None, "not before its time"
    at_ten = msgspec.structs.replace(tx, now=at_hour(tx, 10))
    assert await sending.take(at_ten, letter) is not None


async def test_a_chosen_time_outside_the_windows_is_refused_when_it_is_chosen(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SafeContact(may_write=True, windows=WEEK))
    with pytest.raises(Blocked, match="outside the times"):
        await actions.reply(tx, contact, "Call us tomorrow.", at_hour(tx, 22))


async def test_a_window_that_closed_meanwhile_holds_the_letter_back_at_its_minute(
    tx: Transaction, contact: UUID
) -> None:
    await allow(tx, SAFE)
    await actions.reply(tx, contact, "Call us tomorrow.", at_hour(tx, 22))
    letter = await only_letter(tx)
    await allow(later(tx, seconds=1), SafeContact(may_write=True, windows=WEEK))
    assert await sending.take(msgspec.structs.replace(tx, now=at_hour(tx, 22)), letter) is None
    assert await state(tx, letter) == ("blocked", "outside_windows")


async def test_an_answer_on_the_site_is_found_there_from_its_time_on(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, None)
    outgoing = await actions.reply(tx, contact, "Here is what we found.", tx.now + UNDO)
    conversation = (await contacts.opened(tx, contact)).row.conversation
    assert await store.withheld(tx, conversation) == [outgoing]
    then = later(tx, seconds=10)
    assert await store.withheld(then, conversation) == []
    assert await sending.take(then, await only_letter(tx)) is None
    assert await state(tx, await only_letter(tx)) == ("stored", "")


async def test_a_mail_to_a_writer_of_the_form_is_on_the_site_when_it_leaves(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, MAIL)
    await allow(tx, SAFE, MAIL)
    outgoing = await actions.reply(tx, contact, "Here is what we found.", at_hour(tx, 10))
    assert await store.withheld(tx, (await contacts.opened(tx, contact)).row.conversation) == [outgoing]


def test_a_chosen_time_lies_ahead_and_not_too_far() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=ZONE)
    assert leaves_at(None, now) == leaves_at(now + timedelta(seconds=1), now) == now + UNDO
    assert leaves_at(now + timedelta(days=1), now) == now + timedelta(days=1)
    for odd in (now, now - timedelta(days=1), now + FURTHEST + timedelta(seconds=1)):
        with pytest.raises(Invalid, match="Choose a moment"):
            leaves_at(odd, now)
