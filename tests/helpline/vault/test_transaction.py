"""One transaction: who acts is known inside it, and all of it or nothing stays."""

import pytest

from helpline.vault.transaction import SYSTEM, Engine, Transaction

ACTOR = "select helpline_actor() || ' ' || helpline_role()"
MARK = "insert into refusal (channel, why, day, last_at) values ('sms', 'bad_signature', current_date, now())"


async def test_the_actor_is_known_inside_and_forgotten_afterwards(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval(ACTOR) == "system system"
    assert await engine.pool.fetchval("select helpline_actor()") is None


async def test_returning_commits_and_raising_rolls_back(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        await broken_off(engine)
    assert await engine.pool.fetchval("select count(*) from refusal") == 0
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(MARK)
    assert await engine.pool.fetchval("select count(*) from refusal") == 1


async def broken_off(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(MARK)
        raise ZeroDivisionError


async def test_the_transaction_of_a_test_works_as_the_house(tx: Transaction) -> None:
    assert await tx.db.fetchval(ACTOR) == "system system"
