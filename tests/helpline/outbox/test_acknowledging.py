"""A neutral word that something arrived: rarely, never to robots, and only where it is switched on."""

import asyncio
from uuid import UUID

import pytest

from helpline.contacts.model import Channel
from helpline.envelope import AddressKind, Arrival, SafeContact, Sender
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.outbox import acknowledging, sending, store
from helpline.outbox.model import Letter
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from helpline.wording import actions as wording

from .conftest import MAIL, NUMBER, allow, arrive
from .test_actions import later, state


async def acknowledge(tx: Transaction, contact: UUID, channel: Channel, to: str, language: str = "en") -> UUID | None:
    return await acknowledging.acknowledge(tx, channel=channel, to=to, language=language, contact=contact)


async def test_two_mails_of_one_address_at_once_get_one_word(engine: Engine) -> None:
    """Point 7: acknowledgements are sent at most once per address per day."""

    async def one() -> UUID | None:
        async with engine.transaction(SYSTEM) as tx:
            contact = await arrive(tx, Channel.EMAIL, MAIL)
            return await acknowledge(tx, contact, Channel.EMAIL, MAIL)

    sent = [letter for letter in await asyncio.gather(*(one() for _ in range(8))) if letter]
    assert len(sent) == 1


async def test_an_sms_is_acknowledged_only_where_it_was_switched_on(tx: Transaction, contact: UUID) -> None:
    """Point 7: an SMS acknowledgement is off (shared phones)."""
    assert await acknowledge(tx, contact, Channel.SMS, NUMBER) is None
    await wording.switch(tx, ["sms:en"])
    assert await acknowledge(tx, contact, Channel.SMS, NUMBER, "fr") is None
    letter = await acknowledge(tx, contact, Channel.SMS, NUMBER)
    assert letter is not None
    await wording.switch(tx, [])
    assert await sending.take(tx, letter) is None
    assert await state(tx, letter) == ("blocked", "ask_first"), "switched off before it left"


async def test_what_somebody_said_is_safe_stands_above_every_switch(tx: Transaction, contact: UUID) -> None:
    await wording.switch(tx, ["sms:en"])
    await allow(tx, SafeContact(may_call=True))
    assert await acknowledge(tx, contact, Channel.SMS, NUMBER) is None


async def test_the_word_says_the_number_and_the_hours_when_the_text_leaves_them_open(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.EMAIL, MAIL)
    await wording.rewrite(tx, "en", "Your message", "No {reference}. Emergencies: {emergency}.", 0)
    letter = await acknowledge(tx, contact, Channel.EMAIL, MAIL)
    assert letter is not None
    row = await store.held(tx, letter)
    assert row is not None
    said = (await keys.key(tx, contact)).unseal_struct(store.SEALED, letter, row.sealed, Letter)
    number = await tx.db.fetchval("select number from contact where id = $1", contact)
    assert said.text == f"No {number}. Emergencies: 112."


@pytest.mark.parametrize(("automatic", "event", "words"), [(True, "", 0), (False, "", 1), (False, "opt_out:stop", 0)])
async def test_no_robot_and_nobody_who_said_stop_gets_a_word(
    engine: Engine, automatic: bool, event: str, words: int
) -> None:
    """Point 7: never to a robot."""
    async with engine.transaction(SYSTEM) as tx:
        await wording.switch(tx, ["sms:fr", "sms:nl", "sms:en", "sms:de"])
        sender = Sender(AddressKind.PHONE, NUMBER)
        arrival = Arrival("sms", "1", later(tx).now, sender, text="perdu ?", automatic=automatic, event=event)
    receipt = await intake.keep(engine, intake.by_hand(arrival, "1"))
    await Digestion(engine, {}).at_once(receipt.record)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from outbox where purpose = 'acknowledgement'") == words
