"""The table of the form's versions: a published one stays as it is."""

import msgspec

from helpline.channel import AskedForm
from helpline.db.statements import statements
from helpline.questions.model import Version
from helpline.vault.transaction import Transaction

sql = statements(__file__)


async def published(tx: Transaction, number: int) -> AskedForm | None:
    found = await sql.published.value(tx.db, number)
    return decoded(found) if found else None


async def versions(tx: Transaction) -> list[Version]:
    return await sql.versions.many(tx.db, Version)


async def begin(tx: Transaction, form: AskedForm) -> bool:
    return await sql.begin.run(tx.db, form.number, encoded(form), str(tx.actor), tx.now) == 1


async def rewrite(tx: Transaction, form: AskedForm, version: int) -> bool:
    return await sql.rewrite.run(tx.db, form.number, encoded(form), version, str(tx.actor), tx.now) == 1


async def publish(tx: Transaction, number: int, version: int) -> bool:
    return await sql.publish.run(tx.db, number, version, str(tx.actor), tx.now) == 1


async def discard(tx: Transaction, number: int, version: int) -> bool:
    return await sql.discard.run(tx.db, number, version) == 1


def encoded(form: AskedForm) -> str:
    return msgspec.json.encode(form).decode()


def decoded(body: str) -> AskedForm:
    return msgspec.json.decode(body, type=AskedForm)
