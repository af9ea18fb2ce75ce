"""The language of whoever sits in front of the screen, and every word said in it.

Source strings are English. Catalogues lie in `locale/<language>/LC_MESSAGES/{desk,public}.po` and are read as they
are, so there is nothing to compile; `scripts/words` keeps them up to date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locale"
SOURCE = "en"
DESK = ("fr", "en")
"""What the staff may choose, the first being the one they get without asking."""
PUBLIC = ("fr", "nl", "de", "en", "ar", "tr")
"""What visitors may choose, in the order in which it is offered."""
NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English", "ar": "العربية", "tr": "Türkçe"}
"""Each language's name for itself; never translated."""
LOCALE_NAMES = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB", "ar": "ar", "tr": "tr"}
"""How each language writes days and numbers here, by its name in the CLDR."""

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def spoken() -> str:
    """The language of this request or job, as an ISO 639-1 code."""
    return _spoken.get()


def direction() -> str:
    """`rtl` or `ltr`, for the `dir` attribute."""
    return "rtl" if spoken() == "ar" else "ltr"


def speak(language: str) -> None:
    """Speak `language` until this request or job is done."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside a `with` block, as a letter to somebody else's language needs."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def gettext(message: str) -> str:
    """`message` in the language spoken now; the English itself where no translation is known."""
    return catalogue(spoken()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """`one` or `many`, by the plural rules of the language spoken now."""
    return catalogue(spoken()).ngettext(one, many, number)


def N_(message: str) -> str:
    """Marks `message` for translation at the moment it is shown, not now: for tables of words."""
    return message


@cache
def catalogue(language: str) -> NullTranslations:
    """Every translation into `language`, the desk's before the public pages'."""
    if language == SOURCE:
        return NullTranslations()
    found = NullTranslations()
    for domain in ("public", "desk"):
        path = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            translations = read(path)
            translations.add_fallback(found)
            found = translations
    return found


def read(path: Path) -> GNUTranslations:
    """The catalogue at `path`, without the entries nobody has confirmed."""
    with path.open("rb") as file:
        entries: Any = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, entries)
    compiled.seek(0)
    return GNUTranslations(compiled)
