"""One's own account: name and wishes, the password, where one is signed in."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline import clock
from helpline.audit import store as audit
from helpline.desk.sign_in import language_cookie
from helpline.errors import N_
from helpline.factors import actions as factors
from helpline.factors.rules import site
from helpline.settings import SecondFactor, Settings
from helpline.staff import actions, entering
from helpline.staff.model import Appearance, Density, Session, SignedIn, Wishes
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine, Transaction
from helpline.web.forms import form
from helpline.web.words import DESK
from helpline.web.words import gettext as _

HOME = "/desk/account"

#: What its owner is told of what happened to an account: so a stranger's doings are noticed.
EVENTS = {
    "staff.signed_in": N_("Signed in"),
    "staff.sign_in_refused": N_("A wrong password was tried"),
    "staff.code_refused": N_("A wrong code was tried"),
    "staff.confirmation_refused": N_("A proof for something sensitive failed"),
    "staff.recovery_code_used": N_("A recovery code was used"),
    "staff.recovery_codes_made": N_("New recovery codes were made"),
    "staff.factor_added": N_("A passkey or an app was added"),
    "staff.factor_removed": N_("A passkey or an app was removed"),
    "staff.factors_forgotten": N_("The second factors were reset"),
    "staff.reset_asked": N_("Somebody asked for a reset of the second factor"),
    "staff.reset_refused": N_("A reset of the second factor was refused"),
    "staff.password_changed": N_("The password was changed"),
    "staff.sessions_ended": N_("All other sessions were ended"),
}
LOOKED_THROUGH, SHOWN = 60, 8
Entered = dict[str, Any]


class Preferences(Struct):
    name: str
    language: str
    density: Density
    appearance: Appearance
    sound: bool = False
    notifications: bool = False


class NewPassword(Struct):
    current: str = ""
    password: str = ""


class AccountPage(Controller):
    path = HOME
    opt = {"permission": Permission.SIGNED_IN, "house": True}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn, settings: Settings) -> Template:
        found = await context(tx, staff)
        return Template("desk/account.html", context=found | {"passkeys_work": site(settings.base_url).usable})

    @post("/preferences", opt={"page": "account"})
    async def prefer(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, settings: Settings
    ) -> Redirect:
        given = await form(request, Preferences)
        wishes = Wishes(
            given.name.strip(), given.language, given.density, given.appearance, given.sound, given.notifications
        )
        await entering.prefer(tx, staff.id, wishes, DESK)
        return Redirect(HOME, status_code=303, cookies=[language_cookie(settings, given.language)])

    @get("/password", opt={"fresh": True})
    async def password(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/password.html", context=await of_password(tx, staff))

    @post("/password", opt={"fresh": True, "page": "password"}, request_max_body_size=4096)
    async def change_password(
        self, request: Request[Any, Any, Any], engine: Engine, staff: SignedIn, settings: Settings
    ) -> Redirect:
        given = await form(request, NewPassword)
        known, now = settings.breached_path, clock.now()
        await entering.change_own_password(engine, staff, given.current, given.password, known, now)
        return Redirect(HOME, status_code=303)

    @post("/sessions/{session:uuid}/closure")
    async def end(self, tx: Transaction, staff: SignedIn, session: UUID) -> Redirect:
        await entering.end_session(tx, staff.id, session)
        return Redirect(HOME + "#sessions", status_code=303)

    @post("/sessions/closure")
    async def end_others(self, tx: Transaction, staff: SignedIn) -> Redirect:
        if staff.session:
            await entering.end_others(tx, staff.id, staff.session)
        return Redirect(HOME + "#sessions", status_code=303)


async def context(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    """The whole page; `entered` is what the form sent that could not be saved."""
    account = await actions.opened(tx, staff.id)
    wishes = {name: getattr(staff, name) for name in ("name", "density", "appearance", "sound", "notifications")}
    ticked = {name: name in entered for name in ("sound", "notifications")} if entered else {}
    return {
        "sign_in_name": account.sign_in_name,
        "wishes": wishes | {"language": account.language} | (entered or {}) | ticked,
        "has": await factors.of(tx, staff.id),
        "passkeys_work": True,
        "sessions": [shown(one, staff) for one in await entering.sessions(tx, staff.id)],
        "lately": await lately(tx, staff),
    }


def shown(one: Session, staff: SignedIn) -> Entered:
    """One place where somebody is signed in, in words."""
    browser, _both, system = one.device.partition("/")
    words = _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
    return {
        "id": one.id,
        "device": words or _("An unknown device"),
        "since": one.created_at,
        "seen": one.seen_at,
        "here": one.id == staff.session,
    }


async def lately(tx: Transaction, staff: SignedIn) -> list[Entered]:
    """The last things that happened to the account, newest first."""
    entries = [one for one in await audit.about(tx, staff.id, LOOKED_THROUGH) if one.action in EVENTS][:SHOWN]
    return [{"at": one.at, "what": _(EVENTS[one.action])} for one in entries]


async def of_password(tx: Transaction, staff: SignedIn, *ids: object, entered: Entered | None = None) -> Entered:
    return {"sign_in_name": (await actions.opened(tx, staff.id)).sign_in_name}


def may_be_without(settings: Settings) -> bool:
    """Whether the last second factor may go."""
    return settings.second_factor is SecondFactor.OPTIONAL
