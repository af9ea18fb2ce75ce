"""Promise: an administrator cannot read or set a password, nor what else proves a colleague."""

import pytest
from litestar import Litestar

from helpline.desk.staff import Answer, Newcomer, Phone, Post, Reason
from helpline.factors import actions as factors
from helpline.staff import actions
from helpline.staff.permissions import GRANTED, Permission, Role
from helpline.vault.transaction import ACT, SYSTEM, Engine
from helpline.web.guards import handlers, is_options

PASSWORD = "four plain words here"
FACTORS = ("factor_app", "factor_passkey", "factor_recovery_code", "factor_reset")


@pytest.mark.parametrize("role", list(Role))
async def test_no_role_reads_or_changes_what_proves_a_colleague(engine: Engine, role: Role) -> None:
    async with engine.transaction(SYSTEM) as tx:
        bob = await actions.add(tx, sign_in_name="bob", display_name="Bob", role=Role.OPERATOR, password=PASSWORD)
    async with engine.transaction(factors.own(bob)) as tx:
        await factors.new_codes(tx, bob)
        await tx.db.execute("insert into factor_app values ($1, '', 0, now())", bob)
    async with engine.pool.acquire() as db, db.transaction():
        await db.execute(ACT, f"staff:{bob}", role)
        for table in FACTORS:
            assert await db.fetchval(f"select count(*) from {table}") == 0
            assert await db.execute(f"update {table} set staff_id = staff_id") == "UPDATE 0"
        assert await db.execute("delete from factor_app") == "DELETE 0"


def test_only_ones_own_page_takes_a_password(app: Litestar) -> None:
    """What an administrator may press holds no field for anybody's password: resets take a reason and an answer."""
    posts = {path for path, handler in handlers(app) if not is_options(handler) and "password" in path}
    assert posts == {"/desk/account/password", "/desk/sign-in/new-password"}
    about_staff = {
        path
        for path, handler in handlers(app)
        if not is_options(handler) and handler.opt.get("permission") in (Permission.STAFF_WRITE, Permission.STAFF_RESET)
    }
    assert about_staff == {
        "/desk/staff",
        *(f"/desk/staff/{{account:uuid}}/{act}" for act in ("resets", "invitations", "post", "phone", "leaving")),
        "/desk/staff/resets/{reset:uuid}/answer",
    }
    assert not any("password" in struct.__struct_fields__ for struct in (Newcomer, Post, Phone, Reason, Answer))
    assert Permission.STAFF_RESET in GRANTED[Role.ADMINISTRATOR]
