"""Accounts: who may have one, and what is kept of its secrets."""

from uuid import UUID

import pytest

from helpline.errors import Invalid
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import Transaction

PASSWORD = "four plain words here"


async def add(tx: Transaction, **changed: str) -> UUID:
    given = {"sign_in_name": "alice", "display_name": "Alice", "password": PASSWORD, "language": "fr"} | changed
    return await actions.add(tx, role=Role.OPERATOR, **given)


async def test_an_account_keeps_a_hash_and_a_sealed_phone_only(tx: Transaction) -> None:
    id = await add(tx, phone="+447700900001")
    row = await tx.db.fetchrow("select * from staff where id = $1", id)
    assert row["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in str(dict(row))
    assert b"900001" not in row["sealed_phone"]
    assert await actions.phone(tx, id) == "+447700900001"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "elevenchars"),
        ("password", "x" * 257),
        ("sign_in_name", "a"),
        ("sign_in_name", "alice smith"),
        ("display_name", " "),
        ("language", "xx"),
        ("phone", "0470 12 34 56"),
    ],
)
async def test_what_cannot_be_accepted_names_its_field(tx: Transaction, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        await add(tx, **{field: value})
    assert list(refused.value.problems) == [field]


async def test_twelve_small_letters_are_a_password(tx: Transaction) -> None:
    assert await add(tx, password="kuxomotaverd")


async def test_a_name_is_taken_whatever_its_case(tx: Transaction) -> None:
    await add(tx)
    with pytest.raises(Invalid, match="taken"):
        await add(tx, sign_in_name=" ALICE ")


async def test_adding_an_account_is_in_the_audit(tx: Transaction) -> None:
    id = await add(tx)
    row = await tx.db.fetchrow("select action, actor, detail from audit_entry where subject_id = $1", id)
    assert tuple(row) == ("staff.added", "system", "operator")


async def test_a_phone_can_change_and_go(tx: Transaction) -> None:
    id = await add(tx)
    assert await actions.phone(tx, id) is None
    await actions.change_phone(tx, id, "+447700900002")
    assert await actions.phone(tx, id) == "+447700900002"
    await actions.change_phone(tx, id, None)
    assert await actions.phone(tx, id) is None
