"""Whether the house works, for those who run it."""

from typing import Any

from litestar import Controller, Request, get
from litestar.response import Template

from helpline.health import actions, panels
from helpline.health.model import Expected
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.words import gettext as _


class HealthPage(Controller):
    path = "/desk/health"
    opt = {"permission": Permission.HEALTH_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def health(
        self, request: Request[Any, Any, Any], staff: SignedIn, engine: Engine, unread: str = ""
    ) -> Template:
        """In the house's own name: it shows counts and times of what the reader may not open."""
        expected: Expected = request.app.state.expected
        async with engine.transaction(SYSTEM) as tx:
            found = await panels.page(tx, await actions.seen(tx, expected))
        return Template("desk/health.html", context=found | may(staff) | refused(unread))


def may(staff: SignedIn) -> dict[str, Any]:
    return {"may_change": staff.may(Permission.HEALTH_WRITE), "may_open": staff.may(Permission.CONTACT_READ)}


def refused(unread: str) -> dict[str, Any]:
    """Why reading again did not help, where that was just asked for."""
    sentences = {
        "still": _("This still cannot be read. The original is kept as it came: open it, and decide by hand."),
        "meanwhile": _("This was read or erased meanwhile."),
    }
    return {"problems": {"": sentences[unread]}} if unread in sentences else {}
