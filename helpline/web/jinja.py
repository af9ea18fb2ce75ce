"""Jinja with less work for what one page does a thousand times: find a name, call a macro, say a sentence.

What a page says stays the same; each of these is a third or less of what Jinja takes for the general case.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import cache
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from helpline.web import words
from helpline.web.numbers import number as written

#: What is called as it stands, unless it says that it wants the context.
PLAIN = frozenset({Macro, MethodType, BuiltinMethodType})


class Page(Context):
    """The names of one page."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Calls a macro, a method or a function of ours without asking what else it could be."""
        kind = type(called)
        if kind in PLAIN or (kind is FunctionType and not hasattr(called, "jinja_pass_arg")):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class Pages(Environment):
    """The environment. Our templates bring no globals of their own, and everything escapes."""

    context_class = Page

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names every template knows: the same mapping for all, so that an import compares no chains of them."""
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The entry of a plain mapping first: most of what a page is shown is one."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


def gettext(message: str, /, **variables: Any) -> Markup:
    """`message` in the language spoken now, with escaped variables in it."""
    if variables:
        return marked(words.spoken(), message) % variables
    return plain(words.spoken(), message)


def ngettext(one: str, many: str, number: int, /, **variables: Any) -> Markup:
    """`one` or `many`, by the plural rules of the language spoken now; `num` is the number as people read it."""
    return Markup(unbroken(words.spoken(), words.ngettext(one, many, number))) % ({"num": written(number)} | variables)  # noqa: S704  # words of ours


@cache
def marked(language: str, message: str) -> Markup:
    """Never stale: catalogues are read once, when the program starts, and messages stand in templates."""
    return Markup(unbroken(language, words.catalogue(language).gettext(message)))  # noqa: S704  # words of ours


def unbroken(language: str, text: str) -> str:
    """French sets a space before some signs, at which no line of a page may end."""
    return re.sub(r" (?=[:;?!»]|%%)|(?<=«) ", "\u00a0", text) if language == "fr" else text


def tied(text: str) -> str:
    """Words that somebody wrote for people to read, with their signs kept beside them; ours are so already."""
    return text if isinstance(text, Markup) else unbroken(words.spoken(), text)


@cache
def plain(language: str, message: str) -> Markup:
    """A sentence without variables, whose percent signs are written twice. Never stale, as above."""
    return marked(language, message) % {}
