"""The desk's live line: what changed, as server-sent events."""

from typing import Any

from litestar import Controller, Request, get
from litestar.response import Stream

from helpline.live.hub import Hub
from helpline.staff.permissions import Permission


class Live(Controller):
    path = "/desk/events"
    opt = {"permission": Permission.QUEUE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def events(self, request: Request[Any, Any, Any], topic: str = "") -> Stream:
        hub: Hub = request.app.state.hub
        return Stream(hub.stream(topic), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
