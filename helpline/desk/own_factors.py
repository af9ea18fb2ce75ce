"""One's own second factors and recovery codes, on the account's page."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect, Template

from helpline.desk.account import HOME, may_be_without
from helpline.desk.second_factor import NewApp, NewPasskey
from helpline.desk.sign_in import options
from helpline.errors import Invalid
from helpline.factors import actions as factors
from helpline.factors.rules import site
from helpline.settings import Settings
from helpline.staff import entering
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

Entered = dict[str, Any]
FACTORS = HOME + "#factors"


class OwnFactors(Controller):
    path = HOME
    opt = {"permission": Permission.SIGNED_IN, "house": True, "fresh": True}  # noqa: RUF012  # Litestar's own way

    @get("/app")
    async def new_app(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/new_app.html", context=await of_new_app(tx, staff))

    @post("/app", opt={"page": "new_app"}, request_max_body_size=4096)
    async def add_app(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Redirect | Template:
        given = await form(request, NewApp)
        await factors.add_app(tx, staff.id, given.sealed, given.code)
        return await added(tx, staff)

    @post("/app/removal", opt={"page": "account"})
    async def drop_app(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Redirect:
        await check_not_last(tx, staff, settings)
        await factors.drop_app(tx, staff.id)
        return Redirect(FACTORS, status_code=303)

    @get("/passkeys/new")
    async def new_passkey(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Template:
        found = await of_new_passkey(tx, staff)
        return Template("desk/new_passkey.html", context=found | {"usable": site(settings.base_url).usable})

    @get("/passkeys/challenge")
    async def challenge(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Response[str]:
        owner = await entering.owner(tx, staff.id)
        return options(await factors.passkey_wanted(tx, site(settings.base_url), owner))

    @post("/passkeys", opt={"page": "new_passkey"}, request_max_body_size=16384)
    async def add_passkey(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, settings: Settings
    ) -> Redirect | Template:
        given = await form(request, NewPasskey)
        await factors.add_passkey(tx, site(settings.base_url), staff.id, given.credential, given.name)
        return await added(tx, staff)

    @post("/passkeys/{passkey:uuid}/removal", opt={"page": "account"})
    async def drop_passkey(self, tx: Transaction, staff: SignedIn, settings: Settings, passkey: UUID) -> Redirect:
        await check_not_last(tx, staff, settings)
        await factors.drop_passkey(tx, staff.id, passkey)
        return Redirect(FACTORS, status_code=303)

    @post("/recovery-codes", status_code=200)
    async def new_codes(self, tx: Transaction, staff: SignedIn) -> Template:
        return codes_page(await factors.new_codes(tx, staff.id))


async def added(tx: Transaction, staff: SignedIn) -> Redirect | Template:
    """Back to the account; with the first factor come the recovery codes."""
    if (await factors.of(tx, staff.id)).codes is None:
        return codes_page(await factors.new_codes(tx, staff.id))
    return Redirect(FACTORS, status_code=303)


def codes_page(codes: list[str]) -> Template:
    """Shown once: nothing here can show them again."""
    context = {"codes": codes, "onwards": FACTORS, "problems": {}}
    return Template("desk/recovery_codes.html", context=context)


async def check_not_last(tx: Transaction, staff: SignedIn, settings: Settings) -> None:
    """Raises `Invalid` where a second factor is required and this is the only one."""
    if not may_be_without(settings) and (await factors.of(tx, staff.id)).count < 2:
        raise Invalid({"": _("This is your only second factor. Set up another one first.")})


async def of_new_app(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    owner, sealed = await entering.owner(tx, staff.id), (entered or {}).get("sealed", "")
    return {"app": factors.offer_again(tx, owner, sealed) if sealed else factors.offer_app(tx, owner)}


async def of_new_passkey(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    return {"name": (entered or {}).get("name", ""), "usable": True}
