"""The schema comes up the same way everywhere, and the database itself keeps the promises about who reads what."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from helpline.db.embedded import Addresses, EmbeddedPostgres
from helpline.db.migrate import APP_ROLE, FOLDER, load, migrate
from helpline.db.pool import open_pool
from helpline.errors import ConfigurationError
from helpline.vault.transaction import ACT, Engine, Transaction

EMPTY = count(1)

#: What anybody in the house may know, and what needs no person's leave.
OPEN_TABLES = {
    "api_call",
    "sent_form",
    "api_token", "duty", "emergency_number", "holiday", "job_run", "job_start", "mailbox", "opening_exception",
    "opening_span",
    "pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics", "refusal", "schema_migration", "staff",
    "staff_session", "partner", "poll",
    "factor_challenge", "factor_guess",
    "acknowledgement", "alarm", "canned_answer", "canned_answer_version", "template", "release", "setting_change",
    "rule_change", "rule_entry", "rule_version", "list_entry", "form_version",
}  # fmt: skip

#: Hashes that are searched through a view, which asks who acts in the place of row security.
SEARCHED = {
    "contact_words": "contact_search", "note_words": "note_search", "case_words": "case_search",
    "person_names": "person_search",
}  # fmt: skip


@pytest.fixture
async def empty(postgres: EmbeddedPostgres) -> AsyncIterator[Addresses]:
    name = f"empty_{next(EMPTY)}"
    yield await postgres.create_database(name)
    await postgres.drop_database(name)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name.lstrip('m')}.sql").write_text(text)
    return folder


async def test_two_processes_may_start_at_once(empty: Addresses) -> None:
    applied = await asyncio.gather(migrate(empty.owner), migrate(empty.owner))
    assert sorted(map(len, applied)) == [0, len(load())]


async def test_an_edited_migration_is_noticed(empty: Addresses, tmp_path: Path) -> None:
    await migrate(empty.owner, write(tmp_path, m0001_a="create table a (id int)"))
    with pytest.raises(ConfigurationError, match="edited"):
        await migrate(empty.owner, write(tmp_path, m0001_a="create table b (id int)"))


async def test_an_older_program_refuses_a_newer_schema(empty: Addresses, tmp_path: Path) -> None:
    await migrate(empty.owner, write(tmp_path, m0001_a="create table a (id int)", m0002_b="create table b (id int)"))
    (tmp_path / "0002_b.sql").unlink()
    with pytest.raises(ConfigurationError, match="newer release"):
        await migrate(empty.owner, tmp_path)


async def test_a_failed_migration_leaves_nothing_behind(empty: Addresses, tmp_path: Path) -> None:
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(empty.owner, write(tmp_path, m0001_a="create table a (id int); create tabel b (id int)"))
    assert await migrate(empty.owner, write(tmp_path, m0001_a="create table a (id int)")) == ["0001_a"]


async def test_a_gap_in_the_numbers_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="gap"):
        load(write(tmp_path, m0001_a="select 1", m0003_c="select 1"))


async def test_a_busy_table_stops_the_migration_not_the_house(empty: Addresses, tmp_path: Path) -> None:
    await migrate(empty.owner, write(tmp_path, m0001_a="create table a (id int)"))
    write(tmp_path, m0002_b="alter table a add column b int")
    busy = await asyncpg.connect(empty.owner)
    try:
        async with busy.transaction():
            await busy.execute("lock table a in access exclusive mode")
            with pytest.raises(ConfigurationError, match="Another program holds a table"):
                await migrate(empty.owner, tmp_path, lock_timeout="100ms")
        assert await migrate(empty.owner, tmp_path) == ["0002_b"]
    finally:
        await busy.close()


async def test_the_application_is_neither_owner_nor_mighty(tx: Transaction) -> None:
    role = await tx.db.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
    )
    assert role is not None
    assert not any(role.values())
    assert await tx.db.fetchval("select current_user") == APP_ROLE
    owned = await tx.db.fetch("select relname from pg_class where pg_get_userbyid(relowner) = $1", APP_ROLE)
    assert owned == []


async def test_the_application_cannot_sign_in_as_its_mighty_self(empty: Addresses) -> None:
    await migrate(empty.owner)
    pool = await open_pool(empty.app, size=2)
    try:
        assert await pool.fetchval("select current_user") == APP_ROLE
    finally:
        pool.terminate()


async def test_every_table_is_open_on_purpose_or_forces_row_security(tx: Transaction) -> None:
    rows = await tx.db.fetch(
        """select relname, relrowsecurity and relforcerowsecurity as forced from pg_class
           where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"""
    )
    unguarded = {row["relname"] for row in rows if not row["forced"]}
    assert unguarded == OPEN_TABLES | SEARCHED.keys()


async def test_a_view_shows_search_hashes_only_to_whom_may_read(shared_engine: Engine) -> None:
    async with shared_engine.pool.acquire() as db:
        views = await db.fetch("select viewname, definition from pg_views where schemaname = 'public'")
        assert {row["viewname"] for row in views} == set(SEARCHED.values())
        assert all("helpline_reads()" in row["definition"] for row in views)
        transaction = db.transaction()
        await transaction.start()
        try:
            await db.execute(ACT, "system", "system")
            person = await db.fetchval(
                "insert into person (id, kind, content, created_at)"
                " values (gen_random_uuid(), 'requester', '', now()) returning id"
            )
            await db.execute("insert into person_names (person_id, prefixes) values ($1, '{1}')", person)
            assert await db.fetchval("select count(*) from person_search") == 1
            for role in ("", "researcher", "administrator"):
                await db.execute(ACT, role and "staff:1", role)
                for relation in (*SEARCHED, *SEARCHED.values()):
                    assert await db.fetchval(f"select count(*) from {relation}") == 0
        finally:
            await transaction.rollback()


async def test_every_guarded_table_has_a_policy_that_asks_who_acts(tx: Transaction) -> None:
    rows = await tx.db.fetch(
        "select tablename, coalesce(qual, '') || coalesce(with_check, '') as asks from pg_policies"
    )
    guarded = await tx.db.fetch(
        "select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace"
    )
    assert {row["tablename"] for row in rows} == {row["relname"] for row in guarded}
    careless = {row["tablename"] for row in rows if not re.search(r"helpline_(reads|role|actor)\(\)", row["asks"])}
    assert careless == {"inbox"}, "only keeping is allowed without saying who acts"


@pytest.mark.parametrize("role", [None, "researcher", "administrator", "nobody"])
async def test_without_need_to_know_every_confidential_table_is_empty(shared_engine: Engine, role: str | None) -> None:
    async with shared_engine.pool.acquire() as db:
        transaction = db.transaction()
        await transaction.start()
        try:
            await db.execute(ACT, "system", "system")
            await db.execute(
                "insert into vault_key (record, wrapped, created_at) values (gen_random_uuid(), 'x', now())"
            )
            assert await db.fetchval("select count(*) from vault_key") == 1
            await db.execute(ACT, "staff:1" if role else "", role or "")
            assert await db.fetchval("select count(*) from vault_key") == 0
        finally:
            await transaction.rollback()


async def test_the_audit_only_grows(tx: Transaction) -> None:
    await tx.db.execute(
        "insert into audit_entry (at, actor, action, subject_kind) values (now(), 'system', 'a.b', 'c')"
    )
    for change in ("update audit_entry set actor = 'x'", "delete from audit_entry", "truncate audit_entry"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with tx.db.transaction():
                await tx.db.execute(change)


async def test_nobody_signs_the_audit_with_anothers_name(tx: Transaction) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await tx.db.execute(
            "insert into audit_entry (at, actor, action, subject_kind) values (now(), 'staff:7', 'a', 'c')"
        )


async def test_even_the_owner_cannot_change_the_audit_by_accident(empty: Addresses) -> None:
    await migrate(empty.owner)
    owner = await asyncpg.connect(empty.owner)
    try:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await owner.execute("truncate audit_entry")
    finally:
        await owner.close()


def test_migrations_are_numbered_named_and_begin_with_their_purpose() -> None:
    for migration in load():
        assert re.fullmatch(r"\d{4}_[a-z_]+", migration.name)
        assert (FOLDER / f"{migration.name}.sql").read_text("utf-8").startswith("-- ")
