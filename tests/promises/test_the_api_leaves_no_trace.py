"""The promise, at the interface for programs: what they hand in, look up, decide and get wrong leaves no trace."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from helpline.staff import actions as staff
from helpline.vault.transaction import SYSTEM
from tests.promises.canary import Canary
from tests.promises.running import Running

CANARY = Canary.hatch()
SAID = CANARY.sentence.strip()
CONTACT: dict[str, Any] = {
    "channel": "visit",
    "external_id": f"their/{CANARY.word}",
    "subject": SAID,
    "text": SAID * 100,
    "quoted_text": SAID,
    "sender": {"kind": "phone", "value": CANARY.number, "display": CANARY.word},
}
DECISION = {
    "disposition": "out_of_scope",
    "urgency": "immediate",
    "reason": SAID,
    "decided_by": "anna",
    "landing": {"kind": "closing", "closing_reason": "press"},
    "danger": dict.fromkeys(("ground", "recipient", "place", "who", "means", "told_caller"), SAID)
    | {"category": "other"},
}


@pytest.fixture
async def program(house: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with house.engine.transaction(SYSTEM) as tx:
        token = await staff.add_token(tx, "a partner's system", ["contact.read", "contact.write", "contact.decide"])
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"{house.url}/api/v1", headers=headers, timeout=30) as program:
        yield program


@pytest.mark.usefixtures("anna")
async def test_a_contact_handed_in_and_decided_leaves_no_trace(house: Running, program: httpx.AsyncClient) -> None:
    answer = await program.post("/contacts", json=CONTACT, headers={"Idempotency-Key": CANARY.plain})
    assert answer.status_code == 201, answer.text
    contact = answer.headers["Location"].removeprefix("/api/v1")
    assert (await program.get(contact)).json()["text"] == CONTACT["text"]
    found = await program.get(
        "/contacts", params={"external_id": CONTACT["external_id"], "since": "2026-01-01T00:00:00Z"}
    )
    assert CANARY.word in found.text
    answer = await program.post(f"{contact}/decision", json=DECISION)
    assert answer.status_code in (200, 201), answer.text
    assert await house.holding(CANARY, "visit") == 1
    assert await house.shows(CANARY) == []


async def test_what_the_interface_refuses_leaves_no_trace(house: Running, program: httpx.AsyncClient) -> None:
    for wrong in ({CANARY.word: SAID}, {"channel": CANARY.word}, {"text": f"{SAID}\x00"}, {"occurred_at": CANARY.word}):
        assert (await program.post("/contacts", json=CONTACT | wrong)).status_code in (400, 422)
    assert (await program.post("/contacts", content=f'{{"text": "{SAID}'.encode("latin-1"))).status_code in (400, 422)
    assert (await program.get(f"/contacts/{CANARY.word}")).status_code == 404
    stranger = {"Authorization": f"Bearer {CANARY.plain}"}
    assert (await program.post("/contacts", json=CONTACT, headers=stranger)).status_code == 401
    assert await house.shows(CANARY) == []
