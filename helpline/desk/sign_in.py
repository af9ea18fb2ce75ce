"""Signing in and out, and the language the desk speaks."""

import re
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline import clock
from helpline.errors import Invalid
from helpline.factors import actions as factors
from helpline.factors.rules import site
from helpline.settings import SecondFactor, Settings
from helpline.staff import actions, entering
from helpline.staff.model import Owed
from helpline.staff.permissions import Permission
from helpline.staff.rules import device
from helpline.vault.transaction import Engine, Transaction
from helpline.web import guards, language
from helpline.web.forms import form
from helpline.web.words import DESK
from helpline.web.words import gettext as _

HOME = "/desk"

#: Where a day begins, for the first of these that somebody may see.
ROOMS = (
    (Permission.QUEUE_READ, "/desk/queue"),
    (Permission.ROSTER_READ, "/desk/roster"),
    (Permission.PARTNER_READ, "/desk/partners"),
)
NEXT = "helpline_next"
OWED = {
    Owed.FACTOR: "/desk/sign-in/second-factor",
    Owed.SET_UP: "/desk/sign-in/set-up",
    Owed.PASSWORD: "/desk/sign-in/new-password",
}
AT_THE_DOOR = ("/desk/sign-in", "/desk/confirmation")
DESK_PATH = re.compile(r"/desk(/[A-Za-z0-9_-]+)*/?")


class Credentials(Struct):
    name: str = ""
    password: str = ""
    next: str = ""


class Passkey(Struct):
    credential: str
    next: str = ""


class Wish(Struct):
    language: str
    back: str = HOME


class SignIn(Controller):
    path = "/desk"
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/", opt={"permission": Permission.SIGNED_IN})
    async def door(self, request: Request[Any, Any, Any]) -> Redirect:
        return Redirect(next(path for permission, path in ROOMS if request.user.may(permission)))

    @get("/sign-in")
    async def page(self, request: Request[Any, Any, Any], settings: Settings) -> Template:
        return asked(settings, next=safe_path(guards.cookie(request, NEXT) or ""))

    @post("/sign-in", guards=[guards.from_our_pages], request_max_body_size=4096)
    async def sign_in(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Redirect | Template:
        given = await form(request, Credentials)
        required = settings.second_factor is SecondFactor.REQUIRED
        token = await actions.sign_in(
            engine, given.name, given.password, clock.now(), device=device_of(request), required=required
        )
        if token is None:
            return asked(settings, name=given.name, next=safe_path(given.next), refused=True)
        return await inside(request, engine, settings, token, given.next)

    @get("/sign-in/challenge")
    async def challenge(self, engine: Engine, settings: Settings) -> Response[str]:
        return options(factors.stranger_asked(engine, site(settings.base_url), clock.now()))

    @post("/sign-in/passkey", guards=[guards.from_our_pages], request_max_body_size=16384)
    async def by_passkey(
        self, request: Request[Any, Any, Any], engine: Engine, settings: Settings
    ) -> Redirect | Template:
        given = await form(request, Passkey)
        token = await entering.by_passkey_alone(
            engine, site(settings.base_url), given.credential, device_of(request), clock.now()
        )
        if token is None:
            return asked(settings, next=safe_path(given.next), refused=True)
        return await inside(request, engine, settings, token, given.next)

    @post("/sign-out", opt={"permission": Permission.SIGNED_IN})
    async def sign_out(self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings) -> Redirect:
        await actions.sign_out(tx, guards.session_token(request) or "")
        return Redirect("/desk/sign-in", status_code=303, cookies=[session_cookie(settings, None)])

    @post("/language", guards=[guards.from_our_pages], request_max_body_size=4096)
    async def speak(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Redirect:
        wish = await form(request, Wish)
        if wish.language not in DESK:
            raise Invalid({"language": _("Choose one of the languages shown.")})
        person = await actions.signed_in(engine, guards.session_token(request) or "", clock.now())
        if person:
            async with engine.transaction(person.actor) as tx:
                await actions.change_language(tx, person.id, wish.language)
        return Redirect(
            safe_path(wish.back) or HOME, status_code=303, cookies=[language_cookie(settings, wish.language)]
        )


async def inside(
    request: Request[Any, Any, Any], engine: Engine, settings: Settings, token: str, next: str = ""
) -> Redirect:
    """With this session's cookie to where one wanted to go, or first to what is still owed."""
    session = session_cookie(settings, token)
    owing = await entering.entering(engine, token, clock.now())
    if owing:
        page = safe_path(next) or safe_path(guards.cookie(request, NEXT) or "")
        wanted = Cookie(key=NEXT, value=page, path="/desk", httponly=True)
        return Redirect(OWED[owing.owes], status_code=303, cookies=[session, wanted])
    cookies = [session, Cookie(key=NEXT, path="/desk", max_age=0)]
    person = await actions.signed_in(engine, token, clock.now())
    if person and (person.language in DESK or not guards.cookie(request, language.COOKIE)):
        cookies.append(language_cookie(settings, person.language if person.language in DESK else DESK[0]))
    wanted_page = safe_path(next) or safe_path(guards.cookie(request, NEXT) or "")
    return Redirect(wanted_page or HOME, status_code=303, cookies=cookies)


def asked(settings: Settings, name: str = "", next: str = "", refused: bool = False) -> Template:
    """The page that asks who is there; the same words whatever was wrong."""
    sentence = _("This does not fit together, or there were too many attempts. Try again in a minute.")
    context = {
        "name": name,
        "next": next,
        "passkeys": site(settings.base_url).usable,
        "problems": {"name": sentence} if refused else {},
    }
    return Template("desk/sign_in.html", context=context, status_code=422 if refused else 200)


def options(json: str) -> Response[str]:
    """What a browser's authenticator is asked, for our own script."""
    return Response(json, media_type="application/json")


def device_of(request: Request[Any, Any, Any]) -> str:
    """Our own two words for what somebody signs in with."""
    return device(request.headers.get("user-agent", "")[:500])


def safe_path(path: str) -> str:
    """A page of the desk, or "": never another site's address."""
    return path if len(path) < 200 and DESK_PATH.fullmatch(path) and not path.startswith(AT_THE_DOOR) else ""


def session_cookie(settings: Settings, token: str | None) -> Cookie:
    """Lives as long as the browser's window; None takes it away."""
    secure = settings.base_url.startswith("https://")
    return Cookie(
        key=guards.cookie_name(secure=secure),
        value=token or "",
        path="/",
        httponly=True,
        samesite="strict",
        secure=secure,
        max_age=None if token else 0,
    )


def language_cookie(settings: Settings, code: str) -> Cookie:
    secure = settings.base_url.startswith("https://")
    return Cookie(
        key=language.COOKIE, value=code, path="/", httponly=True, samesite="lax", secure=secure, max_age=31_536_000
    )
