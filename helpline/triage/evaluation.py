"""How often the rules agree with people, on examples people have judged: for tests and for the published accuracy."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from helpline.contacts.model import Channel, Disposition, Language, Urgency
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest

_ALARM = frozenset({Urgency.IMMEDIATE, Urgency.URGENT})
_CHANNELS = {"web_form": Channel.WEBFORM, "voicemail": Channel.PHONE}
_Z = 1.959964
"""Standard deviations on each side of an interval of 95 %."""


class Example(Struct, frozen=True):
    """A message and what an experienced operator chose for it; `name` and `language` say which one it is."""

    message: Message
    disposition: Disposition
    urgency: Urgency
    language: Language | None = None
    name: str = ""


class _Row(Struct):
    id: str
    channel: str
    body: str
    disposition: Disposition
    urgency: Urgency
    language: Language | None = None
    subject: str | None = None


def labelled(path: Path) -> list[Example]:
    """The examples of a file with one JSON object a line; the rules are not told its language or who wrote."""
    lines = path.read_bytes().splitlines()
    return [_example(msgspec.json.decode(line, type=_Row)) for line in lines if line.strip()]


def _example(row: _Row) -> Example:
    message = Message(
        row.body,
        subject=row.subject or "",
        channel=_CHANNELS.get(row.channel) or Channel(row.channel),
        voicemail=row.channel == "voicemail",
    )
    return Example(message, row.disposition, row.urgency, row.language, row.id)


class Share(Struct, frozen=True):
    """So many of so many, with the Wilson interval of 95 %: honest for small sets, where the plain one is not."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        spread = 1 + _Z**2 / self.of
        middle = (self.value + _Z**2 / (2 * self.of)) / spread
        half = _Z * math.sqrt(self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2)) / spread
        return max(0.0, middle - half), min(1.0, middle + half)


class Report(Struct, frozen=True):
    """How one set was judged; `confusion` counts (chosen by people, suggested)."""

    size: int
    missed: Share
    false: Share
    right: Share
    near: Share
    confusion: dict[tuple[Disposition, Disposition], int]

    @property
    def missed_urgent(self) -> int:
        return self.missed.hits

    @property
    def false_urgent_rate(self) -> float:
        return self.false.value

    @property
    def disposition_accuracy(self) -> float:
        return self.right.value

    @property
    def urgency_within_one(self) -> float:
        return self.near.value


def evaluate(examples: Iterable[Example]) -> Report:
    """Compare the suggestions with the judgement of people.

    A danger is missed unless it is suggested as danger, immediate or urgent; an alarm is false when danger is suggested
    where people saw none, as a share of the messages without danger.
    """
    pairs = [(example, suggest(example.message)) for example in examples]
    dangers = [pair for pair in pairs if pair[0].disposition is Disposition.URGENT_SAFETY]
    others = [pair for pair in pairs if pair[0].disposition is not Disposition.URGENT_SAFETY]
    return Report(
        size=len(pairs),
        missed=_share(not is_alarm(got) for _, got in dangers),
        false=_share(got.disposition is Disposition.URGENT_SAFETY for _, got in others),
        right=_share(got.disposition is wanted.disposition for wanted, got in pairs),
        near=_share(abs(got.urgency.rank - wanted.urgency.rank) <= 1 for wanted, got in pairs),
        confusion=dict(Counter((wanted.disposition, got.disposition) for wanted, got in pairs)),
    )


def is_alarm(suggestion: Suggestion) -> bool:
    """Whether somebody is sent to look the same day, and told that it is danger."""
    return suggestion.disposition is Disposition.URGENT_SAFETY and suggestion.urgency in _ALARM


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return Share(sum(counted), len(counted))


class Pair(Struct, frozen=True):
    """The same facts told of different people: `words` are what they believe, wear or come from."""

    facts: str
    words: tuple[str, ...]


def pairs(text: str) -> list[Pair]:
    """Read from lines `facts with {} | one word | another`."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Pair(facts.strip(), tuple(map(str.strip, words))) for facts, *words in (row.split("|") for row in lines)]


def unequal(pair: Pair) -> dict[str, Suggestion]:
    """What was suggested for each word, where it was not the same urgency for all; else nothing."""
    judged = {word: suggest(Message(pair.facts.replace("{}", word))) for word in pair.words}
    same = len({(each.disposition, each.urgency) for each in judged.values()}) == 1
    return {} if same else judged


def by_language(examples: Sequence[Example]) -> dict[Language, list[Example]]:
    """The sets of each language that has one."""
    found = {language: [each for each in examples if each.language is language] for language in Language}
    return {language: each for language, each in found.items() if each}
