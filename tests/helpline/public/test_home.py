"""The door: what a visitor finds there without asking."""

from html import unescape

import pytest
from httpx import AsyncClient
from litestar import Litestar

from helpline.public.pages import in_groups
from helpline.web.words import PUBLIC


@pytest.fixture
def app(whole_app: Litestar) -> Litestar:
    """The form that a visitor fills in is a channel's own."""
    return whole_app


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


@pytest.mark.parametrize("language", PUBLIC)
async def test_a_partner_site_copies_plain_html_that_tells_nobody_anything(client: AsyncClient, language: str) -> None:
    """Point 35: no third-party request: a partner's page carries a link of ours and nothing that runs."""
    page = unescape((await client.get(f"/{language}/link")).text)
    assert page.count(f'href="http://testserver/{language}/" target="_blank" rel="noopener noreferrer"') == 2
    snippets = page[page.index('<a href="http://testserver') :]
    assert not any(word in snippets.partition("</textarea>")[0] for word in ("<script", "<img", "radical", "helpline"))


@pytest.mark.parametrize("path", ["", "write", "return", "link"])
async def test_every_public_page_has_two_ways_out_and_a_neutral_title_and_sign(client: AsyncClient, path: str) -> None:
    page = (await client.get(f"/en/{path}")).text
    assert page.count('href="/exit"') == 2
    title = page.partition("<title>")[2].partition("</title>")[0].lower()
    assert not any(word in title for word in ("radical", "extrem", "terror", "danger", "helpline", "violen"))
    assert "/static/neutral" in page


async def test_the_way_out_clears_what_the_browser_remembers_and_leads_to_a_neutral_page(client: AsyncClient) -> None:
    answer = await client.get("/exit")
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://www.google.com/"
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_how_to_leave_is_explained_on_the_first_pages(client: AsyncClient) -> None:
    for path in ("", "write"):
        assert "pressing Shift three times" in (await client.get(f"/en/{path}")).text
