"""The words of the year: one file for each language, in which people, ages and days are left open."""

import random
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")
Texts = tuple[str, ...]
HERE = Path(__file__).parent


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said in one language. A text in brackets goes with its answer, its note or what came of it.
    Two notes of an accompaniment bring their life areas along, or "".
    """

    question: tuple[tuple[str, str], ...]
    worry: tuple[tuple[str, str], ...]
    advice: tuple[tuple[str, str, str], ...] = ()
    relative: tuple[tuple[str, str, str, str, str, str], ...] = ()
    person: tuple[tuple[str, str, str, str, str, str], ...] = ()
    support: tuple[tuple[str, str, str, str, str, str], ...] = ()
    surge: tuple[tuple[str, str, str], ...] = ()
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    who: Texts = ("",)
    day: Texts = ("",)
    called: Texts = ("",)
    alias: Texts = ("",)
    thanks: Texts = ()
    wrong: Texts = ()
    spam: Texts = ()
    promised: Texts = ()
    tried: Texts = ()
    reached: Texts = ()
    frame: Texts = ()
    review: Texts = ()
    closing: Texts = ()
    reopened: Texts = ()
    soon: str = ""
    danger: str = ""
    danger_kept: str = ""


class Pen:
    """Writes in one language; the same chance writes the same words."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.language, self.chance = language, chance
        self.words = msgspec.toml.decode((HERE / f"words_{language}.toml").read_bytes(), type=Words)

    def filled(self, text: str) -> str:
        """The text with somebody, an age, some months and a day in it."""
        whole = text.format(
            who=self.chance.choice(self.words.who), day=self.chance.choice(self.words.day),
            age=self.chance.randint(15, 23), n=self.chance.randint(2, 9),
        )  # fmt: skip
        return whole[:1].upper() + whole[1:]

    def one(self, texts: tuple[T, ...]) -> T:
        return self.chance.choice(texts)
