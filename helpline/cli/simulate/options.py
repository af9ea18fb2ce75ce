"""The options every kind of simulation shares, and the invented people who take part."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from enum import StrEnum
from itertools import cycle, islice
from typing import TYPE_CHECKING

from msgspec import structs

from helpline import settings
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands

LANGUAGES = ("fr", "nl", "de", "en", "ar", "tr")

#: Numbers that Ofcom reserves for drama: nobody has them.
NUMBERS = tuple(f"+4477009001{number:02}" for number in range(100))

TEXTS = {
    "fr": "Bonjour, je suis inquiète pour mon frère, il a beaucoup changé. À qui puis-je parler ?",
    "nl": "Goeiedag, ik maak me zorgen over mijn neef. Kan iemand mij terugbellen?",
    "de": "Guten Tag, ich mache mir Sorgen um meinen Bruder. Mit wem kann ich sprechen?",
    "en": "Hello, I am worried about my cousin. Is there somebody I could talk to?",
    "ar": "مرحبا، أنا قلق على أخي. مع من يمكنني أن أتحدث؟",
    "tr": "Merhaba, kardeşim için endişeleniyorum. Kiminle konuşabilirim?",
}


class Fault(StrEnum):
    """What goes wrong between a provider and us."""

    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DROP = "drop"
    LATE = "late"
    FLOOD = "flood"


#: How many come at the same time in a flood, where --times does not say.
FLOOD = 50

#: Of so many, one meets what drops.
EACH = 3


def add_kind(kinds: "Commands", name: str, about: str) -> ArgumentParser:
    """A kind of simulation with the options they all have."""
    parser = kinds.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    parser.add_argument("--url", help="the running server; default: where `helpline serve` listens")
    parser.add_argument("--public-url", help="what the server believes to be called, if that is not --url")
    parser.add_argument("--from", dest="sender", help="who contacts us; default: invented people in turn")
    parser.add_argument("--text", help="what they say; default: an invented sentence")
    parser.add_argument("--language", choices=LANGUAGES, default="fr", help="their language")
    parser.add_argument("--times", type=positive, help=f"how many; default: one, in a flood {FLOOD}")
    parser.add_argument("--concurrency", type=positive, default=1, help="how many at the same time")
    parser.add_argument("--faults", type=faults, default=frozenset(), help=f"any of {','.join(Fault)}")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    return parser


def positive(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError(f"{typed} is not a number above zero")
    return int(typed)


def faults(typed: str) -> frozenset[Fault]:
    unknown = sorted(set(typed.split(",")) - set(Fault))
    if unknown:
        raise ArgumentTypeError(f"{unknown[0]} is none of {','.join(Fault)}")
    return frozenset(Fault(word) for word in typed.split(","))


def flooded(given: Namespace) -> Namespace:
    """What was asked for; in a flood all at the same time."""
    flood = Fault.FLOOD in given.faults
    times = given.times or (FLOOD if flood else 1)
    return Namespace(**{**vars(given), "times": times, "concurrency": times if flood else given.concurrency})


def faults_of(given: Namespace, number: int) -> frozenset[Fault]:
    """What goes wrong with this one: each third is dropped, beginning with the first; the others meet the rest."""
    faults: frozenset[Fault] = given.faults
    return faults if number % EACH == 0 else faults - {Fault.DROP}


def say_dropped(given: Namespace, what: str) -> None:
    """How many were dropped, where that was asked for."""
    if Fault.DROP in given.faults:
        say(f"{len(range(0, given.times, EACH))} of {given.times} {what}.")


def senders(given: Namespace, choice: tuple[str, ...] = NUMBERS) -> list[str]:
    """Who contacts us, one for each time."""
    return list(islice(cycle((given.sender,) if given.sender is not None else choice), given.times))


def settings_here(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this shell; where they name no account, those of the demo."""
    here = settings.read(environ)
    if here.twilio_account_sid:
        return here
    known = {
        name.removeprefix(settings.PREFIX).lower(): value
        for name, value in settings.DEMO_ACCOUNT.items()
        if name not in environ
    }
    return structs.replace(here, **known)


def address_of(given: Namespace, settings: Settings) -> str:
    """The running server: --url, or where `helpline serve` listens with these settings."""
    return (given.url or f"http://{settings.host}:{settings.port}").rstrip("/")


def say(sentence: str) -> None:
    """One line for the person at the terminal; a result for a program goes to the other stream."""
    print(sentence, file=sys.stderr)
