"""How long a page takes as the house fills: the same requests at 1,000, 10,000 and 100,000 contacts."""

import asyncio
import os
import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
from msgspec import Struct, structs

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.cases.model import Role as Part
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, Language, NewContact, Urgency
from helpline.envelope import AddressKind, Outcome
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.triage import actions as triage
from helpline.triage.model import Message
from helpline.triage.rules import suggest
from helpline.vault.transaction import SYSTEM, Transaction
from scripts.benchmarks import load
from scripts.benchmarks.ground import Ground, free_port, ground, program
from scripts.benchmarks.load import Figures

PASSWORD = "a long enough password"  # of a database that is thrown away
BATCH = 500
TIMES = 200
#: What a page may take at 100,000 contacts, p95 in milliseconds; the queue shows fifty lines.
LIMITS = {"queue": 30.0, "contact": 25.0, "case": 40.0, "board": 50.0, "palette": 50.0, "my day": 50.0}
#: What a page may cost our programs and Postgres together, in milliseconds of processor time.
SPENT = {"queue": 17.0, "contact": 13.0, "case": 17.0}
#: A vocabulary in which few words are in every text and most are rare, as in any language (Zipf).
WORDS = [f"mot{number}" for number in range(20_000)]
WEIGHTS = list(accumulate(1 / (rank + 1) for rank in range(len(WORDS))))


class Row(Struct, frozen=True):
    """One page at one size."""

    page: str
    contacts: int
    figures: Figures
    #: Processor time of our programs and of Postgres for one page, in milliseconds: other work hardly disturbs it.
    cpu: float


async def measure(sizes: Sequence[int]) -> list[Row]:
    """Every page at every size, in one growing database."""
    async with ground() as here:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        async with here.engine.transaction(SYSTEM) as tx:
            bench = await staff.add(
                tx, sign_in_name="bench", display_name="Bench", role=Role.SUPERVISOR, password=PASSWORD
            )
        settings = here.environment | {"HELPLINE_PORT": str(port)}
        async with program(settings, "helpline.cli.main", "web", ready=f"{base}/health/live"):
            cookie = await sign_in(port)
            rows: list[Row] = []
            filled = 0
            for size in sizes:
                case = await fill(here, size - filled, bench)
                filled = size
                rows += await every_page(here, base, cookie, case, size)
            return rows


async def sign_in(port: int) -> str:
    """The session's cookie."""
    body = urlencode({"name": "bench", "password": PASSWORD}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    writer.write(load.post("/desk/sign-in", body, form))
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    found = [
        line.split(": ", 1)[1].split(";")[0] for line in head.split("\r\n") if line.lower().startswith("set-cookie")
    ]
    if not found:
        raise RuntimeError(f"signing in failed: {head[:80]}")
    return "; ".join(found)


async def fill(here: Ground, count: int, bench: UUID) -> UUID:
    """So many more contacts of a year, sealed, indexed, suggested and waiting, and what is done about them; and a case
    with thirty of them.
    """
    began, case = time.perf_counter(), None
    for start in range(0, count, BATCH):
        async with here.engine.transaction(SYSTEM) as tx:
            at = tx.now - timedelta(days=365) * (1 - start / count)
            news = [contact(tx, at) for _ in range(min(BATCH, count - start))]
            await contacts.add(tx, news)
            made = [suggest(Message(text=new.content.text[:300])) for new in news[:10]]
            await triage.propose(tx, [(new.key, made[number % 10]) for number, new in enumerate(news)])
            await queue.wait(tx, [waiting(tx, new) for new in news])
            await work(tx, news, bench)
            case = case or await a_case(tx, news[:30])
        if start % 10_000 == 0:
            print(f"  {start + BATCH:,} of {count:,} contacts, {time.perf_counter() - began:.0f} s", flush=True)
    await analyzed(here)
    assert case is not None
    return case


async def analyzed(here: Ground) -> None:
    """What Postgres does by itself in a house that fills over years. As owner: nobody else may."""
    owner = await asyncpg.connect(here.addresses.owner)
    await owner.execute("vacuum analyze")
    await owner.close()


async def work(tx: Transaction, news: list[NewContact], bench: UUID) -> None:
    """Of each batch five cases with a person, and twenty promises, of which one is open and half of those are ours."""
    for new in news[:5]:
        name = " ".join(random.choices(WORDS, k=2))
        person = await people.add(tx, Kind.REQUESTER, PersonContent(name))
        opened = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title=name, contact=new.key.record, worker=bench)
        await cases.add_participant(tx, opened, person, Part.REQUESTER)
        for number in range(4):
            due = tx.now + timedelta(hours=random.randrange(1, 400))
            owner = random.choice([bench, None])
            kept = await followups.promise(
                tx, kind=FollowUpKind.CHECK, what="Ask how it went", due_at=due, owner=owner, case=opened
            )
            if number or new is not news[0]:
                await followups.keep(tx, kept, 1)


