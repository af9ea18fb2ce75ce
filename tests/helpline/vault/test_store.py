"""Wrapped keys in Postgres: kept, asked for, destroyed, moved to another master."""

from uuid import UUID

import asyncpg
import pytest

from helpline import clock
from helpline.errors import Erased, NotFound
from helpline.vault import Secrets, Vault, store
from helpline.vault.transaction import ACT, Transaction

OLD = Vault(Secrets({1: b"1" * 32}, b"i" * 32))
VAULT = Vault(Secrets.for_tests())
PLACE = "contact.content"


async def kept(tx: Transaction, vault: Vault = VAULT) -> tuple[UUID, bytes]:
    """A record and something sealed for it."""
    key = vault.mint(clock.new_id())
    await store.remember(tx, [key])
    return key.record, key.seal(PLACE, key.record, b"Alice")


async def test_what_was_sealed_opens_with_the_key_from_the_table(tx: Transaction) -> None:
    record, sealed = await kept(tx)
    assert (await store.key(tx, record)).unseal(PLACE, record, sealed) == b"Alice"


async def test_a_destroyed_key_opens_nothing_and_says_so(tx: Transaction) -> None:
    record, _ = await kept(tx)
    assert await store.destroy(tx, [record]) == 1
    with pytest.raises(Erased):
        await store.key(tx, record)
    assert await store.keys(tx, [record]) == {}
    assert await tx.db.fetchval("select wrapped from vault_key where record = $1", record) is None


async def test_destroying_twice_changes_nothing_and_spares_the_others(tx: Transaction) -> None:
    record, _ = await kept(tx)
    other, sealed = await kept(tx)
    await store.destroy(tx, [record])
    first = await tx.db.fetchval("select destroyed_at from vault_key where record = $1", record)
    assert await store.destroy(tx, [record, clock.new_id()]) == 0
    assert await tx.db.fetchval("select destroyed_at from vault_key where record = $1", record) == first
    assert (await store.keys(tx, [record, other]))[other].unseal(PLACE, other, sealed) == b"Alice"


async def test_a_record_that_never_was_is_not_found(tx: Transaction) -> None:
    with pytest.raises(NotFound):
        await store.key(tx, clock.new_id())


async def test_fifty_keys_are_one_question(tx: Transaction) -> None:
    fifty = [VAULT.mint(clock.new_id()) for _ in range(50)]
    await store.remember(tx, fifty)
    assert set(await store.keys(tx, [key.record for key in fifty])) == {key.record for key in fifty}


async def test_a_record_never_gets_a_second_key(tx: Transaction) -> None:
    record, _ = await kept(tx)
    with pytest.raises(asyncpg.UniqueViolationError):
        await store.remember(tx, [VAULT.mint(record)])


async def test_rewrapping_in_batches_leaves_no_living_key_under_the_old_master(tx: Transaction) -> None:
    old = [await kept(tx, OLD) for _ in range(7)]
    erased, _ = await kept(tx, OLD)
    await store.destroy(tx, [erased])
    await kept(tx)
    assert [(use.version, use.living) for use in await store.in_use(tx)] == [(1, 7), (2, 1)]
    after: UUID | None = store.FIRST
    while after is not None:
        after = await store.rewrap(tx, after, limit=3)
    assert [(use.version, use.living) for use in await store.in_use(tx)] == [(2, 8)]
    for record, sealed in old:
        assert (await store.key(tx, record)).unseal(PLACE, record, sealed) == b"Alice"


async def test_without_an_actor_there_are_no_keys(tx: Transaction) -> None:
    record, _ = await kept(tx)
    await tx.db.execute(ACT, "", "")
    assert await store.keys(tx, [record]) == {}


async def test_a_researcher_reads_no_keys(tx: Transaction) -> None:
    record, _ = await kept(tx)
    await tx.db.execute(ACT, "staff:1", "researcher")
    assert await store.keys(tx, [record]) == {}


async def test_the_application_may_not_delete_a_key_row(tx: Transaction) -> None:
    """What was erased, and when, stays known."""
    record, _ = await kept(tx)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tx.db.execute("delete from vault_key where record = $1", record)
