"""Promise: guessing costs the guesser. Budgets per account, never per site; known and unknown get the same words."""

from datetime import timedelta

from helpline import clock
from helpline.factors import actions as factors
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

PASSWORD = "four plain words here"


async def test_a_year_of_guessing_tries_few_codes(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        alice = await actions.add(tx, sign_in_name="alice", display_name="A", role=Role.OPERATOR, password=PASSWORD)
    now, judged = clock.now(), 0
    for _ in range(60):
        before = await engine.pool.fetchval("select failures from factor_guess where staff_id = $1", alice) or 0
        assert await factors.by_code(engine, alice, "000000", now) is None
        judged += (await engine.pool.fetchval("select failures from factor_guess where staff_id = $1", alice)) - before
        now += timedelta(minutes=20)
    assert judged < 30, "twenty hours of a try every twenty minutes: about one an hour is judged"


async def test_one_accounts_guesser_locks_no_other_out(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        ids = [
            await actions.add(tx, sign_in_name=name, display_name=name, role=Role.OPERATOR, password=PASSWORD)
            for name in ("alice", "bob")
        ]
    async with engine.transaction(factors.own(ids[1])) as tx:
        codes = await factors.new_codes(tx, ids[1])
    for _ in range(12):
        await factors.by_code(engine, ids[0], "000000", clock.now())
        await actions.sign_in(engine, "alice", "not the password", clock.now())
    assert await actions.sign_in(engine, "alice", PASSWORD, clock.now()) is None
    assert await actions.sign_in(engine, "bob", PASSWORD, clock.now())
    assert await factors.by_code(engine, ids[1], codes[0], clock.now())
