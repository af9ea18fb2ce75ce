"""Whatever a program sends, it gets a clear answer, and never a fault of ours."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import AsyncClient, Response
from litestar import Litestar

from helpline.staff.permissions import OPEN, Permission
from helpline.vault.transaction import Engine
from tests.helpline.api.test_contacts import NOTE, hire, kept, program

HUGE, DEEP, LONG = 10**30, "[" * 500 + "]" * 500, "x" * 100_000
ODD = "\u202e\ufdd0😀<script>alert(1)</script>' or 1=1 --"
NOBODY = "00000000-0000-7000-8000-000000000000"
LATER, NEVER, EARLY = "2026-11-23T09:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"

QUESTIONS: tuple[dict[str, str], ...] = (
    {"limit": "0"}, {"limit": "101"}, {"limit": "many"}, {"limit": str(HUGE)}, {"cursor": ODD}, {"cursor": "AA"},
    {"cursor": "a" * 5000}, {"cursor": "MXwyfDM"}, {"cursor": "MXwy"}, {"since": "yesterday"}, {"owner": "me"},
    {"since": EARLY}, {"since": NEVER}, {"since": "2026-11-22T09:00:00"}, {"external_id": "a\0b"},
    {"external_id": LONG[:5000]}, {"channel": "pigeon"}, {"nobody": "asked"},
    {"cursor": "LTk5OTk5OTk5OTk5OTk5OTk5OTl8OTk5OS0xMi0zMXww"},
    {"cursor": "MjAyNi0xMS0yMlQwOTowMDowMHwwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA"},
)  # fmt: skip

CONTACTS: tuple[dict[str, Any], ...] = (
    {"text": ODD}, {"text": 7}, {"text": None}, {"text": [DEEP]}, {"text": "x" * 900_000}, {"text": "\ud800"},
    {"subject": LONG}, {"subject": "\0"}, {"external_id": LONG}, {"external_id": ODD}, {"language": "xx"},
    {"language": "fr-BE"}, {"occurred_at": EARLY}, {"occurred_at": NEVER}, {"occurred_at": HUGE}, {"sender": ODD},
    {"sender": {"kind": "email", "value": "a@" + LONG}}, {"sender": {"value": "+32470123456"}},
    {"sender": {"kind": "phone", "value": "anonymous"}}, {"sender": {"display": LONG}},
)  # fmt: skip


def promised(due_at: str) -> dict[str, Any]:
    return {"kind": "follow_up", "follow_up": {"what": "w", "due_at": due_at, "owner": NOBODY}}


CASE = {"disposition": "accompaniment"}
URGENT = {"disposition": "urgent_safety", "danger": {"category": "other", "ground": "g", "recipient": "r"}}
DECISIONS: tuple[dict[str, Any], ...] = (
    {"version": HUGE}, {"version": -1}, {"version": "1"}, {"reason": "\0"}, {"urgency": "now"}, {"disposition": DEEP},
    CASE | {"landing": {"kind": "case", "case_id": NOBODY}}, CASE | {"landing": {"kind": "case", "case_title": "\0"}},
    {"landing": {"kind": "orientation", "partner_id": NOBODY}}, {"landing": {"kind": "nowhere"}}, {"landing": None},
    {"landing": {"kind": "closing", "closing_reason": "swept"}}, URGENT | {"landing": promised(LATER)},
    URGENT | {"landing": promised(NEVER)}, URGENT | {"landing": promised(EARLY)},
    URGENT | {"danger": {"category": "other", "ground": "g\0", "recipient": "r"}, "landing": promised(LATER)},
    {"reason": LONG, "landing": {"kind": "orientation", "service": ODD}}, {"decided_by": ODD}, {"decided_by": None},
    {"decided_by": "\0"}, {"decided_by": LONG},
)  # fmt: skip


@pytest.fixture
async def api(app: Litestar, engine: Engine) -> AsyncIterator[AsyncClient]:
    await hire(engine)
    async with await program(app, engine, *(right for right in Permission if right not in OPEN)) as api:
        yield api


async def sent(api: AsyncClient, path: str, body: object) -> Response:
    return await api.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})


def clear(answer: Response, asked: object) -> bool:
    """Whether the answer is a plain refusal; fails for anything that is neither that nor a yes."""
    assert answer.status_code in (200, 201, 400, 404, 409, 413, 422), f"{str(asked)[:200]}: {answer.text[:500]}"
    assert answer.status_code < 300 or answer.json()["detail"]
    return answer.status_code >= 400


async def test_odd_questions(api: AsyncClient) -> None:
    for path in ("/contacts", "/queue", "/follow-ups"):
        for query in QUESTIONS:
            clear(await api.get(path, params=query), (path, query))


async def test_odd_contacts(api: AsyncClient) -> None:
    for changed in CONTACTS:
        body = NOTE | {"external_id": str(len(str(changed)))} | changed
        answer = await sent(api, "/contacts", body)
        if not clear(answer, changed):
            again = await api.get(f"/contacts/{answer.json()['id']}")
            assert (again.status_code, again.json().get("text")) == (200, body["text"]), changed


async def test_odd_decisions(api: AsyncClient) -> None:
    decision = {"disposition": "out_of_scope", "urgency": "immediate", "landing": {"kind": "closing"}}
    decision |= {"decided_by": "alice"}
    for number, changed in enumerate(DECISIONS):
        contact = await kept(api, external_id=str(number))
        clear(await sent(api, f"/contacts/{contact['id']}/decision", decision | changed), changed)


async def test_odd_keys(api: AsyncClient) -> None:
    for key in (b"", b"x" * 201, b"\xe9", b"a b\tc"):
        clear(await api.post("/contacts", json=NOTE, headers=[(b"Idempotency-Key", key)]), key)
