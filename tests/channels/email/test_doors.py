"""Mail in by a real LMTP conversation, mail out to a real SMTP server."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP
from msgspec import structs

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
        self.senders: list[str] = []
        self.answer = "250 OK"
        self.refuses_nobody = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuses_nobody and address in ("", "<>"):
            return "550 5.7.1 we know our customers"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # the library's name
        self.taken.append(message_from_bytes(envelope.content))
        self.senders.append(envelope.mail_from or "<>")
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


def reply(token: str = "t" * 42) -> Parcel:
    return Parcel(uuid4(), "a@example.org", "Rappelez-nous demain.", "Votre message", reply_token=token)


async def test_a_letter_has_one_message_id_at_every_attempt(sink: tuple[Sink, int]) -> None:
    """Point 8: stable ids: a letter that is tried again is the same letter."""
    taken, port = sink
    for parcel in (reply(), reply(token="")):
        assert (await sender(port).send(parcel)).provider_id == (await sender(port).send(parcel)).provider_id
    ids = [mail["Message-ID"] for mail in taken.taken]
    assert len(set(ids)) == 2
    assert all("\n" not in one for one in ids)


@pytest.mark.parametrize(("automatic", "envelope"), [(True, "<>"), (False, "contact@example.org")])
async def test_what_a_machine_writes_says_so(sink: tuple[Sink, int], automatic: bool, envelope: str) -> None:
    """Point 32: mark our own automatic mail."""
    taken, port = sink
    await sender(port).send(structs.replace(reply(), automatic=automatic))
    [mail] = taken.taken
    marks = [mail["Auto-Submitted"], mail["Precedence"], mail["X-Auto-Response-Suppress"]]
    assert marks == (["auto-replied", "bulk", "All"] if automatic else [None] * 3)
    assert taken.senders == [envelope]


async def test_a_server_that_takes_no_empty_sender_gets_our_address(sink: tuple[Sink, int]) -> None:
    taken, port = sink
    taken.refuses_nobody = True
    await sender(port).send(structs.replace(reply(), automatic=True))
    assert taken.senders == ["contact@example.org"]
    assert taken.taken[0]["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    ("last", "unknown"),
    [(b"MAIL", False), (b"RCPT", False), (b"DATA", True), (b".", True)],
)
async def test_what_may_have_left_is_unknown_and_nothing_else(last: bytes, unknown: bool) -> None:
    """Point 8: unknown (connection lost after DATA): never retried in a loop, shown to a human."""

    async def breaks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            if line.startswith(last):
                break
            if line.startswith(b"DATA"):
                writer.write(b"354 go\r\n")
            elif line.startswith((b"EHLO", b"MAIL", b"RCPT")):
                writer.write(b"250 fine\r\n")
        writer.close()

    server = await asyncio.start_server(breaks, "127.0.0.1", 0)
    with pytest.raises(TransportError) as lost:
        await sender(server.sockets[0].getsockname()[1]).send(reply())
    server.close()
    assert (lost.value.unknown, lost.value.permanent) == (unknown, False)


async def test_how_a_server_says_goodbye_changes_nothing() -> None:
    """Point 8: what was taken was sent, even where the connection breaks a moment later."""

    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            if line == b".\r\n":
                writer.write(b"250 taken\r\n")
                break
            if line.startswith((b"EHLO", b"MAIL", b"RCPT")):
                writer.write(b"250 fine\r\n")
            elif line.startswith(b"DATA"):
                writer.write(b"354 go\r\n")
        writer.close()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    parcel = reply()
    assert parcel.id.hex in (await sender(server.sockets[0].getsockname()[1]).send(parcel)).provider_id
    server.close()


async def test_elsewhere_than_here_nothing_is_sent_without_tls() -> None:
    """Point 24: out by SMTP with STARTTLS or TLS, verified."""
    for url, from_the_start in (("smtp://mail.example.org", False), ("smtps://mail.example.org", True)):
        connection = MailSender(Settings(smtp_url=url, mail_from="contact@example.org")).connection()
        assert (connection.use_tls, connection._start_tls_on_connect) == (from_the_start, not from_the_start)
        assert connection.validate_certs


async def test_a_mail_too_large_is_refused_for_good_and_counted(engine: Engine) -> None:
    """Point 34: what is too large for the door is refused where its writer hears of it, and counted for us."""
    listener = LmtpListener(House(engine, Settings()), "127.0.0.1:0")
    await listener.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(b"LHLO mx\r\nMAIL FROM:<a@example.org> SIZE=90000000\r\nQUIT\r\n")
    answers = (await asyncio.wait_for(reader.read(), 5)).decode()
    writer.close()
    await listener.stop()
    assert "552" in answers
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count from refusal where why = 'too_large'") == 1
