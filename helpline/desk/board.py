"""The supervisor's board."""

from typing import Any

from litestar import Controller, Request, get
from litestar.datastructures import Cookie
from litestar.response import Template

from helpline.settings import Settings
from helpline.staff.permissions import Permission
from helpline.supervision import panels
from helpline.supervision import since as since_when
from helpline.supervision.model import Part, Since
from helpline.vault.transaction import Transaction
from helpline.web import guards

CHOSEN = "board-since"


class BoardPage(Controller):
    path = "/desk/board"
    opt = {"permission": Permission.BOARD_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def board(
        self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings, since: Since | None = None
    ) -> Template:
        cookies = [stays(settings, since)] if since else []
        return Template("desk/board.html", context=await panels.board(tx, since or chosen(request)), cookies=cookies)

    @get("/since")
    async def happened(self, tx: Transaction, part: Part, since: Since = Since.CLOSED) -> Template:
        """One part of what happened, whole."""
        return Template("desk/since.html", context={"happened": await since_when.happened(tx, since, part)})

    @get("/wall")
    async def wall(self, tx: Transaction, names: bool = False) -> Template:
        return Template("desk/wall.html", context=await panels.wall(tx, names=names))


def stays(settings: Settings, since: Since) -> Cookie:
    """What was chosen lasts as long as the browser's window."""
    secure = settings.base_url.startswith("https://")
    return Cookie(key=CHOSEN, value=since, path="/desk/board", httponly=True, samesite="lax", secure=secure)


def chosen(request: Request[Any, Any, Any]) -> Since:
    """What was chosen last in this window."""
    said = guards.cookie(request, CHOSEN)
    return Since(said) if said in set(Since) else Since.CLOSED
