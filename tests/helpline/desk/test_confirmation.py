"""Sensitive acts ask for a proof of a moment ago, and then do what was asked for, with everything that was typed."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

import pytest

from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

SignIn = Callable[..., Awaitable[Any]]
PASSWORD = "four plain words here"


async def time_passes(engine: Engine) -> None:
    """Eleven minutes since anybody proved anything."""
    await engine.pool.execute("update staff_session set confirmed_at = now() - interval '11 minutes'")


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)}


async def test_a_page_comes_back_to_itself_with_what_it_was_asked(at_desk: SignIn, engine: Engine) -> None:
    desk = await at_desk(Role.SUPERVISOR)
    await time_passes(engine)
    asked = await desk.get("/desk/audit?record=7")
    assert asked.status_code == 401
    assert "Confirm that it is you" in asked.text
    answer = await desk.post("/desk/confirmation", data=hidden(asked.text) | {"proof_password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/audit?record=7")
    assert (await desk.get("/desk/audit")).status_code == 200


async def test_a_form_is_sent_on_with_every_word(at_desk: SignIn, engine: Engine) -> None:
    desk, bob = await at_desk(Role.SUPERVISOR), await at_desk(Role.OPERATOR)
    await time_passes(engine)
    words = "He called from <his> own number & I know the voice."
    asked = await desk.post(f"/desk/staff/{bob.staff.id}/resets", data={"reason": words})
    assert asked.status_code == 401
    kept = hidden(asked.text)
    assert kept["reason"] == words
    wrong = await desk.post("/desk/confirmation", data=kept | {"proof_password": "wrong"})
    assert wrong.status_code == 422
    assert hidden(wrong.text)["reason"] == words, "a mistyped proof costs no words"
    done = await desk.post(
        "/desk/confirmation", data=hidden(wrong.text) | {"proof_password": PASSWORD}, follow_redirects=True
    )
    assert done.status_code == 200
    assert "He called from &lt;his&gt; own number &amp; I know the voice." in done.text


async def test_nobody_is_asked_twice_within_ten_minutes(at_desk: SignIn, engine: Engine) -> None:
    desk = await at_desk(Role.SUPERVISOR)
    assert (await desk.get("/desk/audit")).status_code == 200
    await engine.pool.execute("update staff_session set confirmed_at = now() - interval '9 minutes'")
    assert (await desk.get("/desk/audit")).status_code == 200


async def test_a_page_is_told_and_not_taken_away_when_a_part_of_it_wants_a_proof(
    at_desk: SignIn, engine: Engine
) -> None:
    desk = await at_desk(Role.SUPERVISOR)
    await time_passes(engine)
    answer = await desk.get("/desk/audit", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-trigger"]) == (401, "locked")


async def test_a_new_password_is_never_put_into_a_page(at_desk: SignIn, engine: Engine) -> None:
    desk = await at_desk(Role.OPERATOR)
    await time_passes(engine)
    asked = await desk.post("/desk/account/password", data={"current": "x", "password": "a new secret of mine"})
    assert asked.status_code == 401
    assert "a new secret of mine" not in asked.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/desk/../x", "/desk/confirmation"])
async def test_a_proof_leads_nowhere_else(at_desk: SignIn, elsewhere: str) -> None:
    desk = await at_desk(Role.OPERATOR)
    for name in ("proof_action", "proof_back"):
        given = {name: elsewhere, "proof_by": "password", "proof_password": PASSWORD}
        answer = await desk.post("/desk/confirmation", data=given)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")


async def test_a_password_is_no_proof_where_there_is_a_second_factor(at_desk: SignIn, engine: Engine) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute(
            "insert into factor_app (staff_id, sealed_secret, last_step, created_at) values ($1, '', 0, now())",
            desk.staff.id,
        )
    answer = await desk.post("/desk/confirmation", data={"proof_by": "password", "proof_password": PASSWORD})
    assert answer.status_code == 403
