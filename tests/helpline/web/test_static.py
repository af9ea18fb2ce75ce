"""Built files are kept by browsers for ever, and nothing else is served."""

import pytest
from httpx import AsyncClient

from helpline.web import static, templates
from helpline.web.static import Built


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(static, "files", lambda: {"desk-1.css": Built("text/css", b"a{}", b"zipped")})
    return "/static/desk-1.css"


async def test_a_built_file_is_kept_for_ever(client: AsyncClient, built: str) -> None:
    answer = await client.get(built, headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.text) == (200, "a{}")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["manifest.json", "..%2f..%2fsettings.py", "nothing.css"])
async def test_nothing_else_is_served(client: AsyncClient, name: str) -> None:
    assert (await client.get(f"/static/{name}")).status_code == 404


def test_every_file_of_the_manifest_is_served() -> None:
    assert {address.removeprefix("/static/") for address in templates.manifest().values()} <= static.files().keys()
