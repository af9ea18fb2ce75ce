"""The line behind the desk."""

import pytest
from litestar import Litestar

from helpline.vault.transaction import Engine
from tests.helpline.line.conftest import Line


@pytest.fixture
async def line(engine: Engine, app: Litestar) -> Line:
    """The line behind the desk of this test."""
    line = Line(engine)
    app.state.switch = line.switch
    await line.hours()
    return line
