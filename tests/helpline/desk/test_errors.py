"""No text that somebody typed is ever lost: not by a mistake, not by a faster colleague, not by an odd byte."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from helpline.staff.permissions import Role

WORDS = "the mother said he sings in the choir"
SignedIn = Callable[..., Awaitable[AsyncClient]]


async def note(desk: AsyncClient, **changed: str) -> Any:
    return await desk.post("/desk/contacts", data={"channel": "visit", "text": WORDS, "key": "1"} | changed)


async def contact(desk: AsyncClient) -> str:
    written = await note(desk)
    assert written.status_code == 303, written.text
    return str(written.headers["location"])


async def decision(desk: AsyncClient, path: str, **changed: str) -> Any:
    typed = {
        "version": "1", "disposition": "out_of_scope", "urgency": "immediate", "landing": "closing",
        "closing_reason": "thanks", "reason": WORDS,
    }  # fmt: skip
    return await desk.post(f"{path}/decision", data=typed | changed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "pigeon"},
        {"address": "nowhere"},
        {"occurred_at": "0001-01-01T00:00"},
        {"hidden": "1"},
        {"text": f"{WORDS}\0"},
    ],
)
async def test_a_refused_note_shows_its_words_again(signed_in: SignedIn, wrong: dict[str, str]) -> None:
    refused = await note(await signed_in(Role.OPERATOR), **wrong)
    assert refused.status_code == 422
    assert WORDS in refused.text


async def test_text_that_is_no_text_is_shown_as_far_as_it_can_be_read(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = await desk.post("/desk/contacts", content=b"channel=visit&text=caf%E9+noir", headers=headers)
    assert refused.status_code == 422
    assert "caf\N{REPLACEMENT CHARACTER} noir" in refused.text


async def test_a_refused_decision_shows_its_words_again(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    path = await contact(desk)
    refused = await decision(desk, path, landing="case")
    assert refused.status_code == 422
    assert refused.text.count(WORDS) == 2


@pytest.mark.parametrize("wrong", [{"version": "9" * 30}, {"version": "one"}, {"case_id": "mine"}, {"owner": "me"}])
async def test_a_value_no_browser_sends_is_refused_with_its_words(signed_in: SignedIn, wrong: dict[str, str]) -> None:
    desk = await signed_in(Role.OPERATOR)
    refused = await decision(desk, await contact(desk), landing="case", disposition="accompaniment", **wrong)
    assert refused.status_code in (303, 422)
    assert refused.status_code == 303 or refused.text.count(WORDS) == 2


async def test_a_faster_colleague_costs_no_words(signed_in: SignedIn) -> None:
    alice, bob = await signed_in(Role.OPERATOR), await signed_in(Role.OPERATOR)
    path = await contact(alice)
    assert (await decision(alice, path, reason="thanked us")).status_code == 303
    late = await decision(bob, path)
    assert late.status_code == 409
    assert "thanked us" in late.text
    assert late.text.count(WORDS) == 2


async def test_a_page_that_is_gone_is_said_plainly(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    refused = await decision(desk, "/desk/contacts/00000000-0000-7000-8000-000000000000")
    assert refused.status_code == 404
    assert "<h1" in refused.text
