"""The rules by which messages are judged: read by everybody who works with them, changed by supervisors."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.response import Template
from msgspec import Struct

from helpline.rulebook import differences, panels, preview
from helpline.rulebook.pages import HOME
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form

Entered = dict[str, Any]
MOST_WORDS = 100


class TrialForm(Struct, forbid_unknown_fields=True):
    text: str = ""
    language: str = ""


class RulesPage(Controller):
    path = HOME
    opt = {"permission": Permission.RULES_READ}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def home(self, tx: Transaction, staff: SignedIn, words: str = "") -> Template:
        return Template("desk/rules.html", context=await context(tx, staff, words=words))

    @get("/signs/{language:str}/{heading:str}")
    async def sign(self, tx: Transaction, staff: SignedIn, language: str, heading: str) -> Template:
        return Template("desk/rule.html", context=await of_sign(tx, staff, language, heading))

    @get("/draft")
    async def draft(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/rules_draft.html", context=await of_draft(tx, staff))

    @post("/draft/preview", status_code=200, opt={"permission": Permission.RULES_WRITE, "page": "rules_draft"})
    async def preview(self, tx: Transaction) -> Template:
        return Template("desk/rules_draft.html", context=await panels.draft(tx, await preview.past(tx)))

    @get("/trial")
    async def trial(self, tx: Transaction) -> Template:
        return Template("desk/rules_trial.html", context=await panels.trial(tx, "", ""))

    @post("/trial", status_code=200, opt={"page": "rules_trial"})
    async def tried(self, request: Request[Any, Any, Any], tx: Transaction) -> Template:
        given = await form(request, TrialForm)
        return Template("desk/rules_trial.html", context=await panels.trial(tx, given.text, given.language))

    @get("/versions")
    async def history(self, tx: Transaction) -> Template:
        return Template("desk/rule_versions.html", context=await panels.history(tx))

    @get("/versions/{number:int}")
    async def version(self, tx: Transaction, staff: SignedIn, number: int) -> Template:
        return Template("desk/rule_version.html", context=await of_version(tx, staff, number))

    @get("/differences", opt={"permission": Permission.RULES_WRITE})
    async def differ(self, tx: Transaction, days: int = 90, language: str = "", sign: str = "") -> Template:
        return Template("desk/rule_differences.html", context=await differences.page(tx, days, language, sign))

    @get("/from/{contact:uuid}", opt={"permission": Permission.RULES_WRITE})
    async def phrase(self, tx: Transaction, staff: SignedIn, contact: UUID) -> Template:
        return Template("desk/rule_from.html", context=await of_contact(tx, staff, contact))


async def context(tx: Transaction, staff: SignedIn, entered: Entered | None = None, words: str = "") -> Entered:
    return await panels.home(tx, words.strip()[:MOST_WORDS])


async def of_sign(
    tx: Transaction, staff: SignedIn, language: str, heading: str, entered: Entered | None = None
) -> Entered:
    return await panels.sign(tx, language, heading, entered)


async def of_draft(tx: Transaction, staff: SignedIn, *_: object, entered: Entered | None = None) -> Entered:
    return await panels.draft(tx) | {"entered": entered or {}}


async def of_trial(tx: Transaction, staff: SignedIn, entered: Entered | None = None) -> Entered:
    return await panels.trial(tx, str((entered or {}).get("text", "")), str((entered or {}).get("language", "")))


async def of_version(tx: Transaction, staff: SignedIn, number: int, entered: Entered | None = None) -> Entered:
    return await panels.version(tx, number)


async def of_contact(tx: Transaction, staff: SignedIn, contact: UUID, entered: Entered | None = None) -> Entered:
    return await panels.from_contact(tx, contact, entered)
