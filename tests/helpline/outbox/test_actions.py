"""What leaves, and what must not. Everybody here is invented."""

import random
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest

from helpline.contacts import actions as contacts
from helpline.contacts.conversation import conversation_in
from helpline.contacts.model import Channel
from helpline.envelope import AddressKind, Delivery, DeliveryState, SafeContact, Sent, Window
from helpline.errors import Blocked, Invalid, TransportError
from helpline.outbox import acknowledging, actions, panels, sending
from helpline.outbox.model import Purpose
from helpline.outbox.rules import ATTEMPTS, LEASE
from helpline.people import actions as people
from helpline.people import providers
from helpline.people.model import Kind, Rule
from helpline.people.model import Purpose as Use
from helpline.people.rules import permission
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

from .conftest import MAIL, NUMBER, allow, arrive

SAFE = SafeContact(may_write=True)


def later(tx: Transaction, **by: float) -> Transaction:
    return msgspec.structs.replace(tx, now=tx.now + timedelta(**by))


async def only_letter(tx: Transaction) -> UUID:
    rows = await tx.db.fetch("select id from outbox")
    assert len(rows) == 1
    return UUID(str(rows[0]["id"]))


async def state(tx: Transaction, letter: UUID) -> tuple[str, str]:
    row = await tx.db.fetchrow("select state, code from outbox where id = $1", letter)
    assert row is not None
    return row["state"], row["code"]


async def posted(tx: Transaction, contact: UUID) -> UUID:
    await allow(tx, SAFE)
    await actions.reply(tx, contact, "Call us tomorrow.")
    return await only_letter(tx)


