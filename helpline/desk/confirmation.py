"""Proving again who sits there, before something sensitive; then back to it, with everything that was typed.

The page stands in the place of what was asked for. A form travels in it and is sent on by the browser itself (307), so
nothing is kept here and nothing is lost.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect, Template

from helpline import clock
from helpline.desk.sign_in import HOME, options, safe_path
from helpline.errors import HelplineError
from helpline.factors import actions as factors
from helpline.factors.rules import site
from helpline.settings import Settings
from helpline.staff import entering
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine, Transaction
from helpline.web.forms import parse, read
from helpline.web.guards import SAFE
from helpline.web.words import gettext as _

QUERY = re.compile(r"[A-Za-z0-9_.~%&=+-]{0,300}")
#: What is not put into a page again: whoever changes a password types it once more.
SECRET = "password"  # noqa: S105  # a part of a field's name

Pairs = list[tuple[str, str]]


class ConfirmationPage(Controller):
    path = "/desk/confirmation"
    opt = {"permission": Permission.SIGNED_IN, "house": True}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Template:
        return await asked(tx, staff, settings, back=HOME)

    @get("/challenge")
    async def challenge(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Response[str]:
        return options(await factors.passkey_asked(tx, site(settings.base_url), staff.id))

    @post("/")
    async def confirm(
        self, request: Request[Any, Any, Any], engine: Engine, staff: SignedIn, settings: Settings
    ) -> Redirect | Template:
        given = parse(await request.body())
        proof = {name: values[0] for name, values in given.items() if name.startswith("proof_")}
        action, back = safe_path(proof.get("proof_action", "")), safe_back(proof.get("proof_back", ""))
        if await is_proven(engine, staff, settings, proof):
            return Redirect(action, status_code=307) if action else Redirect(back or HOME, status_code=303)
        async with engine.transaction(factors.own(staff.id)) as tx:
            return await asked(tx, staff, settings, action, back, pairs(await read(request)), refused=True)


async def is_proven(engine: Engine, staff: SignedIn, settings: Settings, proof: dict[str, str]) -> bool:
    """By passkey, by code, or by the password of who has nothing better."""
    if credential := proof.get("proof_credential"):
        bound = site(settings.base_url)
        return await entering.confirm_by_passkey(engine, staff, bound, credential, clock.now())
    if SECRET in proof.get("proof_by", ""):
        return await entering.confirm_by_password(engine, staff, proof.get("proof_password", ""), clock.now())
    return await entering.confirm_by_code(engine, staff, proof.get("proof_code", ""), clock.now())


async def instead(request: Request[Any, Any, Any], error: HelplineError) -> Response[Any]:
    """The page in the place of what was asked for."""
    settings, staff = request.app.state.settings, request.scope["user"]
    action, back, sent = "", "", Pairs()
    if request.method in SAFE:
        query = request.scope.get("query_string", b"").decode("latin-1")
        back = safe_back(request.scope["path"] + (f"?{query}" if query else ""))
    else:
        action, sent = request.scope["path"], pairs(await read(request))
    async with request.app.state.engine.transaction(factors.own(staff.id)) as tx:
        return await asked(tx, staff, settings, action, back, sent)


async def asked(
    tx: Transaction,
    staff: SignedIn,
    settings: Settings,
    action: str = "",
    back: str = "",
    sent: Pairs | None = None,
    refused: bool = False,
) -> Template:
    """Asks for a proof; the same words whatever was wrong."""
    sentence = _("This did not prove that it is you, or there were too many attempts. Try again in a minute.")
    has = await factors.of(tx, staff.id)
    field = "proof_code" if has.count else "proof_password"
    context = {
        "has": has,
        "passkeys": site(settings.base_url).usable and bool(has.passkeys),
        "action": action,
        "back": back,
        "pairs": sent or [],
        "problems": {field: sentence} if refused else {},
    }
    status = 422 if refused else 200 if back == HOME else 401
    return Template("desk/confirmation.html", context=context, status_code=status)


def pairs(given: dict[str, list[str]]) -> Pairs:
    """A form as it goes on in a page; never a password."""
    return [(name, value) for name, values in given.items() for value in values if SECRET not in name]


def safe_back(place: str) -> str:
    """A page of the desk with what it was asked, or ""."""
    parts = urlsplit(place)
    path = "" if parts.scheme or parts.netloc else safe_path(parts.path)
    return (f"{path}?{parts.query}" if parts.query else path) if path and QUERY.fullmatch(parts.query) else ""
