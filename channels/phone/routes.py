"""Where the provider asks what to do with a call, and tells what became of it."""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from channels._twilio.form import LARGEST
from channels.phone import flow
from channels.phone.calls import Calls

PROVIDER = {"permission": "provider"}

Signed = Request[Any, Any, Any]
Ours = NamedDependency[SkipValidation[Calls]]


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


@post(["/recording", "/status"], opt=PROVIDER, request_max_body_size=LARGEST)
async def told(request: Signed, calls: Ours) -> Response[str]:
    """A recording is ready, or the call is over: only what is durable is acknowledged."""
    durable = await calls.keep(await calls.door.verified(request))
    return twiml(flow.silence(), 200 if durable else 503)


@post("/accept", opt=PROVIDER, request_max_body_size=LARGEST)
async def accept(request: Signed, calls: Ours) -> Response[str]:
    """The duty phone was picked up, by a person or by a mailbox. Its leg is no contact and is not kept."""
    await calls.door.verified(request)
    return twiml(flow.accepting(calls.settings))


@post("/accepted", opt=PROVIDER, request_max_body_size=LARGEST)
async def accepted(request: Signed, calls: Ours) -> Response[str]:
    return twiml(flow.accepted((await calls.door.verified(request)).fields.get("Digits")))


def twiml(text: str, status: int = 200) -> Response[str]:
    return Response(text, media_type="application/xml", status_code=status)


def routes(calls: Calls) -> Router:
    """The routes of one opened channel."""

    def ours() -> Calls:
        return calls

    return Router(
        "/twilio/voice",
        route_handlers=[ring, fallback, language, menu, dialled, recorded, told, accept, accepted],
        dependencies={"calls": Provide(ours, sync_to_thread=False)},
        include_in_schema=False,
    )