async def test_an_answer_waits_in_the_outbox_and_stands_in_the_conversation(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.")
    letter = await only_letter(tx)
    assert await state(tx, letter) == ("queued", "")
    assert await tx.db.fetchval("select count(*) from pgqueuer where dedupe_key = $1", f"{letter}:0") == 1
    before, after = await contacts.opened(tx, contact), await contacts.opened(tx, outgoing)
    assert after.row.conversation == before.row.conversation
    assert after.content.text == "Call us tomorrow."


async def test_nobody_is_written_to_before_somebody_asked_what_is_safe(tx: Transaction, contact: UUID) -> None:
    with pytest.raises(Blocked, match="ask first"):
        await actions.reply(tx, contact, "Call us tomorrow.")


async def test_a_web_form_that_asks_for_mail_is_answered_by_mail_and_on_the_site(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, MAIL)
    await allow(tx, SAFE, MAIL)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.")
    assert await state(tx, await only_letter(tx)) == ("queued", "")
    before, after = await contacts.opened(tx, contact), await contacts.opened(tx, outgoing)
    assert (after.row.channel, after.content.recipient) == (Channel.EMAIL, MAIL)
    assert after.content.subject == "Uw bericht"
    assert after.row.conversation == before.row.conversation


@pytest.mark.parametrize("said", [None, SafeContact(may_call=True)])
async def test_a_web_form_that_must_not_be_mailed_is_answered_on_the_site_and_the_desk_says_why(
    tx: Transaction, said: SafeContact | None
) -> None:
    contact = await arrive(tx, Channel.WEBFORM, MAIL)
    if said:
        await allow(tx, said, MAIL)
    view = await contacts.opened(tx, contact)
    shown = await panels.reply(tx, view)
    assert shown
    assert "was asked for" in shown["besides"]
    assert MAIL not in str(shown)
    outgoing = await contacts.opened(tx, await actions.reply(tx, contact, "Call us tomorrow."))
    assert outgoing.row.channel is Channel.WEBFORM
    assert await tx.db.fetchval("select count(*) from outbox") == 0


async def test_an_empty_answer_is_no_answer(tx: Transaction, contact: UUID) -> None:
    with pytest.raises(Invalid):
        await actions.reply(tx, contact, " \n")


async def test_a_text_message_has_an_end(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    with pytest.raises(Invalid, match="too long"):
        await actions.reply(tx, contact, "ş" * 671)


@pytest.mark.parametrize(("channel", "sender"), [(Channel.PHONE, None), (Channel.SMS, None), (Channel.VISIT, None)])
async def test_what_has_no_way_back_cannot_be_answered_in_writing(
    tx: Transaction, channel: Channel, sender: str | None
) -> None:
    contact = await arrive(tx, channel, sender)
    with pytest.raises(Invalid, match="call-back"):
        await actions.reply(tx, contact, "Call us tomorrow.")


async def test_the_writer_of_a_form_comes_for_the_answer(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, None)
    outgoing = await actions.reply(tx, contact, "Here is what we found.")
    assert (await contacts.opened(tx, outgoing)).content.text == "Here is what we found."
    assert await tx.db.fetchval("select count(*) from outbox") == 0


async def test_a_mail_is_neutral_and_finds_its_conversation_again(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await allow(tx, SAFE, MAIL)
    await actions.reply(tx, contact, "Here is what we found.")
    taken = await sending.take(tx, await only_letter(tx))
    assert taken is not None
    channel, parcel = taken
    assert (channel, parcel.to, parcel.subject, parcel.in_reply_to) == ("email", MAIL, "Uw bericht", "<1@example.org>")
    conversation = (await contacts.opened(tx, contact)).row.conversation
    assert conversation_in(tx.vault, parcel.reply_token) == conversation


async def test_nothing_in_the_outbox_can_be_read(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    await actions.reply(tx, contact, "canary")
    everything = str(await tx.db.fetch("select * from outbox")) + str(await tx.db.fetch("select * from pgqueuer"))
    assert "canary" not in everything
    assert "7700900123" not in everything


async def test_what_was_safe_when_it_was_written_is_asked_again_when_it_leaves(tx: Transaction, contact: UUID) -> None:
    """Point 8: safe-contact rule and recipient check run at the moment of sending."""
    letter = await posted(tx, contact)
    await allow(later(tx, seconds=1), SafeContact(may_write=False))
    assert await sending.take(later(tx, seconds=2), letter) is None
    assert await state(tx, letter) == ("blocked", "not_this_way")


async def test_who_said_stop_meanwhile_is_not_written_to(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    await providers.opt_out(tx, AddressKind.PHONE, NUMBER, tx.now)
    assert await sending.take(tx, letter) is None
    assert await state(tx, letter) == ("blocked", "opted_out")


async def test_a_letter_of_an_erased_record_does_not_leave(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    await keys.destroy(tx, [await tx.db.fetchval("select sealed_for from outbox")])
    assert await sending.take(tx, letter) is None
    assert await state(tx, letter) == ("blocked", "erased")


async def test_a_letter_is_taken_once(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    assert await sending.take(tx, letter) is not None
    assert await sending.take(later(tx, seconds=30), letter) is None
    assert await state(tx, letter) == ("sending", "")


async def test_when_a_sender_dies_nobody_knows_and_no_machine_tries_again(tx: Transaction, contact: UUID) -> None:
    """Point 8: sending has an outbox with lease, and unknown is never retried in a loop, shown to a human."""
    letter = await posted(tx, contact)
    await sending.take(tx, letter)
    after_lease = msgspec.structs.replace(tx, now=tx.now + LEASE)
    assert await sending.take(after_lease, letter) is None
    assert await state(tx, letter) == ("unknown", "lease_over")
    assert await sending.take(after_lease, letter) is None


async def test_a_temporary_failure_is_tried_five_times(tx: Transaction, contact: UUID) -> None:
    """Point 8: bounded attempts with backoff, a permanent/temporary distinction."""
    letter = await posted(tx, contact)
    for attempt in range(1, ATTEMPTS + 1):
        then = later(tx, hours=2 * attempt)
        assert await sending.take(then, letter) is not None
        await sending.failed(then, letter, TransportError("busy"))
        assert await state(tx, letter) == ("queued" if attempt < ATTEMPTS else "failed", "busy")
    assert await sending.take(later(tx, days=1), letter) is None
    assert await tx.db.fetchval("select count(*) from pgqueuer") == ATTEMPTS


async def test_a_letter_has_one_id_over_all_its_attempts(tx: Transaction, contact: UUID) -> None:
    """Point 8: stable ids, so that a provider or reader that sees two can tell that they are one."""
    letter, seen = await posted(tx, contact), set()
    for attempt in range(1, 4):
        then = later(tx, hours=2 * attempt)
        taken = await sending.take(then, letter)
        assert taken is not None
        seen.add(taken[1].id)
        await sending.failed(then, letter, TransportError("busy"))
    assert seen == {letter}


async def test_a_permanent_failure_ends_it(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    await sending.take(tx, letter)
    await sending.failed(tx, letter, TransportError("no_such_number", permanent=True))
    assert await state(tx, letter) == ("failed", "no_such_number")


async def test_reports_may_come_before_the_receipt_and_in_any_order(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    await sending.take(tx, letter)
    report = Delivery("SM1", DeliveryState.DELIVERED, tx.now)
    assert not await sending.delivered(tx, report), "ask again a little later"
    await sending.sent(tx, letter, Sent("SM1"))
    for reported in (DeliveryState.DELIVERED, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED):
        assert await sending.delivered(tx, Delivery("SM1", reported, tx.now))
        assert await state(tx, letter) == ("delivered", "")


@pytest.mark.parametrize(("code", "marked"), [("5.1.1", True), ("550", True), ("4.4.7", False)])
async def test_mail_that_comes_back_marks_letter_and_address(tx: Transaction, code: str, marked: bool) -> None:
    """Point 33: Bounces mark the outbox row and the address; a full mailbox or a long night does not spoil one."""
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    person = await allow(tx, SAFE, MAIL)
    await actions.reply(tx, contact, "Here is what we found.")
    letter = await only_letter(tx)
    await sending.take(tx, letter)
    await sending.sent(tx, letter, Sent("m1"))
    await sending.delivered(tx, Delivery("m1", DeliveryState.FAILED, tx.now, code))
    assert await state(tx, letter) == ("failed", code)
    assert ((await people.opened(tx, person)).addresses[0].bounced_at is not None) is marked


async def test_the_history_of_the_contact_tells_what_became_of_it(tx: Transaction, contact: UUID) -> None:
    await allow(tx, SAFE)
    outgoing = await actions.reply(tx, contact, "Call us tomorrow.")
    letter = await only_letter(tx)
    await sending.take(tx, letter)
    await sending.sent(tx, letter, Sent("SM1"))
    events = [step.event for step in await contacts.history(tx, outgoing)]
    assert events == ["written", "letter_sent"]


async def test_letters_nobody_speaks_of_any_more_get_a_job_again(tx: Transaction, contact: UUID) -> None:
    letter = await posted(tx, contact)
    assert await sending.revive(tx, tx.now) == 0
    await sending.take(tx, letter)
    assert await sending.revive(tx, tx.now + 2 * LEASE) == 1


async def acknowledge(tx: Transaction, contact: UUID, channel: Channel = Channel.EMAIL, to: str = MAIL) -> UUID | None:
    return await acknowledging.acknowledge(tx, channel=channel, to=to, language="en", contact=contact)


async def test_a_mail_is_acknowledged_once_a_day(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    assert await acknowledge(tx, contact)
    assert await acknowledge(later(tx, hours=23), contact) is None
    assert await acknowledge(later(tx, hours=25), contact)


async def test_an_sms_is_not_acknowledged_because_phones_are_shared(tx: Transaction, contact: UUID) -> None:
    assert await acknowledge(tx, contact, Channel.SMS, NUMBER) is None


async def test_who_does_not_want_mail_gets_no_acknowledgement(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await allow(tx, SafeContact(may_call=True), MAIL)
    assert await acknowledge(tx, contact) is None


async def test_a_page_to_a_colleague_needs_no_leave(tx: Transaction, contact: UUID) -> None:
    letter = await actions.post(
        tx, channel="sms", to="+447700900999", text="Please open the desk.", language="en", purpose=Purpose.PAGE,
        contact=None, sealed_for=contact,
    )  # fmt: skip
    assert await sending.take(tx, letter) is not None


async def test_a_page_never_reads_like_a_message_to_whoever_wrote(tx: Transaction, contact: UUID) -> None:
    letter = await actions.post(
        tx, channel="sms", to="+447700900999", text="Please open the desk.", language="en", purpose=Purpose.PAGE,
        contact=contact, sealed_for=contact,
    )  # fmt: skip
    await sending.take(tx, letter)
    await sending.sent(tx, letter, Sent("SM1"))
    assert "page_sent" in [step.event for step in await contacts.history(tx, contact)]


@pytest.mark.parametrize("seed", range(40))
async def test_nothing_leaves_without_permission_in_that_minute(tx: Transaction, contact: UUID, seed: int) -> None:
    chance = random.Random(seed)
    letter = await posted(tx, contact)
    rules = []
    for name in ("Bob", "Charlie")[: chance.randint(1, 2)]:
        person = await people.add(tx, Kind.REQUESTER, people.PersonContent(name=name))
        await people.add_address(tx, person, AddressKind.PHONE, NUMBER)
        rule = Rule(any_rule(chance), tx.now + timedelta(hours=chance.randint(1, 200)))
        await people.set_rule(tx, person, None, rule.said, rule.expires_at)
        rules.append(rule)
    at = tx.now + timedelta(minutes=chance.randint(0, 7 * 24 * 60))
    left = await sending.take(msgspec.structs.replace(tx, now=at), letter) is not None
    assert left == permission([Rule(SAFE), *rules], Use.WRITE, at.astimezone(ZoneInfo("Europe/Brussels"))).allowed


def any_rule(chance: random.Random) -> SafeContact:
    """Mostly allowed, with windows now and then."""
    window = Window(chance.randint(0, 6), f"{chance.randint(0, 23):02}:00", f"{chance.randint(0, 23):02}:30")
    week = tuple(Window(day, "07:00", "22:00") for day in range(7))
    return SafeContact(
        may_write=chance.random() < 0.9,
        windows=week if chance.random() < 0.4 else (),
        never=(window,) if chance.random() < 0.6 else (),
    )
