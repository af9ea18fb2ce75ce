"""Between the password and the desk: the second factor, its first set-up, and a password of one's own."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline import clock
from helpline.desk.sign_in import HOME, NEXT, OWED, inside, options, safe_path, session_cookie
from helpline.errors import Invalid
from helpline.factors import actions as factors
from helpline.factors.model import Proof
from helpline.factors.rules import site
from helpline.settings import Settings
from helpline.staff import entering
from helpline.staff.model import Entering, Owed
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Engine, Transaction
from helpline.web import guards
from helpline.web.forms import form
from helpline.web.words import gettext as _


class Given(Struct):
    code: str = ""
    credential: str = ""


class NewApp(Struct):
    sealed: str
    code: str = ""


class NewPasskey(Struct):
    credential: str
    name: str = ""


class NewPassword(Struct):
    password: str = ""


class SecondFactor(Controller):
    path = "/desk/sign-in"
    opt = {"permission": Permission.ENTERING, "house": True}  # noqa: RUF012  # Litestar's own way

    @get("/second-factor")
    async def page(self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings) -> Template | Redirect:
        who: Entering = request.user
        return Redirect(OWED[who.owes]) if who.owes is not Owed.FACTOR else await asked(tx, who, settings)

    @get("/second-factor/challenge")
    async def challenge(self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings) -> Response[str]:
        return options(await factors.passkey_asked(tx, site(settings.base_url), request.user.id))

    @post("/second-factor", request_max_body_size=16384)
    async def prove(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Redirect | Template:
        who, given, old = request.user, await form(request, Given), guards.session_token(request) or ""
        if given.credential:
            bound = site(settings.base_url)
            token = await entering.by_passkey(engine, who, old, bound, given.credential, clock.now())
        else:
            token = await entering.by_code(engine, who, old, given.code, clock.now())
        if token:
            return await inside(request, engine, settings, token)
        async with engine.transaction(guards.actor(request)) as tx:
            return await asked(tx, who, settings, refused=True)

    @get("/set-up")
    async def set_up(self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings) -> Template | Redirect:
        who: Entering = request.user
        return Redirect(OWED[who.owes]) if who.owes is not Owed.SET_UP else await offered(tx, who, settings)

    @get("/set-up/challenge")
    async def new_challenge(
        self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings
    ) -> Response[str]:
        check_owes(request.user, Owed.SET_UP)
        return options(
            await factors.passkey_wanted(tx, site(settings.base_url), await entering.owner(tx, request.user.id))
        )

    @post("/set-up/app", request_max_body_size=4096)
    async def app(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Template:
        who, given = request.user, await form(request, NewApp)
        check_owes(who, Owed.SET_UP)
        try:
            async with engine.transaction(guards.actor(request)) as tx:
                await factors.add_app(tx, who.id, given.sealed, given.code)
                codes = await factors.new_codes(tx, who.id)
        except Invalid as wrong:
            async with engine.transaction(guards.actor(request)) as tx:
                return await offered(tx, who, settings, given.sealed, wrong)
        return await admitted(request, engine, settings, Proof.APP, codes)

    @post("/set-up/passkey", request_max_body_size=16384)
    async def passkey(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Template:
        who, given = request.user, await form(request, NewPasskey)
        check_owes(who, Owed.SET_UP)
        try:
            async with engine.transaction(guards.actor(request)) as tx:
                await factors.add_passkey(tx, site(settings.base_url), who.id, given.credential, given.name)
                codes = await factors.new_codes(tx, who.id)
        except Invalid as wrong:
            async with engine.transaction(guards.actor(request)) as tx:
                return await offered(tx, who, settings, "", wrong)
        return await admitted(request, engine, settings, Proof.PASSKEY, codes)

    @get("/new-password")
    async def new_password(self, request: Request[Any, Any, Any], tx: Transaction) -> Template | Redirect:
        who: Entering = request.user
        return Redirect(OWED[who.owes]) if who.owes is not Owed.PASSWORD else await chosen(tx, who)

    @post("/new-password", request_max_body_size=4096)
    async def choose(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Redirect | Template:
        who, given, old = request.user, await form(request, NewPassword), guards.session_token(request) or ""
        check_owes(who, Owed.PASSWORD)
        try:
            token = await entering.choose_password(
                engine, who, old, given.password, settings.breached_path, clock.now()
            )
        except Invalid as wrong:
            async with engine.transaction(guards.actor(request)) as tx:
                return await chosen(tx, who, wrong)
        return await inside(request, engine, settings, token or "")


def check_owes(who: Entering, what: Owed) -> None:
    """Who has a factor proves it, and adds no other on the way in. Raises `Invalid`."""
    if who.owes is not what:
        raise Invalid({"": _("Your second factor is set up already. Sign in with it.")})


async def admitted(
    request: Request[Any, Any, Any], engine: Engine, settings: Settings, proof: Proof, codes: list[str]
) -> Template:
    """The recovery codes, shown once, and the way to the desk."""
    old = guards.session_token(request) or ""
    token = await entering.after_set_up(engine, request.user, old, proof, clock.now())
    owing = await entering.entering(engine, token, clock.now()) if token else None
    wanted = safe_path(guards.cookie(request, NEXT) or "") or HOME
    context = {"codes": codes, "onwards": OWED[owing.owes] if owing else wanted, "problems": {}}
    cookies = [session_cookie(settings, token)] if token else []
    return Template("desk/recovery_codes.html", context=context, cookies=cookies)


async def asked(tx: Transaction, who: Entering, settings: Settings, refused: bool = False) -> Template:
    """Asks for the second factor; the same words whatever was wrong."""
    sentence = _("This did not prove that it is you, or there were too many attempts. Try again in a minute.")
    context = {
        "has": await factors.of(tx, who.id),
        "passkeys": site(settings.base_url).usable,
        "problems": {"code": sentence} if refused else {},
    }
    return Template("desk/second_factor.html", context=context, status_code=422 if refused else 200)


async def offered(
    tx: Transaction, who: Entering, settings: Settings, sealed: str = "", wrong: Invalid | None = None
) -> Template:
    """What one may set up; with the same secret again after a mistyped code."""
    owner = await entering.owner(tx, who.id)
    context = {
        "app": factors.offer_again(tx, owner, sealed) if sealed else factors.offer_app(tx, owner),
        "passkeys": site(settings.base_url).usable,
        "problems": {field: _(said) for field, said in wrong.problems.items()} if wrong else {},
    }
    return Template("desk/set_up.html", context=context, status_code=422 if wrong else 200)


async def chosen(tx: Transaction, who: Entering, wrong: Invalid | None = None) -> Template:
    """Asks for a password that nobody else knows."""
    context = {
        "sign_in_name": (await entering.owner(tx, who.id)).sign_in_name,
        "problems": {field: _(said) for field, said in wrong.problems.items()} if wrong else {},
    }
    return Template("desk/new_password.html", context=context, status_code=422 if wrong else 200)
