"""A lost second factor: asked by one with a reason, allowed by another, and nobody reads or sets anything."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from helpline.errors import NotAllowed
from helpline.factors import actions as factors
from helpline.staff import actions as accounts
from helpline.staff import resets
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

SignIn = Callable[..., Awaitable[Any]]
REASON = "He stands before me with his badge."


async def with_a_factor(engine: Engine, id: UUID) -> None:
    async with engine.transaction(factors.own(id)) as tx:
        await factors.new_codes(tx, id)
        await tx.db.execute(
            "insert into factor_app (staff_id, sealed_secret, last_step, created_at) values ($1, '', 0, now())", id
        )


async def waiting(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        (one,) = await resets.waiting(tx)
        assert one.reason == REASON
        assert REASON.encode() not in one.sealed_reason
        return one.id


async def has_any(engine: Engine, id: UUID) -> bool:
    async with engine.transaction(SYSTEM) as tx:
        return await factors.has_any(tx, id)


async def test_one_asks_and_another_allows(at_desk: SignIn, engine: Engine) -> None:
    ines, farid, bob = [await at_desk(role) for role in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.OPERATOR)]
    await with_a_factor(engine, bob.staff.id)
    assert (await ines.post(f"/desk/staff/{bob.staff.id}/resets", data={"reason": REASON})).status_code == 303
    path = f"/desk/staff/resets/{await waiting(engine)}/answer"
    assert (await ines.post(path, data={"allowed": "yes"})).status_code == 403, "not by whoever asked"
    assert await has_any(engine, bob.staff.id)
    assert REASON in (await farid.get("/desk/staff")).text
    assert (await farid.post(path, data={"allowed": "yes"})).status_code == 303
    assert not await has_any(engine, bob.staff.id)
    assert (await bob.get("/desk/queue")).headers["location"] == "/desk/sign-in", "he signs in anew"


async def test_a_refused_reset_changes_nothing(at_desk: SignIn, engine: Engine) -> None:
    ines, farid, bob = [await at_desk(role) for role in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.OPERATOR)]
    await with_a_factor(engine, bob.staff.id)
    await farid.post(f"/desk/staff/{bob.staff.id}/resets", data={"reason": REASON})
    await ines.post(f"/desk/staff/resets/{await waiting(engine)}/answer", data={"allowed": "no"})
    assert await has_any(engine, bob.staff.id)
    assert (await bob.get("/desk/queue")).status_code == 200


async def test_without_a_reason_nothing_is_asked(at_desk: SignIn) -> None:
    farid, bob = await at_desk(Role.SUPERVISOR), await at_desk(Role.OPERATOR)
    refused = await farid.post(f"/desk/staff/{bob.staff.id}/resets", data={"reason": " "})
    assert refused.status_code == 422
    assert "Say in a few words" in refused.text


async def test_nobody_resets_himself(at_desk: SignIn, engine: Engine) -> None:
    farid, ines = await at_desk(Role.SUPERVISOR), await at_desk(Role.ADMINISTRATOR)
    assert (await farid.post(f"/desk/staff/{farid.staff.id}/resets", data={"reason": REASON})).status_code == 403
    await ines.post(f"/desk/staff/{farid.staff.id}/resets", data={"reason": REASON})
    path = f"/desk/staff/resets/{await waiting(engine)}/answer"
    assert (await farid.post(path, data={"allowed": "yes"})).status_code == 403


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CASE_WORKER, Role.RESEARCHER, Role.DATA_PROTECTION_OFFICER])
async def test_others_reset_nobody(at_desk: SignIn, role: Role) -> None:
    desk, bob = await at_desk(role), await at_desk(Role.OPERATOR)
    assert (await desk.post(f"/desk/staff/{bob.staff.id}/resets", data={"reason": REASON})).status_code == 403


async def test_whoever_holds_the_machine_needs_no_second_person(at_desk: SignIn, engine: Engine) -> None:
    farid = await at_desk(Role.SUPERVISOR)
    await with_a_factor(engine, farid.staff.id)
    async with engine.transaction(SYSTEM) as tx:
        await resets.at_the_machine(tx, farid.staff.id, REASON)
    assert not await has_any(engine, farid.staff.id)


async def test_a_program_resets_nobody_whatever_its_token(at_desk: SignIn, engine: Engine) -> None:
    bob = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        token = await accounts.add_token(tx, "a program", ["staff.reset", "staff.read"])
    bearer = {"Authorization": f"Bearer {token}"}
    path = f"/desk/staff/{bob.staff.id}/resets"
    assert (await bob.post(path, data={"reason": REASON}, headers=bearer)).status_code == 403
    assert (await bob.get("/desk/staff", headers=bearer)).status_code == 403


async def test_an_answer_is_given_once(at_desk: SignIn, engine: Engine) -> None:
    bob = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        reset = await resets.ask(tx, bob.staff.id, REASON)
        await resets.answer(tx, reset, allowed=False)
        with pytest.raises(NotAllowed):
            await resets.answer(tx, reset, allowed=True)
