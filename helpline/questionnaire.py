"""What the public form asks, as the house and a channel that carries a form speak of it.

A channel imports it as a part of `helpline.channel`; it stands apart because most channels ask nothing.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class QuestionKind(StrEnum):
    """How a question that the house added itself is answered."""

    SHORT = "short"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    DATE = "date"
    YES_NO = "yes_no"


class Choice(Struct, frozen=True):
    """One answer that may be chosen: a value that stays, and its words by language."""

    value: str
    labels: dict[str, str] = {}


class Ask(Struct, frozen=True):
    """One question in one language. `kind` is None for those that the form's own pages know; `choices`: value, word."""

    label: str = ""
    hint: str = ""
    kind: QuestionKind | None = None
    choices: tuple[tuple[str, str], ...] = ()


class Question(Struct, frozen=True):
    """One question of the public form: whether it is asked, and its words by language. With a `kind` it is one that the
    house added itself: nobody has to answer it.
    """

    name: str
    asked: bool = True
    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    kind: QuestionKind | None = None
    choices: tuple[Choice, ...] = ()

    def ask(self, language: str) -> Ask:
        """In one language; a word that is missing there is said in another one, to be seen in the preview."""
        choices = tuple((one.value, said(one.labels, language)) for one in self.choices)
        label = said(self.labels, language) if self.kind else self.labels.get(language, "")
        return Ask(label, self.hints.get(language, ""), self.kind, choices)


def said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")


class AskedForm(Struct, frozen=True):
    """One version of the public form: its questions in their order. Whoever answered keeps its number."""

    number: int
    questions: tuple[Question, ...]

    def asks(self, language: str) -> dict[str, Ask]:
        """The questions that are asked, in one language, in their order."""
        return {one.name: one.ask(language) for one in self.questions if one.asked}

    def own(self) -> tuple[Question, ...]:
        """The questions that are asked and that the house added itself."""
        return tuple(one for one in self.questions if one.asked and one.kind)
