"""The web server: uvicorn without its access log, stopped by us and at once, open streams included."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from helpline.live.hub import Hub

PATIENCE_SECONDS = 5


class Server(uvicorn.Server):
    """Serves one application until `stop`. Signals are the command's business, not the library's."""

    def __init__(self, app: Litestar, hub: Hub, host: str = "127.0.0.1", port: int = 0) -> None:
        # Addresses and agents are never logged; proxies' words on the client are not needed, so not believed.
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                http="httptools",
                ws="none",
                lifespan="on",
                access_log=False,
                log_config=None,
                proxy_headers=False,
                server_header=False,
                date_header=True,
                timeout_graceful_shutdown=PATIENCE_SECONDS,
            )
        )
        self.hub, self.ready = hub, asyncio.Event()

    async def run_on(self, listening: socket.socket | None = None) -> None:
        """Serve until stopped; on a socket that listens already, where one is given."""
        await self.serve(sockets=[listening] if listening else None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self.ready.set()

    def stop(self) -> None:
        """Take nothing new, end every stream, answer what was asked."""
        self.hub.close()
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
