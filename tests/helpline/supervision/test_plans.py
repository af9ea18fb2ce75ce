"""The lists people wait for go along an index, however much there is: no list ever reads a whole table."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from helpline.cases import store as cases
from helpline.contacts.model import Channel
from helpline.db.statements import Statement
from helpline.followups import store as followups
from helpline.supervision import store as supervision
from helpline.vault.transaction import Transaction

NOBODY = UUID(int=1)
THEN, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
WORDS = [[1, 2]] * 4

ASKED: list[tuple[Statement, tuple[Any, ...]]] = [
    (supervision.sql.waiting, (THEN, list(Channel), 1000)),
    (supervision.sql.missed, (THEN, 20)),
    (supervision.sql.load, (100,)),
    (supervision.sql.promised, (THEN, LATER)),
    (supervision.sql.called, (THEN, LATER)),
    (supervision.sql.counts, (THEN, 1000, THEN, THEN.date())),
    (supervision.sql.urgent, (THEN, 50)),
    (supervision.sql.dangers, (THEN, 50)),
    (supervision.sql.pages, (THEN, 50)),
    (supervision.sql.letters, (THEN, 50)),
    (supervision.sql.faults, (THEN, 50)),
    (supervision.sql.accounts, (THEN, 50)),
    (followups.sql.open_between, (THEN, LATER, None, 50)),
    (followups.sql.open_between, (THEN, LATER, NOBODY, 50)),
    (followups.sql.about, (NOBODY, 50)),
    (followups.sql.unanswered, (THEN, LATER, 50)),
    (followups.sql.due_of, (NOBODY, LATER, 50)),
    (cases.sql.listed, (True, LATER, NOBODY, 51)),
    (cases.sql.mine, (NOBODY, LATER, NOBODY, 51)),
    (cases.sql.near, (NOBODY, NOBODY, NOBODY, 10)),
    (
        cases.sql.timeline,
        (NOBODY, LATER, NOBODY, 51, ["contact", "note", "change", "promise", "attempt", "referral"], ""),
    ),
    (cases.sql.last_spoken, (NOBODY,)),
    (cases.sql.files, (NOBODY, 20)),
    (cases.sql.search, (*WORDS, 50)),
    (cases.sql.correspondents, (NOBODY, 3)),
]
GROWING = ("contact", "case_file", "follow_up", "attempt", "note", "case_change", "waiting", "vault_key", "referral",
           "suggestion", "decision", "claim", "danger_entry", "outbox", "audit_entry")  # fmt: skip


@pytest.mark.parametrize(("statement", "args"), ASKED, ids=lambda value: getattr(value, "name", ""))
async def test_no_list_reads_a_whole_table(tx: Transaction, statement: Statement, args: tuple[Any, ...]) -> None:
    await tx.db.execute("set local enable_seqscan = off")
    plan = [row[0] for row in await tx.db.fetch(f"explain (costs off) {statement.text}", *args)]
    assert [line for line in plan for table in GROWING if f"Seq Scan on {table} " in f"{line} "] == []
