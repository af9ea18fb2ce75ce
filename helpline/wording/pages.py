"""Changing what we say."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.once import sent_before
from helpline.wording import actions
from helpline.wording.model import Draft

HOME = "/desk/settings"
TEXTS = HOME + "/texts"


class TemplateForm(Struct, forbid_unknown_fields=True):
    subject: str = ""
    text: str = ""
    version: int = 0


class SwitchForm(Struct, forbid_unknown_fields=True):
    """`sends`: `email:fr`, `sms:nl`, for each box that is ticked."""

    sends: list[str] = []


class AnswerForm(Struct, forbid_unknown_fields=True):
    review_on: date
    title: str = ""
    language: str = "fr"
    text: str = ""
    version: int = 0

    def draft(self) -> Draft:
        return Draft(self.title, self.language, self.text, self.review_on)


class SwitchPages(Controller):
    path = HOME
    opt = {"permission": Permission.WORDING_WRITE, "page": "texts"}  # noqa: RUF012  # Litestar's own way

    @post("/switches")
    async def switch(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        await actions.switch(tx, (await form(request, SwitchForm)).sends)
        return Redirect(TEXTS, status_code=303)


class TemplatePages(Controller):
    path = HOME + "/acknowledgements/{language:str}"
    opt = {"permission": Permission.WORDING_WRITE, "page": "template"}  # noqa: RUF012  # Litestar's own way

    @post("/versions")
    async def rewrite(self, request: Request[Any, Any, Any], tx: Transaction, language: str) -> Redirect:
        given = await form(request, TemplateForm)
        await actions.rewrite(tx, language, given.subject, given.text, given.version)
        return Redirect(TEXTS, status_code=303)


class NewAnswer(Controller):
    path = HOME + "/answers"
    opt = {"permission": Permission.WORDING_WRITE, "page": "new_answer"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def add(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, AnswerForm)
        if not await sent_before(request, tx):
            await actions.add(tx, given.draft())
        return Redirect(TEXTS + "#answers", status_code=303)


class AnswerPages(Controller):
    path = HOME + "/answers/{answer:uuid}"
    opt = {"permission": Permission.WORDING_WRITE, "page": "answer"}  # noqa: RUF012  # Litestar's own way

    @post("/versions")
    async def change(self, request: Request[Any, Any, Any], tx: Transaction, answer: UUID) -> Redirect:
        given = await form(request, AnswerForm)
        await actions.change(tx, answer, given.draft(), given.version)
        return Redirect(TEXTS + "#answers", status_code=303)

    @post("/retirement")
    async def retire(self, tx: Transaction, answer: UUID) -> Redirect:
        await actions.retire(tx, answer)
        return Redirect(TEXTS + "#answers", status_code=303)
