"""Whatever a mail server says at the LMTP door: what it was told is kept is kept once, as it came; nothing else is."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, msgpack

from channels.email.lmtp import LARGEST, LONGEST_LINE, LmtpListener
from channels.email.model import Delivered
from helpline.clock import now
from helpline.envelope import Raw
from helpline.intake.actions import kept_as
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.email.test_fuzzing import MUCH

KEPT = "250 2.6.0"
RIGHT = [b"LHLO mx", b"MAIL FROM:<a@example.org>", b"RCPT TO:<contact@example.org>", b"DATA"]
SAID = st.sampled_from(
    [
        *(
            b"LHLO mx",
            b"LHLO mx",
            b"LHLO",
            b"EHLO mx",
            b"HELO mx",
            b"NOOP",
            b"RSET",
            b"VRFY x",
            b"HELP",
            b"AUTH PLAIN x",
        ),
        *(b"MAIL FROM:<>", b"MAIL FROM:<a@example.org> SIZE=99999999999", b"MAIL FROM:<\xe9\xff@example.org>"),
        *(b"MAIL FROM:<\xc3\xa9@example.org> BODY=8BITMIME SMTPUTF8", b"MAIL FROM:<a@example.org> SIZE=x"),
        *(
            b"MAIL FROM:<",
            b"MAIL FROM:a b",
            b'MAIL FROM:<"\\"@">',
            b"MAIL FROM:<a@[",
            b"MAIL",
            b"mail from:a@example.org",
        ),
        *(b"RCPT TO:<contact@example.org>", b"RCPT TO:<contact+t@example.org>", b"RCPT TO:<\xff>", b"RCPT TO:<>"),
        *(b"RCPT TO:<contact@example.org> NOTIFY=NEVER", b"RCPT TO:<(((>", b"DATA", b"DATA", b"DATA x", b"BDAT 5 LAST"),
        *(b"", b" ", b"\xff\xfe", b"\0", b"NOOP\0\r\rNOOP", b"NOOP\nNOOP", b"STARTTLS", b"x" * 700, b"x" * 2_000_000),
        *(RIGHT[1], RIGHT[2], RIGHT[1], RIGHT[2]),
    ]
)
PIECES = st.sampled_from(
    [
        *(
            b".",
            b"..",
            b"\r\n.",
            b"\r\n.\r\n",
            b"\n.\n",
            b"\r.\r",
            b"\n.\r\n",
            b"\r\n.\n",
            b"\r",
            b"\n",
            b"\r\n",
            b"\0",
        ),
        *(b"\xff\x80", b"From: a@example.org\r\n", b"RSET\r\n", b"x" * 3_000, b"words", "é".encode()),
    ]
)
CONTENTS = st.lists(PIECES, max_size=12).map(b"".join)


class Talk(Struct):
    """What is said, what every DATA brings, and after how many bytes of which one the line is cut."""

    lines: list[bytes]
    contents: list[bytes]
    cut: tuple[int, int] | None


CUTS = st.none() | st.tuples(st.integers(0, 2), st.integers(0, 60))
LINES = st.lists(SAID | st.just(b"*"), max_size=14)
TALKS = st.builds(Talk, LINES, st.lists(CONTENTS, min_size=1, max_size=3), CUTS)


class Line:
    """A mail server at the door. `told`: the mails of which it was told that they are kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.told: list[bytes] = []
        self.recipients = 0

    async def answer(self) -> str:
        """One answer, its last line; "" when nobody is there any more."""
        while (line := (await asyncio.wait_for(self.reader.readline(), 20)).decode()) and line[3:4] == "-":
            pass
        return line

    async def say(self, line: bytes) -> str:
        """Its answer; a bare line feed ends a command too, though never a line of a mail."""
        self.writer.write(line + b"\r\n")
        answer = [await self.answer() for _command in range(line.count(b"\n") + 1)][-1]
        if line.upper().startswith(b"RCPT") and answer.startswith("250"):
            self.recipients += 1
        elif line[:4].upper() in (b"LHLO", b"RSET", b"MAIL") and answer.startswith("250"):
            self.recipients = 0
        return answer

    async def bring(self, content: bytes) -> list[str]:
        """A mail; the answer for each of its recipients."""
        self.writer.write(stuffed(content) + b".\r\n")
        answers = [await self.answer() for _recipient in range(self.recipients)]
        if answers[0].startswith(KEPT):
            self.told.append(whole(content))
        self.recipients = 0
        return answers

    async def talk(self, talk: Talk) -> None:
        """Until it is over, or the line is cut. A star is everything that belongs to a mail, in its order."""
        assert (await self.answer()).startswith("220")
        contents = list(enumerate(talk.contents))
        for said in [step for line in talk.lines for step in (RIGHT if line == b"*" else [line])]:
            answer = await self.say(said)
            if not answer:
                return
            assert answer[:1] in "2345", answer
            if answer.startswith("354"):
                number, content = contents.pop(0) if contents else (9, b"the last\r\n")
                if talk.cut and talk.cut[0] == number:
                    self.writer.write(stuffed(content)[: talk.cut[1]])
                    return
                assert len(set(await self.bring(content))) == 1
        assert (await self.say(b"QUIT")).startswith(("221", "")), "a server that says nothing is closed"


