"""What goes wrong is said in one sentence, and neither page, answer nor log quotes what a person wrote."""

import json
import logging

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get

from helpline.cli.logs import Line
from helpline.errors import Blocked, Conflict, Erased, Invalid, NotAllowed, NotFound, TransportError, VaultError
from helpline.web import errors
from helpline.web.headers import HEADERS, setter
from helpline.web.templates import config

SECRET = "what Alice wrote"

RAISED = {
    "invalid": Invalid({"text": "Too long."}),
    "not_allowed": NotAllowed("Not yours."),
    "not_found": NotFound("No such record."),
    "conflict": Conflict("Bob was faster.", 7),
    "blocked": Blocked("Not on Sundays."),
    "erased": Erased("This was erased."),
    "vault": VaultError(SECRET),
    "transport": TransportError(SECRET),
    "bug": ValueError(SECRET),
}


@get(["/api/{what:str}", "/{what:str}"], opt={"permission": "public"})
async def broken(what: str, number: int = 0) -> None:
    raise RAISED[what]


@pytest.fixture
def client() -> AsyncClient:
    app = Litestar(
        [broken],
        exception_handlers=errors.HANDLED,
        before_send=[setter(secure=True)],
        template_config=config(),
        openapi_config=None,
        logging_config=None,
    )
    return AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://testserver")


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("invalid", 422), ("not_allowed", 403), ("not_found", 404), ("conflict", 409), ("blocked", 409),
        ("erased", 410), ("vault", 500), ("transport", 502), ("bug", 500),
    ],
)  # fmt: skip
async def test_an_error_has_its_status_for_programs_and_people(client: AsyncClient, what: str, status: int) -> None:
    problem, page = await client.get(f"/api/{what}"), await client.get(f"/{what}")
    assert problem.status_code == page.status_code == problem.json()["status"] == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert page.headers["content-type"].startswith("text/html")
    assert SECRET not in problem.text + page.text


async def test_a_problem_names_fields_and_the_version_that_stands(client: AsyncClient) -> None:
    assert (await client.get("/api/invalid")).json()["problems"] == {"text": "Too long."}
    assert (await client.get("/api/conflict")).json()["current"] == 7


async def test_a_fault_of_ours_has_a_number_that_finds_it_in_the_log(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "helpline"):
        reference = (await client.get("/api/bug?number=31337007")).json()["reference"]
    (record,) = [record for record in caplog.records if record.name == "helpline.web"]
    line = Line().format(record)
    assert {"code": "ValueError", "reference": reference, "route": "/api/{what}"}.items() <= json.loads(line).items()
    assert any("test_errors.py" in frame for frame in json.loads(line)["frames"])
    assert SECRET not in line
    assert "31337007" not in line


async def test_a_wrong_parameter_is_named_and_not_quoted(client: AsyncClient) -> None:
    answer = await client.get("/api/bug", params={"number": SECRET})
    assert answer.status_code == 400
    assert "number" in answer.json()["problems"]
    assert SECRET not in answer.text


async def test_every_answer_tells_the_browser_to_keep_and_run_nothing(client: AsyncClient) -> None:
    for path in ("/bug", "/api/invalid", "/no/such/page"):
        headers = (await client.get(path)).headers
        assert all(headers[name] == value for name, value in HEADERS.items())
        assert headers["strict-transport-security"].startswith("max-age=")
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_librarys_line_loses_its_values() -> None:
    record = logging.LogRecord("aiosmtpd", logging.ERROR, "x.py", 1, "mail from %s", (SECRET,), None)
    assert json.loads(Line().format(record))["said"] == "mail from %s"
    try:
        raise ValueError(SECRET)
    except ValueError as problem:
        record.exc_info = (ValueError, problem, problem.__traceback__)
    assert SECRET not in Line().format(record)
    assert json.loads(Line().format(record))["code"] == "ValueError"
