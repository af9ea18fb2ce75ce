"""Killed while it reads a mailbox, three times: every mail is one contact, and every mail is marked in the end."""

from functools import partial
from pathlib import Path
from random import Random

from helpline.vault.transaction import SYSTEM
from tests.channels.email.mailserver import until
from tests.faults.rounds import Field, field
from tests.faults.site import Victim
from tests.faults.traffic import FOLDER, letter

MAILS, KILLS = 120, 3


async def test_the_worker_killed_while_it_reads_a_mailbox_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Point 25: flag only after commit, and nothing twice: each accepted mail is here once, or still in the mailbox."""
    rng = Random(1)
    async with field(tmp_path) as ground:
        offered = {ground.traffic.offer("imap", rng) for _ in range(MAILS)}
        await ground.mailbox.put(FOLDER, *map(letter, offered))
        for kept in range(1, MAILS, MAILS // KILLS):
            await until(partial(at_least, ground, kept), 60)
            await ground.here.kill(Victim.WORKER)
            await ground.here.until_up()
        await until(lambda: all_marked(ground, offered), 60)
        await ground.all_read()
        found = await ground.ledger.check(offered)
        assert not found.wrong
        assert (found.in_ledger["imap"], await contacts(ground)) == (MAILS, MAILS)
        assert ground.here.deaths == KILLS


async def at_least(ground: Field, number: int) -> bool:
    async with ground.here.engine.transaction(SYSTEM) as tx:
        kept: int = await tx.db.fetchval("select count(*) from inbox")
        return kept >= number


async def all_marked(ground: Field, offered: set[str]) -> bool:
    return await ground.marked() == offered


async def contacts(ground: Field) -> int:
    async with ground.here.engine.transaction(SYSTEM) as tx:
        number: int = await tx.db.fetchval("select count(*) from contact")
        return number
