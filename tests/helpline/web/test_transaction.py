"""The commit precedes the answer, an error rolls back, and whoever asks is the actor."""

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get, post
from litestar.response import Template

from helpline.errors import Conflict
from helpline.settings import Settings
from helpline.staff.permissions import Role
from helpline.vault.transaction import Engine, Transaction
from helpline.web import errors, guards
from helpline.web.templates import config
from helpline.web.transaction import PROVIDED
from tests.conftest import employed

MARK = "insert into refusal (channel, why, day, last_at) values ('sms', 'bad_signature', current_date, now())"
COUNT = "select count(*) from refusal"


@post("/kept", opt={"permission": "public"})
async def kept(tx: Transaction) -> str:
    await tx.db.execute(MARK)
    return str(tx.actor)


@post("/broken", opt={"permission": "public"})
async def broken(tx: Transaction) -> None:
    await tx.db.execute(MARK)
    raise Conflict("Somebody was faster.", 3)


@post("/unrendered", opt={"permission": "public"})
async def unrendered(tx: Transaction) -> Template:
    await tx.db.execute(MARK)
    return Template("desk/no such template.html")


@post("/uncommitted", opt={"permission": "public"})
async def uncommitted(tx: Transaction) -> str:
    await tx.db.execute("create temporary table t (id int primary key deferrable initially deferred)")
    await tx.db.execute("insert into t values (1), (1)")
    return "done"


@get("/who", opt={"permission": "signed_in"})
async def who(tx: Transaction) -> str:
    return str(await tx.db.fetchval("select helpline_actor() || ' ' || helpline_role()"))


@pytest.fixture
def small(engine: Engine) -> Litestar:
    app = Litestar(
        [kept, broken, unrendered, uncommitted, who],
        guards=[guards.guard],
        dependencies=PROVIDED,
        exception_handlers=errors.HANDLED,
        template_config=config(),
        openapi_config=None,
        logging_config=None,
    )
    app.state.update({"engine": engine, "settings": Settings()})
    return app


class Watching(ASGITransport):
    """Looks into the database at the moment the answer begins."""

    def __init__(self, app: Litestar, engine: Engine) -> None:
        async def watched(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
            async def look(message) -> None:  # type: ignore[no-untyped-def]
                if message["type"] == "http.response.start":
                    self.found = await engine.pool.fetchval(COUNT)
                await send(message)

            await app(scope, receive, look)

        super().__init__(watched)


async def test_the_commit_precedes_the_answer(small: Litestar, engine: Engine) -> None:
    transport = Watching(small, engine)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        assert (await client.post("/kept")).text == "writer"
    assert transport.found == 1


@pytest.mark.parametrize(("path", "status"), [("/broken", 409), ("/unrendered", 500)])
async def test_an_error_rolls_back(small: Litestar, engine: Engine, path: str, status: int) -> None:
    async with AsyncClient(transport=ASGITransport(small), base_url="http://testserver") as client:
        assert (await client.post(path)).status_code == status
    assert await engine.pool.fetchval(COUNT) == 0


async def test_a_commit_that_fails_is_never_answered_as_done(small: Litestar, engine: Engine) -> None:
    async with AsyncClient(transport=ASGITransport(small), base_url="http://testserver") as client:
        answer = await client.post("/uncommitted")
    assert answer.status_code == 500
    assert "done" not in answer.text


async def test_whoever_asks_is_the_actor(small: Litestar, engine: Engine) -> None:
    person, token = await employed(engine, Role.SUPERVISOR)
    async with AsyncClient(transport=ASGITransport(small), base_url="http://testserver") as client:
        client.cookies.set("helpline", token)
        assert (await client.get("/who")).text == f"staff:{person.id} supervisor"
