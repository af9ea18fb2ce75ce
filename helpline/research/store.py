"""The counts behind a quarter, and the quarters as they were released."""

from datetime import date, datetime

from helpline.db.statements import statements
from helpline.research.model import Answered, Counted, Release
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def counted(tx: Transaction, since: datetime, until: datetime) -> list[Counted]:
    return await sql.counted.many(tx.db, Counted, since, until)


async def asked(tx: Transaction, since: datetime, until: datetime) -> list[Counted]:
    return await sql.asked.many(tx.db, Counted, since, until)


async def life_areas(tx: Transaction, since: datetime, until: datetime) -> list[Counted]:
    return await sql.life_areas.many(tx.db, Counted, since, until)


async def call_backs(tx: Transaction, since: datetime, until: datetime) -> list[Counted]:
    return await sql.call_backs.many(tx.db, Counted, since, until)


async def answers(tx: Transaction, since: datetime, until: datetime) -> list[Answered]:
    return await sql.answers.many(tx.db, Answered, since, until)


async def release(tx: Transaction, quarter: date, body: bytes) -> None:
    await sql.release.run(tx.db, quarter, tx.now, body)


async def releases(tx: Transaction) -> list[Release]:
    return await sql.releases.many(tx.db, Release)
