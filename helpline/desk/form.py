"""The public form as somebody writes it: what is asked, its draft, a preview in each language, its versions."""

from typing import Any

from litestar import get
from litestar.response import Template

from helpline.questions import actions, rules, store
from helpline.questions.model import ALWAYS, LANGUAGES
from helpline.questions.pages import FormPages
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Transaction
from helpline.web.words import speak

Entered = dict[str, Any]


class FormPage(FormPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn, language: str = "fr") -> Template:
        return Template("desk/form.html", context=await context(tx, staff, language=language))

    @get("/preview/{language:str}")
    async def preview(self, tx: Transaction, language: str) -> Template:
        """Every page of the draft one after the other, in one language, with nothing filled in."""
        chosen = language if language in LANGUAGES else LANGUAGES[0]
        form = await actions.drafted(tx)
        speak(chosen)
        return Template("desk/form_preview.html", context={"asks": form.asks(chosen), "values": {}, "problems": {}})


async def context(
    tx: Transaction, staff: SignedIn, *_ids: object, language: str = "", entered: Entered | None = None
) -> Entered:
    """The whole page in one language's words; `entered` is what the form sent that could not be saved."""
    wanted = language or str((entered or {}).get("language", ""))
    chosen = wanted if wanted in LANGUAGES else LANGUAGES[0]
    draft, published = await actions.versions(tx)
    form = store.decoded(draft.body if draft else published[0].body)
    return {
        "language": chosen,
        "questions": form.questions,
        "always": ALWAYS,
        "draft": draft,
        "published": published,
        "differences": rules.differences(store.decoded(published[0].body), form) if draft else [],
        "entered": entered or {},
    }
