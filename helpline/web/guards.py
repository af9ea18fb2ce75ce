"""One guard for every route: who asks, may he, and does the request come from our own pages.

People come with a session cookie, programs with a bearer token; the API under /api/ takes tokens only. Both are looked
up with one statement. A route that asks for `public` or `provider` is answered without any; one that asks for
`entering` is for whoever gave the password and not yet the second factor. `opt["fresh"]` marks what is so sensitive
that somebody must have proved in the last minutes who he is.

A request that changes something in somebody's name must come from our own pages (cross-site request forgery):
browsers say so in Sec-Fetch-Site, or in Origin where they do not know the former. Nothing else sends our cookie, so a
request with a session that says neither is refused; a bearer token is never sent by a browser on its own and needs
no such proof. Visitors without a session have nothing that could be forged, and are never turned away for this.
"""

from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from msgspec import structs

from helpline import clock
from helpline.errors import ConfigurationError, NotAllowed
from helpline.staff import actions
from helpline.staff.entering import entering
from helpline.staff.model import Entering, SignedIn, Token
from helpline.staff.permissions import Permission
from helpline.vault.transaction import SYSTEM, WRITER, Actor
from helpline.web.errors import NotConfirmed, NotSignedIn

Connection = ASGIConnection[Any, Any, Any, Any]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Names the actor, or raises `NotSignedIn` or `NotAllowed`."""
    scope = connection.scope
    scope["user"] = None
    match Permission.PUBLIC if is_options(handler) else Permission(handler.opt["permission"]):
        case Permission.PUBLIC:
            scope["auth"] = WRITER
        case Permission.PROVIDER:
            scope["auth"] = SYSTEM
        case Permission.ENTERING:
            owing = await halfway(connection)
            scope["user"], scope["auth"] = owing, acting(owing, handler)
        case needed:
            who = await identified(connection)
            check_permission(who, needed)
            scope["user"], scope["auth"] = who, acting(who, handler)
            check_fresh(who, handler)


async def halfway(connection: Connection) -> Entering:
    """Whoever gave the right password and still owes the second factor. Raises `NotSignedIn`."""
    session = session_token(connection)
    who = await entering(connection.app.state.engine, session, clock.now()) if session else None
    if who is None:
        raise NotSignedIn("Sign in first.")
    if connection.scope.get("method") not in SAFE:
        check_origin(connection)
    return who


async def identified(connection: Connection) -> SignedIn | Token:
    """The person or program that asks. Raises `NotSignedIn`."""
    engine = connection.app.state.engine
    if authorization := connection.headers.get("authorization"):
        scheme, _, secret = authorization.partition(" ")
        token = await actions.token(engine, secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise NotSignedIn("This token opens nothing.")
        return token
    session = None if connection.scope["path"].startswith("/api/") else session_token(connection)
    person = await actions.signed_in(engine, session, clock.now()) if session else None
    if person is None:
        raise NotSignedIn("Sign in first.")
    if connection.scope.get("method") not in SAFE:
        check_origin(connection)
    return person


def check_permission(who: SignedIn | Token, needed: Permission) -> None:
    """Raises `NotAllowed` when he may not. A program is never 'signed in'."""
    allowed = isinstance(who, SignedIn) if needed is Permission.SIGNED_IN else needed in who.permissions
    if not allowed:
        raise NotAllowed("Your role does not include this.")


def acting(who: SignedIn | Entering | Token, handler: BaseRouteHandler) -> Actor:
    """In whose name, and by which role: `opt["house"]` means the house's, for tables that no role of the desk reads.

    Raises `NotAllowed` when a program asks for what the house does for people alone.
    """
    if not handler.opt.get("house"):
        return who.actor
    if isinstance(who, Token):
        raise NotAllowed("This is for people, not for programs.")
    return structs.replace(who.actor, role=SYSTEM.role)


def check_fresh(who: SignedIn | Token, handler: BaseRouteHandler) -> None:
    """Raises `NotConfirmed` where a sensitive act (`opt["fresh"]`) asks for a proof of a moment ago; of people only."""
    if handler.opt.get("fresh") and isinstance(who, SignedIn) and not who.is_fresh(clock.now()):
        raise NotConfirmed("Confirm that it is you.")


def check_origin(connection: Connection) -> None:
    """Raises `NotAllowed` unless the browser says that one of our own pages asks."""
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    said_ours = site in OURS if site else bool(origin) and urlsplit(origin).netloc == connection.headers.get("host")
    if not said_ours:
        raise NotAllowed("This request did not come from our own pages; open the page here and try again.")


def from_our_pages(connection: Connection, handler: BaseRouteHandler) -> None:
    """A further guard for signing in, where a stranger's page could sign somebody in under another name."""
    if connection.headers.get("sec-fetch-site") or connection.headers.get("origin", "null") != "null":
        check_origin(connection)


async def watcher(connection: Connection, handler: BaseRouteHandler) -> None:
    """A further guard for what monitors ask. Raises `NotSignedIn` or `NotAllowed`."""
    if not is_near(connection):
        check_permission(await identified(connection), Permission.HEALTH_READ)


async def may_watch(connection: Connection) -> bool:
    """Whether the asker may see names, times and counts; the bare status is for everybody."""
    try:
        await watcher(connection, connection.route_handler)
    except (NotSignedIn, NotAllowed):
        return False
    return True


def is_near(connection: Connection) -> bool:
    """Whether a program on this very machine asks. A proxy on this machine says for whom, and so is none."""
    client = connection.client.host if connection.client else ""
    forwarded = {"forwarded", "x-forwarded-for", "x-real-ip", "via"} & set(connection.headers.keys())
    return not forwarded and (client == "::1" or client.startswith("127."))


def actor(connection: Connection) -> Actor:
    """In whose name this request acts."""
    found: Actor = connection.scope["auth"]
    return found


def session_token(connection: Connection) -> str | None:
    """The session's token. Parsed here, because Litestar keeps every cookie header in a cache."""
    return cookie(connection, cookie_name(secure=connection.app.state.settings.base_url.startswith("https://")))


def cookie(connection: Connection, name: str) -> str | None:
    try:
        morsel = SimpleCookie(connection.headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return morsel.value if morsel else None


def cookie_name(*, secure: bool) -> str:
    """`__Host-` makes the browser refuse it from anyone but us, and needs https."""
    return "__Host-helpline" if secure else "helpline"


def check_routes(app: Litestar) -> None:
    """Raises `ConfigurationError` when a route names no permission: nothing is open by mistake."""
    known = {permission.value for permission in Permission}
    for path, handler in handlers(app):
        if handler.opt.get("permission") not in known and not is_options(handler):
            raise ConfigurationError(f"The route {path} ({handler}) names no permission that exists.")


def handlers(app: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    """Every handler with its path."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            yield from ((route.path, handler) for handler in route.route_handlers)
        else:
            yield route.path, route.route_handler


def is_options(handler: BaseRouteHandler) -> bool:
    """Litestar answers OPTIONS itself with the methods a path has."""
    return getattr(handler, "http_methods", None) == {"OPTIONS"}
