"""Forms: read within bounds, refused with a sentence per field, and never kept in a cache."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, Request, _parsers, post
from msgspec import Meta, Struct

from helpline.errors import Invalid
from helpline.web import errors, forms


class Colour(StrEnum):
    RED = "red"


class Note(Struct):
    text: Annotated[str, Meta(min_length=1, max_length=20)]
    colour: Colour | None = None
    days: list[int] = []
    loud: bool = False
    at: datetime | None = None
    day: date | None = None
    owner: UUID | None = None
    version: int = 1


def problems(body: bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        forms.convert(forms.parse(body), Note)
    return refused.value.problems


def test_a_form_becomes_a_struct() -> None:
    body = b"text=%C3%A9t%C3%A9+2026%0D%0A%21&colour=red&days=1&days=2&loud=on&at=2026-11-22T17%3A00&owner=&version=3"
    note = forms.convert(forms.parse(body), Note)
    assert note == Note("été 2026\n!", Colour.RED, [1, 2], True, datetime(2026, 11, 22, 17), None, None, 3)


def test_an_empty_form_takes_the_defaults() -> None:
    assert forms.convert(forms.parse(b"text=x"), Note) == Note("x")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "text"),
        (b"text=", "text"),
        (b"text=" + b"x" * 21, "text"),
        (b"text=x&colour=blue", "colour"),
        (b"text=x&days=one", "days"),
        (b"text=x&version=1&version=2", "version"),
        (b"text=x&version=", ""),
        (b"text=x&at=yesterday", "at"),
        (b"text=x&owner=me", "owner"),
        (b"text=%ff%fe", "text"),
        (b"text=a%00b", "text"),
        (b"text=x&hidden=1", ""),
        (b"&".join([b"a=1"] * 501), ""),
        (b"text=" + b"x" * forms.MOST_BYTES, ""),
    ],
)
def test_what_cannot_be_accepted_names_its_field(body: bytes, field: str) -> None:
    if body == b"text=x&version=":
        assert forms.convert(forms.parse(body), Note).version == 1
        return
    assert list(problems(body)) == [field]


def test_every_problem_is_told_at_once() -> None:
    assert list(problems(b"hidden=1&colour=blue&owner=me")) == ["", "text", "colour", "owner"]


def test_an_unknown_field_is_named() -> None:
    assert "hidden" in problems(b"text=x&hidden=1")[""]


def test_what_cannot_be_accepted_can_still_be_shown_again() -> None:
    assert forms.readable(b"text=a%00b+c&note=%ff&x") == {"text": ["ab c"], "note": ["\ufffd"], "x": [""]}


@post("/", opt={"permission": "public"})
async def take(request: Request) -> str:  # type: ignore[type-arg]
    note = await forms.form(request, Note)
    return note.text


async def test_no_form_and_no_cookie_stays_in_litestars_caches() -> None:
    for cache in (_parsers.parse_url_encoded_form_data, _parsers.parse_cookie_string):
        cache.cache_clear()
    app = Litestar([take], exception_handlers=errors.HANDLED, openapi_config=None, logging_config=None)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        client.cookies.set("helpline", "a session")
        assert (await client.post("/", data={"text": "a cry for help"})).text == "a cry for help"
    for cache in (_parsers.parse_url_encoded_form_data, _parsers.parse_cookie_string):
        assert cache.cache_info().currsize == 0
