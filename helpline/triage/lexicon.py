"""Phrases written by people in `phrases/<language>/*.txt`, made into something that finds them quickly.

A supervisor must be able to read and one day change them, so they are text, not regular expressions:
a heading names the sign, phrases stand under it, `;` parts them; a space is any gap between two words, `word*` any
ending, `(a|b c)` either, `[x]` perhaps, `..` up to three words between, `...` five, `....` nine. Accents and capitals
are ignored, an apostrophe may be missing. `short=long form` stands under `short_forms`, `@group=a|b` under `groups`; a
few headings hold single words that tell a language or a denial.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

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
_WORD_LISTS = frozenset(
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

    def openings(self) -> set[tuple[str, ...]]:
        """The first words it can begin with: one, or two where they stand side by side, then found the quicker."""
        return set(openings(self.written))


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


def _pairs(entries: list[str]) -> dict[str, str]:
    return {left.strip(): right.strip() for left, right in (entry.split("=") for entry in entries)}


def _filled_in(entry: str, groups: dict[str, str]) -> str:
    return _GROUP.sub(lambda name: f"({groups[name.group()]})", entry)


class Lexicon:
    """All phrases of all languages, found by their first words."""

    def __init__(self, texts: dict[Language, str]) -> None:
        self.short_forms: dict[Language, dict[str, str]] = {language: {} for language in texts}
        self.phrases: list[Phrase] = []
        self._lists: dict[tuple[Language, str], frozenset[str]] = {}
        self._words: dict[str, Beginning] = {}
        self._stems: dict[str, Beginning] = {}
        self._pairs: dict[tuple[str, ...], Beginning] = {}
        for language, text in texts.items():
            self._read(language, text)
        for phrase in self.phrases:
            for opening in phrase.openings():
                self._index(opening, phrase)

    def _read(self, language: Language, text: str) -> None:
        groups: dict[str, str] = {}
        for heading, line in _lines(text):
            entries = [entry.strip() for entry in line.split(";") if entry.strip()]
            if heading in _WORD_LISTS:
                self._lists[language, heading] = self.words(language, heading).union(map(fold, line.split()))
            elif heading == "groups":
                groups |= _pairs(entries)
            elif heading == "short_forms":
                self.short_forms[language] |= {
                    fold(short): fold(long).replace("'", " ") for short, long in _pairs(entries).items()
                }
            else:
                self.phrases += [Phrase(Sign(heading), language, _filled_in(entry, groups)) for entry in entries]

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


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The phrases that come with the program."""
    return Lexicon({language: _text(language) for language in Language})


def _text(language: Language) -> str:
    files = sorted((_FOLDER / language).glob("*.txt"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
