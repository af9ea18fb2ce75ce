"""Phrases written by people in `phrases/<language>/*.txt`, made into something that finds them quickly.

A supervisor must be able to read and one day change them, so they are text, not regular expressions:
a heading names the sign, phrases stand under it, `;` parts them; a space is any gap between two words, `word*` any
ending, `(a|b c)` either, `[x]` perhaps, `..` up to three words between, `...` five, `....` nine. Accents and capitals
are ignored, an apostrophe may be missing. `short=long form` stands under `short_forms`, `@group=a|b` under `groups`; a
few headings hold single words that tell a language or a denial.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from helpline.contacts.model import Language
from helpline.triage.notation import expression, openings
from helpline.triage.reading import END, PAUSE, Passage, fold
from helpline.triage.signs import Sign

_FOLDER = Path(__file__).parent / "phrases"
_GROUP = re.compile(r"@\w+")
_SHORTEST_STEM, _LONGEST_STEM = 2, 4
_BOTH = 2
_MANY = 4
"""So many phrases with one first word are asked together before each is asked for itself."""
WORD_LISTS = frozenset(
    {
        "small_words",
        "word_endings",
        "denies_what_follows",
        "denies_what_precedes",
        "stops_a_denial",
        "carries_a_denial",
        "is_no_denial",
        "turns_a_sentence",
    }
)
GROUPS, SHORT_FORMS, SWITCHED_OFF = "groups", "short_forms", "switched_off"
_NO_SIGNS = {*WORD_LISTS, GROUPS, SHORT_FORMS, SWITCHED_OFF}
EVERYTHING = "*"
"""Under `switched_off` stands the name of a sign that is not looked for in a language, or this for the language."""


class Entry(Struct, frozen=True):
    """One phrase, word, short form or group as it was written, with the heading it stands under."""

    language: Language
    heading: str
    written: str


class Phrase:
    """One phrase: the sign it shows, and how to recognise it at a word; compiled when first needed."""

    def __init__(self, sign: Sign, language: Language, written: str) -> None:
        self.sign = sign
        self.language = language
        self.written = written

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(expression(self.written))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words it is written with, folded, so that a denial of its own is known from one in a gap."""
        return frozenset(fold(piece) for piece in re.findall(r"\w+", self.written))

    @cached_property
    def openings(self) -> frozenset[tuple[str, ...]]:
        """The first words it can begin with: one, or two where they stand side by side, then found the quicker."""
        return frozenset(openings(self.written))


class Beginning:
    """The phrases that can begin with one word; many are asked all at once first, since mostly none of them goes on."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []

    @cached_property
    def any(self) -> re.Pattern[str] | None:
        if len(self.phrases) <= _MANY:
            return None
        return re.compile("|".join(f"(?:{phrase.pattern.pattern})" for phrase in self.phrases))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each indented line with the heading it stands under."""
    heading = ""
    for line in text.splitlines():
        if line.startswith(" "):
            yield heading, line
        elif line.strip() and not line.startswith("#"):
            heading = line.strip()


def entries(language: Language, text: str) -> Iterator[Entry]:
    """What a language's text holds. A group that gets other words further down is a group of its own from there on."""
    names: dict[str, str] = {}
    known: dict[str, str] = {}
    for heading, line in _lines(text):
        for piece in line.split() if heading in WORD_LISTS else filter(None, map(str.strip, line.split(";"))):
            written = piece
            if heading == GROUPS:
                name, _, words = map(str.strip, piece.partition("="))
                names[name] = name if known.setdefault(name, words) == words else _further(name, words, known)
                written = f"{names[name]}={words}"
            elif heading not in WORD_LISTS:
                written = _GROUP.sub(lambda group: names.get(group.group(), group.group()), piece)
            yield Entry(language, heading, written)


def _further(name: str, words: str, known: dict[str, str]) -> str:
    """The name of a further group: `@day2`."""
    number = 2
    while known.setdefault(f"{name}{number}", words) != words:
        number += 1
    return f"{name}{number}"


def filled_in(written: str, groups: dict[str, str]) -> str:
    """A phrase with its groups written out. Raises `KeyError` naming one that there is not."""
    return _GROUP.sub(lambda name: f"({groups[name.group()]})", written)


