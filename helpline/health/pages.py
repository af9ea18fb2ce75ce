"""What monitors ask. On this machine without a token; from elsewhere the status is public, the rest needs one."""

from typing import Any

from litestar import Controller, Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from helpline.health import actions, metrics
from helpline.health.model import Expected, Health, Status
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine
from helpline.web import guards

#: Litestar names the character set itself.
TEXT = CONTENT_TYPE_LATEST.partition("; charset")[0]


class HealthPages(Controller):
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/health/live")
    async def live(self) -> dict[str, str]:
        return {"status": "live"}

    @get("/health/ready")
    async def ready(self, request: Request[Any, Any, Any], engine: Engine) -> Response[Any]:
        health = await looked(request, engine)
        status_code = 200 if health.status is Status.READY else 503
        shown: Any = health if await guards.may_watch(request) else {"status": health.status}
        return Response(shown, status_code=status_code)

    @get("/metrics", guards=[guards.watcher])
    async def metrics(self, request: Request[Any, Any, Any], engine: Engine) -> Response[bytes]:
        return Response(metrics.exposed(await looked(request, engine)), media_type=TEXT)


async def looked(request: Request[Any, Any, Any], engine: Engine) -> Health:
    expected: Expected = request.app.state.expected
    return await actions.look(engine, expected)