def whole(content: bytes) -> bytes:
    """A mail ends with its last line."""
    return content if content.endswith(b"\r\n") or not content else content + b"\r\n"


def stuffed(content: bytes) -> bytes:
    """As a mail server sends it: a dot before each line that begins with one."""
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in whole(content).split(b"\r\n"))


@pytest.fixture
async def port(engine: Engine) -> AsyncIterator[int]:
    listener = LmtpListener(House(engine, Settings()), "127.0.0.1:0")
    await listener.start()
    yield listener.port
    await listener.stop()


async def called(port: int) -> Line:
    return Line(*await asyncio.open_connection("127.0.0.1", port, limit=10_000_000))


def made_up() -> list[Talk]:
    """The same each time."""
    found: list[Talk] = []

    @MUCH
    @given(TALKS)
    def collect(talk: Talk) -> None:
        found.append(talk)

    collect()
    return found


async def kept(engine: Engine) -> int:
    async with engine.transaction(SYSTEM) as tx:
        return int(await tx.db.fetchval("select count(*) from inbox"))


async def has_exactly(engine: Engine, told: list[bytes]) -> None:
    """Each mail that was said to be kept is there once, byte for byte, and no other one."""
    for content in told:
        key = f"mail/{hashlib.sha256(content).hexdigest()}"
        body = await kept_as(engine, Raw("email", key, b"", now()))
        assert body is not None
        assert msgpack.decode(body, type=Delivered).content == content
    assert await kept(engine) == len(set(told))


def surprises(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info or record.levelname == "ERROR"]


async def test_whatever_is_said_what_is_told_to_be_kept_is_kept_once_and_nothing_else(
    port: int, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Point 1: the raw bytes are committed before anything is answered."""
    told: list[bytes] = []
    for talk in made_up():
        line = await called(port)
        await line.talk(talk)
        line.writer.close()
        told += line.told
    assert len(set(told)) > 10
    await has_exactly(engine, told)
    assert surprises(caplog) == []


async def test_a_mail_server_that_says_everything_at_once_is_answered_in_order(port: int, engine: Engine) -> None:
    mails = [f"Subject: {number}\r\n\r\n..\r\n".encode() for number in range(20)]
    line = await called(port)
    one = [*RIGHT[1:3], b"RCPT TO:<nuit@example.org>", b"DATA"]
    said = [b"\r\n".join([*one, stuffed(mail) + b"."]) for mail in mails]
    line.writer.write(b"\r\n".join([RIGHT[0], *said, b"QUIT"]) + b"\r\n")
    answers = (await asyncio.wait_for(line.reader.read(), 20)).decode().splitlines()
    assert [answer[:3] for answer in answers if answer.startswith(("354", KEPT, "221"))] == [
        *(["354", "250", "250"] * len(mails)),
        "221",
    ]
    await has_exactly(engine, mails)


@pytest.mark.parametrize(
    "content", [b"x" * (LONGEST_LINE + 9), (b"x" * 998 + b"\r\n") * (LARGEST // 1_000 + 9)], ids=["line", "whole"]
)
async def test_what_is_too_large_is_refused_for_each_recipient_and_the_next_mail_comes(
    port: int, engine: Engine, content: bytes
) -> None:
    line = await called(port)
    two = [RIGHT[2], b"RCPT TO:<nuit@example.org>"]
    assert (await line.answer()).startswith("220")
    for said in (*RIGHT[:2], *two, RIGHT[3]):
        await line.say(said)
    assert [answer[:1] for answer in await line.bring(content)] == ["5", "5"]
    for said in (RIGHT[1], *two, RIGHT[3]):
        await line.say(said)
    assert [answer[:3] for answer in await line.bring(b"Subject: x\r\n")] == ["250", "250"]
    await has_exactly(engine, line.told)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select why from refusal") == "too_large"


async def test_a_sender_that_is_no_text_is_a_sender_all_the_same(port: int, engine: Engine) -> None:
    line = await called(port)
    assert (await line.answer()).startswith("220")
    for said in (RIGHT[0], b"MAIL FROM:<\xe9\xff@example.org>", RIGHT[2], RIGHT[3]):
        await line.say(said)
    assert (await line.bring(b"Subject: x\r\n"))[0].startswith(KEPT)
    await has_exactly(engine, line.told)
