"""Signing in and out, and the language the desk speaks."""

import re
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from msgspec import Struct

from helpline import clock
from helpline.errors import Invalid
from helpline.settings import Settings
from helpline.staff import actions
from helpline.staff.permissions import Permission
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
DESK_PATH = re.compile(r"/desk(/[A-Za-z0-9_-]+)*/?")


class Credentials(Struct):
    name: str = ""
    password: str = ""
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
    async def page(self, request: Request[Any, Any, Any]) -> Template:
        return asked(next=safe_path(guards.cookie(request, NEXT) or ""))

    @post("/sign-in", guards=[guards.from_our_pages], request_max_body_size=4096)
    async def sign_in(self, request: Request[Any, Any, Any], engine: Engine, settings: Settings) -> Redirect | Template:
        given = await form(request, Credentials)
        token = await actions.sign_in(engine, given.name, given.password, clock.now())
        if token is None:
            return asked(name=given.name, next=safe_path(given.next), refused=True)
        cookies = [session_cookie(settings, token), Cookie(key=NEXT, path="/desk", max_age=0)]
        person = await actions.signed_in(engine, token, clock.now())
        if person and not guards.cookie(request, language.COOKIE):
            cookies.append(language_cookie(settings, person.language if person.language in DESK else DESK[0]))
        return Redirect(safe_path(given.next) or HOME, status_code=303, cookies=cookies)

    @post("/sign-out", opt={"permission": Permission.SIGNED_IN})
    async def sign_out(self, request: Request[Any, Any, Any], tx: Transaction, settings: Settings) -> Redirect:
        await actions.sign_out(tx, guards.session_token(request) or "")
        return Redirect("/desk/sign-in", status_code=303, cookies=[session_cookie(settings, None)])

    @post("/language", guards=[guards.from_our_pages], request_max_body_size=4096)
    async def speak(self, request: Request[Any, Any, Any], settings: Settings) -> Redirect:
        wish = await form(request, Wish)
        if wish.language not in DESK:
            raise Invalid({"language": _("Choose one of the languages shown.")})
        return Redirect(
            safe_path(wish.back) or HOME, status_code=303, cookies=[language_cookie(settings, wish.language)]
        )


def asked(name: str = "", next: str = "", refused: bool = False) -> Template:
    """The page that asks who is there; the same words whatever was wrong."""
    sentence = _("This name and password do not fit together, or there were too many attempts. Try again in a minute.")
    context = {"name": name, "next": next, "problems": {"name": sentence} if refused else {}}
    return Template("desk/sign_in.html", context=context, status_code=422 if refused else 200)


def safe_path(path: str) -> str:
    """A page of the desk, or "": never another site's address."""
    return path if len(path) < 200 and DESK_PATH.fullmatch(path) and path != "/desk/sign-in" else ""


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
