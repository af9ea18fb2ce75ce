"""What is heard on the telephone: plain, and without a word that would tell a listener what the line is about.

The sentences of a language stand in `languages/`. Numbers stand in them where no word depends on them, so that one
sentence is right for all. Voices are Twilio names of Amazon Polly's standard voices; a wrong name would make the
sentence fail, so they are the oldest and surest of each language.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, toml

from helpline.channel import Place

DEFAULT = "fr"

#: Digit on the phone to language, in the order in which they are offered.
DIGITS = {"1": "fr", "2": "nl", "3": "de", "4": "en", "5": "ar", "6": "tr"}


class Waiting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a caller hears in the line. `count` is callers, or minutes above one."""

    next: str
    ahead: str
    minute: str
    minutes: str
    keys: str
    full: str
    moment: str

    def where(self, place: Place) -> list[str]:
        """The place in words, and the wait where an honest one is known."""
        said = [self.ahead.format(count=place.ahead) if place.ahead else self.next]
        if place.minutes is not None:
            said.append(self.minutes.format(count=place.minutes) if place.minutes > 1 else self.minute)
        return said


class Whispers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator's own telephone hears before a caller is joined to it: neither number nor name, and one key.

    Somebody calls; how a talk is ended; a call of one's own is ready to be placed; somebody else was faster; it cannot
    be done now.
    """

    offered: str
    star: str
    ready: str
    taken: str
    trouble: str


class Phrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every sentence of one language. `locale` and `voice` are the provider's names; `weekdays` begin with Monday.

    `whispers` are there in the languages of the staff.
    """

    locale: str
    voice: str
    weekdays: tuple[str, ...]
    choose: str
    welcome: str
    emergency: str
    noted: str
    open: str
    closed: str
    opens: str
    unanswered: str
    withheld: str
    message: str
    thanks: str
    promised: str
    trouble: str
    waiting: Waiting
    whispers: Whispers | None = None

    def closed_until(self, opens_at: datetime | None) -> str:
        """The closed sentence, with the local time of the next opening where it is known."""
        if opens_at is None:
            return self.closed
        when = self.opens.format(day=self.weekdays[opens_at.weekday()], time=f"{opens_at:%H:%M}")
        return f"{when} {self.closed}"


def spoken(language: str) -> Phrases:
    return toml.decode((Path(__file__).parent / "languages" / f"{language}.toml").read_bytes(), type=Phrases)


PHRASES: Mapping[str, Phrases] = {language: spoken(language) for language in DIGITS.values()}
WHISPERS: Mapping[str, Whispers] = {language: said.whispers for language, said in PHRASES.items() if said.whispers}


def phrases(language: str) -> Phrases:
    """The sentences of a language, or those of the default one."""
    return PHRASES.get(language, PHRASES[DEFAULT])


def whispers(language: str) -> Whispers:
    """The same for an operator's telephone."""
    return WHISPERS.get(language, WHISPERS[DEFAULT])
