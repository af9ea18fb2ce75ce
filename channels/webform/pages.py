"""The writer's pages: write, receipt, come back. They work without script; nothing is required but a message."""

from typing import Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.response import Template

from channels.webform.forms import fields
from channels.webform.model import Written
from channels.webform.posting import Post, new_token, refusal
from helpline.channel import Invalid, NotAllowed, NotFound

LANGUAGES = ("fr", "nl", "de", "en", "ar", "tr")
WRITE = [f"/{language}/write" for language in LANGUAGES]
RETURN = [f"/{language}/return" for language in LANGUAGES]


class WritePages(Controller):
    opt = {"permission": "public"}  # noqa: RUF012  # Litestar's own way

    @get(WRITE)
    async def empty(self) -> Template:
        return write_page(Written(token=new_token()), {})

    @post(WRITE, status_code=200)
    async def write(self, request: Request[Any, Any, Any], post_office: Post) -> Template:
        given: dict[str, str] = {}
        language = spoken(request)
        try:
            given = await fields(request)
            written = post_office.written(given, language)
            receipt = await post_office.keep(written)
        except Invalid as problem:
            return write_page(post_office.as_entered(given, language), refusal(problem), 422)
        return Template("webform/sent.html", context={"path": "/write", **msgspec.structs.asdict(receipt)})

    @get(RETURN)
    async def door(self) -> Template:
        return return_page()

    @post(RETURN, status_code=200)
    async def come_back(self, request: Request[Any, Any, Any], post_office: Post) -> Template:
        given: dict[str, str] = {}
        language = spoken(request)
        try:
            given = await fields(request)
            reference, words = given.get("reference", ""), given.get("words", "")
            if given.get("message", "").strip():
                await post_office.keep_again(given, language)
            letters = await post_office.conversation(reference, words)
        except (Invalid, NotFound, NotAllowed) as problem:
            typed = given.get("reference", ""), "", given.get("message", "")
            return return_page(*typed, problems=refusal(problem), status=422)
        return return_page(reference, words, letters=letters)


def spoken(request: Request[Any, Any, Any]) -> str:
    """The language the address says."""
    return request.url.path.split("/", 2)[1]


def write_page(values: Written, problems: dict[str, str], status: int = 200) -> Template:
    return Template(
        "webform/write.html",
        context={"path": "/write", "values": values, "problems": problems},
        status_code=status,
    )


def return_page(
    reference: str = "",
    words: str = "",
    message: str = "",
    letters: Any = None,
    problems: Any = None,
    status: int = 200,
) -> Template:
    """First the two fields, then the conversation. The words stay in the page's forms, never in an address.

    `message`: a further message that could not be taken in, to be sent again.
    """
    context = {
        "path": "/return",
        "reference": reference,
        "words": words,
        "message": message,
        "token": new_token(),
        "letters": letters,
        "problems": problems or {},
    }
    return Template("webform/return.html", context=context, status_code=status)
