"""Telling the screens that something changed: a topic when the transaction commits, never text.

Topics: `queue`, `contact:<id>`, `case:<id>`, `follow-ups`, `immediate` (an urgent arrival that must be heard),
`line` (something moved on the telephone line: every desk page shows it). `contact:<id>/writing` and `/looking`
reach the pages of that contact under their own names, so that a keystroke makes nobody fetch the whole page.
"""

from pathlib import Path

from helpline.db.statements import Statements
from helpline.vault.transaction import Transaction

CHANNEL = "helpline_live"
LINE = "line"
sql = Statements(Path(__file__).with_name("store.sql"))


async def tell(tx: Transaction, topic: str) -> None:
    """Every open screen that shows `topic` fetches it anew after the commit."""
    await sql.tell.run(tx.db, topic)
