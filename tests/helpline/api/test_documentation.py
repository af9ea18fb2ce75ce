"""The API describes itself: complete, valid, and without a foreign script."""

import re

import jsonschema_rs
from httpx import AsyncClient


async def test_every_route_of_the_api_is_described_and_no_other(client: AsyncClient) -> None:
    schema = (await client.get("/api/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {
        "/api/v1/contacts",
        "/api/v1/contacts/{contact}",
        "/api/v1/contacts/{contact}/decision",
        "/api/v1/queue",
        "/api/v1/cases/{case}",
        "/api/v1/follow-ups",
    }
    assert schema["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


async def test_what_it_says_of_a_contact_is_a_valid_json_schema(client: AsyncClient) -> None:
    schema = (await client.get("/api/openapi.json")).json()
    jsonschema_rs.validator_for({"$ref": "#/components/schemas/Contact", "components": schema["components"]})


async def test_the_page_for_people_runs_nothing_and_fetches_nothing_foreign(client: AsyncClient) -> None:
    page = (await client.get("/api/docs")).text
    assert "POST /api/v1/contacts/{contact}/decision" in page
    assert "rules_version" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
