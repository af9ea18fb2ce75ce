"""Where the provider asks what to do with a call, and tells what became of it."""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from channels._twilio.form import LARGEST
from channels.phone import flow
from channels.phone.calls import Calls
from channels.phone.legs import Legs
from channels.phone.waiting import Waiting

PROVIDER = {"permission": "provider"}

Signed = Request[Any, Any, Any]
Ours = NamedDependency[SkipValidation[Calls]]
InLine = NamedDependency[SkipValidation[Waiting]]
Working = NamedDependency[SkipValidation[Legs]]


@post("/", opt=PROVIDER, request_max_body_size=LARGEST)
async def ring(request: Signed, calls: Ours) -> Response[str]:
    """The first ring: a contact from here on, whatever follows."""
    return twiml(await calls.taken(await calls.door.verified(request), calls.ring))


@post("/fallback", opt=PROVIDER, request_max_body_size=LARGEST)
async def fallback(request: Signed, calls: Ours) -> Response[str]:
    """The provider could not use our answer; this one needs nothing but the settings."""
    return twiml(await calls.taken(await calls.door.verified(request), calls.fallback))


@post("/language", opt=PROVIDER, request_max_body_size=LARGEST)
async def language(request: Signed, calls: Ours) -> Response[str]:
    return twiml(await calls.taken(await calls.door.verified(request), calls.language))


@post("/menu", opt=PROVIDER, request_max_body_size=LARGEST)
async def menu(request: Signed, calls: Ours) -> Response[str]:
    return twiml(await calls.taken(await calls.door.verified(request), calls.menu))


@post("/dialled", opt=PROVIDER, request_max_body_size=LARGEST)
async def dialled(request: Signed, calls: Ours) -> Response[str]:
    return twiml(await calls.taken(await calls.door.verified(request), calls.dialled))


@post("/recorded", opt=PROVIDER, request_max_body_size=LARGEST)
async def recorded(request: Signed, calls: Ours) -> Response[str]:
    return twiml(await calls.taken(await calls.door.verified(request), calls.recorded))


@post("/recording", opt=PROVIDER, request_max_body_size=LARGEST)
async def told(request: Signed, calls: Ours) -> Response[str]:
    """A recording is ready: only what is durable is acknowledged."""
    return heard(await calls.keep(await calls.door.verified(request)))


@post("/status", opt=PROVIDER, request_max_body_size=LARGEST)
async def over(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """The call is over, at whatever step."""
    return heard(await waiting.over(await calls.door.verified(request)))


@post("/wait", opt=PROVIDER, request_max_body_size=LARGEST)
async def wait(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """A turn of the waiting."""
    return twiml(await waiting.turn(await calls.door.verified(request)))


@post("/waited", opt=PROVIDER, request_max_body_size=LARGEST)
async def waited(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """A key pressed while waiting, or none."""
    return twiml(await waiting.pressed(await calls.door.verified(request)))


@post("/left", opt=PROVIDER, request_max_body_size=LARGEST)
async def left(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """Out of the line."""
    return twiml(await calls.taken(await calls.door.verified(request), waiting.out))


@post("/talked", opt=PROVIDER, request_max_body_size=LARGEST)
async def talked(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """The caller's talk is over."""
    return twiml(await calls.taken(await calls.door.verified(request), waiting.talked))


@post("/room", opt=PROVIDER, request_max_body_size=LARGEST)
async def room(request: Signed, calls: Ours, waiting: InLine) -> Response[str]:
    """Somebody came into a room; only callers are contacts."""
    return heard(await waiting.came(await calls.door.verified(request)))


@post("/accept", opt=PROVIDER, request_max_body_size=LARGEST)
async def accept(request: Signed, calls: Ours) -> Response[str]:
    """The duty phone was picked up, by a person or by a mailbox. Its leg is no contact and is not kept."""
    await calls.door.verified(request)
    return twiml(flow.accepting(calls.settings))


@post("/accepted", opt=PROVIDER, request_max_body_size=LARGEST)
async def accepted(request: Signed, calls: Ours) -> Response[str]:
    return twiml(flow.accepted((await calls.door.verified(request)).fields.get("Digits")))


@post("/leg", opt=PROVIDER, request_max_body_size=LARGEST)
async def leg(request: Signed, calls: Ours, legs: Working) -> Response[str]:
    """An operator's telephone or browser was answered."""
    return twiml(await legs.rung(await calls.door.verified(request)))


@post("/leg/key", opt=PROVIDER, request_max_body_size=LARGEST)
async def leg_key(request: Signed, calls: Ours, legs: Working) -> Response[str]:
    return twiml(await legs.pressed(await calls.door.verified(request)))


@post("/leg/left", opt=PROVIDER, request_max_body_size=LARGEST)
async def leg_left(request: Signed, calls: Ours, legs: Working) -> Response[str]:
    return twiml(await legs.left(await calls.door.verified(request)))


@post("/leg/status", opt=PROVIDER, request_max_body_size=LARGEST)
async def leg_status(request: Signed, calls: Ours, legs: Working) -> Response[str]:
    return heard(await legs.ended(await calls.door.verified(request)))


def heard(durable: bool) -> Response[str]:
    """Only what is durable is acknowledged."""
    return twiml(flow.silence(), 200 if durable else 503)


def twiml(text: str, status: int = 200) -> Response[str]:
    return Response(text, media_type="application/xml", status_code=status)


def routes(calls: Calls, waiting: Waiting, legs: Legs) -> Router:
    """The routes of one opened channel."""

    def callers() -> Calls:
        return calls

    def in_line() -> Waiting:
        return waiting

    def working() -> Legs:
        return legs

    return Router(
        "/twilio/voice",
        route_handlers=[
            *(ring, fallback, language, menu, dialled, recorded, told, over, accept, accepted),
            *(wait, waited, left, talked, room, leg, leg_key, leg_left, leg_status),
        ],
        dependencies={
            "calls": Provide(callers, sync_to_thread=False),
            "waiting": Provide(in_line, sync_to_thread=False),
            "legs": Provide(working, sync_to_thread=False),
        },
        include_in_schema=False,
    )
