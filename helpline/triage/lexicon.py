"""Phrases written by people in `phrases/<language>/*.txt`, made into something that finds them quickly.

A supervisor must be able to read and one day change them, so they are text, not regular expressions:
a heading names the sign, phrases stand under it, `;` parts them; a space is any gap between two words, `word*` any
ending, `*word` any beginning of a word that is not the first, `(a|b c)` either, `[x]` perhaps, `..` up to three words
between, `...` five, `....` nine. Accents and capitals are ignored, an apostrophe may be missing. `short=long form`
stands under `short_forms`, `@group=a|b` under `groups`; a few headings hold single words that tell a language or a
denial.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from msgspec import Struct

from helpline.contacts.model import Language
from helpline.triage.notation import Opening, expression, openings, start
from helpline.triage.reading import END, PAUSE, Passage, fold
from helpline.triage.signs import Sign

_FOLDER = Path(__file__).parent / "phrases"
_GROUP = re.compile(r"@\w+")
_SHORTEST_STEM, _LONGEST_STEM = 2, 4
_REACH = 12
"""Words: the widest gap, a comma, and the word behind it."""
_NONE = (None, None, None, None)
_ALIKE, _OFTEN = 60, 20
"""Characters that say no more when they are read again after so many times: no text of repetitions takes long."""
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
    def openings(self) -> tuple[Opening, ...]:
        """The first words it can begin with, and what can follow each."""
        return tuple(openings(self.written))


class Beginning:
    """The phrases that can begin with one word, sorted by what must follow, so that few are asked for and compiled."""

    def __init__(self) -> None:
        self._ways: list[tuple[Phrase, Opening]] = []

    def add(self, phrase: Phrase, opening: Opening) -> None:
        """Sorted only when a text first holds the word."""
        self._ways.append((phrase, opening))

    @cached_property
    def _sorted(self) -> tuple[list[Phrase], dict[str, list[Phrase]], dict[str, list[Phrase]]]:
        """Those looked for wherever it stands, by the next word, and by a word in reach."""
        alone: list[Phrase] = []
        near: dict[str, list[Phrase]] = {}
        far: dict[str, list[Phrase]] = {}
        for phrase, opening in self._ways:
            if any("" in starts for starts in opening.following):
                alone.append(phrase)
                continue
            for known, starts in zip((near, far), opening.following, strict=True):
                for begun in starts:
                    known.setdefault(begun, []).append(phrase)
        return alone, near, far

    def candidates(self, starts: list[str], index: int) -> list[Phrase]:
        """The phrases worth a look at the word before `index`; the same one may come twice."""
        alone, near, far = self._sorted
        following = starts[index]
        met = alone + near[following] if following in near else alone
        if following == PAUSE and starts[index + 1] in near:
            met = met + near[starts[index + 1]]
        if far and not far.keys().isdisjoint(within := starts[index : index + _REACH]):
            for begun in set(within):
                if begun in far:
                    met = met + far[begun]
        return met


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
        self._read(list(written), like._compiled if like else {})
        for phrase in self.phrases:
            for opening in phrase.openings:
                for first in opening.firsts:
                    self._index(first, opening, phrase)

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

    def _index(self, first: str, opening: Opening, phrase: Phrase) -> None:
        if not first.endswith("*"):
            self._words.setdefault(first, Beginning()).add(phrase, opening)
        else:
            self._stems.setdefault(_stem(first, phrase), Beginning()).add(phrase, opening)

    def words(self, language: Language, heading: str) -> frozenset[str]:
        """One of the lists of single words."""
        return self._lists.get((language, heading), frozenset())

    def find(self, passage: Passage) -> Iterator[tuple[Phrase, int, int]]:
        """Every phrase met, with its first and last word; the same words again and again say no more."""
        words, stems, line = self._words, self._stems, passage.line
        starts = [*map(start, passage.words), END, END]
        read: dict[str, int] = {}
        for index, (word, place) in enumerate(zip(passage.words, passage.places, strict=True)):
            begun = (words.get(word), stems.get(word[:2]), stems.get(word[:3]), stems.get(word[:4]))
            if begun == _NONE:
                continue
            following = line[place : place + _ALIKE]
            read[following] = times = read.get(following, 0) + 1
            if times > _OFTEN:
                continue
            asked = {
                phrase: None for each in begun if each is not None for phrase in each.candidates(starts, index + 1)
            }
            for phrase in asked:
                if match := phrase.pattern.match(line, place):
                    yield phrase, index, index + line.count(" ", match.start(), match.end())


def check_beginning(phrase: Phrase) -> None:
    """Raises `ValueError` for one that begins with what is not looked for."""
    for opening in phrase.openings:
        for first in opening.firsts:
            if first.endswith("*"):
                _stem(first, phrase)


def _stem(first: str, phrase: Phrase) -> str:
    stem = first[:-1][:_LONGEST_STEM]
    if len(stem) < _SHORTEST_STEM:
        raise ValueError(f"too short a beginning: {phrase.written}")
    return stem


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
