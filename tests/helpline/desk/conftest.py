"""Whoever sits at the desk, and the line behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from litestar import Litestar

from helpline.questions import actions as questions
from helpline.staff.permissions import Role
from helpline.vault.transaction import Engine
from tests.helpline.line.conftest import Line

SignIn = Callable[..., Awaitable[Any]]


@pytest.fixture
def at_desk(signed_in: SignIn) -> SignIn:
    """The same at a browser that wants English."""

    async def sit_down(role: Role, name: str = "") -> Any:
        desk = await signed_in(role, name)
        desk.headers["Accept-Language"] = "en"
        return desk

    return sit_down


@pytest.fixture
async def farid(at_desk: SignIn) -> AsyncIterator[Any]:
    """A supervisor. What the form of an earlier test asked is forgotten."""
    questions.remembered.clear()
    yield await at_desk(Role.SUPERVISOR, "Farid")
    questions.remembered.clear()


@pytest.fixture
async def line(engine: Engine, app: Litestar) -> Line:
    """The line behind the desk of this test."""
    line = Line(engine)
    app.state.switch = line.switch
    await line.hours()
    return line
