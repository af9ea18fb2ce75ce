"""The tables of what we say."""

from uuid import UUID

from helpline.db.statements import statements
from helpline.vault.transaction import Transaction
from helpline.wording.model import Answer, Draft, Switch, Template

sql = statements(__file__)


async def template(tx: Transaction, language: str) -> Template | None:
    return await sql.template.one(tx.db, Template, language)


async def templates(tx: Transaction, language: str) -> list[Template]:
    return await sql.templates.many(tx.db, Template, language)


async def rewrite(tx: Transaction, language: str, version: int, subject: str, text: str) -> bool:
    return await sql.rewrite.run(tx.db, language, version, subject, text, str(tx.actor), tx.now) == 1


async def switches(tx: Transaction) -> list[Switch]:
    return await sql.switches.many(tx.db, Switch)


async def sends(tx: Transaction, channel: str, language: str | None) -> bool:
    found: bool = await sql.sends.value(tx.db, channel, language)
    return found


async def switch(tx: Transaction, channel: str, language: str, sends: bool) -> bool:
    return await sql.switch.run(tx.db, channel, language, sends, str(tx.actor), tx.now) == 1


async def answers(tx: Transaction) -> list[Answer]:
    return await sql.answers.many(tx.db, Answer)


async def answer(tx: Transaction, id: UUID) -> list[Answer]:
    return await sql.answer.many(tx.db, Answer, id)


async def add(tx: Transaction, id: UUID) -> None:
    await sql.add.run(tx.db, id, tx.now)


async def write(tx: Transaction, id: UUID, version: int, draft: Draft) -> bool:
    said = (draft.title.strip(), draft.language, draft.text.strip(), draft.review_on)
    return await sql.write.run(tx.db, id, version, *said, str(tx.actor), tx.now) == 1


async def retire(tx: Transaction, id: UUID) -> bool:
    return await sql.retire.run(tx.db, id, tx.now) == 1
