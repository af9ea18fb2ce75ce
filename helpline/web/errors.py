"""What somebody is told when something cannot be done: one plain sentence, on a page or as problem+json (RFC 9457).

The log gets the class of an error, the route and a reference number, never its text: an error may quote what a person
wrote. The reference number stands on the page too, so that whoever reports it can be helped.
"""

import logging
import secrets
import traceback
from collections.abc import Callable
from typing import Any

import asyncpg
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Template

from helpline.errors import ConfigurationError, Conflict, HelplineError, Invalid, TransportError, VaultError
from helpline.web.words import N_, gettext

Handler = Callable[[Request[Any, Any, Any], Any], Response[Any]]

log = logging.getLogger("helpline.web")

MACHINES = ("/api/", "/health/", "/metrics")

TITLES = {
    400: N_("This cannot be understood"),
    401: N_("Sign in first"),
    403: N_("This is not yours to do"),
    404: N_("There is nothing here"),
    405: N_("This address does not do that"),
    409: N_("Something has changed"),
    410: N_("This was erased"),
    413: N_("This is too long"),
    422: N_("Please look at this again"),
    500: N_("Something went wrong"),
    502: N_("A provider could not be reached"),
    503: N_("Something went wrong"),
}

#: For what Litestar itself refuses before a handler of ours sees it.
SENTENCES = {
    400: N_("The request is not well-formed."),
    404: N_("This address leads nowhere; it may have moved or been mistyped."),
    405: N_("The address exists, but not for this kind of request."),
    413: N_("More was sent than we can take; send less, or in parts."),
}

#: The database is away, or its disk is full: a matter of minutes, and what was sent can be sent again.
AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
    FileNotFoundError,
    TimeoutError,
)
RETRY_SECONDS = 30

FAULT = N_("Something went wrong on our side. What you sent may not have been kept; please try again.")


class NotSignedIn(HelplineError):
    """Nobody is signed in, or the session or token has ended (401)."""

    status = 401


class NotConfirmed(HelplineError):
    """Somebody is signed in and must prove again that he is the one, before something sensitive (401, RFC 9470)."""

    status = 401


def explained(request: Request[Any, Any, Any], error: HelplineError) -> Response[Any]:
    """An error of ours explains itself, unless its text is for administrators."""
    if isinstance(error, VaultError | TransportError | ConfigurationError) or error.status >= 500:
        return failed(request, error)
    log.info("refused", extra={"code": type(error).__name__, "route": route(request)})
    more: dict[str, Any] = {}
    if isinstance(error, Invalid):
        more["problems"] = error.problems
    if isinstance(error, Conflict) and error.current is not None:
        more["current"] = error.current
    # The rooms below `web` speak English only; what is in the reader's language already stays as it is.
    return answer(request, error.status, gettext(str(error)), **more)


def unfit(request: Request[Any, Any, Any], error: asyncpg.DataError) -> Response[Any]:
    """A value the database cannot hold, a number of thirty digits: whoever sent it is told, without its text."""
    return explained(request, too_large())


def too_large() -> Invalid:
    return Invalid({"": gettext("A value is too large, or of another kind than expected.")})


def refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Litestar refused the request: unknown address, wrong method, impossible parameter, too much."""
    if error.status_code >= 500:
        return failed(request, error)
    more: dict[str, Any] = {}
    if isinstance(error.extra, list):
        more["problems"] = {str(item.get("key", "")): str(item.get("message", "")) for item in error.extra}
    response = answer(request, error.status_code, gettext(SENTENCES.get(error.status_code, SENTENCES[400])), **more)
    if allow := (error.headers or {}).get("Allow"):
        response.set_header("Allow", allow)
    return response


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Our fault: one sentence and a number for whoever asks, the class and the place for whoever repairs."""
    reference = secrets.token_hex(4)
    log.error(
        "failed",
        extra={
            "code": type(error).__name__,
            "reference": reference,
            "route": route(request),
            "frames": frames(error),
        },
    )
    away = isinstance(error, AWAY)
    status = 503 if away else error.status if isinstance(error, TransportError) else 500
    response = answer(request, status, gettext(FAULT), reference=reference)
    if away:
        response.set_header("Retry-After", str(RETRY_SECONDS))
    return response


def answer(request: Request[Any, Any, Any], status: int, sentence: str, **more: Any) -> Response[Any]:
    """The error as a page for people, as problem+json for programs."""
    title = gettext(TITLES.get(status, TITLES[400]))
    if is_machine(request):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": sentence, **more}
        return Response(problem, status_code=status, media_type="application/problem+json")
    room = "desk" if request.scope["path"].startswith("/desk") else "public"
    context = {
        "status": status,
        "title": title,
        "sentence": sentence,
        "reference": more.get("reference", ""),
        "problems": {},
        "signed_in": request.scope.get("user") is not None,
        "back": "",
    }
    return Template(f"{room}/error.html", context=context, status_code=status, media_type=MediaType.HTML)


def is_machine(request: Request[Any, Any, Any]) -> bool:
    """Whether a program asks: it reads JSON, not pages."""
    handler = request.scope.get("route_handler")
    provider = handler is not None and handler.opt.get("permission") == "provider"
    return provider or request.scope["path"].startswith(MACHINES)


def route(request: Request[Any, Any, Any]) -> str:
    """The route's pattern for the log; never the address itself."""
    return str(request.scope.get("path_template") or "")


def frames(error: Exception) -> list[str]:
    """Where it happened, without values: file, line and function of each step."""
    return [f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(error.__traceback__)]


#: For Litestar: what answers which error.
HANDLED: dict[int | type[Exception], Handler] = {
    HelplineError: explained,
    HTTPException: refused,
    asyncpg.DataError: unfit,
    Exception: failed,
}
