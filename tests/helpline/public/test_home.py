"""The door: what a visitor finds there without asking."""

import pytest
from httpx import AsyncClient

from helpline.public.pages import in_groups


@pytest.mark.parametrize(
    ("number", "written"),
    [("+447700900000", "+44 7700 900000"), ("+3225550100", "+32 2 555 01 00"), ("", ""), ("8989", "8989")],
)
def test_a_number_is_shown_as_people_write_it_down(number: str, written: str) -> None:
    assert in_groups(number) == written


async def test_the_door_names_hours_numbers_and_ways_in(client: AsyncClient) -> None:
    page = (await client.get("/fr/")).text
    assert 'href="sms:+3225550100"' in page
    assert "09:00" in page
    assert 'href="tel:112"' in page
    assert 'href="/fr/write"' in page
