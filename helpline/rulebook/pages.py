"""Changing the rules: everything is prepared first, and published together with a reason."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.contacts.model import Language
from helpline.errors import Invalid
from helpline.rulebook import actions
from helpline.staff.permissions import Permission
from helpline.triage.lexicon import EVERYTHING
from helpline.vault.transaction import Transaction
from helpline.web.forms import form
from helpline.web.words import gettext as _

HOME = "/desk/rules"


class ChangeForm(Struct, forbid_unknown_fields=True):
    """`was` alone: not looked for any more; `written` alone: a new phrase; both: one in the place of the other."""

    was: str = ""
    written: str = ""


class PhraseForm(Struct, forbid_unknown_fields=True):
    language: str = ""
    heading: str = ""
    written: str = ""


class SwitchForm(Struct, forbid_unknown_fields=True):
    off: bool = False
    everywhere: bool = False


class LanguageSwitchForm(Struct, forbid_unknown_fields=True):
    """`language`: one of ours, or nothing for all of them."""

    language: str = ""
    off: bool = False


class PublicationForm(Struct, forbid_unknown_fields=True):
    why: str = ""
    version: int = 0


class RulePages(Controller):
    path = HOME + "/signs/{language:str}/{heading:str}"
    opt = {"permission": Permission.RULES_WRITE, "page": "rule"}  # noqa: RUF012  # Litestar's own way

    @post("/changes")
    async def change(self, request: Request[Any, Any, Any], tx: Transaction, language: str, heading: str) -> Redirect:
        given = await form(request, ChangeForm)
        if not (given.was or given.written.strip()):
            raise Invalid({"written": _("Write something.")})
        await actions.change(tx, spoken(language), heading, given.was or None, given.written.strip() or None)
        return Redirect(f"{HOME}/signs/{language}/{heading}", status_code=303)

    @post("/switch")
    async def switch(self, request: Request[Any, Any, Any], tx: Transaction, language: str, heading: str) -> Redirect:
        given = await form(request, SwitchForm)
        await actions.switch(tx, None if given.everywhere else spoken(language), heading, off=given.off)
        return Redirect(f"{HOME}/draft", status_code=303)


class RulebookPages(Controller):
    path = HOME
    opt = {"permission": Permission.RULES_WRITE}  # noqa: RUF012  # Litestar's own way

    @post("/switch", opt={"page": "rules"})
    async def switch(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, LanguageSwitchForm)
        await actions.switch(tx, spoken(given.language) if given.language else None, EVERYTHING, off=given.off)
        return Redirect(f"{HOME}/draft", status_code=303)

    @post("/from/{contact:uuid}/changes", opt={"page": "rule_from"})
    async def phrase(self, request: Request[Any, Any, Any], tx: Transaction, contact: UUID) -> Redirect:
        given = await form(request, PhraseForm)
        if not given.written.strip():
            raise Invalid({"written": _("Write something.")})
        await actions.change(tx, spoken(given.language), given.heading, None, given.written)
        return Redirect(f"{HOME}/draft", status_code=303)

    @post("/changes/{change:uuid}/withdrawal", opt={"page": "rules_draft"})
    async def withdraw(self, tx: Transaction, change: UUID) -> Redirect:
        await actions.withdraw(tx, change)
        return Redirect(f"{HOME}/draft", status_code=303)

    @post("/publications", opt={"page": "rules_draft"})
    async def publish(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, PublicationForm)
        number = await actions.publish(tx, given.version, given.why)
        return Redirect(f"{HOME}/versions/{number}", status_code=303)

    @post("/versions/{number:int}/return", opt={"page": "rule_version"})
    async def go_back(self, tx: Transaction, number: int) -> Redirect:
        await actions.go_back(tx, number)
        return Redirect(f"{HOME}/draft", status_code=303)


def spoken(language: str) -> Language:
    """Raises `Invalid` for one that is none of ours."""
    if language not in set(Language):
        raise Invalid({"language": _("Choose one from the list.")})
    return Language(language)
