"""The API of contacts: kept once, read whole, decided by the same rules as on the screen."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar

from helpline.clock import now
from helpline.queue import actions as queue
from helpline.staff import actions
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import employed

NOTE = {
    "channel": "visit",
    "text": "A mother came in. Her son speaks of leaving for a war; he has a ticket for Friday.",
    "subject": "Worried mother",
    "language": "en",
    "external_id": "desk-17",
    "requester": "relative",
    "occurred_at": "2026-11-20T10:15:00Z",
    "sender": {"kind": "phone", "value": "+32 470 12 34 56", "display": "Alice"},
}


async def program(app: Litestar, engine: Engine, *permissions: str) -> AsyncClient:
    async with engine.transaction(SYSTEM) as tx:
        token = await actions.add_token(tx, "a partner's system", list(permissions))
    headers = {"Authorization": f"Bearer {token}"}
    return AsyncClient(transport=ASGITransport(app), base_url="http://testserver/api/v1", headers=headers)


async def hire(engine: Engine, name: str = "alice", role: Role = Role.OPERATOR) -> UUID:
    """A colleague in whose name a program may decide, if the role may."""
    async with engine.transaction(SYSTEM) as tx:
        return await actions.add(
            tx, sign_in_name=name, display_name=name.title(), role=role, password="four plain words here"
        )


@pytest.fixture
async def api(app: Litestar, engine: Engine) -> AsyncIterator[AsyncClient]:
    await hire(engine)
    async with await program(app, engine, "contact.read", "contact.write", "contact.decide", "case.read") as api:
        yield api


async def kept(api: AsyncClient, **changed: Any) -> dict[str, Any]:
    answer = await api.post("/contacts", json=NOTE | changed)
    assert answer.status_code in (200, 201), answer.text
    return dict((await api.get(answer.headers["location"].removeprefix("/api/v1"))).json())


async def decide(api: AsyncClient, contact: dict[str, Any], **changed: Any) -> Any:
    closing = {"kind": "closing", "closing_reason": "thanks"}
    decision = {"disposition": "out_of_scope", "urgency": "immediate", "landing": closing, "reason": "only thanks"}
    decision |= {"decided_by": "alice"}
    return await api.post(f"/contacts/{contact['id']}/decision", json=decision | changed)


async def test_what_was_handed_to_a_colleague_is_waiting_until_he_has_opened_it(
    api: AsyncClient, engine: Engine
) -> None:
    contact = UUID((await kept(api))["id"])
    bob = await hire(engine, "bob")
    async with engine.transaction(SYSTEM) as tx:
        await queue.hand_over(tx, contact, bob, None)
    assert (await api.get(f"/contacts/{contact}")).json()["state"] == "waiting"
    async with engine.transaction(SYSTEM) as tx:
        await queue.opened(tx, contact, bob)
    assert (await api.get(f"/contacts/{contact}")).json()["state"] == "claimed"


async def test_a_contact_says_everything_outside_programs_rely_on(api: AsyncClient) -> None:
    contact = await kept(api)
    assert {
        "id", "channel", "direction", "external_id", "state", "occurred_at", "received_at", "language", "subject",
        "text", "quoted_text", "sender", "attachments", "suggestion", "decision", "case_ids", "waiting", "version",
    } <= contact.keys()  # fmt: skip
    assert contact["text"] == NOTE["text"]
    assert (contact["channel"], contact["direction"], contact["state"]) == ("visit", "in", "waiting")
    assert contact["external_id"] == "desk-17"
    assert contact["occurred_at"] == "2026-11-20T10:15:00Z"
    assert contact["sender"] == {"kind": "phone", "display": "Alice", "proven": False}
    assert {"disposition", "urgency", "reasons", "rules_version"} <= contact["suggestion"].keys()
    assert all(reason["text"] in NOTE["text"] + NOTE["subject"] for reason in contact["suggestion"]["reasons"])  # type: ignore[operator]
    assert {"due_at", "overdue"} <= contact["waiting"].keys()
    assert contact["decision"] is None


async def test_a_number_is_shown_to_no_program(api: AsyncClient) -> None:
    contact = await kept(api, sender={"kind": "phone", "value": "+32470123456"})
    assert "123456" not in str(contact["sender"])


async def test_a_repeated_contact_is_one(api: AsyncClient, engine: Engine) -> None:
    first = await api.post("/contacts", json=NOTE)
    again = await api.post("/contacts", json=NOTE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert again.json()["duplicate"]
    headers = {"Idempotency-Key": str(uuid4())}
    keyed = [(await api.post("/contacts", json=NOTE | {"external_id": ""}, headers=headers)).json() for _ in range(2)]
    assert keyed[0]["id"] == keyed[1]["id"]
    assert await engine.pool.fetchval("select count(*) from inbox") == 0
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from contact") == 2


@pytest.mark.parametrize("keyed", [True, False])
async def test_a_repeated_key_with_other_words_is_refused_and_never_swallows_them(
    api: AsyncClient, keyed: bool
) -> None:
    note = NOTE | {"external_id": "" if keyed else "desk-18", "occurred_at": None}
    headers = {"Idempotency-Key": "one note"} if keyed else {}
    first = await api.post("/contacts", json=note, headers=headers)
    other = await api.post("/contacts", json=note | {"text": "He has left this morning."}, headers=headers)
    assert (first.status_code, other.status_code) == (201, 422)
    assert list(other.json()["problems"]) == ["Idempotency-Key" if keyed else "external_id"]
    again = await api.post("/contacts", json=note, headers=headers)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])


async def test_contacts_are_found_by_external_id_and_by_time(api: AsyncClient) -> None:
    one, two, three = [await kept(api, external_id=f"desk-{number}") for number in range(3)]
    found = (await api.get("/contacts", params={"external_id": "desk-1"})).json()
    assert [item["id"] for item in found["items"]] == [two["id"]]
    first = (await api.get("/contacts", params={"limit": 2})).json()
    rest = (await api.get("/contacts", params={"limit": 2, "cursor": first["next"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [one["id"], two["id"], three["id"]]
    assert rest["next"] is None
    since = (await api.get("/contacts", params={"since": two["received_at"]})).json()
    assert three["id"] in [item["id"] for item in since["items"]]
    assert one["id"] not in [item["id"] for item in since["items"]]


async def test_reading_is_in_the_audit_with_the_program_as_actor(api: AsyncClient, engine: Engine) -> None:
    contact = await kept(api)
    async with engine.transaction(SYSTEM) as tx:
        actors = await tx.db.fetch(
            "select actor from audit_entry where subject_id = $1 and action = 'contact.opened'", UUID(contact["id"])
        )
    assert {row["actor"].split(":")[0] for row in actors} == {"token"}


async def test_a_decision_lands_and_the_contact_waits_no_longer(api: AsyncClient) -> None:
    contact = await kept(api)
    answer = await decide(api, contact, version=contact["version"])
    assert answer.status_code == 201, answer.text
    decided = answer.json()
    assert (decided["state"], decided["waiting"]) == ("decided", None)
    assert decided["decision"]["landing"]["closing_reason"] == "thanks"
    assert {"disposition", "urgency", "reason", "by", "at"} <= decided["decision"].keys()
    assert decided["decision"]["by"] == "Alice"
    assert decided["version"] > contact["version"]


async def test_a_program_brings_the_decision_of_a_colleague_by_name_and_makes_none_itself(
    api: AsyncClient, engine: Engine
) -> None:
    contact = await kept(api)
    reader = await hire(engine, "dora", Role.DATA_PROTECTION_OFFICER)
    gone = await hire(engine, "gone")
    async with engine.transaction(SYSTEM) as tx:
        await actions.leave(tx, gone)
    for nobody in ("", "nobody", "dora", "gone", str(reader)):
        refused = await decide(api, contact, decided_by=nobody)
        assert (refused.status_code, list(refused.json()["problems"])) == (422, ["decided_by"])
    decided = (await decide(api, contact, decided_by="Alice")).json()
    assert decided["decision"]["by"] == "Alice"
    async with engine.transaction(SYSTEM) as tx:
        actor = await tx.db.fetchval("select actor from audit_entry where action = 'contact.decided'")
    assert actor.startswith("token:")


async def test_an_orientation_outside_the_directory_leads_to_a_number_of_the_house(api: AsyncClient) -> None:
    contact = await kept(api)
    invented = await decide(api, contact, landing={"kind": "orientation", "service": "0900 12 345"})
    assert (invented.status_code, list(invented.json()["problems"])) == (422, ["target"])
    known = await decide(api, contact, landing={"kind": "orientation", "service": "1712"})
    assert known.status_code == 201, known.text


async def test_a_decision_opens_a_case_that_a_program_may_read(api: AsyncClient) -> None:
    contact = await kept(api)
    landing = {"kind": "case", "case_title": "R."}
    decided = (await decide(api, contact, disposition="accompaniment", landing=landing)).json()
    case = (await api.get(f"/cases/{decided['case_ids'][0]}")).json()
    assert (case["kind"], case["state"], case["title"]) == ("accompaniment", "open", "R.")
    assert decided["decision"]["landing"]["case_id"] == case["id"]


async def test_danger_is_logged_and_promised_in_one_request(api: AsyncClient, engine: Engine) -> None:
    contact = await kept(api)
    owner, _ = await employed(engine, Role.SUPERVISOR)
    landing = {
        "kind": "follow_up",
        "follow_up": {
            "what": "call the mother",
            "due_at": f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
            "owner": str(owner.id),
        },
    }
    danger = {"category": "departure", "ground": "ticket for Friday", "recipient": "the police, 112"}
    refused = await decide(api, contact, disposition="urgent_safety", landing=landing)
    assert refused.status_code == 422
    assert "landing" in refused.json()["problems"]
    done = await decide(api, contact, disposition="urgent_safety", landing=landing, danger=danger)
    assert done.status_code == 201, done.text
    assert done.json()["decision"]["landing"]["follow_up_id"]


async def test_two_deciders_never_overwrite_each_other(api: AsyncClient) -> None:
    contact = await kept(api)
    assert (await decide(api, contact, version=contact["version"])).status_code == 201
    late = await decide(api, contact, version=contact["version"])
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert late.json()["current"] == contact["version"] + 1


async def test_a_repeated_decision_is_one(api: AsyncClient) -> None:
    contact = await kept(api)
    api.headers["Idempotency-Key"] = "one decision"
    first, again = [await decide(api, contact, version=contact["version"]) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["version"] == again.json()["version"]
    other = await decide(api, contact, reason="something else")
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"text": " ", "subject": ""}, 422, "text"),
        ({"text": "a\0b"}, 422, "text"),
        ({"sender": {"kind": "phone", "value": "twelve"}}, 422, "sender.value"),
        ({"occurred_at": "2026-11-20T10:15:00"}, 422, "occurred_at"),
        ({"channel": "pigeon"}, 400, "channel"),
        ({"hidden": 1}, 400, ""),
    ],
)
async def test_bad_input_names_its_field(api: AsyncClient, body: dict[str, Any], status: int, field: str) -> None:
    answer = await api.post("/contacts", json=NOTE | body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert not field or field in str(answer.json()["problems"])


@pytest.mark.parametrize("body", [b"{", b'"\xff"', b"[" * 10_000, b'{"text": {"a":' * 1_000, b"x" * 2_000_000])
async def test_broken_json_gets_a_clear_answer(api: AsyncClient, body: bytes) -> None:
    answer = await api.post("/contacts", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413)
    assert answer.json()["detail"]


async def test_a_program_sees_what_it_was_given_and_nothing_else(app: Litestar, engine: Engine) -> None:
    async with await program(app, engine, "queue.read") as api:
        assert (await api.get("/queue")).status_code == 200
        assert (await api.get("/contacts")).status_code == 403
        assert (await api.post("/contacts", json=NOTE)).status_code == 403
        assert (await api.get(f"/cases/{uuid4()}")).status_code == 403
        assert (await api.get("/follow-ups")).status_code == 403


async def test_unknown_ids_and_cursors_are_told(api: AsyncClient) -> None:
    assert (await api.get(f"/contacts/{uuid4()}")).status_code == 404
    assert (await api.get(f"/cases/{uuid4()}")).status_code == 404
    for given in ("x", "!!", "YXxi"):
        answer = await api.get("/contacts", params={"cursor": given})
        assert (answer.status_code, list(answer.json()["problems"])) == (422, ["cursor"])
