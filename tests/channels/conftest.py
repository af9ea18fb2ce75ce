"""A whole line for the tests: the real house on a real database, both channels behind HTTP, and a fake provider."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import cast

import asyncpg
import msgspec
import pytest
import uvicorn
from aiohttp import ClientSession
from asyncpg import Pool
from litestar import Litestar
from msgspec import structs

from channels._twilio import door
from channels.phone.channel import open_channel as open_phone
from channels.sms.channel import open_channel as open_sms
from helpline.channel import Channel, NullSwitch
from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.options import Fault
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.errors import HelplineError
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.jobs.model import Job, Premises
from helpline.settings import Settings
from helpline.timetable import TIMETABLE
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels._twilio.fake import Fake

PUBLIC = "https://line.example.org"
ALICE = "+447700900101"
DUTY = "+447700900901"
HANDLERS = {job.name: job for job in TIMETABLE if isinstance(job, Job)}
NOTHING: Mapping[str, object] = MappingProxyType({})


class Away:
    """A pool whose database is away."""

    def __getattr__(self, name: str) -> object:
        raise OSError("away")


class Installation:
    """Everything a test needs to let something arrive and to look at what became of it."""

    def __init__(
        self, engine: Engine, settings: Settings, fake: Fake, session: ClientSession, house: type[House] = House
    ) -> None:
        self.engine, self.settings, self.fake, self.session = engine, settings, fake, session
        self.house = house(engine, settings)
        self.channels: dict[str, Channel] = {
            "sms": open_sms(self.house, settings),
            "phone": open_phone(self.house, settings),
        }
        self.url = ""

    @property
    def app(self) -> Litestar:
        return Litestar([route for channel in self.channels.values() for route in channel.routes])

    @property
    def premises(self) -> Premises:
        switch = self.channels["phone"].switch
        return Premises(self.engine, self.settings, self.channels, switch=switch or NullSwitch())

    async def works(self) -> None:
        """What the line asks of the telephone is done, as the worker does it, until cancelled."""
        due = "select id, entrypoint, payload from pgqueuer where entrypoint like 'line.%' and execute_after <= now()"
        while True:
            for row in await self.engine.pool.fetch(due):
                job = HANDLERS[row["entrypoint"]]
                with contextlib.suppress(HelplineError):
                    await job.run(self.premises, msgspec.json.decode(row["payload"], type=job.payload))
                    await self.engine.pool.execute("delete from pgqueuer where id = $1", row["id"])
            await asyncio.sleep(0.05)

    def wire(self, *faults: Fault, token: str = "", public: str = PUBLIC) -> Wire:
        return Wire(self.session, self.url, public, token or self.settings.twilio_auth_token, faults)

    async def text(self, body: str, *faults: Fault, sender: str = ALICE, **more: str) -> str:
        """A text message arrives; its id."""
        fields = {**message(self.settings, sender, body), **more}
        await self.wire(*faults).ask("/twilio/sms", fields)
        return fields["MessageSid"]

    def handset(self, *faults: Fault, caller: str = ALICE, script: Script | None = None) -> Handset:
        line, sid = self.settings.twilio_number, self.settings.twilio_account_sid
        return Handset(self.wire(*faults), sid, line, caller, script or Script(), self.fake)

    @asynccontextmanager
    async def caller(self, *faults: Fault, number: str = ALICE, keys: str = "") -> AsyncIterator[Handset]:
        """Somebody rings, and does what the test says until its end; whoever is still there then hangs up."""
        handset = self.handset(*faults, caller=number, script=Script(keys=keys, steps=1000))
        ringing = asyncio.create_task(handset.call())
        try:
            yield handset
        finally:
            handset.hang_up()
            await ringing

    async def until(self, happened: Callable[[], object], seconds: float = 10.0) -> None:
        """Waits until something is so."""
        async with asyncio.timeout(seconds):
            while not happened():  # noqa: ASYNC110  # what a telephone does is no event of ours
                await asyncio.sleep(0.01)

    async def until_rows(self, query: str, seconds: float = 10.0) -> None:
        """Waits until the house has written something."""
        async with asyncio.timeout(seconds):
            while not await self.rows(query):  # noqa: ASYNC110  # what the house writes is no event of ours
                await asyncio.sleep(0.02)

    async def rows(self, query: str) -> list[asyncpg.Record]:
        async with self.engine.transaction(SYSTEM) as tx:
            found: list[asyncpg.Record] = await tx.db.fetch(query)
            return found

    async def call(self, *faults: Fault, caller: str = ALICE, script: Script | None = None) -> Handset:
        """A whole call. The telephones of those who could answer behave as its script says."""
        self.fake.board.habit = (script or Script()).duty
        handset = self.handset(*faults, caller=caller, script=script)
        await handset.call()
        return handset

    async def digested(self) -> list[ContactView]:
        """What arrived, read: every contact that is not erased, oldest first."""
        digestion = Digestion(self.engine, {name: channel.read for name, channel in self.channels.items()})
        while await digestion.some():
            pass
        async with self.engine.transaction(SYSTEM) as tx:
            found = await tx.db.fetch("select id from contact where content <> '' order by number")
            return [await contacts.opened(tx, row["id"]) for row in found]

    async def events(self) -> list[str]:
        """The history of the only contact there is."""
        (view,) = await self.digested()
        return [step.event for step in view.history]

    async def hours(self, opens: str | None, closes: str | None) -> None:
        """Today's opening hours; None and None close the line all day."""
        async with self.engine.transaction(SYSTEM) as tx:
            await tx.db.execute(
                "insert into opening_exception (day, opens, closes) "
                "values ((now() at time zone 'Europe/Brussels')::date, $1::text::time, $2::text::time)",
                opens,
                closes,
            )

    async def open_all_day(self) -> None:
        await self.hours("00:00", "23:59:59")

    async def close_all_day(self) -> None:
        await self.hours(None, None)

    def break_database(self) -> None:
        """From here on, every question to the database fails, as it does when the server is away."""
        self.house.engine = self.house.keeping.engine = Engine(cast(Pool, Away()), self.engine.vault)

    async def repair_database(self) -> None:
        """The database is back; what still waited is kept."""
        self.house.engine = self.house.keeping.engine = self.engine
        for channel in self.channels.values():
            if channel.close:
                await channel.close()

    async def refusals(self) -> dict[tuple[str, str], int]:
        async with self.engine.transaction(SYSTEM) as tx:
            return {(row["channel"], row["why"]): row["count"] for row in await tx.db.fetch("select * from refusal")}