class Lexicon:
    """All phrases of all languages, found by their first words; never changed once it is made.

    `version` names what people made of it in the desk. `like` is an earlier one: what both hold is compiled once.
    """

    def __init__(self, written: Iterable[Entry], version: str = "", like: "Lexicon | None" = None) -> None:
        self.version = version
        self.short_forms: dict[Language, dict[str, str]] = {language: {} for language in Language}
        self.groups: dict[Language, dict[str, str]] = {language: {} for language in Language}
        self.phrases: list[Phrase] = []
        self.off: frozenset[tuple[Language, str]] = frozenset()
        self._lists: dict[tuple[Language, str], frozenset[str]] = {}
        self._words: dict[str, Beginning] = {}
        self._stems: dict[str, Beginning] = {}
        self._pairs: dict[tuple[str, ...], Beginning] = {}
        self._read(list(written), like._compiled if like else {})
        for phrase in self.phrases:
            for opening in phrase.openings:
                self._index(opening, phrase)
        if like:
            self._share(like)

    @cached_property
    def silent(self) -> frozenset[Language]:
        """The languages in which nothing is suggested."""
        return frozenset(language for language, name in self.off if name == EVERYTHING)

    @cached_property
    def _compiled(self) -> dict[tuple[Language, str, str], Phrase]:
        return {(phrase.language, phrase.sign, phrase.written): phrase for phrase in self.phrases}

    def _read(self, written: list[Entry], made: dict[tuple[Language, str, str], Phrase]) -> None:
        lists: dict[tuple[Language, str], set[str]] = {}
        for entry in written:
            if entry.heading == GROUPS:
                name, _, words = map(str.strip, entry.written.partition("="))
                self.groups[entry.language][name] = words
            elif entry.heading == SHORT_FORMS:
                short, _, long = map(str.strip, entry.written.partition("="))
                self.short_forms[entry.language][fold(short)] = fold(long).replace("'", " ")
            elif entry.heading in (*WORD_LISTS, SWITCHED_OFF):
                lists.setdefault((entry.language, entry.heading), set()).add(entry.written)
        self._lists = {name: frozenset(map(fold, words)) for name, words in lists.items()}
        self.off = frozenset(
            (language, name)
            for (language, heading), names in lists.items()
            if heading == SWITCHED_OFF
            for name in names
        )
        for entry in written:
            if entry.heading not in _NO_SIGNS and self.looks_for(entry.language, entry.heading):
                phrase = filled_in(entry.written, self.groups[entry.language])
                named = entry.language, entry.heading, phrase
                self.phrases.append(made.get(named) or Phrase(Sign(entry.heading), entry.language, phrase))

    def looks_for(self, language: Language, sign: str) -> bool:
        """Whether a sign is looked for in a language, and not switched off."""
        return self.off.isdisjoint(((language, EVERYTHING), (language, sign)))

    def _index(self, opening: tuple[str, ...], phrase: Phrase) -> None:
        first = opening[0]
        if len(opening) == _BOTH:
            self._pairs.setdefault(opening, Beginning()).phrases.append(phrase)
        elif not first.endswith("*"):
            self._words.setdefault(first, Beginning()).phrases.append(phrase)
        elif len(stem := first[:-1][:_LONGEST_STEM]) >= _SHORTEST_STEM:
            self._stems.setdefault(stem, Beginning()).phrases.append(phrase)
        else:
            raise ValueError(f"too short a beginning: {phrase.written}")

    def _share(self, like: "Lexicon") -> None:
        """What begins with a word as it did before is compiled already."""
        _take_over(self._words, like._words)
        _take_over(self._stems, like._stems)
        _take_over(self._pairs, like._pairs)

    def words(self, language: Language, heading: str) -> frozenset[str]:
        """One of the lists of single words."""
        return self._lists.get((language, heading), frozenset())

    def find(self, passage: Passage) -> Iterator[tuple[Phrase, int, int]]:
        """Every phrase met, with its first and last word."""
        words, stems, pairs, line = self._words, self._stems, self._pairs, passage.line
        following = [*passage.words[1:], END, END]
        for index, (word, place) in enumerate(zip(passage.words, passage.places, strict=True)):
            then = following[index] if following[index] != PAUSE else following[index + 1]
            for beginning in (
                words.get(word),
                pairs.get((word, then)),
                stems.get(word[:2]),
                stems.get(word[:3]),
                stems.get(word[:4]),
            ):
                if beginning is not None and (beginning.any is None or beginning.any.match(line, place)):
                    for phrase in beginning.phrases:
                        if match := phrase.pattern.match(line, place):
                            yield phrase, index, index + line.count(" ", match.start(), match.end())

    def patterns(self) -> Iterator[re.Pattern[str] | None]:
        """Every pattern, compiled when its turn comes: else the first hundred messages wait for theirs."""
        for phrase in self.phrases:
            yield phrase.pattern
        for beginning in (*self._words.values(), *self._pairs.values(), *self._stems.values()):
            yield beginning.any


def _take_over(mine: dict[Any, Beginning], theirs: dict[Any, Beginning]) -> None:
    for opening, beginning in mine.items():
        there = theirs.get(opening)
        if there is not None and there.phrases == beginning.phrases:
            mine[opening] = there


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The phrases that come with the program."""
    return Lexicon(seed())


def seed() -> Iterator[Entry]:
    """Everything that comes with the program, as it stands in the files."""
    for language in Language:
        yield from entries(language, _text(language))


def seed_texts() -> str:
    """The same as one text, to tell whether a release changed it."""
    return "\f".join(_text(language) for language in Language)


def _text(language: Language) -> str:
    files = sorted((_FOLDER / language).glob("*.txt"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
