"""Writing down a visit, a letter, a call taken elsewhere."""

from typing import Any
from uuid import uuid4

from litestar import Controller, get
from litestar.response import Template

from helpline.contacts.model import Language, Requester
from helpline.intake.pages import BY_HAND
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import typed


class NotePage(Controller):
    path = "/desk/contacts/new"
    opt = {"permission": Permission.CONTACT_WRITE}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def note(self) -> Template:
        return Template("desk/note.html", context=context())


async def again(tx: Transaction, staff: SignedIn, entered: dict[str, Any]) -> dict[str, Any]:
    """The note that could not be saved, with everything that was entered."""
    return context(entered | {"occurred_at": typed(entered.get("occurred_at", ""))})


def context(entered: dict[str, Any] | None = None) -> dict[str, Any]:
    """An empty note, or what was entered. The key makes a double click one note."""
    empty = {
        "channel": "visit",
        "text": "",
        "key": str(uuid4()),
        "language": "",
        "requester": "",
        "name": "",
        "address": "",
        "occurred_at": None,
    }
    return {
        "note": empty | (entered or {}),
        "channels": list(BY_HAND),
        "languages_known": list(Language),
        "requesters": list(Requester),
    }
