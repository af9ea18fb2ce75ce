"""Which language a request is answered in: the address says it to visitors, a cookie to staff."""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from helpline.web import words

COOKIE = "language"
PROGRAMS = ("api", "health", "metrics", "twilio")


def speaker(app: ASGIApp) -> ASGIApp:
    """Middleware: whatever is said while `app` answers is said in the language of the one who asked."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            words.speak(wanted(scope["path"], dict(scope["headers"])))
        await app(scope, receive, send)

    return answer


def wanted(path: str, headers: dict[bytes, bytes]) -> str:
    """The language for a request: `/nl/write` Dutch; the desk by cookie, then by the browser's wish, then French."""
    first = path.split("/", 2)[1]
    if first in words.PUBLIC:
        return first
    if first in PROGRAMS:
        return preferred(headers.get(b"accept-language", b""), (words.SOURCE, *words.DESK))
    offered = words.DESK if first == "desk" else words.PUBLIC
    return chosen(headers.get(b"cookie", b""), offered) or preferred(headers.get(b"accept-language", b""), offered)


def chosen(cookie: bytes, offered: Iterable[str]) -> str | None:
    """The language in the cookie, where it is one we offer."""
    try:
        morsel = SimpleCookie(cookie.decode("latin-1")).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel and morsel.value in offered else None


def preferred(accept: bytes, offered: tuple[str, ...]) -> str:
    """The first of the browser's wishes that we offer, else the first that we offer."""
    wishes = []
    for place, wish in enumerate(accept.decode("latin-1")[:500].split(",")):
        tag, _, quality = wish.strip().partition(";q=")
        try:
            wishes.append((-float(quality or 1), place, tag[:2].lower()))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(wishes) if tag in offered), offered[0])
