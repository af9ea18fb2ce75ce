"""Orienting a case or a contact, and writing down what became of it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.referrals import actions, rules
from helpline.referrals.model import ReferralState
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.once import sent_before


class ReferralForm(Struct, forbid_unknown_fields=True):
    partner_id: UUID | None = None
    service: str = ""
    referral_note: str = ""
    life_area: str = ""


class StateForm(Struct, forbid_unknown_fields=True):
    version: int
    state: ReferralState
    reason: str = ""


class CaseReferrals(Controller):
    path = "/desk/cases/{case:uuid}/referrals"
    opt = {"permission": Permission.CASE_WRITE, "page": "case"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def refer(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ReferralForm)
        if not await sent_before(request, tx):
            await actions.refer(
                tx,
                case=case,
                partner=given.partner_id,
                service=given.service,
                note=given.referral_note,
                ask_back_at=rules.ask_back(tx.now),
                life_area=given.life_area,
            )
        return Redirect(f"/desk/cases/{case}", status_code=303)


class ReferralPages(Controller):
    path = "/desk/referrals/{referral:uuid}"
    opt = {"permission": Permission.CASE_WRITE, "page": "referral"}  # noqa: RUF012  # Litestar's own way

    @post("/state")
    async def move(self, request: Request[Any, Any, Any], tx: Transaction, referral: UUID) -> Redirect:
        given = await form(request, StateForm)
        await actions.move(tx, referral, given.state, given.reason, given.version)
        return Redirect(f"/desk/referrals/{referral}", status_code=303)
