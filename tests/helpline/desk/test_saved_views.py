"""A view of the queue is kept under a name: one's own, or everybody's when a supervisor shares it."""

import re

import pytest

from helpline.staff.permissions import Role
from tests.conftest import Desk

FILTER = "channel=sms&urgency=soon"
LINK = 'href="/desk/queue?channel=sms&amp;urgency=soon"'


async def saves(desk: Desk, name: str = "Textos", **more: str):
    desk.headers["Accept-Language"] = "en"
    return await desk.post("/desk/queue/views", data={"name": name, "filter": FILTER} | more)


def named(page: str, name: str) -> list[str]:
    return re.findall(rf">{name}\s*</a>", page)


async def test_a_view_is_saved_opened_and_removed_by_the_one_whose_it_is(signed_in) -> None:
    maya, bram = await signed_in(Role.OPERATOR, "Maya"), await signed_in(Role.OPERATOR, "Bram")
    maya.headers["Accept-Language"] = "en"
    assert "Save this view" in (await maya.get(f"/desk/queue?{FILTER}")).text
    saved = await saves(maya)
    assert saved.headers["location"] == f"/desk/queue?{FILTER}"
    page = (await maya.get(saved.headers["location"])).text
    assert named(page, "Textos")
    assert "Save this view" not in page
    assert not named((await bram.get("/desk/queue")).text, "Textos")
    [removal] = re.findall(r'action="(/desk/queue/views/[^"]+/removal)"', page)
    assert (await bram.post(removal)).status_code == 404
    assert (await maya.post(removal)).status_code == 303
    assert not named((await maya.get("/desk/queue")).text, "Textos")


async def test_a_view_is_given_another_name_by_the_one_whose_it_is(signed_in) -> None:
    maya, bram = await signed_in(Role.OPERATOR, "Maya"), await signed_in(Role.OPERATOR, "Bram")
    page = (await maya.get((await saves(maya)).headers["location"])).text
    [name] = re.findall(r'action="(/desk/queue/views/[^"]+/name)"', page)
    assert (await bram.post(name, data={"name": "Mine", "filter": FILTER})).status_code == 404
    renamed = await maya.post(name, data={"name": " Texts  of today ", "filter": FILTER})
    assert renamed.headers["location"] == f"/desk/queue?{FILTER}"
    page = (await maya.get("/desk/queue")).text
    assert named(page, "Texts of today")
    assert not named(page, "Textos")
    await saves(maya, "Late", filter="overdue=1")
    refused = await maya.post(name, data={"name": "Late", "filter": FILTER})
    assert refused.status_code == 422
    assert "Another view has this name already." in refused.text


async def test_a_supervisor_shares_and_an_operator_cannot(signed_in) -> None:
    maya, farid = await signed_in(Role.OPERATOR, "Maya"), await signed_in(Role.SUPERVISOR, "Farid")
    await saves(maya, "Mine alone", shared="yes")
    await saves(farid, "For the team", shared="yes")
    assert not named((await farid.get("/desk/queue")).text, "Mine alone")
    page = (await maya.get(f"/desk/queue?{FILTER}")).text
    assert named(page, "For the team")
    assert page.count("/removal") == 1, "her own, not the team's"


async def test_the_same_name_again_replaces_the_view(signed_in) -> None:
    desk = await signed_in(Role.OPERATOR)
    await saves(desk)
    await saves(desk, filter="overdue=1")
    page = (await desk.get("/desk/queue")).text
    assert len(named(page, "Textos")) == 1
    assert LINK not in page


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 41}, {"filter": ""}, {"filter": "channel=pigeon"}])
async def test_a_view_without_a_name_or_a_filter_is_refused_in_words(signed_in, wrong: dict[str, str]) -> None:
    desk = await signed_in(Role.OPERATOR)
    refused = await desk.post("/desk/queue/views", data={"name": "Textos", "filter": FILTER} | wrong)
    assert refused.status_code == 422
    assert not named((await desk.get("/desk/queue")).text, "Textos")


async def test_twelve_views_are_enough(signed_in) -> None:
    desk = await signed_in(Role.OPERATOR)
    answers = [(await saves(desk, f"View {number}")).status_code for number in range(13)]
    assert answers == [303] * 12 + [422]
