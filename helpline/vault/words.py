"""What a text can be found by: its words folded until two people write them alike. Pure, no key, nothing kept.

Every word counts whole and, in French, Dutch, German and English, by its stem (Snowball), both with and without the
accents the writer may have left out. A text's languages are the one it came with and those its small words tell; when
neither says anything, all four stems count. Arabic, Turkish and every other language are found by whole words. So a
searcher need not know the language of what is looked for: `alternatives` offers the same forms in all four.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from Stemmer import Stemmer

from helpline.vault.stopwords import SKIPPED, TELLING

MOST_CHARACTERS = 500_000
MOST_WORDS = 20_000
MOST_TYPED = 12
LONGEST = 64
SHORTEST_PREFIX, LONGEST_PREFIX = 2, 12

# The stemmers' own cache is off: it would keep up to ten thousand of people's words in memory.
STEMMERS = {
    "fr": Stemmer("french", 0),
    "nl": Stemmer("dutch", 0),
    "de": Stemmer("german", 0),
    "en": Stemmer("english", 0),
}
ALL = frozenset(STEMMERS)

WORD = re.compile(r"[^\W_]+")
# Marks that do not compose (Arabic vowels, Hebrew points), the tatweel, soft hyphens, joiners and direction marks.
SILENT = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff]"
)
ALIKE = str.maketrans(
    dict(zip("ıøđłðٱىةیک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "iodldايهيك01234567890123456789", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
GERMAN_SPELLING = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def forms(text: str, language: str | None) -> set[str]:
    """All forms a text is found by, bounded to its first 20,000 words."""
    pairs = _distinct(_words(text))
    languages = _languages(pairs.values(), language)
    return {form for word, plain in pairs.items() if _counts(plain) for form in _forms(word, plain, languages)}


def alternatives(typed: str) -> list[set[str]]:
    """For each word a searcher typed the forms it may be found by; empty when nothing typed is worth searching."""
    pairs = _distinct(_words(typed))
    counting = [(word, plain) for word, plain in pairs.items() if _counts(plain)]
    return [_forms(word, plain, ALL) for word, plain in counting[:MOST_TYPED]]


def beginnings(name: str) -> set[str]:
    """The beginnings, two to twelve letters long, of every word of a name, "ü" read as "u" and as "ue"."""
    spellings = {unaccent(spelling) for word in _words(name) for spelling in (word, word.translate(GERMAN_SPELLING))}
    return {
        spelling[:length]
        for spelling in spellings
        for length in range(SHORTEST_PREFIX, min(len(spelling), LONGEST_PREFIX) + 1)
    }


def typed_beginnings(typed: str) -> set[str]:
    """What was typed of a name so far: the beginning of each of its words."""
    plain = (unaccent(word)[:LONGEST_PREFIX] for word in islice(_words(typed), MOST_TYPED))
    return {beginning for beginning in plain if len(beginning) >= SHORTEST_PREFIX}


def unaccent(word: str) -> str:
    """A folded word without accents, with one letter for each of the letters people write alike."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word.translate(ALIKE))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(ALIKE)


def _words(text: str) -> Iterator[str]:
    text = text[:MOST_CHARACTERS]
    folded = text.lower() if text.isascii() else SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())
    return (found[0][:LONGEST] for found in islice(WORD.finditer(folded), MOST_WORDS))


def _distinct(words: Iterable[str]) -> dict[str, str]:
    return {word: unaccent(word) for word in dict.fromkeys(words)}


def _counts(plain: str) -> bool:
    return len(plain) > 1 and plain not in SKIPPED


def _languages(plain_words: Iterable[str], language: str | None) -> frozenset[str]:
    told = Counter(TELLING[word] for word in plain_words if word in TELLING)
    most = max(told.values(), default=0)
    languages = {name for name, times in told.items() if times * 4 >= most} if most > 1 else set()
    if language:
        languages.add(language[:2].lower())
    return ALL & languages if languages else ALL


def _forms(word: str, plain: str, languages: frozenset[str]) -> set[str]:
    stems = [STEMMERS[language].stemWord(spelling) for language in languages for spelling in {word, plain}]
    return {plain, *map(unaccent, stems)}
