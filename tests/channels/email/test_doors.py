"""Mail in by a real LMTP conversation, mail out to a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP

from channels.email.lmtp import LmtpListener
from channels.email.sender import MailSender
from helpline.channel import TransportError
from helpline.envelope import Parcel
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine

MAIL = b"From: a@example.org\r\nSubject: x\r\n\r\nBonjour\r\n"


class Sink:
    """Takes every mail, or refuses with an answer of the test's choice."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the library's name
        self.taken.append(message_from_bytes(envelope.content))
        return self.answer


@pytest.fixture
async def sink() -> AsyncIterator[tuple[Sink, int]]:
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", 0)
    yield sink, server.sockets[0].getsockname()[1]
    server.close()


def sender(port: int) -> MailSender:
    return MailSender(Settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="contact@example.org"))


async def deliver(port: int, content: bytes = MAIL) -> str:
    """A delivery in LMTP's own words; the answer to DATA."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [b"LHLO mx.example.org", b"MAIL FROM:<a@example.org>", b"RCPT TO:<contact@example.org>", b"DATA"]
    for line in lines:
        writer.write(line + b"\r\n")
        await asyncio.sleep(0.05)
    writer.write(content + b".\r\n")
    answer = ""
    while not answer.startswith(("250 2.6.0", "451")):
        answer = (await asyncio.wait_for(reader.readline(), 5)).decode()
    writer.close()
    return answer


async def test_a_mail_is_accepted_only_after_it_is_kept_and_twice_delivered_is_one_contact(engine: Engine) -> None:
    house = House(engine, Settings())
    listener = LmtpListener(house, "127.0.0.1:0")
    await listener.start()
    try:
        assert [await deliver(listener.port) for _ in range(2)] == ["250 2.6.0 Kept\r\n"] * 2
    finally:
        await listener.stop()
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from inbox") == 1


async def test_a_house_that_cannot_keep_asks_the_mail_server_to_try_again(engine: Engine) -> None:
    listener = LmtpListener(House(engine, Settings()), "127.0.0.1:0")
    await listener.start()
    await engine.pool.close()
    try:
        assert (await deliver(listener.port)).startswith("451")
    finally:
        await listener.stop()


async def test_what_we_send_is_neutral_and_its_answer_finds_its_conversation(sink: tuple[Sink, int]) -> None:
    taken, port = sink
    parcel = Parcel(uuid4(), "a@example.org", "Rappelez-nous demain.", "Votre message", reply_token="t" * 42)
    sent = await sender(port).send(parcel)
    [mail] = taken.taken
    assert mail["Reply-To"] == f"contact+{'t' * 42}@example.org"
    assert mail["Message-ID"] == sent.provider_id
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(("answer", "permanent"), [("550 no such user", True), ("451 later", False)])
async def test_a_refusal_is_permanent_or_not_by_its_code(sink: tuple[Sink, int], answer: str, permanent: bool) -> None:
    taken, port = sink
    taken.answer = answer
    with pytest.raises(TransportError) as refused:
        await sender(port).send(Parcel(uuid4(), "a@example.org", "x"))
    assert refused.value.permanent is permanent


async def test_a_server_that_is_away_is_no_permanent_refusal() -> None:
    with pytest.raises(TransportError) as refused:
        await sender(1).send(Parcel(uuid4(), "a@example.org", "x"))
    assert not refused.value.permanent
