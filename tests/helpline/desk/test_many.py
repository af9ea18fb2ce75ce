"""Spam and wrong numbers are decided together, each by name; nothing urgent or of a colleague is among them."""

import pytest

from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import Desk


async def waiting(desk: Desk, engine: Engine, *texts: str) -> list[str]:
    """Writes these down; answers what ticking each sends."""
    desk.headers["Accept-Language"] = "en"
    for number, text in enumerate(texts):
        written = await desk.post("/desk/contacts", data={"channel": "letter", "text": text, "key": str(number)})
        assert written.status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        return [f"{row[0]}_{row[1]}" for row in await tx.db.fetch("select id, version from contact order by number")]


def of(seen: str) -> str:
    return seen.partition("_")[0]


async def states(engine: Engine) -> tuple[int, int]:
    """How many wait, and how many decisions there are."""
    async with engine.transaction(SYSTEM) as tx:
        waits = await tx.db.fetchval("select count(*) from waiting")
        return waits, await tx.db.fetchval("select count(*) from decision")


@pytest.mark.parametrize("what", ["spam", "wrong_number"])
async def test_each_is_looked_at_once_more_decided_by_name_and_taken_back(signed_in, engine: Engine, what: str) -> None:
    desk = await signed_in(Role.OPERATOR, "Maya")
    seen = await waiting(desk, engine, "Win a million", "Cheap pills")
    queue = (await desk.get("/desk/queue")).text
    assert all(f'value="{one}"' in queue for one in seen)
    once_more = await desk.post("/desk/queue/many", data={"what": what, "seen": seen})
    assert all(f'value="{one}"' in once_more.text for one in seen)
    assert await states(engine) == (2, 0)
    decided = await desk.post("/desk/queue/many/decisions", data={"what": what, "seen": seen})
    assert await states(engine) == (0, 2)
    async with engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select by, disposition, closing_reason from decision")
    assert {row["by"] for row in rows} == {f"staff:{desk.staff.id}"}
    assert {row["closing_reason"] or row["disposition"] for row in rows} == {what}
    page = decided.headers["location"]
    shown = (await desk.get(page)).text
    assert all(of(one) in shown for one in seen)
    for _twice in range(2):
        assert (await desk.post(f"{page}/undoing")).status_code == 303
        assert await states(engine) == (2, 2)
    assert "took the decision back" in (await desk.get(f"/desk/contacts/{of(seen[0])}")).text


async def test_what_is_urgent_has_no_box_and_is_left_out_in_words(signed_in, engine: Engine) -> None:
    desk = await signed_in(Role.OPERATOR)
    urgent, junk = await waiting(desk, engine, "Il a un couteau et part maintenant à l'école.", "Win a million")
    queue = (await desk.get("/desk/queue")).text
    assert f'value="{urgent}"' not in queue
    assert f'value="{junk}"' in queue
    both = {"what": "spam", "seen": [urgent, junk]}
    once_more = (await desk.post("/desk/queue/many", data=both)).text
    assert "It is urgent" in once_more
    assert f'value="{urgent}"' not in once_more
    assert (await desk.post("/desk/queue/many/decisions", data=both)).status_code == 409
    assert await states(engine) == (2, 0)


async def test_what_a_colleague_is_on_is_left_out_by_the_colleagues_name(signed_in, engine: Engine) -> None:
    bram, desk = await signed_in(Role.OPERATOR, "Bram"), await signed_in(Role.OPERATOR, "Maya")
    [seen] = await waiting(desk, engine, "Win a million")
    ticked = {"what": "spam", "seen": seen}
    await desk.post(f"/desk/contacts/{of(seen)}/hand-over", data={"holder": "", "to": str(bram.staff.id)})
    unopened = (await desk.post("/desk/queue/many", data=ticked)).text
    assert "It was handed to Bram, who has not opened it; take it first." in unopened
    await bram.post(f"/desk/contacts/{of(seen)}/claim")
    assert "Bram is on it." in (await desk.post("/desk/queue/many", data=ticked)).text
    refused = await desk.post("/desk/queue/many/decisions", data=ticked)
    assert refused.status_code == 409
    assert "Bram is on it." in refused.text
    assert await states(engine) == (1, 0)


async def test_nobody_takes_back_what_a_colleague_decided_or_another_kind_of_decision(
    signed_in, engine: Engine
) -> None:
    bram, maya = await signed_in(Role.OPERATOR, "Bram"), await signed_in(Role.OPERATOR, "Maya")
    seen = await waiting(bram, engine, "Win a million", "Bonjour, merci pour tout.")
    made = await bram.post("/desk/queue/many/decisions", data={"what": "spam", "seen": seen[:1]})
    assert (await maya.post(f"{made.headers['location']}/undoing")).status_code == 404
    thanks = {"version": "1", "disposition": "out_of_scope", "urgency": "routine", "landing": "closing"}
    thanks |= {"closing_reason": "thanks", "reason": "x"}
    assert (await bram.post(f"/desk/contacts/{of(seen[1])}/decision", data=thanks)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        other = await tx.db.fetchval("select id from decision where closing_reason = 'thanks'")
    assert (await bram.post(f"/desk/queue/many/{other}/undoing")).status_code == 404
    assert await states(engine) == (0, 2)


@pytest.mark.parametrize("seen", [[], "x", "x_1", "00000000-0000-7000-8000-000000000000_1", ["_"] * 101])
async def test_a_form_nobody_was_shown_decides_nothing(signed_in, engine: Engine, seen: object) -> None:
    desk = await signed_in(Role.OPERATOR)
    await waiting(desk, engine, "Win a million")
    for path in ("", "/decisions"):
        assert (await desk.post(f"/desk/queue/many{path}", data={"what": "spam", "seen": seen})).status_code < 500
    assert await states(engine) == (1, 0)
