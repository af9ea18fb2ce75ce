"""What monitors ask. On this machine without a token; from elsewhere the status is public, the rest needs one."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect
from prometheus_client import CONTENT_TYPE_LATEST

from helpline.audit import actions as audit
from helpline.errors import Conflict, Erased, HelplineError, Invalid, NotFound
from helpline.health import actions, metrics
from helpline.health.model import Expected, Health, Status
from helpline.intake import deletions, rereading
from helpline.intake.digest import Digestion
from helpline.jobs import actions as jobs
from helpline.outbox import sending
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine, Transaction
from helpline.web import guards

#: Litestar names the character set itself.
TEXT = CONTENT_TYPE_LATEST.partition("; charset")[0]

#: Why something that was parked is not read now.
NOT_READ = (Invalid, NotFound, Conflict, Erased)


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


def still_parked(request: Request[Any, Any, Any], error: HelplineError) -> Redirect:
    """Back to the health page, which says why it could not be read."""
    why = "still" if isinstance(error, Invalid) else "meanwhile"
    return Redirect(f"/desk/health?unread={why}", status_code=303)


class HealthActions(Controller):
    path = "/desk/health"
    opt = {"permission": Permission.HEALTH_WRITE}  # noqa: RUF012  # Litestar's own way

    @post("/parked/{row:uuid}/reading", exception_handlers=dict.fromkeys(NOT_READ, still_parked))
    async def read_again(self, request: Request[Any, Any, Any], tx: Transaction, row: UUID) -> Redirect:
        digestion: Digestion = request.app.state.digestion
        contact = await rereading.read_again(tx, digestion.readers, row)
        return Redirect(f"/desk/contacts/{contact}", status_code=303)

    @post("/copies/{channel:str}/deletion")
    async def deleted_by_hand(self, tx: Transaction, channel: str) -> Redirect:
        await deletions.by_hand(tx, channel)
        return Redirect("/desk/health", status_code=303)

    @post("/jobs/{job:int}/attempts")
    async def retry(self, tx: Transaction, job: int) -> Redirect:
        await jobs.retry(tx, job)
        await audit.record(tx, "job.retried", "job", detail=str(job))
        return Redirect("/desk/health", status_code=303)

    @post("/letters/{letter:uuid}/attempts")
    async def send_again(self, tx: Transaction, letter: UUID) -> Redirect:
        await sending.again(tx, letter)
        return Redirect("/desk/health", status_code=303)
