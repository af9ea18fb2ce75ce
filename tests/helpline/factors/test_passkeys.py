"""Passkeys: made, used alone and as a second factor; what a thief, a copy or another site shows proves nothing."""

from datetime import timedelta
from uuid import UUID

import pytest

from helpline import clock
from helpline.errors import Invalid
from helpline.factors import actions
from helpline.factors.model import Owner, Site
from helpline.factors.rules import site
from helpline.vault.transaction import Engine
from tests.helpline.factors.authenticator import Authenticator

ORIGIN = "https://desk.example.org"


async def add(engine: Engine, desk: Site, owner: Owner, key: Authenticator, name: str = "blue key") -> None:
    async with engine.transaction(actions.own(owner.id)) as tx:
        made = key.make(await actions.passkey_wanted(tx, desk, owner))
        await actions.add_passkey(tx, desk, owner.id, made, name)


async def asked(engine: Engine, desk: Site, staff: UUID | None = None) -> str:
    if staff is None:
        return actions.stranger_asked(engine, desk, clock.now())
    async with engine.transaction(actions.own(staff)) as tx:
        return await actions.passkey_asked(tx, desk, staff)


@pytest.fixture
async def key(engine: Engine, desk: Site, owner: Owner) -> Authenticator:
    made = Authenticator(ORIGIN)
    await add(engine, desk, owner, made)
    return made


async def test_a_passkey_alone_says_whose_it_is(engine: Engine, desk: Site, owner: Owner, key: Authenticator) -> None:
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) == owner.id


async def test_several_have_names_and_one_can_go(engine: Engine, desk: Site, owner: Owner, key: Authenticator) -> None:
    other = Authenticator(ORIGIN)
    await add(engine, desk, owner, other, "")
    async with engine.transaction(actions.own(owner.id)) as tx:
        first, second = (await actions.of(tx, owner.id)).passkeys
        assert (first.name, second.name) == ("blue key", "#2")
        await actions.drop_passkey(tx, owner.id, first.id)
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) is None
    assert await actions.by_passkey(engine, desk, other.use(await asked(engine, desk)), None) == owner.id


async def test_an_answer_that_was_overheard_works_no_second_time(engine: Engine, desk: Site, owner: Owner) -> None:
    key = Authenticator(ORIGIN, step=0)
    await add(engine, desk, owner, key)
    heard = key.use(await asked(engine, desk))
    assert await actions.by_passkey(engine, desk, heard, None) == owner.id
    assert await actions.by_passkey(engine, desk, heard, None) is None


async def test_a_counter_that_goes_back_is_a_copy(engine: Engine, desk: Site, owner: Owner, key: Authenticator) -> None:
    key.count = 10
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) == owner.id
    key.count = 5
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) is None


async def test_an_owner_who_did_not_prove_himself_to_it_proves_nothing_to_us(
    engine: Engine, desk: Site, owner: Owner, key: Authenticator
) -> None:
    key.verified = False
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) is None
    with pytest.raises(Invalid):
        await add(engine, desk, owner, Authenticator(ORIGIN, verified=False))


@pytest.mark.parametrize("origin", ["https://desk.example.org.evil.example", "http://desk.example.org", "null"])
async def test_what_was_said_to_another_site_is_not_said_to_us(
    engine: Engine, desk: Site, key: Authenticator, origin: str
) -> None:
    key.origin = origin
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), None) is None


async def test_a_question_to_one_person_is_answered_by_no_other(
    engine: Engine, desk: Site, owner: Owner, key: Authenticator
) -> None:
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk)), owner.id) is None
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk, owner.id)), None) is None
    stranger = clock.new_id()
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk, stranger)), stranger) is None
    assert await actions.by_passkey(engine, desk, key.use(await asked(engine, desk, owner.id)), owner.id) == owner.id


async def test_a_question_of_ten_minutes_ago_is_too_old(
    engine: Engine, desk: Site, owner: Owner, key: Authenticator
) -> None:
    old = actions.stranger_asked(engine, desk, clock.now() - timedelta(minutes=10))
    assert await actions.by_passkey(engine, desk, key.use(old), None) is None


@pytest.mark.parametrize(
    "rubbish", ["", "null", "[]", "{}", '{"id":"AA","response":{}}', '{"id":1}', "\0", '{"id":"é"}']
)
async def test_rubbish_proves_nothing(engine: Engine, desk: Site, owner: Owner, rubbish: str) -> None:
    assert await actions.by_passkey(engine, desk, rubbish, None) is None
    async with engine.transaction(actions.own(owner.id)) as tx:
        with pytest.raises(Invalid):
            await actions.add_passkey(tx, desk, owner.id, rubbish, "")


@pytest.mark.parametrize(
    ("address", "usable"),
    [
        ("https://desk.example.org", True),
        ("http://localhost:8000", True),
        ("http://desk.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]:8000", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(address: str, usable: bool) -> None:
    assert site(address).usable is usable
