"""Every reading and writing of a confidential record is known: one row in the same transaction, never the content.

Actions are `room.verb` in the past tense: `contact.opened`, `case.closed`, `queue.listed`. A list shown is one row
with a count; a record opened is one row.
"""

from collections.abc import Sequence
from uuid import UUID

from helpline.audit import store
from helpline.vault.transaction import Transaction


async def record(
    tx: Transaction, action: str, kind: str, subject: UUID | None = None, *, shown: int | None = None, detail: str = ""
) -> None:
    """Note that the transaction's actor did `action` to a record of `kind`.

    `detail` is a code or a number of ours ("soon>routine"), never words that a person wrote.
    """
    await store.record(tx, action, kind, subject, shown, detail)


async def record_each(tx: Transaction, action: str, kind: str, subjects: Sequence[UUID]) -> None:
    """The same action on several records at once, one row each."""
    await store.record_each(tx, action, kind, subjects)
