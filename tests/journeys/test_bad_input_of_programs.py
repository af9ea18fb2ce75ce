"""Whatever a program hands in, it is told in one sentence what is wrong; what was accepted can be read again."""

import base64
import json
from collections.abc import Mapping

import pytest
from httpx import AsyncClient

from helpline.staff import actions as staff
from helpline.staff.permissions import OPEN, Permission
from helpline.vault.transaction import SYSTEM, Engine

ODD = (
    "<script>alert(1)</script>", "a\0b", "", "x" * 300_000, -1, 2**63, 10**30, None, True, [], {}, [[]], "\ud800",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2026-02-30", "00000000-0000-0000-0000-000000000000", "%s {0}",
)  # fmt: skip
CONTACT = {
    "text": "Une mère est venue.", "channel": "visit", "external_id": "", "subject": "", "quoted_text": "",
    "occurred_at": None, "language": None, "requester": None, "sender": {"kind": None, "value": "", "display": ""},
}  # fmt: skip
GARBAGE = (b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b'{"text":"\xff"}', b"x" * 2_000_000)
NOWHEN = "9999-12-31T23:59:59-23:59|00000000-0000-0000-0000-000000000000"
PLACES = ("x", "1|2", NOWHEN, "9223372036854775808", "-1", "\0")


@pytest.fixture
async def token(engine: Engine) -> Mapping[str, str]:
    """A program that may do everything."""
    async with engine.transaction(SYSTEM) as tx:
        made = await staff.add_token(tx, "everything", [one for one in Permission if one not in OPEN])
    return {"Authorization": f"Bearer {made}", "Content-Type": "application/json"}


@pytest.mark.parametrize("field", [*CONTACT, "unknown"])
async def test_an_odd_value_is_refused_or_can_be_read_again(
    client: AsyncClient, token: Mapping[str, str], field: str
) -> None:
    for value in ODD:
        answer = await client.post("/api/v1/contacts", content=json.dumps({**CONTACT, field: value}), headers=token)
        if answer.status_code in (200, 201):
            assert (await client.get(answer.json()["href"], headers=token)).status_code == 200, value
        else:
            assert answer.status_code in (400, 409, 422), value
            assert answer.json()["detail"]


async def test_garbage_is_refused_in_a_sentence(client: AsyncClient, token: Mapping[str, str]) -> None:
    for body in GARBAGE:
        answer = await client.post("/api/v1/contacts", content=body, headers=token)
        assert answer.status_code in (400, 413), body[:20]
        assert answer.json()["detail"]


async def test_a_cursor_that_is_none_of_ours_is_refused(client: AsyncClient, token: Mapping[str, str]) -> None:
    cursors = [*PLACES, *(base64.urlsafe_b64encode(place.encode()).decode().rstrip("=") for place in PLACES)]
    for path in ("queue", "contacts", "follow-ups"):
        for cursor in cursors:
            answer = await client.get(f"/api/v1/{path}", params={"cursor": cursor}, headers=token)
            assert answer.status_code in (200, 400, 422), (path, cursor)
        for limit in ("0", "-1", "x", "99999999999999999999"):
            assert (await client.get(f"/api/v1/{path}?limit={limit}", headers=token)).status_code == 400
