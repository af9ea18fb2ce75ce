"""In a house of some years every statement finds its rows; none looks through a table that grows with the work."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import helpline
from helpline.db.embedded import EmbeddedPostgres
from helpline.db.statements import Statement, Statements
from helpline.vault.transaction import ACT, Engine
from tests.conftest import cloned, opened

ROOT = Path(helpline.__file__).parent
EVERY = [
    (path.parent.name, statement)
    for path in sorted(ROOT.rglob("*.sql"))
    if path.parent.name != "migrations"
    for statement in Statements(path).by_name.values()
    if not statement.text.lower().startswith("select pg_notify")
]

EXPLAINED = """
do $plan$
declare plan json;
begin
    execute $statement$explain (generic_plan, format json) {text}$statement$ into plan;
    perform set_config('helpline.plan', plan::text, true);
end $plan$
"""

#: What grows with every contact.
GROWING = frozenset(
    [
        "vault_key", "audit_entry", "person", "person_names", "address", "safe_contact_rule", "contact",
        "contact_event", "attachment", "contact_words", "inbox", "receipt", "suggestion", "decision", "danger_entry",
        "claim", "outbox", "case_file", "case_contact", "participant", "note", "note_words", "case_words",
        "case_change", "follow_up", "attempt", "follow_up_change", "staff_session", "page",
    ]
)  # fmt: skip

#: Statements that look through a whole table on purpose, and why.
WHOLE = {
    "cases.search": "planned anew for the words asked, so its general plan is never used",
    "contacts.by_words": "planned anew for the words asked, so its general plan is never used",
    "health.sent": "a month of what left, which is a fraction of what came",
    "retention.due": "everything that was ever decided, when somebody looks at what would go today",
    "staff.prune_sessions": "at night",
    "vault.in_use": "by command, before a master is destroyed",
}


def test_every_exception_is_still_a_statement() -> None:
    assert WHOLE.keys() <= {f"{room}.{statement.name}" for room, statement in EVERY}


@pytest.fixture(scope="module")
async def old_house(postgres: EmbeddedPostgres, template: str, vault: Any) -> AsyncIterator[Engine]:
    async with cloned(postgres, template) as addresses, opened(addresses, vault) as engine:
        async with engine.pool.acquire() as db, db.transaction():
            await db.execute(ACT, "system", "system")
            await db.execute(Path(__file__).with_name("filled.sql").read_text("utf-8"))
        owner = await asyncpg.connect(addresses.owner)
        await owner.execute("analyze")
        await owner.close()
        yield engine


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """The tables a plan looks through from end to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scanned(part)


@pytest.mark.parametrize(("room", "statement"), EVERY, ids=[f"{room}.{one.name}" for room, one in EVERY])
async def test_a_statement_finds_its_rows(old_house: Engine, room: str, statement: Statement) -> None:
    async with old_house.pool.acquire() as db, db.transaction():
        await db.execute(ACT, "system", "system")
        # Only the simple protocol takes a statement with unfilled parameters, and it hands no rows over.
        await db.execute(EXPLAINED.format(text=statement.text))
        plan = json.loads(await db.fetchval("select current_setting('helpline.plan')"))[0]["Plan"]
    looked_through = GROWING & set(scanned(plan))
    assert not looked_through or f"{room}.{statement.name}" in WHOLE, sorted(looked_through)


#: A search, what is asked, and the index by which it must be found.
RARE, COMMON = [977], [1, 4, 9]
SEARCHES = [
    ("contacts.by_words", (RARE, None, None, None, 50), "contact_words_words"),
    ("contacts.by_words", (RARE, COMMON, None, None, 50), "contact_words_words"),
    ("cases.search", (RARE, None, None, None, 50), "note_words_words"),
    ("people.by_prefixes", (RARE, 20), "person_names_prefixes"),
]


#: Two words of which each is in every eighth or ninth text, and both in one of seventy.
MIDDLING = [50_003], [60_003]


def indexes(plan: dict[str, Any]) -> Iterator[str]:
    """The indexes a plan uses."""
    if "Index Name" in plan:
        yield plan["Index Name"]
    for part in plan.get("Plans", ()):
        yield from indexes(part)


@pytest.mark.parametrize(("name", "asked", "index"), SEARCHES)
async def test_a_search_uses_the_index_made_for_it(old_house: Engine, name: str, asked: Any, index: str) -> None:
    """Row-level security forbids Postgres any index for array operators; the searches go through views for that."""
    statement = next(one for room, one in EVERY if f"{room}.{one.name}" == name)
    async with old_house.pool.acquire() as db, db.transaction():
        await db.execute(ACT, "system", "system")
        found = await db.fetchval(f"explain (format json) {statement.text}", *asked)
    plan = json.loads(found)[0]["Plan"]
    assert index in set(indexes(plan))
    assert not GROWING & set(scanned(plan))


async def test_two_middling_words_are_found_by_their_index_and_not_among_the_newest_texts(old_house: Engine) -> None:
    """To compare the words of thousands of texts takes longer than to fetch the few hundred that hold both."""
    by_name = {statement.name: statement for room, statement in EVERY if room == "contacts"}
    async with old_house.pool.acquire() as db, db.transaction():
        await db.execute(ACT, "system", "system")
        await by_name["plan_for_these_words"].run(db)
        found = await db.fetchval(f"explain (format json) {by_name['by_words'].text}", *MIDDLING, None, None, 50)
    assert "contact_words_words" in set(indexes(json.loads(found)[0]["Plan"]))
