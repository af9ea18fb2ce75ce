"""The limit of the mail doors: the same LMTP server and the same IMAP library, and one INSERT a mail. Nothing else."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import asyncpg
from aiosmtpd.lmtp import LMTP
from imapclient import IMAPClient

from scripts.benchmarks.bare import TABLE

INSERT = "insert into bare (body) values ($1)"
BATCH = 50


class Door:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        await self.pool.execute(INSERT, envelope.content.decode("latin-1"))
        return "250 kept"


async def listen() -> None:
    """Take mails by LMTP until somebody ends the process."""
    async with asyncpg.create_pool(os.environ["BARE_DSN"], min_size=2, max_size=10) as pool:
        await pool.execute(TABLE)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: LMTP(Door(pool)), "127.0.0.1", int(os.environ["BARE_PORT"]))
        await server.serve_forever()


async def read(dsn: str, port: int, user: str, password: str, folder: str) -> int:
    """Everything in a mailbox, a batch at a time, each mail in one row; how many there were."""
    batches = await asyncio.to_thread(lambda: closing(fetched(port, user, password, folder)))
    done = 0
    async with asyncpg.create_pool(dsn, min_size=2, max_size=10) as pool:
        await pool.execute(TABLE)
        with batches as found:
            while batch := await asyncio.to_thread(lambda: next(found, [])):
                await asyncio.gather(*(pool.execute(INSERT, mail.decode("latin-1")) for mail in batch))
                done += len(batch)
    return done


def fetched(port: int, user: str, password: str, folder: str) -> Iterator[list[bytes]]:
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login(user, password)
        client.select_folder(folder, readonly=True)
        uids = client.search()
        for start in range(0, len(uids), BATCH):
            yield [one[b"BODY[]"] for one in client.fetch(uids[start : start + BATCH], ["BODY.PEEK[]"]).values()]


if __name__ == "__main__":
    asyncio.run(listen())