def contact(tx: Transaction, at: datetime) -> NewContact:
    key = tx.vault.mint(new_id())
    number = f"+3247{random.randrange(10_000_000):07}"
    content = Content(text=" ".join(random.choices(WORDS, cum_weights=WEIGHTS, k=80)), sender=number)
    channel = random.choice([Channel.SMS, Channel.EMAIL, Channel.PHONE, Channel.WEBFORM])
    return NewContact(
        key=key,
        channel=channel,
        outcome=random.choice([Outcome.MISSED, Outcome.ANSWERED]) if channel is Channel.PHONE else None,
        direction=Direction.IN,
        occurred_at=at,
        received_at=at,
        content=content,
        conversation=key.record,
        words=contacts.words_of(tx, content, Language.FR),
        language=Language.FR,
        sender_kind=AddressKind.PHONE,
        sender_blind=tx.vault.blind(AddressKind.PHONE, number),
    )


def waiting(tx: Transaction, new: NewContact) -> NewWaiting:
    due = tx.now + timedelta(minutes=random.randrange(10_000))
    return NewWaiting(new.id, random.choice([*Urgency][1:]), tx.now, due, new.channel)


async def a_case(tx: Transaction, news: list[NewContact]) -> UUID:
    case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="A. and his mother", contact=news[0].id)
    for new in news[1:]:
        await cases.attach(tx, case, new.id)
    for number in range(200):
        await cases.note(tx, case, f"Talk number {number}: what goes well, who still reaches him.")
    return case


async def every_page(here: Ground, base: str, cookie: str, case: UUID, size: int) -> list[Row]:
    """Each page asked for by one person, one after the other."""
    async with here.engine.transaction(SYSTEM) as tx:
        lines = await queue.lines(tx, limit=50)
        numbers = [(await contacts.opened(tx, line.row.id)).content.sender or "" for line in lines[:20]]
    headers = {"Cookie": cookie}
    pages = {
        "queue": [load.get("/desk/queue?rows=50", headers)] * TIMES,
        "contact": [load.get(f"/desk/contacts/{lines[n % 50].row.id}", headers) for n in range(TIMES)],
        "case": [load.get(f"/desk/cases/{case}", headers)] * TIMES,
        "board": [load.get("/desk/board", headers)] * TIMES,
        "palette": [typed("/desk/palette", f"mot{n}", headers) for n in range(TIMES)],
        "my day": [load.get("/desk/follow-ups", headers)] * TIMES,
        "word search, common": [search("mot3", headers)] * TIMES,
        "word search, rare": [search(f"mot{5000 + n}", headers) for n in range(TIMES)],
        "word search, two words": [search(f"mot{n} mot{n + 7}", headers) for n in range(TIMES)],
        "number search": [search(numbers[n % 20], headers) for n in range(TIMES)],
    }
    measured = []
    for page, requests in pages.items():
        await load.run(base, requests[:20], 1, 60)
        before = spent(os.getpid())
        figures = await load.run(base, requests, 1, 60)
        after = spent(os.getpid())
        cpu = sum(after[one] - before[one] for one in after.keys() & before.keys()) / max(figures.count, 1) * 1000
        measured.append(Row(page, size, figures, cpu))
    return measured


def spent(root: int) -> dict[int, float]:
    """Processor seconds of each program that descends from this one, as Linux counts them; nothing elsewhere."""
    programs: dict[int, tuple[int, int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        programs[int(stat.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    below = {root}
    while found := {one for one, (parent, _ticks) in programs.items() if parent in below} - below:
        below |= found
    return {one: programs[one][1] / os.sysconf("SC_CLK_TCK") for one in below - {root} if one in programs}


def search(words: str, headers: dict[str, str]) -> bytes:
    return typed("/desk/search", words, headers)


def typed(path: str, words: str, headers: dict[str, str]) -> bytes:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    return load.post(path, urlencode({"search": words}).encode(), headers | form)


def table(rows: list[Row]) -> list[list[str]]:
    """The figures as lines of text, each size beside the smallest and, where there is one, the limit."""
    first = {row.page: row.figures.p95 for row in reversed(rows)}
    return [
        ["page", "contacts", "p50 ms", "p95 ms", "limit", "cpu ms", "limit", "of smallest"],
        *(
            [
                row.page, f"{row.contacts:,}", f"{row.figures.p50:.1f}", f"{row.figures.p95:.1f}",
                f"{LIMITS[row.page]:.0f}" if row.page in LIMITS else "",
                f"{row.cpu:.1f}", f"{SPENT[row.page]:.0f}" if row.page in SPENT else "",
                f"{row.figures.p95 / first[row.page]:.2f}",
            ]
            for row in rows
        ),
    ]  # fmt: skip


def as_json(rows: list[Row]) -> dict[str, object]:
    limits = {page: {"limit": LIMITS.get(page), "cpu_limit": SPENT.get(page)} for page in {row.page for row in rows}}
    return {"pages": [structs.asdict(row) | limits[row.page] for row in rows]}
