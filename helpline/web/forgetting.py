"""Addresses are forgotten: Litestar keeps the last thousand queries in a cache, and a query may hold a name."""

from litestar._parsers import parse_query_string
from litestar.types import ASGIApp, Receive, Scope, Send


def forgetful(app: ASGIApp) -> ASGIApp:
    """Middleware: whatever was asked for is out of the framework's memory once it is answered."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        finally:
            if scope.get("query_string"):
                parse_query_string.cache_clear()

    return answer
