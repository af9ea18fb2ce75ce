"""The frame of the JSON API: problems, pages with cursors, and keys that make a repeated POST one.

Programs sign in with a bearer token; what it may do is its permissions, as for people (`staff/permissions.py`).
"""

import base64
import binascii
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import ClientException
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from msgspec import Meta, Struct

from helpline.errors import Invalid
from helpline.web.words import gettext as _

Place = TypeVar("Place")
Moment = Annotated[datetime, Meta(tz=True)]
"""Part of a cursor: a moment that says in which time zone it is."""

Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many at most")]
Cursor = Annotated[str, QueryParameter(description="Where the page before ended: its `next`")]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=200,
        description="Sending the same key again does nothing and answers as the first time",
    ),
]


class Problem(Struct):
    """What went wrong (RFC 9457). `problems` names fields, `current` the version that stands now."""

    type: str
    title: str
    status: int
    detail: str
    problems: dict[str, str] = {}
    current: int | None = None
    reference: str = ""


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """What a route may refuse with, for the documentation."""
    said = {
        400: "Not well-formed",
        401: "No token, or one that opens nothing",
        403: "The token does not include this",
        404: "No such record",
        409: "Somebody changed it meanwhile",
        410: "Erased",
        422: "A value cannot be accepted",
    }
    return {
        status: ResponseSpec(
            Problem, description=said[status], media_type="application/problem+json", generate_examples=False
        )
        for status in (400, 401, 403, *statuses)
    }


def cursor(*parts: object) -> str:
    """Where a page ended, for its reader to hand back unread."""
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode().rstrip("=")


def place_in(given: str, parts: type[Place]) -> Place:
    """What `cursor` was made of. Raises `Invalid`."""
    try:
        found = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().split("|")
        return msgspec.convert(found, parts, strict=False)
    except (binascii.Error, ValueError, msgspec.ValidationError):
        raise Invalid({"cursor": _("This cursor is not one of ours; begin again without it.")}) from None


async def check_json(request: Request[Any, Any, Any]) -> None:
    """Before a route's own reading: raises `ClientException` (400) for what is no JSON, or nested without end."""
    if body := await request.body():
        try:
            msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ClientException from None


async def digest(request: Request[Any, Any, Any]) -> bytes:
    """Whether a repeated key came with the same request."""
    return sha256(request.method.encode() + request.scope["path"].encode() + await request.body()).digest()


def without_nul(**texts: str) -> None:
    """Raises `Invalid` for a text with a NUL byte: nobody typed it."""
    if found := [name for name, text in texts.items() if "\0" in text]:
        raise Invalid({name: _("This text holds a NUL byte; remove it.") for name in found})
