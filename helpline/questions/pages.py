"""Writing, publishing and discarding the draft of the public form."""

from typing import Any

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.errors import Invalid
from helpline.questions import actions
from helpline.questions.model import LANGUAGES, NewQuestion, QuestionKind, Worded
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form, read
from helpline.web.words import gettext as _

HOME = "/desk/settings/form"


class VersionForm(Struct, forbid_unknown_fields=True):
    version: int


class FormPages(Controller):
    path = HOME
    opt = {"permission": Permission.WORDING_WRITE, "page": "form"}  # noqa: RUF012  # Litestar's own way

    @post("/draft")
    async def draft(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await read(request)
        language = one(given, "language")
        names = [name.removeprefix("place_") for name in given if name.startswith("place_")]
        order = sorted(names, key=lambda name: (number(given, f"place_{name}"), names.index(name)))
        words = {name: worded(given, name) for name in names}
        await actions.draft(tx, language, order, given.get("asked", []), words, number(given, "version"))
        return Redirect(f"{HOME}?language={language}", status_code=303)

    @post("/questions", opt={"page": "form_question"})
    async def add(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await read(request)
        words = {language: worded(given, language) for language in LANGUAGES}
        await actions.add(tx, NewQuestion(kind_in(given), words), number(given, "version"))
        return Redirect(HOME, status_code=303)

    @post("/questions/{name:str}/removal")
    async def remove(self, request: Request[Any, Any, Any], tx: Transaction, name: str) -> Redirect:
        await actions.remove(tx, name, (await form(request, VersionForm)).version)
        return Redirect(HOME, status_code=303)

    @post("/publication")
    async def publish(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        await actions.publish(tx, (await form(request, VersionForm)).version)
        return Redirect(HOME, status_code=303)

    @post("/removal")
    async def discard(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        await actions.discard(tx, (await form(request, VersionForm)).version)
        return Redirect(HOME, status_code=303)


def one(given: dict[str, list[str]], name: str) -> str:
    return given.get(name, [""])[0]


def worded(given: dict[str, list[str]], name: str) -> Worded:
    return Worded(one(given, f"label_{name}"), one(given, f"hint_{name}"), one(given, f"choices_{name}"))


def kind_in(given: dict[str, list[str]]) -> QuestionKind:
    """How the new question is answered. Raises `Invalid`."""
    kind = one(given, "kind")
    if kind not in set(QuestionKind):
        raise Invalid({"kind": _("Choose one of the answers.")})
    return QuestionKind(kind)


def number(given: dict[str, list[str]], name: str) -> int:
    """A whole number of the form. Raises `Invalid`."""
    typed = one(given, name)
    if not (typed.isdecimal() and len(typed) < 6):
        raise Invalid({name: _("Give a number.")})
    return int(typed)
