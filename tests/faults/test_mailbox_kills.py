"""Killed while it reads a mailbox, three times: every mail is one contact, and every mail is marked in the end."""

from functools import partial

from msgspec import structs

from helpline.db.pool import open_pool
from helpline.vault import Secrets, Vault
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.email.mailserver import PASSWORD, USER, MailServer, pymap, until
from tests.faults.ledger import Installation, serving, until_all_is_read
from tests.faults.test_kills import here, server

__all__ = ["here", "server"]

MAILS, KILLS = 120, 3


def mail(number: int) -> bytes:
    head = f"From: Anna <anna{number}@example.net>\r\nSubject: Question {number}\r\n"
    return f"{head}\r\nJe m'inquiète pour mon frère. {number}\r\n".encode()


async def test_the_worker_killed_while_it_reads_a_mailbox_loses_and_doubles_nothing(
    here: Installation,  # the fixture
) -> None:
    """Point 25: flag only after commit, and nothing twice: each accepted mail is here once, or still in the mailbox."""
    async with pymap() as post:
        await post.create("Mail")
        await post.put("Mail", *map(mail, range(MAILS)))
        url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{post.port}/Mail"
        installation = structs.replace(here, environment=here.environment | {"HELPLINE_IMAP_URL": url})
        pool = await open_pool(here.environment["HELPLINE_DATABASE_URL"], 3)
        engine = Engine(pool, Vault(Secrets.load(here.environment["HELPLINE_SECRET_FILE"])))
        try:
            for kept in range(1, MAILS, MAILS // KILLS):
                async with serving(installation) as doomed:
                    await until(partial(at_least, engine, kept), 60)
                    doomed.kill()
                    await doomed.wait()
            async with serving(installation):
                await until(lambda: at_least(engine, MAILS), 60)
                await until_all_is_read(engine)
                await until(lambda: all_marked(post), 60)
            assert await contacts(engine) == MAILS
        finally:
            pool.terminate()


async def at_least(engine: Engine, number: int) -> bool:
    async with engine.transaction(SYSTEM) as tx:
        kept: int = await tx.db.fetchval("select count(*) from inbox")
        return kept >= number


async def all_marked(post: MailServer) -> bool:
    return all(flags == {b"\\Seen"} for flags in await post.flags("Mail"))


async def contacts(engine: Engine) -> int:
    async with engine.transaction(SYSTEM) as tx:
        number: int = await tx.db.fetchval("select count(*) from contact")
        return number
