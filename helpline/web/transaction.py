"""What a handler may ask for by name: its transaction, who is signed in, the engine, the settings.

Litestar ends a dependency before it sends the answer, so the commit precedes the answer; an error rolls back.
"""

from collections.abc import AsyncGenerator
from typing import Any

from litestar import Request
from litestar.di import Provide

from helpline.errors import NotAllowed
from helpline.settings import Settings
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Engine, Transaction
from helpline.web.guards import actor


async def tx(request: Request[Any, Any, Any]) -> AsyncGenerator[Transaction, None]:
    """One transaction for the request, in the name of whoever asks."""
    engine: Engine = request.app.state.engine
    async with engine.transaction(actor(request)) as transaction:
        yield transaction


def staff(request: Request[Any, Any, Any]) -> SignedIn:
    """The person in front of the screen; a program is none."""
    if not isinstance(request.scope["user"], SignedIn):
        raise NotAllowed("This is for people, not for programs.")
    return request.scope["user"]


def engine(request: Request[Any, Any, Any]) -> Engine:
    """For the few handlers whose transaction is not the request's."""
    found: Engine = request.app.state.engine
    return found


def settings(request: Request[Any, Any, Any]) -> Settings:
    """What this installation decided."""
    found: Settings = request.app.state.settings
    return found


PROVIDED = {
    "tx": Provide(tx),
    "staff": Provide(staff, sync_to_thread=False),
    "engine": Provide(engine, sync_to_thread=False),
    "settings": Provide(settings, sync_to_thread=False),
}
