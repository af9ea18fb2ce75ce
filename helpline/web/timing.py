"""How long answers take, by route: for Prometheus. The pattern of a route, never an address."""

from time import perf_counter

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Histogram

SECONDS = Histogram(
    "helpline_request_seconds",
    "Time until an answer begins",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


def timed(app: ASGIApp) -> ASGIApp:
    """Middleware: notes every answer's time when it begins, so that a stream counts too."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        begun = perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                labels = (scope.get("method", ""), scope.get("path_template", ""), str(message["status"]))
                SECONDS.labels(*labels).observe(perf_counter() - begun)
            await send(message)

        await app(scope, receive, noted)

    return answer
