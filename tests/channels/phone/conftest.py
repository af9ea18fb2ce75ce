"""Whoever attends to the line, where a test says so by its `house_kind`."""

import pytest

from tests.channels.conftest import Installation
from tests.channels.phone.attended import Attended


@pytest.fixture
async def house(line: Installation) -> Attended:
    """The line is open, and two are before whoever calls."""
    assert isinstance(line.house, Attended)
    line.house.attend()
    await line.open_all_day()
    return line.house
