"""The supervisor's board."""

from litestar import Controller, get
from litestar.response import Template

from helpline.staff.permissions import Permission
from helpline.supervision import panels
from helpline.vault.transaction import Transaction


class BoardPage(Controller):
    path = "/desk/board"
    opt = {"permission": Permission.BOARD_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def board(self, tx: Transaction) -> Template:
        return Template("desk/board.html", context=await panels.board(tx))

    @get("/wall")
    async def wall(self, tx: Transaction, names: bool = False) -> Template:
        return Template("desk/wall.html", context=await panels.wall(tx, names=names))
