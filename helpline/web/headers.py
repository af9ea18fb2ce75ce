"""What every answer tells the browser: keep nothing, run nothing of others, tell nobody where you came from."""

from collections.abc import Awaitable, Callable, Sequence

from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, noarchive",
}


def with_telephone(origins: Sequence[str]) -> dict[str, str]:
    """For the one page with a telephone in it: its microphone, and the provider's addresses to connect to."""
    connect = " ".join(("connect-src 'self'", *origins))
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("connect-src 'self'", connect),
        "Permissions-Policy": HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)"),
    }


TRANSPORT_SECURITY = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")


def setter(secure: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """Sets them on every answer, errors included; what a handler said itself stays."""
    headers = [*HEADERS.items(), *([TRANSPORT_SECURITY] if secure else [])]
    ours = [(name.lower().encode(), value.encode()) for name, value in headers]

    async def set_headers(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            given = list(message["headers"])
            said = {name.lower() for name, _ in given}
            message["headers"] = [*given, *(header for header in ours if header[0] not in said)]

    return set_headers
