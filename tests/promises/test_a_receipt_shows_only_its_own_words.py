"""Whoever holds a receipt reads what was written with it and what was answered to it, and nothing else we know."""

import re
from html import unescape

import pytest
from httpx import AsyncClient

from helpline.channel import Channel as Opened
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.intake.digest import Digestion
from helpline.outbox import actions as outbox
from helpline.vault.transaction import SYSTEM, Engine

SECRET = "She says her husband listens."


async def receipt_of(client: AsyncClient) -> dict[str, str]:
    page = await client.post("/en/write", data={"message": "I am afraid.", "answer": "email", "email": "a@example.org"})
    reference, words = map(unescape, re.findall(r"<dd[^>]*>([^<]+)</dd>", page.text)[:2])
    return {"reference": reference, "words": words}


@pytest.mark.parametrize("address", ["other@example.org", "a@example.org"])
@pytest.mark.parametrize(
    ("channel", "direction"),
    [
        (Channel.PHONE, Direction.OUT),
        (Channel.PHONE, Direction.IN),
        (Channel.VISIT, Direction.IN),
        (Channel.LETTER, Direction.IN),
        (Channel.SMS, Direction.IN),
        (Channel.SMS, Direction.OUT),
        (Channel.EMAIL, Direction.IN),
        (Channel.EMAIL, Direction.OUT),
    ],
)
async def test_nothing_that_came_or_went_another_way_is_on_the_return_page(
    client: AsyncClient,
    engine: Engine,
    channels: dict[str, Opened],
    channel: Channel,
    direction: Direction,
    address: str,
) -> None:
    """Nor from or to the address that was typed in the form, for it need not be its writer's."""
    receipt = await receipt_of(client)
    while await Digestion(engine, {name: one.read for name, one in channels.items()}).some():
        pass
    async with engine.transaction(SYSTEM) as tx:
        form = (await contacts.opened(tx, await tx.db.fetchval("select id from contact"))).row
        await outbox.reply(tx, form.id, "We read you.")
        beside = NewContact(
            key=tx.vault.mint(new_id()),
            channel=channel,
            direction=direction,
            occurred_at=tx.now,
            received_at=tx.now,
            content=Content(text=SECRET, sender=address, recipient=address),
            conversation=form.conversation,
        )
        await contacts.add(tx, [beside])
        await tx.db.execute("update outbox set due_at = now() - interval '1 minute'")
    page = unescape((await client.post("/en/return", data=receipt)).text)
    assert "I am afraid." in page
    assert "We read you." in page
    assert SECRET not in page
    assert page.count("<time") == 2
