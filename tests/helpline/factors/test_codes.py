"""Codes of an app and of paper: each works once, and guessing them costs the guesser."""

from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest

from helpline import clock
from helpline.errors import Invalid
from helpline.factors import actions, rules
from helpline.factors.model import Owner, Proof
from helpline.vault.transaction import Engine

NOW = clock.now()
LATER = NOW + timedelta(hours=2)


async def set_up(engine: Engine, owner: Owner) -> str:
    """The secret of an app that is in use."""
    async with engine.transaction(actions.own(owner.id)) as tx:
        offered = actions.offer_app(tx, owner)
        secret = offered.typed.replace(" ", "")
        await actions.add_app(tx, owner.id, offered.sealed, pyotp.TOTP(secret).at(tx.now))
    return secret


async def codes(engine: Engine, alice: UUID) -> list[str]:
    async with engine.transaction(actions.own(alice)) as tx:
        return await actions.new_codes(tx, alice)


def code(secret: str, at: datetime = LATER) -> str:
    return pyotp.TOTP(secret).at(at)


async def test_a_code_works_once(engine: Engine, owner: Owner) -> None:
    secret = await set_up(engine, owner)
    assert await actions.by_code(engine, owner.id, code(secret), LATER) is Proof.APP
    assert await actions.by_code(engine, owner.id, code(secret), LATER) is None


async def test_the_code_that_set_the_app_up_is_used_up(engine: Engine, owner: Owner) -> None:
    secret = await set_up(engine, owner)
    assert await actions.by_code(engine, owner.id, code(secret, clock.now()), clock.now()) is None


async def test_a_slow_hand_is_forgiven_half_a_minute_and_no_more(engine: Engine, owner: Owner) -> None:
    secret = await set_up(engine, owner)
    assert await actions.by_code(engine, owner.id, code(secret), LATER + timedelta(seconds=75)) is None
    assert await actions.by_code(engine, owner.id, code(secret), LATER + timedelta(seconds=29)) is Proof.APP


async def test_a_code_of_before_works_no_more_after_a_later_one(engine: Engine, owner: Owner) -> None:
    secret = await set_up(engine, owner)
    next_one = LATER + timedelta(seconds=30)
    assert await actions.by_code(engine, owner.id, code(secret, next_one), LATER) is Proof.APP
    assert await actions.by_code(engine, owner.id, code(secret), LATER) is None


async def test_five_wrong_codes_lock_the_right_one_out_for_longer_and_longer(engine: Engine, owner: Owner) -> None:
    secret = await set_up(engine, owner)
    for wrong in range(5):
        assert await actions.by_code(engine, owner.id, f"00000{wrong}", LATER) is None
    assert await actions.by_code(engine, owner.id, code(secret), LATER) is None
    after = LATER + timedelta(seconds=61)
    assert await actions.by_code(engine, owner.id, "000009", after) is None
    assert await actions.by_code(engine, owner.id, code(secret, after), after + timedelta(seconds=100)) is None
    at_last = after + timedelta(seconds=121)
    assert await actions.by_code(engine, owner.id, code(secret, at_last), at_last) is Proof.APP


async def test_recovery_codes_are_ten_and_each_works_once_however_it_is_copied(engine: Engine, alice: UUID) -> None:
    made = await codes(engine, alice)
    assert len(set(made)) == 10
    copied = made[0].upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert await actions.by_code(engine, alice, copied, NOW) is Proof.RECOVERY_CODE
    assert await actions.by_code(engine, alice, made[0], NOW) is None
    assert await actions.by_code(engine, alice, made[1], NOW) is Proof.RECOVERY_CODE


async def test_a_new_set_of_recovery_codes_replaces_the_old(engine: Engine, alice: UUID) -> None:
    old, new = await codes(engine, alice), await codes(engine, alice)
    assert await actions.by_code(engine, alice, old[0], NOW) is None
    assert await actions.by_code(engine, alice, new[0], NOW) is Proof.RECOVERY_CODE
    async with engine.transaction(actions.own(alice)) as tx:
        assert (await actions.of(tx, alice)).codes == 9


async def test_neither_secret_nor_code_is_in_the_database(engine: Engine, owner: Owner) -> None:
    secret, made = await set_up(engine, owner), await codes(engine, owner.id)
    async with engine.transaction(actions.own(owner.id)) as tx:
        stored = str([await tx.db.fetch(f"select * from {name}") for name in ("factor_app", "factor_recovery_code")])
    for word in (secret, *made, rules.recovery_code(made[0])):
        assert word not in stored
        assert word.encode().hex() not in stored


async def test_a_secret_shown_to_one_person_is_of_no_use_to_another(engine: Engine, owner: Owner) -> None:
    async with engine.transaction(actions.own(owner.id)) as tx:
        offered = actions.offer_app(tx, Owner(clock.new_id(), "bob", "Bob"))
        with pytest.raises(Invalid):
            await actions.add_app(tx, owner.id, offered.sealed, pyotp.TOTP(offered.typed.replace(" ", "")).at(tx.now))


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "abcdef", "o" * 100_000, "\N{ARABIC-INDIC DIGIT ONE}" * 6]
)
async def test_whatever_is_typed_as_a_code_is_refused_alike(engine: Engine, owner: Owner, typed: str) -> None:
    await set_up(engine, owner)
    assert await actions.by_code(engine, owner.id, typed, LATER) is None
