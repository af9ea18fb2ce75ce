"""Alice, who works here, and the site her passkeys are bound to."""

from uuid import UUID

import pytest

from helpline.factors.model import Owner, Site
from helpline.factors.rules import site
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

PASSWORD = "four plain words here"


@pytest.fixture
async def alice(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await actions.add(tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR, password=PASSWORD)


@pytest.fixture
def owner(alice: UUID) -> Owner:
    return Owner(alice, "alice", "Alice")


@pytest.fixture
def desk() -> Site:
    return site("https://desk.example.org")
