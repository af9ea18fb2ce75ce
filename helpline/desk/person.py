"""One person: where to reach them, what is safe, and what was safe before."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.people import actions, panels
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction

Entered = dict[str, Any]


class PersonPage(Controller):
    path = "/desk/people"
    opt = {"permission": Permission.PERSON_READ}  # noqa: RUF012  # Litestar's own way

    @get("/{person:uuid}")
    async def person(self, tx: Transaction, staff: SignedIn, person: UUID) -> Template:
        return Template("desk/person.html", context=await context(tx, staff, person))


async def context(tx: Transaction, staff: SignedIn, person: UUID, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what the form sent that could not be saved."""
    shown = await panels.person(tx, await actions.opened(tx, person))
    return shown | {"entered": entered or {}}
