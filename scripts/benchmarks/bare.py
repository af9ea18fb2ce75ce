"""The limit of the same stack: Litestar, one pool, one INSERT. No signature, no sealing, no reading, no queue."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec
import uvicorn
from litestar import Litestar, Request, post
from litestar.datastructures import State

TABLE = "create table if not exists bare (id bigint generated always as identity primary key, body text not null)"


class Body(msgspec.Struct):
    text: str


@post("/bare", status_code=200)
async def take(request: Request, state: State) -> dict[str, int]:  # type: ignore[type-arg]
    body = msgspec.json.decode(await request.body(), type=Body)
    return {"id": await state.pool.fetchval("insert into bare (body) values ($1) returning id", body.text)}


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BARE_DSN"], min_size=2, max_size=10) as pool:
        await pool.execute(TABLE)
        app.state.pool = pool
        yield


if __name__ == "__main__":
    app = Litestar([take], lifespan=[lifespan], openapi_config=None, logging_config=None)
    uvicorn.run(
        app, port=int(os.environ["BARE_PORT"]), loop="uvloop", http="httptools", access_log=False, log_level="error"
    )
