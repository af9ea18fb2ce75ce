"""What the house says by itself and what colleagues choose from, for those who may change it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Template

from helpline.staff import actions as accounts
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import read
from helpline.wording import panels
from helpline.wording.pages import HOME

Entered = dict[str, Any]


class TextPages(Controller):
    path = HOME
    opt = {"permission": Permission.WORDING_WRITE}  # noqa: RUF012  # Litestar's own way

    @get("/texts")
    async def texts(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/texts.html", context=await context(tx, staff))

    @get("/acknowledgements/{language:str}")
    async def template(self, tx: Transaction, staff: SignedIn, language: str) -> Template:
        return Template("desk/template.html", context=await of_template(tx, staff, language))

    @post("/acknowledgements/{language:str}/preview", status_code=200, opt={"page": "template"})
    async def preview_template(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, language: str
    ) -> Template:
        return Template("desk/template.html", context=await of_template(tx, staff, language, await typed(request)))

    @get("/answers/new")
    async def new(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/answer.html", context=await of_new_answer(tx, staff))

    @post("/answers/preview", status_code=200, opt={"page": "new_answer"})
    async def preview_new(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/answer.html", context=await of_new_answer(tx, staff, await typed(request)))

    @get("/answers/{answer:uuid}")
    async def answer(self, tx: Transaction, staff: SignedIn, answer: UUID) -> Template:
        return Template("desk/answer.html", context=await of_answer(tx, staff, answer))

    @post("/answers/{answer:uuid}/preview", status_code=200, opt={"page": "answer"})
    async def preview(
        self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, answer: UUID
    ) -> Template:
        return Template("desk/answer.html", context=await of_answer(tx, staff, answer, await typed(request)))


async def typed(request: Request[Any, Any, Any]) -> Entered:
    """What a form holds, to be looked at and not to be kept."""
    return {name: values[0] for name, values in (await read(request)).items()}


async def context(tx: Transaction, staff: SignedIn, entered: Entered | None = None) -> Entered:
    return await panels.settings(tx, await names(tx))


async def of_template(tx: Transaction, staff: SignedIn, language: str, entered: Entered | None = None) -> Entered:
    return await panels.template(tx, language, await names(tx), entered or {})


async def of_new_answer(tx: Transaction, staff: SignedIn, entered: Entered | None = None) -> Entered:
    return await panels.answer(tx, None, {}, entered or {})


async def of_answer(tx: Transaction, staff: SignedIn, answer: UUID, entered: Entered | None = None) -> Entered:
    return await panels.answer(tx, answer, await names(tx), entered or {})


async def names(tx: Transaction) -> dict[str, str]:
    return {f"staff:{one}": name for one, name in await accounts.owners(tx)}
