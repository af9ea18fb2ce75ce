"""Point 40: Double submit (back button, two clicks) gives one contact. Drafts survive a lost session only if the writer
asks.
"""

import re
from datetime import timedelta
from html import unescape

from helpline.channel import Channel
from helpline.clock import now
from helpline.intake import drafts, jobs
from helpline.jobs.model import Premises
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.webform.conftest import Arrived, Writer
from tests.journeys.pages import Page

WORRY = "I am worried about my brother."


def shown(page: Page) -> dict[str, str]:
    """The reference and the words of a page."""
    reference, words = [unescape(said) for said in re.findall(r"<dd[^>]*>([^<]+)</dd>", page.source)][:2]
    return {"reference": reference, "words": words}


async def rows(engine: Engine, table: str = "draft") -> int:
    async with engine.transaction(SYSTEM) as tx:
        return int(await tx.db.fetchval(f"select count(*) from {table}"))  # a name of ours


async def kept(writer: Writer) -> dict[str, str]:
    """A draft, kept on the second page; its receipt."""
    await writer.open()
    await writer.press("next", message=WORRY)
    return shown(await writer.press("keep", requester="friend"))


async def resumed(writer: Writer, receipt: dict[str, str]) -> Page:
    await writer.open("return")
    return await writer.press(**receipt)


async def test_nothing_is_kept_on_the_server_unless_the_writer_asks(writer: Writer, engine: Engine) -> None:
    """Point 40: Drafts survive a lost session only if the writer asks."""
    await writer.open()
    for typed in ({"message": WORRY}, {"requester": "friend"}, {"answer": "phone"}, {"phone": "+447700900123"}):
        await writer.press("next", **typed)
    assert [await rows(engine, table) for table in ("draft", "inbox", "receipt", "contact")] == [0, 0, 0, 0]
    assert not writer.client.cookies


async def test_a_draft_is_gone_on_with_and_erased_when_it_is_sent(
    writer: Writer, engine: Engine, arrived: Arrived
) -> None:
    """Point 40: a draft that its writer asked for survives a lost session."""
    receipt = await kept(writer)
    assert len(receipt["words"].split()) == 6
    page = await resumed(writer, {**receipt, "reference": receipt["reference"].lower()})
    assert WORRY in page.words
    assert "A friend" in page.words
    assert receipt["words"] not in page.source
    again = shown(await writer.press("keep"))
    assert (again, await rows(engine)) == (receipt, 1)
    await resumed(writer, receipt)
    page = await writer.press("send")
    assert shown(page) != receipt
    assert await rows(engine) == 0
    (contact,) = await arrived()
    assert contact.content.text == WORRY
    assert (await resumed(writer, receipt)).status == 422


async def test_a_draft_can_be_deleted_by_its_writer(writer: Writer, engine: Engine) -> None:
    receipt = await kept(writer)
    await resumed(writer, receipt)
    assert "nothing was sent" in (await writer.press("forget")).words
    assert await rows(engine) == 0


async def test_a_draft_opens_to_nobody_without_its_words(writer: Writer, engine: Engine) -> None:
    """Point 36: guesses are budgeted per reference; wrong and unknown look alike. A draft has the same locks."""
    receipt = await kept(writer)
    wrong = [await resumed(writer, {**receipt, "words": f"one two three four five {guess}"}) for guess in range(10)]
    unknown = await resumed(writer, {**receipt, "reference": "AAAA-BBBB"})
    for page in (*wrong, unknown):
        assert page.status == 422
        assert "do not belong together" in page.words
        assert WORRY not in page.source
    assert "in an hour" in (await resumed(writer, receipt)).words


async def test_the_house_itself_cannot_read_a_draft(writer: Writer, engine: Engine) -> None:
    """Point 40: what is kept is sealed under words that nobody stored."""
    receipt = await kept(writer)
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select * from draft")
        assert row is not None
        assert WORRY.encode() not in row["sealed"]
        assert await drafts.opened(tx, receipt["reference"], "one two three four five six") is None
        opened = await drafts.opened(tx, receipt["reference"], receipt["words"])
        assert WORRY.encode() in (opened or b"")


async def test_a_draft_expires_and_is_then_erased(
    writer: Writer, engine: Engine, settings: Settings, channels: dict[str, Channel]
) -> None:
    receipt = await kept(writer)
    async with engine.transaction(SYSTEM) as tx:
        until = await tx.db.fetchval("select expires_at from draft")
        assert timedelta(days=settings.draft_days - 1) < until - now() < timedelta(days=settings.draft_days + 1)
        await tx.db.execute("update draft set expires_at = now() - interval '1 second'")
    assert (await resumed(writer, receipt)).status == 422
    await jobs.drop_expired_drafts(Premises(engine, settings, channels))
    assert await rows(engine) == 0


async def test_two_clicks_and_the_back_button_give_one_contact(writer: Writer, arrived: Arrived) -> None:
    """Point 40: Double submit (back button, two clicks) gives one contact."""
    await writer.open()
    for typed in ({"message": WORRY}, {}, {"answer": "here"}):
        await writer.press("next", **typed)
    summary = writer.page
    first = shown(await writer.press("send"))
    writer.page = summary
    assert shown(await writer.press("send")) == first
    assert len(await arrived()) == 1


async def test_a_draft_sent_twice_is_one_contact(writer: Writer, arrived: Arrived) -> None:
    """Point 40: a crash between keeping a message and erasing its draft makes no second contact."""
    receipt = await kept(writer)
    summary = await resumed(writer, receipt)
    await writer.press("send")
    writer.page = summary
    await writer.press("send")
    assert len(await arrived()) == 1
