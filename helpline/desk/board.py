"""The supervisor's board."""

from litestar import Controller, get
from litestar.response import Template

from helpline.staff.permissions import Permission
from helpline.supervision import panels
from helpline.supervision import since as since_when
from helpline.supervision.model import Part, Since
from helpline.vault.transaction import Transaction


class BoardPage(Controller):
    path = "/desk/board"
    opt = {"permission": Permission.BOARD_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def board(self, tx: Transaction, since: Since = Since.CLOSED) -> Template:
        return Template("desk/board.html", context=await panels.board(tx, since))

    @get("/since")
    async def happened(self, tx: Transaction, part: Part, since: Since = Since.CLOSED) -> Template:
        """One part of what happened, whole."""
        return Template("desk/since.html", context={"happened": await since_when.happened(tx, since, part)})

    @get("/wall")
    async def wall(self, tx: Transaction, names: bool = False) -> Template:
        return Template("desk/wall.html", context=await panels.wall(tx, names=names))
