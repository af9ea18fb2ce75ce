"""The public form as somebody writes it: what is asked, its draft, a preview in each language, its versions."""

from typing import Any

from litestar import get
from litestar.response import Template

from helpline.channel import AskedForm, Filled
from helpline.questions import actions, panels, rules, store
from helpline.questions.model import ALWAYS, LANGUAGES, QuestionKind
from helpline.questions.pages import FormPages
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Transaction
from helpline.web.terms import with_term
from helpline.web.words import speak

Entered = dict[str, Any]


class FormPage(FormPages):
    """The page, at the same address as what changes it: Litestar wants one controller for an address."""

    @get("/")
    async def page(self, tx: Transaction, staff: SignedIn, language: str = "fr") -> Template:
        return Template("desk/form.html", context=await context(tx, staff, language=language))

    @get("/questions")
    async def new_question(self, tx: Transaction, staff: SignedIn) -> Template:
        return Template("desk/form_question.html", context=await of_question(tx, staff))

    @get("/preview/{language:str}")
    async def preview(self, tx: Transaction, language: str) -> Template:
        """Every page of the draft one after the other, in one language, with nothing filled in."""
        return looked_at(await actions.drafted(tx), language)

    @get("/versions/{number:int}/{language:str}")
    async def version(self, tx: Transaction, number: int, language: str) -> Template:
        """A version as it was asked, for whoever reads an answer to it."""
        return looked_at(await actions.asked(tx, number), language)


def looked_at(form: AskedForm, language: str) -> Template:
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    speak(chosen)
    context = {"asks": form.asks(chosen), "values": Filled(), "problems": {}}
    return Template("desk/form_preview.html", context=context)


async def context(
    tx: Transaction, staff: SignedIn, *_ids: object, language: str = "", entered: Entered | None = None
) -> Entered:
    """The whole page in one language's words; `entered` is what the form sent that could not be saved."""
    wanted = language or str((entered or {}).get("language", ""))
    chosen = wanted if wanted in LANGUAGES else LANGUAGES[0]
    draft, published = await actions.versions(tx)
    asked = store.decoded(published[0].body)
    form = store.decoded(draft.body) if draft else asked
    return {
        "language": chosen,
        "questions": form.questions,
        "titles": panels.titles(form.questions),
        "always": ALWAYS,
        "listed": rules.LISTED,
        "draft": draft,
        "published": published,
        "settled": {one.name for one in asked.questions},
        "differences": rules.differences(asked, form) if draft else [],
        "missing": rules.missing(form),
        "entered": entered or {},
    }


async def of_question(tx: Transaction, staff: SignedIn, entered: Entered | None = None) -> Entered:
    """The form of a question that is not asked yet."""
    draft, _published = await actions.versions(tx)
    return {
        "version": draft.draft_version if draft else 0,
        "kinds": with_term(QuestionKind, "question_kind"),
        "most": rules.MOST_CHOICES,
        "entered": entered or {},
    }
