"""Where the provider brings text messages and what became of ours."""

from typing import Any

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from channels._twilio.door import Door, Post
from channels._twilio.form import LARGEST

PROVIDER = {"permission": "provider"}

#: "Nothing to say": an answer by text would go to a phone that others may read.
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

Signed = Request[Any, Any, Any]
Ours = NamedDependency[SkipValidation[Door]]


@post("/sms", opt=PROVIDER, status_code=200, request_max_body_size=LARGEST)
async def message(request: Signed, door: Ours) -> Response[str]:
    """A text message; one commit, then an empty answer."""
    signed = await door.verified(request)
    return await kept(door, signed, signed.key("MessageSid"))


@post("/sms/status", opt=PROVIDER, status_code=200, request_max_body_size=LARGEST)
async def report(request: Signed, door: Ours) -> Response[str]:
    """A delivery report, keyed on message and status, so that each counts once whatever its order."""
    signed = await door.verified(request)
    return await kept(door, signed, f"{signed.key('MessageSid')}/{signed.fields.get('MessageStatus')}")


async def kept(door: Door, signed: Post, key: str) -> Response[str]:
    """Only what is durable is acknowledged: with 503 the provider tries its fallback address."""
    durable = await door.keep(key, signed.body)
    return Response(NOTHING, media_type="application/xml", status_code=200 if durable else 503)


def routes(door: Door) -> Router:
    """The routes of one opened channel."""

    def ours() -> Door:
        return door

    return Router(
        "/twilio",
        route_handlers=[message, report],
        dependencies={"door": Provide(ours, sync_to_thread=False)},
        include_in_schema=False,
    )
