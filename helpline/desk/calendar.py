"""The times of one's promises in one's own calendar: the secret address, and what a calendar reads there."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect, Template

from helpline.followups import calendar, store
from helpline.settings import Settings
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import SYSTEM, Engine, Transaction

HOME = "/desk/follow-ups/calendar"


class CalendarPage(Controller):
    path = HOME
    opt = {"permission": Permission.FOLLOW_UP_READ, "house": True}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/calendar.html", context=await context(tx, staff))

    @post("/address", status_code=200)
    async def renew(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Template:
        """The address in the page, this once."""
        address = f"{settings.base_url.rstrip('/')}/desk/calendar/{await calendar.renew(tx, staff)}.ics"
        return Template("desk/calendar.html", context=await context(tx, staff) | {"address": address})

    @post("/removal")
    async def end(self, tx: Transaction, staff: SignedIn) -> Redirect:
        await calendar.end(tx, staff)
        return Redirect(HOME, status_code=303)


class CalendarFeed(Controller):
    path = "/desk/calendar"
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/{secret:str}")
    async def feed(
        self, request: Request[Any, Any, Any], engine: Engine, settings: Settings, secret: str
    ) -> Response[bytes]:
        """Whoever has the address reads the times, and nothing else."""
        async with engine.transaction(SYSTEM) as tx:
            found = await calendar.feed(tx, secret.removesuffix(".ics"), settings.base_url)
        if request.headers.get("if-none-match") == found.tag:
            return Response(b"", status_code=304, headers={"ETag": found.tag})
        return Response(found.body, media_type="text/calendar", headers={"ETag": found.tag})


async def context(tx: Transaction, staff: SignedIn) -> dict[str, Any]:
    return {"made_at": await store.feed_made_at(tx, staff.id), "address": ""}
