"""Opening hours for whoever needs them; not being able to tell counts as open."""

import logging
from datetime import datetime, timedelta

from asyncpg import PostgresError

from helpline.hours import store
from helpline.hours.model import ALWAYS, EmergencyNumber, Hours
from helpline.vault.transaction import Transaction

#: Every arriving contact asks for the hours, and they change a few times a year.
AGE = timedelta(seconds=30)

#: What each database connection last read, by its server process: two databases never share an answer.
remembered: dict[int, tuple[datetime, Hours]] = {}

log = logging.getLogger(__name__)


async def load(tx: Transaction) -> Hours:
    """The opening hours, at most half a minute old."""
    connection = tx.db.get_server_pid()
    if (known := remembered.get(connection)) and abs(tx.now - known[0]) < AGE:
        return known[1]
    try:
        async with tx.db.transaction():
            hours = await store.load(tx, tx.now.date() - timedelta(days=1))
    except PostgresError as error:
        log.error("opening hours cannot be read: %s", type(error).__name__)
        return ALWAYS
    remembered[connection] = (tx.now, hours)
    return hours


async def emergency_numbers(tx: Transaction) -> list[EmergencyNumber]:
    """The numbers we name to people in danger."""
    return await store.emergency_numbers(tx)
