"""The writer's pages: write, look it over, send, come back. They work without script; only a message is needed."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.response import Template
from msgspec.structs import asdict, replace

from channels.webform import steps
from channels.webform.forms import LARGEST_BODY, LARGEST_FILE, LARGEST_TOGETHER, MOST_FILES, given
from channels.webform.model import Given, State
from channels.webform.pacing import BITS, WAIT
from channels.webform.posting import Asked, Post
from channels.webform.rules import new_token, problems_in, refusal
from helpline.channel import Invalid, NotAllowed, NotFound

LANGUAGES = ("fr", "nl", "de", "en", "ar", "tr")
WRITE = [f"/{language}/write" for language in LANGUAGES]
RETURN = [f"/{language}/return" for language in LANGUAGES]
NOTHING = Given({})
#: What is said about files beside the field: how many, how large, how large together.
FILES = {"most": MOST_FILES, "largest": LARGEST_FILE, "together": LARGEST_TOGETHER}


class WritePages(Controller):
    opt = {"permission": "public"}  # noqa: RUF012  # Litestar's own way
    request_max_body_size = LARGEST_BODY

    @get(WRITE)
    async def empty(self, request: Request[Any, Any, Any], post_office: Post) -> Template:
        return await step_page(post_office, steps.MESSAGE, post_office.begun(spoken(request)))

    @post(WRITE, status_code=200)
    async def write(self, request: Request[Any, Any, Any], post_office: Post) -> Template:
        """A button says where to go; a form that comes without one, from a program or an old page, is sent."""
        language, state, got = spoken(request), post_office.begun(spoken(request)), NOTHING
        try:
            async with given(request, post_office.room) as got:
                state = post_office.entered(got.fields, language)
                return await answer(post_office, state, got)
        except Invalid as problem:
            page = steps.of_problem(problem.problems, got.fields.get("page", steps.MESSAGE))
            return await step_page(post_office, page, state, problem.problems, status=422)

    @get(RETURN)
    async def door(self) -> Template:
        return return_page(NOTHING)

    @post(RETURN, status_code=200)
    async def come_back(self, request: Request[Any, Any, Any], post_office: Post) -> Template:
        got = NOTHING
        try:
            async with given(request, post_office.room) as got:
                return await behind(post_office, got, spoken(request))
        except (Invalid, NotFound, NotAllowed) as problem:
            return return_page(got, problems=refusal(problem), status=422)


async def answer(post_office: Post, state: State, got: Given) -> Template:
    """The page that a button of the form leads to."""
    page, go = got.fields.get("page", steps.MESSAGE), got.fields.get("go", "send")
    match go:
        case "send":
            return await sent(post_office, state, got)
        case "keep":
            state, saved = await post_office.save(state)
            return Template("webform/kept.html", context=await framed(post_office, state, page) | asdict(saved))
        case "forget":
            await post_office.forget(state)
            return Template("webform/forgotten.html", context={"path": "/write"})
        case "next" if wrong := steps.on_page(page, problems_in(state.typed)):
            raise Invalid(wrong)
        case _:
            asked = (await post_office.form(state.typed)).asks(state.typed.language)
            return await step_page(post_office, steps.onward(page, go, state, asked), state)


async def sent(post_office: Post, state: State, got: Given) -> Template:
    """The receipt; or, while too many forms come, the summary again with what is asked."""
    outcome = await post_office.send(state, got)
    if isinstance(outcome, Asked):
        again = bool(got.files or got.left_out)
        asked = {"challenge": outcome.challenge, "waiting": True, "files_again": again}
        return await step_page(post_office, steps.CHECK, state, {}, 429, **asked)
    return Template("webform/sent.html", context={"path": "/write", **asdict(outcome)})


async def behind(post_office: Post, got: Given, language: str) -> Template:
    """What a receipt opens: a conversation, to which this may add; or a draft, to go on with."""
    reference, words = got.fields.get("reference", ""), got.fields.get("words", "")
    try:
        if got.fields.get("message", "").strip() or got.files:
            await post_office.keep_again(got, language)
        letters = await post_office.conversation(reference, words)
    except NotFound:
        state = await post_office.resumed(reference, words, language)
        return await step_page(post_office, steps.CHECK, state)
    return return_page(got, letters=letters)


async def step_page(
    post_office: Post, page: str, state: State, problems: dict[str, str] | None = None, status: int = 200, **more: Any
) -> Template:
    """One page of the form."""
    if page == steps.CHECK:
        state = replace(state, summed_up=True)
        more = {"challenge": post_office.asked_early(state.typed), "waiting": False, "files_again": False, **more}
    context = await framed(post_office, state, page) | {"problems": problems or {}} | more
    headers = {"Retry-After": str(WAIT.seconds)} if status == 429 else None
    return Template("webform/write.html", context=context, status_code=status, headers=headers)


async def framed(post_office: Post, state: State, page: str) -> dict[str, Any]:
    """What every page of the form carries on; whoever just began keeps the version that is asked now."""
    form = await post_office.form(state.typed)
    state, asks = replace(state, typed=replace(state.typed, form=form.number)), form.asks(state.typed.language)
    return {
        "path": "/write",
        "page": page if page in steps.FIELDS or page in asks else steps.MESSAGE,
        "values": state.typed,
        "asks": asks,
        "state": post_office.sealed(state),
        "is_draft": bool(state.reference),
        "first": page == steps.MESSAGE,
        "bits": BITS,
        "files": FILES,
        "kept_days": post_office.draft_kept.days,
    }


def return_page(got: Given, letters: Any = None, problems: Any = None, status: int = 200) -> Template:
    """First the two fields, then the conversation. The words stay in the page's forms, never in an address.

    A further message that could not be taken in is shown, to be sent again.
    """
    context = {
        "path": "/return",
        "reference": got.fields.get("reference", ""),
        "words": got.fields.get("words", "") if letters is not None else "",
        "message": got.fields.get("message", "") if letters is None else "",
        "token": new_token(),
        "letters": letters,
        "left_out": got.left_out,
        "files": FILES,
        "problems": problems or {},
    }
    return Template("webform/return.html", context=context, status_code=status)


def spoken(request: Request[Any, Any, Any]) -> str:
    """The language the address says."""
    return request.url.path.split("/", 2)[1]
