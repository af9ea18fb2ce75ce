"""The one template environment: escaped, strict, and speaking the visitor's language."""

import secrets
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from markupsafe import Markup

from helpline.staff.model import Appearance, Density, SignedIn
from helpline.web import dates, jinja, numbers, terms, words

TEMPLATES = Path(__file__).parents[2] / "templates"
BUILD = Path(__file__).parent / "static" / "build"


def config() -> TemplateConfig[JinjaTemplateEngine]:
    """What Litestar renders pages with."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment()))


#: What turns the letters after it around, so that a line says something else than it seems to: shown by its name.
TURNS = {0x202D: "[U+202D]", 0x202E: "[U+202E]"}


@cache
def environment() -> jinja.Pages:
    """The environment, made once for the process; templates are compiled at their first use and stay."""
    made = jinja.Pages(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        finalize=straight,
    )
    made.globals |= {
        "_": jinja.gettext,
        "ngettext": jinja.ngettext,
        "alike": alike,
        "asset": asset,
        "form_key": form_key,
        "little_units": dates.little_units,
        "look": look,
        "schemes": schemes,
        "spoken": words.spoken,
        "direction": words.direction,
        "languages": {"desk": words.DESK, "public": words.PUBLIC, "names": words.NAMES},
        "terms": terms.TERMS,
        "problems": MappingProxyType({}),
    }
    made.filters |= {
        "term": spoken_now(terms.term),
        "with_term": spoken_now(terms.with_term),
        "joined": spoken_now(terms.joined),
        "moment": dates.moment,
        "day": dates.day,
        "long_day": dates.long_day,
        "clocktime": dates.clocktime,
        "clock": dates.clock,
        "distance": dates.distance,
        "gap": dates.gap,
        "span": dates.span,
        "lasting": numbers.lasting,
        "minutes": numbers.minutes,
        "number": numbers.number,
        "tied": spoken_now(jinja.tied),
        "weekday": dates.weekday,
        "iso": dates.iso,
        "local": dates.local,
    }
    return made


def spoken_now(filter: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that speaks is asked at every page; of a plain one Jinja keeps what it answered about a constant."""

    @pass_context
    def asked(_context: Context, *given: Any) -> Any:
        return filter(*given)

    return asked


def straight(shown: Any) -> Any:
    """What a page says, with nothing in it that reverses a line. What a template made already went through here."""
    if type(shown) is str and ("\u202e" in shown or "\u202d" in shown):
        return shown.translate(TURNS)
    return shown


def alike(part: str, **about: str) -> Markup:
    """A part of a page that is alike for everybody who reads this language, rendered once."""
    return _alike(part, words.spoken(), **about)


@lru_cache(256)
def _alike(part: str, language: str, **about: str) -> Markup:
    return Markup(environment().get_template(part).render(about))  # noqa: S704  # a template of ours, escaped by itself


def look(request: Any) -> str:
    """The classes of a page for whoever reads it, named by the server so that nothing flashes."""
    user = request.scope.get("user")
    if not isinstance(user, SignedIn):
        return ""
    dense = " compact" if user.density is Density.COMPACT else ""
    return dense if user.appearance is Appearance.SYSTEM else f"{dense} theme-{user.appearance}"


def schemes(request: Any) -> str:
    """What the browser's own parts (fields, scroll bars) may look like."""
    user = request.scope.get("user")
    chosen = user.appearance if isinstance(user, SignedIn) else Appearance.SYSTEM
    return "light dark" if chosen is Appearance.SYSTEM else str(chosen)


def form_key() -> str:
    """A key for one rendering of a form that adds something; see `web.once`."""
    return secrets.token_urlsafe(16)


def asset(name: str) -> str:
    """The address of a built file: `asset("desk.css")` is `/static/desk-3f9a1c.css`.

    Before the first build, as in tests, it is `/static/desk.css` and leads nowhere.
    """
    return "/static/" + manifest().get(name, name)


@cache
def manifest() -> dict[str, str]:
    """Which built file stands for which name; empty before the first build."""
    path = BUILD / "manifest.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}
