"""Two clicks are one message, two people never are, and what a robot fills in only marks."""

import re
from html import unescape

import pytest
from httpx import AsyncClient

from helpline.channel import Channel
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.intake.digest import Digestion
from helpline.outbox import actions as outbox
from helpline.vault.transaction import SYSTEM, Engine

WORRY = "Je suis inquiète pour mon frère."
MORE = "Il n'est pas rentré."
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def digestion(engine: Engine, channels: dict[str, Channel]) -> Digestion:
    return Digestion(engine, {name: channel.read for name, channel in channels.items()})


async def arrived(digestion: Digestion) -> list[ContactView]:
    """Everything that came, read, oldest first."""
    while await digestion.some():
        pass
    async with digestion.engine.transaction(SYSTEM) as tx:
        found = await tx.db.fetch("select id from contact order by number")
        return [await contacts.opened(tx, row["id"]) for row in found]


async def written(client: AsyncClient, **fields: str) -> dict[str, str]:
    """The receipt that a message gets."""
    page = await client.post("/fr/write", data={"message": WORRY} | fields)
    assert page.status_code == 200, page.text
    reference, words = map(unescape, re.findall(r"<dd[^>]*>([^<]+)</dd>", page.text)[:2])
    return {"reference": reference, "words": words}


@pytest.mark.parametrize("token", ["", "x", "a token that is none"])
async def test_two_people_with_the_same_words_and_no_token_get_two_receipts(
    client: AsyncClient, digestion: Digestion, token: str
) -> None:
    one, other = [await written(client, token=token) for _ in range(2)]
    assert one["reference"] != other["reference"]
    first, second = await arrived(digestion)
    assert first.row.conversation != second.row.conversation
    await client.post("/fr/return", data=one | {"message": MORE})
    await arrived(digestion)
    assert MORE not in (await client.post("/fr/return", data=other)).text


async def test_two_clicks_on_one_form_are_one_message(client: AsyncClient, digestion: Digestion) -> None:
    """Point 40: Double submit (back button, two clicks) gives one contact."""
    found = TOKEN.search((await client.get("/fr/write")).text)
    assert found
    one, other = [await written(client, token=found[1]) for _ in range(2)]
    assert one == other
    assert len(await arrived(digestion)) == 1


async def test_the_same_words_sent_again_on_the_return_page_are_a_second_message(
    client: AsyncClient, digestion: Digestion
) -> None:
    receipt = await written(client)
    await arrived(digestion)
    page = await client.post("/fr/return", data=receipt)
    for _ in range(2):
        found = TOKEN.search(page.text)
        assert found
        sent = receipt | {"token": found[1], "message": MORE}
        page = await client.post("/fr/return", data=sent)
        await client.post("/fr/return", data=sent)  # The second click on the same button changes nothing.
    assert [view.content.text for view in await arrived(digestion)] == [WORRY, MORE, MORE]


async def test_a_message_with_mistyped_words_is_still_on_the_page(client: AsyncClient) -> None:
    page = await client.post("/fr/return", data={"reference": "AAAA-BBBB", "words": "un deux", "message": MORE})
    assert page.status_code == 422
    assert MORE in unescape(page.text)


async def test_whoever_asked_for_mail_is_answered_by_mail_after_coming_back_too(
    client: AsyncClient, digestion: Digestion
) -> None:
    receipt = await written(client, answer="email", email="sister@example.org")
    await arrived(digestion)
    await client.post("/fr/return", data=receipt | {"message": MORE})
    for view in await arrived(digestion):
        async with digestion.engine.transaction(SYSTEM) as tx:
            await outbox.reply(tx, view.row.id, f"Réponse à : {view.content.text}")
    async with digestion.engine.transaction(SYSTEM) as tx:
        sent = await tx.db.fetch("select channel, purpose, state from outbox")
    assert [tuple(row) for row in sent] == [("email", "reply", "queued")] * 2
    page = unescape((await client.post("/fr/return", data=receipt)).text)
    assert f"Réponse à : {WORRY}" in page
    assert f"Réponse à : {MORE}" in page


async def test_a_filled_trap_marks_a_message_and_turns_nobody_away(client: AsyncClient, digestion: Digestion) -> None:
    """Point 37: honeypot, always quiet."""
    await written(client, website="https://example.org")
    await written(client, website="")
    marked, plain = await arrived(digestion)
    assert [step.event for step in marked.history] == ["trapped"]
    assert not marked.row.automatic
    assert plain.history == []
