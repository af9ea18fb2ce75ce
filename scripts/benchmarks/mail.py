"""How fast mail is taken in, by LMTP and from a mailbox, up to the contact that stands in the queue.

Beside it in the same run: the same LMTP server and the same IMAP library with one INSERT a mail, on the same Postgres.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from uuid import uuid4

from msgspec import Struct, structs

from helpline.vault.transaction import SYSTEM
from scripts.benchmarks import bare_mail, load
from scripts.benchmarks.ground import Ground, free_port, ground, program
from scripts.benchmarks.intake import TEXT, digested, drained, until_open, watch
from scripts.benchmarks.load import Figures
from tests.channels.email.mailserver import DOVECOT, PASSWORD, SERVERS, USER, MailServer

CONCURRENCY = (1, 8, 32)
IN_MAILBOX = 500
#: A second, for so many seconds; a mailbox less, because each of its mails comes over a connection of its own.
BY_DOOR, BY_MAILBOX, STEADY = 20, 5, 10
#: Seconds of mails before anything is measured: a worker that has just begun compiles its phrases meanwhile.
WARMING = 5.0
#: Dovecot is what people run; pymap comes along where it is not installed.
SERVER = "dovecot" if DOVECOT and os.geteuid() == 0 else "pymap"


class Door(Struct, frozen=True):
    """LMTP: mails a second that were kept, and became contacts meanwhile; times in milliseconds to the answer."""

    concurrency: int
    kept: Figures
    bare: Figures
    contacts: float


class Mailbox(Struct, frozen=True):
    """A mailbox full of mails, read by us and by the bare loop: mails a second up to the contact."""

    server: str
    mails: int
    contacts: float
    bare: float


class Lag(Struct, frozen=True):
    """From handed over to standing in the queue, at a steady rate, in milliseconds."""

    door: str
    rate: int
    p50: float
    p99: float
    count: int


async def measure(seconds: float) -> tuple[list[Door], list[Mailbox], list[Lag]]:
    async with ground() as here:
        doors, by_door = await measure_door(here, seconds)
        async with SERVERS[SERVER]() as server:
            mailbox, by_mailbox = await measure_mailbox(here, server)
        return doors, [mailbox], [by_door, by_mailbox]


async def measure_door(here: Ground, seconds: float) -> tuple[list[Door], Lag]:
    port, bare_port = free_port(), free_port()
    bare_settings = here.environment | {"BARE_DSN": here.addresses.owner, "BARE_PORT": str(bare_port)}
    rows = []
    async with program(here.environment | {"HELPLINE_LMTP_LISTEN": f"127.0.0.1:{port}"}, *WORKER) as worker:
        await until_open(port, worker)
        await deliver_many(port, 8, WARMING)
        for concurrency in CONCURRENCY:
            async with program(bare_settings, "scripts.benchmarks.bare_mail") as process:
                await until_open(bare_port, process)
                bare = await deliver_many(bare_port, concurrency, seconds)
            await drained(here)
            before, began = await digested(here), time.perf_counter()
            kept = await deliver_many(port, concurrency, seconds)
            rate = (await digested(here) - before) / (time.perf_counter() - began)
            await drained(here)
            rows.append(Door(concurrency, kept, bare, rate))
        return rows, await measure_lag(here, "lmtp", BY_DOOR, lambda mail: deliver_one(port, mail))


WORKER = ("helpline.cli.main", "worker")


async def deliver_many(port: int, concurrency: int, seconds: float) -> Figures:
    """Mails over kept connections, as a mail server hands them over."""
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(deliver(port, letters(), times, began + seconds) for _ in range(concurrency)))
    return load.figures(times, time.perf_counter() - began)


async def deliver_one(port: int, mail: bytes) -> None:
    await deliver(port, iter([mail]), [], 0.0)


async def deliver(port: int, mails: Iterator[bytes], times: list[float], end: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await said(reader)
    await ask(reader, writer, b"LHLO mx.example.org\r\n")
    for mail in mails:
        began = time.perf_counter()
        await ask(reader, writer, b"MAIL FROM:<a@example.net>\r\n")
        await ask(reader, writer, b"RCPT TO:<contact@example.org>\r\n")
        await ask(reader, writer, b"DATA\r\n")
        await ask(reader, writer, mail + b".\r\n")
        times.append(time.perf_counter() - began)
        if time.perf_counter() > end:
            break
    writer.close()


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes) -> None:
    writer.write(line)
    await said(reader)


async def said(reader: asyncio.StreamReader) -> None:
    """The whole answer; `RuntimeError` for a refusal: a benchmark of refusals measures nothing."""
    while True:
        line = await reader.readline()
        if line[:1] not in (b"2", b"3"):
            raise RuntimeError(line.decode("latin-1"))
        if line[3:4] != b"-":
            return


def letters() -> Iterator[bytes]:
    """Mails of people, each another one."""
    while True:
        one = uuid4().hex
        head = f"From: Anna <anna-{one}@example.net>\r\nTo: contact@example.org\r\nSubject: Mon fils\r\n"
        kind = f"Message-ID: <{one}@example.net>\r\nContent-Type: text/plain; charset=utf-8\r\n"
        yield f"{head}{kind}\r\n{TEXT}\r\n{one}\r\n".encode()


async def measure_mailbox(here: Ground, server: MailServer) -> tuple[Mailbox, Lag]:
    """A mailbox that is full when the worker comes, and then one mail after another."""
    mails = letters()
    await server.create("Bench")
    await server.put("Bench", *(next(mails) for _ in range(IN_MAILBOX)))
    began = time.perf_counter()
    count = await bare_mail.read(here.addresses.owner, server.port, USER, PASSWORD, "Bench")
    bare = count / (time.perf_counter() - began)
    url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{server.port}/Bench"
    before = await digested(here)
    async with program(here.environment | {"HELPLINE_IMAP_URL": url}, *WORKER):
        first = last = 0.0
        while (done := await digested(here) - before) < IN_MAILBOX:
            first = first or (time.perf_counter() if await kept(here) else 0.0)
            await asyncio.sleep(0.01)
        last = time.perf_counter()
        lag = await measure_lag(here, server.name, BY_MAILBOX, lambda mail: server.put("Bench", mail))
    return Mailbox(server.name, count, done / (last - first), bare), lag


async def kept(here: Ground) -> bool:
    async with here.engine.transaction(SYSTEM) as tx:
        begun: bool = await tx.db.fetchval("select exists (select from inbox where state = 'new')")
        return begun


async def measure_lag(here: Ground, door: str, rate: int, hand_over: Callable[[bytes], Awaitable[None]]) -> Lag:
    """So many a second, each seen by a watcher of the queue every few milliseconds."""
    seen: dict[int, float] = {}
    watching = asyncio.create_task(watch(here.addresses.app, seen))
    await asyncio.sleep(1)
    start, already, handed = time.perf_counter(), set(seen), list[float]()
    mails = letters()
    for number in range(rate * STEADY):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        handed.append(time.perf_counter())
        await hand_over(next(mails))
    await asyncio.sleep(3)
    watching.cancel()
    arrivals = sorted(at for key, at in seen.items() if key not in already)
    lags = sorted(1000 * (there - at) for at, there in zip(handed, arrivals, strict=True))
    return Lag(door, rate, lags[len(lags) // 2], lags[int(len(lags) * 0.99)], len(lags))


def table(doors: list[Door], mailboxes: list[Mailbox], lags: list[Lag]) -> list[list[str]]:
    """The figures as lines of text."""
    lines = [["mail by", "c", "kept/s", "p50 ms", "p99 ms", "bare/s", "kept/bare", "contacts/s", "of bare"]]
    for row in doors:
        share, digested_share = row.kept.per_second / row.bare.per_second, row.contacts / row.bare.per_second
        figures = (row.kept.per_second, row.kept.p50, row.kept.p99, row.bare.per_second)
        lines.append(
            ["lmtp", str(row.concurrency), *(f"{figure:.1f}" for figure in figures), f"{share:.2f}",
             f"{row.contacts:.1f}", f"{digested_share:.2f}"]
        )  # fmt: skip
    for box in mailboxes:
        lines.append(
            [
                box.server,
                "1",
                "",
                "",
                "",
                f"{box.bare:.1f}",
                "",
                f"{box.contacts:.1f}",
                f"{box.contacts / box.bare:.2f}",
            ]
        )
    for lag in lags:
        lines.append(
            [f"{lag.door} to contact at {lag.rate}/s", "", "", f"{lag.p50:.0f}", f"{lag.p99:.0f}", "", "", "", ""]
        )
    return lines


def as_json(doors: list[Door], mailboxes: list[Mailbox], lags: list[Lag]) -> dict[str, object]:
    rows = {"lmtp": doors, "mailboxes": mailboxes, "lag": lags}
    return {"mail": {name: [structs.asdict(row) for row in found] for name, found in rows.items()}}
