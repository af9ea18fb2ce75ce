"""The tables of persons. What goes in and comes out is sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from helpline.db.statements import statements
from helpline.envelope import AddressKind
from helpline.people.model import AddressedRule, AddressRow, Kind, PersonRow, RuleRow
from helpline.vault.transaction import Transaction

CONTENT, ADDRESS, RULE = "person.content", "address.sealed", "safe_contact_rule.sealed"

sql = statements(__file__)


async def add(tx: Transaction, person: UUID, kind: Kind, content: bytes, prefixes: Sequence[int]) -> None:
    await sql.add.run(tx.db, person, kind, content, tx.now)
    if prefixes:
        await sql.add_prefixes.run(tx.db, person, prefixes)


async def rewrite(
    tx: Transaction, person: UUID, kind: Kind, content: bytes, prefixes: Sequence[int], version: int
) -> bool:
    if await sql.rewrite.run(tx.db, person, content, kind, version) != 1:
        return False
    await sql.add_prefixes.run(tx.db, person, prefixes)
    return True


async def row(tx: Transaction, person: UUID) -> PersonRow | None:
    return await sql.row.one(tx.db, PersonRow, person)


async def rows(tx: Transaction, persons: Collection[UUID]) -> list[PersonRow]:
    return await sql.rows.many(tx.db, PersonRow, list(persons))


async def by_prefixes(tx: Transaction, prefixes: Sequence[int], limit: int) -> list[PersonRow]:
    return await sql.by_prefixes.many(tx.db, PersonRow, prefixes, limit)


async def by_blind(tx: Transaction, blind: bytes, limit: int) -> list[PersonRow]:
    return await sql.by_blind.many(tx.db, PersonRow, blind, limit)


async def hold_address(tx: Transaction, blind: bytes) -> None:
    await sql.hold_address.run(tx.db, blind)


async def add_address(tx: Transaction, id: UUID, person: UUID, kind: AddressKind, blind: bytes, sealed: bytes) -> bool:
    return await sql.add_address.run(tx.db, id, person, kind, blind, sealed, tx.now) == 1


async def address_id(tx: Transaction, person: UUID, blind: bytes) -> UUID | None:
    found: UUID | None = await sql.address_id.value(tx.db, person, blind)
    return found


async def addresses(tx: Transaction, person: UUID) -> list[AddressRow]:
    return await sql.addresses.many(tx.db, AddressRow, person)


async def opt_out(tx: Transaction, blind: bytes, at: datetime | None) -> int:
    return await sql.opt_out.run(tx.db, blind, at)


async def bounced(tx: Transaction, blind: bytes) -> int:
    return await sql.bounced.run(tx.db, blind, tx.now)


async def stopped_at(tx: Transaction, blind: bytes) -> datetime | None:
    at: datetime | None = await sql.stopped_at.value(tx.db, blind)
    return at


async def set_rule(
    tx: Transaction, id: UUID, person: UUID, address: UUID | None, sealed: bytes, expires_at: datetime | None
) -> None:
    await sql.set_rule.run(tx.db, id, person, address, sealed, str(tx.actor), tx.now, expires_at)


async def rules_of_address(tx: Transaction, blind: bytes) -> list[RuleRow]:
    return await sql.rules_of_address.many(tx.db, RuleRow, blind)


async def rules_of_addresses(tx: Transaction, blinds: Sequence[bytes]) -> list[AddressedRule]:
    return await sql.rules_of_addresses.many(tx.db, AddressedRule, blinds)


async def rules_of_person(tx: Transaction, person: UUID) -> list[RuleRow]:
    return await sql.rules_of_person.many(tx.db, RuleRow, person)


async def forget(tx: Transaction, person: UUID) -> None:
    await sql.forget_rules.run(tx.db, person)
    await sql.forget_prefixes.run(tx.db, person)
    await sql.forget_addresses.run(tx.db, person)
    await sql.forget.run(tx.db, person)
