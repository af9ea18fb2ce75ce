"""Which of the six languages a short text is written in, offline: its small words and letters tell.

The writer's choice wins.
"""

from collections.abc import Iterable
from functools import lru_cache

from helpline.contacts.model import Language
from helpline.triage.lexicon import Lexicon, lexicon
from helpline.triage.reading import Passage

_LETTERS = {
    Language.FR: "éèêàùîôœ",
    Language.NL: "ëï",
    Language.DE: "ßäöü",
    Language.TR: "ğışİ",
}


# A language with this share of the strongest one's evidence is spoken too: people switch in mid-sentence.
_SPOKEN_TOO = 0.3
_LETTER_WEIGHT = 0.7
_ENDING_WEIGHT = 0.45
_ENDINGS = range(6, 1, -1)
"""So long may the ending of a word be that tells a language; the longest that is known counts."""


@lru_cache(maxsize=3)
def _speakers(lexicon: Lexicon) -> dict[str, list[tuple[Language, float]]]:
    """Which languages a small word or a short form speaks for; one of two languages speaks half for each."""
    spoken: dict[str, list[Language]] = {}
    for language in Language:
        for word in lexicon.words(language, "small_words") | lexicon.short_forms[language].keys():
            spoken.setdefault(word, []).append(language)
    return {word: [(language, 1 / len(languages)) for language in languages] for word, languages in spoken.items()}


@lru_cache(maxsize=3)
def _endings(lexicon: Lexicon) -> dict[str, list[tuple[Language, float]]]:
    """Which languages the end of a longer word speaks for."""
    spoken: dict[str, list[Language]] = {}
    for language in Language:
        for ending in lexicon.words(language, "word_endings"):
            spoken.setdefault(ending, []).append(language)
    return {
        end: [(language, _ENDING_WEIGHT / len(languages)) for language in languages]
        for end, languages in spoken.items()
    }


def _ending(word: str, known: dict[str, list[tuple[Language, float]]]) -> list[tuple[Language, float]]:
    return next((known[word[-length:]] for length in _ENDINGS if length < len(word) and word[-length:] in known), [])


def weigh(words: Iterable[str], text: str, lexicon: Lexicon) -> dict[Language, float]:
    """How strongly folded words, and the letters of the text they came from, speak for each language."""
    weights = dict.fromkeys(Language, 0.0)
    speakers, endings = _speakers(lexicon), _endings(lexicon)
    for word in words:
        for language, weight in speakers.get(word) or _ending(word, endings):
            weights[language] += weight
        if "\u0600" < word[0] < "\u0700":
            weights[Language.AR] += 1.0
    if not text.isascii():
        sample = text[:2000].lower()
        for language, letters in _LETTERS.items():
            weights[language] += _LETTER_WEIGHT * min(3, sum(sample.count(letter) for letter in letters))
    return weights


def strongest(weights: dict[Language, float]) -> Language | None:
    """The language with the most evidence; none when two are level or there is too little of it."""
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    best, second = weights[ranked[0]], weights[ranked[1]]
    return ranked[0] if best >= 0.9 and best > second * 1.1 else None


def spoken(weights: dict[Language, float], chosen: Language | None) -> frozenset[Language]:
    """Every language the message may be read in; all of them when nothing tells."""
    best = max(weights.values())
    if best < 0.9 and chosen is None:
        return frozenset(Language)
    found = {language for language, weight in weights.items() if weight >= max(_SPOKEN_TOO * best, 0.5)}
    return frozenset(found | ({chosen} if chosen else set()))


def detect(text: str, chosen: Language | None = None) -> Language | None:
    """The language of a text, by the words of the program; `chosen`, what the writer picked, wins over everything.

    >>> detect("Ich mache mir Sorgen um meinen Bruder")
    <Language.DE: 'de'>
    """
    return chosen or strongest(weigh(Passage(text[:4000]).words, text, lexicon()))
