"""Who works here and as what, invitations, and resets of lost second factors: asked by one, allowed by another."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.errors import Invalid
from helpline.factors import store as factors
from helpline.staff import employing, resets, store
from helpline.staff.actions import LANGUAGES, opened
from helpline.staff.model import Role, SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

HOME = "/desk/staff"
Entered = dict[str, Any]


class Reason(Struct):
    reason: str = ""


class Answer(Struct):
    allowed: bool


class Newcomer(Struct, forbid_unknown_fields=True):
    """A colleague who begins. There is no field for a password: the machine makes an invitation."""

    sign_in_name: str = ""
    display_name: str = ""
    role: Role | None = None
    language: str = "fr"
    phone: str = ""


class Post(Struct, forbid_unknown_fields=True):
    """What somebody is employed to do, and what the desk speaks to him."""

    role: Role
    language: str
    version: int


class Phone(Struct, forbid_unknown_fields=True):
    phone: str = ""


class StaffPage(Controller):
    path = HOME
    opt = {"permission": Permission.STAFF_RESET, "house": True, "fresh": True}  # noqa: RUF012  # Litestar's own way

    @get("/", opt={"permission": Permission.STAFF_READ, "fresh": False})
    async def page(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/staff.html", context=await context(tx, staff))

    @post("/{account:uuid}/resets", opt={"page": "staff"})
    async def ask(self, request: Request[Any, Any, Any], tx: Transaction, account: UUID) -> Redirect:
        await resets.ask(tx, account, (await form(request, Reason)).reason)
        return Redirect(HOME, status_code=303)

    @post("/resets/{reset:uuid}/answer", opt={"page": "staff"})
    async def answer(self, request: Request[Any, Any, Any], tx: Transaction, reset: UUID) -> Redirect:
        await resets.answer(tx, reset, allowed=(await form(request, Answer)).allowed)
        return Redirect(HOME, status_code=303)

    @post("/", status_code=200, opt={"permission": Permission.STAFF_WRITE, "page": "staff"})
    async def invite(self, request: Request[Any, Any, Any], tx: Transaction) -> Template:
        given = await form(request, Newcomer)
        if given.role is None:
            raise Invalid({"role": _("Choose a role.")})
        phone = given.phone.strip() or None
        _id, code = await employing.invite(
            tx, given.sign_in_name, given.display_name, given.role, given.language, phone
        )
        return invitation(given.display_name, given.sign_in_name, code)

    @post("/{account:uuid}/invitations", status_code=200, opt={"permission": Permission.STAFF_WRITE, "page": "staff"})
    async def invite_again(self, tx: Transaction, account: UUID) -> Template:
        code = await employing.invite_again(tx, account)
        who = await opened(tx, account)
        return invitation(who.display_name, who.sign_in_name, code)

    @post("/{account:uuid}/post", opt={"permission": Permission.STAFF_WRITE, "page": "staff"})
    async def employ(self, request: Request[Any, Any, Any], tx: Transaction, account: UUID) -> Redirect:
        given = await form(request, Post)
        await employing.change(tx, account, given.role, given.language, given.version)
        return Redirect(HOME, status_code=303)

    @post("/{account:uuid}/phone", opt={"permission": Permission.STAFF_WRITE, "page": "staff"})
    async def change_phone(self, request: Request[Any, Any, Any], tx: Transaction, account: UUID) -> Redirect:
        await employing.change_phone(tx, account, (await form(request, Phone)).phone)
        return Redirect(HOME, status_code=303)

    @post("/{account:uuid}/leaving", opt={"permission": Permission.STAFF_WRITE, "page": "staff"})
    async def let_go(self, tx: Transaction, account: UUID) -> Redirect:
        await employing.let_go(tx, account)
        return Redirect(HOME, status_code=303)


def invitation(name: str, sign_in_name: str, code: str) -> Template:
    """The code, this once: whoever reloads the page makes nothing new, because it came by a form."""
    context = {"name": name, "sign_in_name": sign_in_name, "code": code, "days": employing.INVITED_FOR.days}
    return Template("desk/invitation.html", context=context)


async def context(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what the form sent that could not be saved."""
    accounts, held = await store.accounts(tx.db), await factors.holders(tx.db)
    asked = await resets.waiting(tx) if staff.may(Permission.STAFF_RESET) else []
    names = {one.id: one.display_name for one in accounts}
    invited, versions = await employing.invitations(tx), await store.versions(tx.db)
    await audit.record(tx, "staff.listed", "staff", shown=len(accounts))
    return {
        "accounts": [
            {
                "account": one,
                "factors": held.get(one.id, 0),
                "invited_until": invited.get(one.id),
                "version": versions.get(one.id, 0),
            }
            for one in accounts
        ],
        "languages_known": LANGUAGES,
        "now": tx.now,
        "resets": [
            {
                "id": one.id,
                "name": names.get(one.staff_id, ""),
                "by": names.get(UUID(one.asked_by.partition(":")[2]), "") if ":" in one.asked_by else _("The server"),
                "at": one.asked_at,
                "reason": one.reason,
                "mine": staff.id == one.staff_id or str(staff.actor) == one.asked_by,
            }
            for one in asked
        ],
        "may_reset": staff.may(Permission.STAFF_RESET),
        "may_write": staff.may(Permission.STAFF_WRITE),
        "open_for": ids[0] if entered and ids else None,
        "entered": entered or {},
    }
