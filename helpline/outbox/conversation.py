"""A conversation as it reads: what came and what we wrote, by days. Apart from the panels, because it opens both."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Content, Direction
from helpline.errors import NotFound
from helpline.live.actions import tell
from helpline.outbox import store
from helpline.outbox.model import LostRow, SaidRow
from helpline.outbox.words import remedy
from helpline.staff import actions as staff
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE
from helpline.web.words import gettext as _

#: A conversation of more messages begins with its newest hundred; the others are a click away, each on its page.
MOST = 100
MOST_LOST = 20


async def by_days(tx: Transaction, contact: UUID, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The conversation of a contact, oldest day first. `names`: of actors who write."""
    rows = await store.said(tx, contact, MOST)
    await audit.record(tx, "contact.listed", "contact", shown=len(rows))
    days = groupby(reversed(rows), key=lambda row: row.at.astimezone(ZONE).date())
    return [{"day": day, "messages": [message(tx, row, names) for row in some]} for day, some in days]


def message(tx: Transaction, row: SaidRow, names: Mapping[str, str]) -> dict[str, Any]:
    """One message; an erased one keeps its line and shows nothing."""
    text, ours = "", row.direction is Direction.OUT
    if row.wrapped is not None:
        key = tx.vault.open(row.contact_id, row.wrapped)
        text = key.unseal_struct(contact_store.CONTENT, row.contact_id, row.content, Content).text
    return {
        "id": row.contact_id,
        "number": row.number,
        "ours": ours,
        "at": row.at,
        "author": names.get(row.author, "") if ours else "",
        "text": text,
        "files": row.files,
        "erased": row.wrapped is None,
        "state": (row.state or "stored") if ours else "",
        "remedy": remedy(row.state, row.code),
        "leaves_at": row.leaves_at,
    }


async def lost(tx: Transaction, author: UUID | None = None) -> list[dict[str, Any]]:
    """Answers that did not arrive and that nobody has looked at, of one colleague or of all."""
    rows = await store.lost(tx, f"staff:{author}" if author else None, MOST_LOST)
    if rows:
        await audit.record(tx, "letter.listed", "outbox", shown=len(rows))
    names = await authors(tx, rows)
    return [
        {
            "id": row.contact_id,
            "contact_id": row.answered_id,
            "number": row.number,
            "channel": row.channel,
            "author": names.get(row.author, ""),
            "state": row.state,
            "at": row.changed_at,
            "remedy": remedy(row.state, row.code),
        }
        for row in rows
    ]


async def authors(tx: Transaction, rows: Sequence[LostRow]) -> dict[str, str]:
    """Who wrote them, as people call them."""
    found = dict(await staff.owners(tx)) if rows else {}
    return {f"staff:{id}": name for id, name in found.items()}


async def notice(tx: Transaction, contact: UUID, outgoing: UUID) -> None:
    """Somebody saw that an answer to this contact did not arrive. Raises `NotFound` for another contact's."""
    answered, row = await contact_store.row(tx, contact), await contact_store.row(tx, outgoing)
    if answered is None or row is None or row.conversation != answered.conversation:
        raise NotFound(_("There is no such answer."))
    if await store.notice(tx, outgoing):
        await contacts.noted(tx, contact, "letter_noticed")
        await audit.record(tx, "letter.noticed", "outbox", outgoing)
        await tell(tx, "queue")
