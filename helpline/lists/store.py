"""The table of lists. An entry is never deleted."""

from uuid import UUID

from helpline.db.statements import statements
from helpline.lists.model import LANGUAGES, Draft, Entry, ListName
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def entries(tx: Transaction) -> list[Entry]:
    return await sql.entries.many(tx.db, Entry)


async def add(tx: Transaction, id: UUID, name: ListName, code: str, draft: Draft) -> bool:
    return await sql.add.run(tx.db, id, name, code, *written(draft)) == 1


async def change(tx: Transaction, id: UUID, draft: Draft, version: int) -> bool:
    return await sql.change.run(tx.db, id, version, *written(draft)) == 1


def written(draft: Draft) -> tuple[object, ...]:
    labels = (draft.labels.get(language, "") for language in LANGUAGES)
    return (draft.applies, *labels, draft.note, draft.valid_from, draft.valid_until)
