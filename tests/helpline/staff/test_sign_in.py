"""Signing in: what opens a session, what ends it, and what guessing costs."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from argon2 import extract_parameters

from helpline import clock
from helpline.staff import actions, passwords
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine

PASSWORD = "four plain words here"
NOW = clock.now()


@pytest.fixture
async def alice(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await actions.add(tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR, password=PASSWORD)


async def guess(engine: Engine, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        assert await actions.sign_in(engine, "alice", "not the password", now) is None


async def token(engine: Engine, now: datetime = NOW) -> str:
    found = await actions.sign_in(engine, "Alice", PASSWORD, now)
    assert found
    return found


async def test_the_right_password_opens_a_session(engine: Engine, alice: UUID) -> None:
    person = await actions.signed_in(engine, await token(engine), NOW)
    assert person is not None
    assert (person.id, person.name, person.role) == (alice, "Alice", Role.OPERATOR)


async def test_a_wrong_name_or_password_opens_none(engine: Engine, alice: UUID) -> None:
    assert await actions.sign_in(engine, "alice", "not the password", NOW) is None
    assert await actions.sign_in(engine, "bob", PASSWORD, NOW) is None


async def test_an_unknown_name_is_compared_with_a_hash_as_slow_as_a_known_ones(engine: Engine, alice: UUID) -> None:
    stored = await engine.pool.fetchval("select password_hash from staff where id = $1", alice)
    assert extract_parameters(passwords.NOBODY) == extract_parameters(stored)
    assert not await passwords.matches(None, PASSWORD)


async def test_coming_going_and_failing_are_in_the_audit(engine: Engine, alice: UUID) -> None:
    await guess(engine, 1)
    async with engine.transaction(Actor(ActorKind.STAFF, Role.OPERATOR, alice)) as tx:
        await actions.sign_out(tx, await token(engine))
    async with engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select actor, action from audit_entry where subject_id = $1 order by id", alice)
    assert [tuple(row) for row in rows[1:]] == [
        ("system", "staff.sign_in_refused"),
        (f"staff:{alice}", "staff.signed_in"),
        (f"staff:{alice}", "staff.signed_out"),
    ]


async def test_the_token_itself_is_nowhere_in_the_database(engine: Engine, alice: UUID) -> None:
    found = await token(engine)
    assert found not in str(await engine.pool.fetch("select * from staff_session"))


async def test_ten_wrong_passwords_lock_the_account_for_longer_and_longer(engine: Engine, alice: UUID) -> None:
    await guess(engine, 10)
    assert await actions.sign_in(engine, "alice", PASSWORD, NOW) is None
    after = NOW + timedelta(seconds=61)
    await guess(engine, 1, after)
    assert await actions.sign_in(engine, "alice", PASSWORD, after + timedelta(seconds=61)) is None
    assert await actions.sign_in(engine, "alice", PASSWORD, after + timedelta(seconds=121))


async def test_a_locked_account_locks_nobody_else(engine: Engine, alice: UUID) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await actions.add(tx, sign_in_name="bob", display_name="Bob", role=Role.OPERATOR, password=PASSWORD)
    await guess(engine, 11)
    assert await actions.sign_in(engine, "bob", PASSWORD, NOW)


async def test_the_right_password_forgives_the_wrong_ones(engine: Engine, alice: UUID) -> None:
    await guess(engine, 9)
    await token(engine)
    await guess(engine, 9)
    assert await token(engine)


async def test_a_session_ends_when_nobody_uses_it_for_half_a_day(engine: Engine, alice: UUID) -> None:
    found = await token(engine)
    assert await actions.signed_in(engine, found, NOW + timedelta(hours=11)) is not None
    assert await actions.signed_in(engine, found, NOW + timedelta(hours=22)) is not None
    assert await actions.signed_in(engine, found, NOW + timedelta(hours=34, seconds=1)) is None


async def test_a_session_ends_after_a_week_however_busy(engine: Engine, alice: UUID) -> None:
    found = await token(engine)
    for hours in range(0, 168, 8):
        assert await actions.signed_in(engine, found, NOW + timedelta(hours=hours)) is not None
    assert await actions.signed_in(engine, found, NOW + timedelta(days=7, seconds=1)) is None


async def test_use_is_noted_at_most_once_a_minute(engine: Engine, alice: UUID) -> None:
    found = await token(engine)
    for seconds, noted in ((59, 0), (61, 61), (90, 61), (122, 122)):
        await actions.signed_in(engine, found, NOW + timedelta(seconds=seconds))
        seen = await engine.pool.fetchval("select seen_at from staff_session")
        assert seen == NOW + timedelta(seconds=noted)


async def test_signing_out_ends_this_session_and_no_other(engine: Engine, alice: UUID) -> None:
    here, elsewhere = await token(engine), await token(engine)
    async with engine.transaction(SYSTEM) as tx:
        await actions.sign_out(tx, here)
    assert await actions.signed_in(engine, here, NOW) is None
    assert await actions.signed_in(engine, elsewhere, NOW) is not None


async def test_a_new_password_signs_out_everywhere(engine: Engine, alice: UUID) -> None:
    old = await token(engine)
    async with engine.transaction(SYSTEM) as tx:
        await actions.change_password(tx, alice, "another twelve letters")
    assert await actions.signed_in(engine, old, NOW) is None
    assert await actions.sign_in(engine, "alice", PASSWORD, NOW) is None
    assert await actions.sign_in(engine, "alice", "another twelve letters", NOW)


async def test_whoever_leaves_is_out_at_once(engine: Engine, alice: UUID) -> None:
    found = await token(engine)
    async with engine.transaction(SYSTEM) as tx:
        await actions.leave(tx, alice)
    assert await actions.signed_in(engine, found, NOW) is None
    assert await actions.sign_in(engine, "alice", PASSWORD, NOW) is None


async def test_a_token_opens_what_it_was_given_until_it_is_revoked(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        secret = await actions.add_token(tx, "another system", ["contact.write", "contact.read"])
    found = await actions.token(engine, secret)
    assert secret.startswith("helpline_")
    assert found is not None
    assert found.permissions == {"contact.read", "contact.write"}
    async with engine.transaction(SYSTEM) as tx:
        await actions.revoke_token(tx, found.id)
    assert await actions.token(engine, secret) is None
