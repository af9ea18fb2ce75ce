"""Where the provider asks what to do with a call, and tells what became of it: an address a step."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from litestar import Request, Response, Router, post
from litestar.handlers import HTTPRouteHandler

from channels._twilio.door import Door, Post
from channels._twilio.form import LARGEST
from channels.phone import flow
from channels.phone.calls import Calls
from channels.phone.legs import Legs
from channels.phone.waiting import Waiting

PROVIDER = {"permission": "provider"}


def routes(calls: Calls, waiting: Waiting, legs: Legs) -> Router:
    """The routes of one opened channel. Whatever breaks, `/fallback` needs nothing but the settings."""
    kept = {
        "/": calls.ring,
        "/fallback": calls.fallback,
        "/language": calls.language,
        "/menu": calls.menu,
        "/dialled": calls.dialled,
        "/recorded": calls.recorded,
        "/left": waiting.out,
        "/talked": waiting.talked,
    }
    answered = {
        "/wait": waiting.turn,
        "/waited": waiting.pressed,
        "/accept": calls.accept,
        "/accepted": calls.accepted,
        "/leg": legs.rung,
        "/leg/key": legs.pressed,
        "/leg/left": legs.left,
    }
    heard = {
        "/recording": calls.keep,
        "/status": waiting.over,
        "/room": waiting.came,
        "/leg/status": legs.ended,
    }
    return Router(
        "/twilio/voice",
        route_handlers=[
            *(answering(path, calls.door, partial(calls.taken, step=step)) for path, step in kept.items()),
            *(answering(path, calls.door, step) for path, step in answered.items()),
            *(hearing(path, calls.door, step) for path, step in heard.items()),
        ],
        include_in_schema=False,
    )


def answering(path: str, door: Door, step: Callable[[Post], Awaitable[str]]) -> HTTPRouteHandler:
    """Told what to do next."""

    @post(path, opt=PROVIDER, request_max_body_size=LARGEST)
    async def answer(request: Request[Any, Any, Any]) -> Response[str]:
        return twiml(await step(await door.verified(request)))

    return answer


def hearing(path: str, door: Door, step: Callable[[Post], Awaitable[bool]]) -> HTTPRouteHandler:
    """Only what is durable is acknowledged."""

    @post(path, opt=PROVIDER, request_max_body_size=LARGEST)
    async def hear(request: Request[Any, Any, Any]) -> Response[str]:
        durable = await step(await door.verified(request))
        return twiml(flow.silence(), 200 if durable else 503)

    return hear


def twiml(text: str, status: int = 200) -> Response[str]:
    return Response(text, media_type="application/xml", status_code=status)
