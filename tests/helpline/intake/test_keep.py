"""Keep first, understand later."""

import asyncio
from datetime import UTC, datetime

import pytest

from helpline.envelope import Arrival, Raw
from helpline.errors import Invalid
from helpline.intake import actions
from helpline.intake.keeping import Keeping
from helpline.vault.transaction import SYSTEM, Engine

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def raw(key: str = "SM1", body: bytes = b"hello") -> Raw:
    return Raw("sms", key, body, NOON)


async def test_what_is_kept_is_committed_before_keep_returns(engine: Engine) -> None:
    """Point 1: Keep first, understand later: the raw bytes are committed before anything is answered."""
    receipt = await actions.keep(engine, raw())
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select state from inbox where record = $1", receipt.record) == "new"


async def test_what_is_kept_is_sealed(engine: Engine) -> None:
    await actions.keep(engine, raw(body=b"a very recognisable sentence"))
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select * from inbox")
    assert row is not None
    assert not any(b"recognisable" in value for value in row.values() if isinstance(value, bytes))


async def test_the_same_key_twenty_times_at_once_is_one_record(engine: Engine) -> None:
    """Point 6: Idempotent under the same webhook twenty times at once."""
    receipts = await asyncio.gather(*(actions.keep(engine, raw()) for _ in range(20)))
    assert len({receipt.record for receipt in receipts}) == 1
    assert [receipt.duplicate for receipt in receipts].count(False) == 1


async def test_other_bytes_under_another_key_are_another_record(engine: Engine) -> None:
    first, second = await actions.keep(engine, raw("SM1")), await actions.keep(engine, raw("SM2"))
    assert first.record != second.record


async def test_without_an_actor_the_inbox_shows_nothing(engine: Engine) -> None:
    await actions.keep(engine, raw())
    assert await engine.pool.fetchval("select count(*) from inbox") == 0


async def test_more_than_can_be_taken_in_is_refused_in_words(engine: Engine) -> None:
    """Point 10: Bounded everything: size."""
    with pytest.raises(Invalid, match="MB"):
        await actions.keep(engine, raw(body=bytes(actions.LONGEST + 1)))


async def test_a_note_by_hand_names_a_channel_that_exists(engine: Engine) -> None:
    with pytest.raises(Invalid, match="pigeon"):
        actions.by_hand(Arrival("pigeon", "", NOON), "1")


async def test_what_arrives_together_is_kept_together_and_each_has_its_own_receipt(engine: Engine) -> None:
    keeping = Keeping(engine)
    receipts = await asyncio.gather(*(keeping.keep(raw(f"SM{number % 30}")) for number in range(90)))
    assert len({receipt.record for receipt in receipts}) == 30
    assert [receipt.duplicate for receipt in receipts].count(False) == 30
    async with engine.transaction(SYSTEM) as tx:
        assert {receipt.record for receipt in receipts} == set(
            await tx.db.fetchval("select array_agg(record) from inbox")
        )


async def test_who_could_not_be_kept_is_told_so_and_the_next_is_kept(engine: Engine) -> None:
    keeping = Keeping(engine)
    with pytest.raises(Invalid):
        await keeping.keep(raw("SM1", bytes(actions.LONGEST + 1)))
    assert not (await keeping.keep(raw("SM1"))).duplicate
