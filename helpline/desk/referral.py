"""One orientation and what became of it."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.referrals import panels
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction


class ReferralPage(Controller):
    path = "/desk/referrals"
    opt = {"permission": Permission.CASE_READ}  # noqa: RUF012  # Litestar's own way

    @get("/{referral:uuid}")
    async def referral(self, tx: Transaction, staff: SignedIn, referral: UUID) -> Template:
        return Template("desk/referral.html", context=await context(tx, staff, referral))


async def context(
    tx: Transaction, staff: SignedIn, referral: UUID, entered: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One orientation, its steps, and what was typed about the next one."""
    told = await panels.one(tx, referral)
    return {"referral": told.referral, "steps": told.steps, "entered": entered or {}}