@pytest.fixture
def chosen() -> Mapping[str, object]:
    """Settings a test wants otherwise; override with `@pytest.mark.parametrize("chosen", [...])`."""
    return NOTHING


@pytest.fixture
def house_kind() -> type[House]:
    """The house behind the channels; a test of the telephone alone decides itself what the line says."""
    return House


@pytest.fixture
def patience() -> float:
    """How many seconds the doors wait for the database: long, as a test is not about how busy its machine is."""
    return 30.0


@pytest.fixture
async def line(
    engine: Engine,
    chosen: Mapping[str, object],
    house_kind: type[House],
    patience: float,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Installation]:
    """An installation that listens."""
    monkeypatch.setattr(door, "PATIENCE", patience)
    settings = Settings(
        public_url=PUBLIC,
        twilio_account_sid="AC" + "1" * 32,
        twilio_auth_token="token of today",
        twilio_number="+447700900900",
        duty_phone=DUTY,
    )
    settings = structs.replace(settings, **chosen)
    fake = Fake(settings)
    fake.base = f"http://127.0.0.1:{await fake.open('127.0.0.1', 0)}"
    settings = structs.replace(settings, twilio_api_base=fake.base)
    async with ClientSession() as session:
        installation = Installation(engine, settings, fake, session, house_kind)
        async with served(installation.app) as installation.url:
            fake.wire = installation.wire()
            working = asyncio.create_task(installation.works())
            yield installation
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working
        for channel in installation.channels.values():
            assert channel.close is not None
            await channel.close()
    await fake.close()


@asynccontextmanager
async def served(app: Litestar) -> AsyncIterator[str]:
    """The application behind real HTTP; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn offers no event
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
