"""Who was told "it is kept", and what is really there: the two must be the same, once each."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from msgspec import Struct
from twilio.request_validator import RequestValidator

from helpline.db.embedded import Addresses
from helpline.vault.transaction import SYSTEM, Engine

TOKEN = "a-token-of-nobody"
NUMBER = "+3225550100"
PATIENCE = 60.0


class Installation(Struct, frozen=True):
    """Where an installation of the test's own keeps things, and how its programs are started."""

    port: int
    environment: dict[str, str]

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def installation(port: int, folder: Path, addresses: Addresses, secret: Path) -> Installation:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    return Installation(
        port,
        plain
        | {
            "HELPLINE_DATABASE_URL": addresses.app,
            "HELPLINE_DATABASE_OWNER_URL": addresses.owner,
            "HELPLINE_DATA_DIR": str(folder),
            "HELPLINE_SECRET_FILE": str(secret),
            "HELPLINE_PORT": str(port),
            "HELPLINE_DEMO": "true",
            "HELPLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "HELPLINE_TWILIO_AUTH_TOKEN": TOKEN,
            "HELPLINE_TWILIO_NUMBER": NUMBER,
        },
    )


@asynccontextmanager
async def serving(here: Installation) -> AsyncIterator[asyncio.subprocess.Process]:
    """`helpline serve` in a process of its own; ended, however it stands, when the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "helpline.cli.main", "serve", env=here.environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await until_it_answers(here)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until_it_answers(here: Installation) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(PATIENCE):
        while True:
            try:
                await client.get(f"{here.base}/health/live")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
            else:
                return


class Senders:
    """Eight telephones that write without a pause and remember every message that was acknowledged."""

    def __init__(self, here: Installation, concurrency: int = 8) -> None:
        self.here, self.concurrency = here, concurrency
        self.acknowledged: list[str] = []
        self.refused = 0
        self.enough = asyncio.Event()
        self._one_more = asyncio.Condition()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator["Senders"]:
        async with asyncio.TaskGroup() as group:
            for _ in range(self.concurrency):
                group.create_task(self._write())
            yield self
            self.enough.set()

    async def until(self, count: int) -> None:
        """Until so many more were acknowledged."""
        wanted = len(self.acknowledged) + count
        async with asyncio.timeout(PATIENCE), self._one_more:
            await self._one_more.wait_for(lambda: len(self.acknowledged) >= wanted)

    async def _write(self) -> None:
        async with httpx.AsyncClient(base_url=self.here.base, timeout=10) as client:
            while not self.enough.is_set():
                sid = "SM" + uuid4().hex
                if await self._sent(client, sid):
                    self.acknowledged.append(sid)
                    async with self._one_more:
                        self._one_more.notify_all()
                else:
                    self.refused += 1
                    await asyncio.sleep(0.05)

    async def _sent(self, client: httpx.AsyncClient, sid: str) -> bool:
        fields = {"MessageSid": sid, "From": "+447700900123", "To": NUMBER, "Body": f"Bonjour {sid}", "NumMedia": "0"}
        signature = RequestValidator(TOKEN).compute_signature(f"{self.here.base}/twilio/sms", fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = await client.post("/twilio/sms", content=urlencode(fields), headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200


async def until_all_is_read(engine: Engine) -> None:
    """Until no kept row waits to be read, leases of the dead included."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with engine.transaction(SYSTEM) as tx:
                if not await tx.db.fetchval("select exists (select from inbox where state = 'new')"):
                    return
            await asyncio.sleep(0.2)


async def check(engine: Engine, acknowledged: list[str]) -> None:
    """Every acknowledged message is one contact, whole; and nothing stands half-made."""
    async with engine.transaction(SYSTEM) as tx:
        blinds = [tx.vault.blind("external/sms", sid) for sid in acknowledged]
        found = await tx.db.fetch(
            "select external_blind, count(*) as times from contact where external_blind = any($1::bytea[]) group by 1",
            blinds,
        )
        assert {bytes(row["external_blind"]) for row in found} == set(blinds), "an acknowledged message is missing"
        assert all(row["times"] == 1 for row in found), "a message is there more than once"
        half_made = await tx.db.fetchval(
            """
            select count(*) from contact c
            left join waiting w on w.contact_id = c.id left join suggestion s on s.contact_id = c.id
            left join contact_words x on x.contact_id = c.id left join vault_key k on k.record = c.id
            left join inbox i on i.record = c.id
            where w.contact_id is null or s.contact_id is null or x.contact_id is null or k.wrapped is null
               or i.state is distinct from 'read' or i.wrapped is not null
            """
        )
        assert half_made == 0, f"{half_made} contacts are half-made"
        assert not await tx.db.fetchval("select exists (select from inbox where state = 'unreadable')")
