"""Reads url-encoded forms into structs, within bounds and without leaving them in memory.

Litestar's own `request.form()` keeps the last 1,024 bodies in a cache, passwords and cries for help alike; this never
calls it. Every refusal names the field and says in one sentence what is wrong with it.
"""

import re
import types
from datetime import datetime, time
from typing import Any, TypeVar, Union, get_args, get_origin
from urllib.parse import parse_qs, unquote_to_bytes
from uuid import UUID

import msgspec
from litestar import Request
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from helpline.errors import Invalid
from helpline.web.words import gettext

T = TypeVar("T", bound=Struct)

MOST_BYTES = 512 * 1024
MOST_FIELDS = 500
CHECKED = {"on": "true", "yes": "true", "no": "false", "off": "false"}
#: Browsers leave the seconds out.
MINUTE = re.compile(r"(^|T)\d\d:\d\d$")
FORM_KEY = "form_key"
"""Which rendering of a form was sent: `web.once` asks for it, no struct does."""
PROOF = "proof_"
"""What begins so proves who sends the form (`desk.confirmation`), and is no field of it."""
FORM = "application/x-www-form-urlencoded"


async def form(request: Request[Any, Any, Any], type: type[T], most: int = MOST_BYTES) -> T:
    """The form as a struct. Raises `Invalid`; what was entered is then still in `entered(request)`."""
    given = await read(request, most)
    return convert(given, type)


async def read(request: Request[Any, Any, Any], most: int = MOST_BYTES) -> dict[str, list[str]]:
    """What was entered, each field with all its values, remembered for showing it again."""
    if request.headers.get("content-type", FORM).partition(";")[0].strip().lower() != FORM:
        raise Invalid({"": gettext("Send this as a plain form, without files.")})
    body = await request.body()
    try:
        given = {name: values for name, values in parse(body, most).items() if not name.startswith(PROOF)}
    except Invalid:
        request.state.entered = readable(body[:most])
        raise
    request.state.entered = given
    return given


def entered(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """What the refused form held, so that no text is ever lost."""
    found: dict[str, list[str]] = request.state.get("entered", {})
    return found


def parse(body: bytes, most: int = MOST_BYTES) -> dict[str, list[str]]:
    """A url-encoded body by its fields. Raises `Invalid` for too much, for what is not UTF-8, and for NUL bytes."""
    if len(body) > most:
        raise Invalid({"": gettext("This is too long: at most %(most)d kB.") % {"most": most // 1024}})
    if body.count(b"&") >= MOST_FIELDS:
        raise Invalid({"": gettext("This form has too many fields.")})
    given: dict[str, list[str]] = {}
    for pair in body.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            field = decoded(name, "")
            given.setdefault(field, []).append(decoded(value, field))
    return given


def readable(body: bytes) -> dict[str, list[str]]:
    """What can be shown again of a body that cannot be accepted: its first fields, with signs for what is broken."""
    pairs = body.replace(b"%00", b"").split(b"&", MOST_FIELDS)[:MOST_FIELDS]
    return parse_qs(b"&".join(pairs).decode("utf-8", "replace"), keep_blank_values=True, errors="replace")


def decoded(value: bytes, field: str) -> str:
    """One name or value as text with plain line ends."""
    try:
        text = unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid({field: gettext("This text is not in UTF-8; type it again or remove the odd signs.")}) from None
    if "\0" in text:
        raise Invalid({field: gettext("This text holds a NUL byte; remove it.")})
    return text.replace("\r\n", "\n")


def convert(given: dict[str, list[str]], type: type[T]) -> T:
    """Fields into a struct: every problem at once, each under its field's name."""
    known = {field.encode_name: field for field in fields(type)}
    problems = {}
    if unknown := [name for name in given if name not in known and name != FORM_KEY]:
        names = ", ".join(name[:40] for name in unknown[:5])
        problems[""] = gettext("This form has no field named %(names)s.") % {"names": names}
    values: dict[str, Any] = {}
    for name, field in known.items():
        try:
            take(values, field, given.get(name, []))
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise Invalid(problems)
    return type(**values)


def take(values: dict[str, Any], field: FieldInfo, texts: list[str]) -> None:
    """Puts one field's value where it belongs. Raises `ValueError` with a sentence."""
    kind = bare(field.type)
    if get_origin(kind) in (list, tuple, set, frozenset):
        values[field.name] = converted([text for text in texts if text], field.type)
        return
    if len(texts) > 1:
        raise ValueError(gettext("This was given more than once."))
    text = texts[0] if texts else None
    if kind is bool:
        text = CHECKED.get(text or "", text)
    if text is None or (text.strip() == "" and kind is not str):
        if field.required:
            raise ValueError(gettext("This is needed."))
        values[field.name] = default(field)
        return
    values[field.name] = converted(
        text + ":00" if kind in (datetime, time) and MINUTE.search(text) else text, field.type
    )


def converted(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as problem:
        raise ValueError(sentence(str(problem))) from None


def default(field: FieldInfo) -> Any:
    return field.default if field.default is not NODEFAULT else field.default_factory()


def bare(kind: Any) -> Any:
    """The type itself, without its bounds and without `| None`."""
    if hasattr(kind, "__metadata__"):
        return bare(kind.__origin__)
    if get_origin(kind) in (Union, types.UnionType):
        inner = [part for part in get_args(kind) if part is not type(None)]
        return bare(inner[0]) if len(inner) == 1 else kind
    return kind


def id_in(text: str, field: str) -> UUID:
    """An id that a form carries among other words. Raises `Invalid`."""
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({field: gettext("Choose one from the list.")}) from None


def sentence(problem: str) -> str:
    """msgspec's word on a value, for people."""
    for part, said in (
        ("enum", gettext("Choose one of the answers.")),
        ("length >=", gettext("This is too short, or missing.")),
        ("length <=", gettext("This is too long.")),
        ("regex", gettext("This does not look right; check it.")),
        ("uuid", gettext("Choose one from the list.")),
        ("datetime", gettext("Give a day and a time.")),
        ("date", gettext("Give a day.")),
        ("time", gettext("Give a time.")),
        ("int", gettext("Give a whole number.")),
        ("float", gettext("Give a number.")),
    ):
        if part in problem.lower():
            return said
    return gettext("This cannot be understood.")
