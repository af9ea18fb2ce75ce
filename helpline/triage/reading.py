"""How the rules read a text: folded words that still know where they stand, and the new part told from the quoted."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import accumulate

from helpline.triage.model import Standing

# A word with its accents written in one piece or two, a number, the end of a thought, a pause, or one small picture.
# A digit inside a word is a letter of Arabic ("m3a", "mab9atch"), unless a unit follows ("jai2enfants").
_PIECE = re.compile(
    r"[A-Za-z]+(?:[235679](?!(?:ans?|h|j|min|mois|jours?|fois|enfants?|heures?)\b)[A-Za-z]+)+"
    r"|[^\W\d_]+(?:[\u0300-\u036f\u064b-\u065f\u0670\u200b-\u200d\u00ad]+[^\W\d_]*)*"
    r"|\d+|[.!?;…؟؛]+|[,،:()«»\"“”–—]|\n\s{0,40}\n|\n(?=\s{0,20}[-•*A-ZÀ-Þ])"
    r"|[\U0001f52a\U0001f52b\U0001f4a3\U0001f600-\U0001f64f\U0001f914\U0001f921\U0001f923\U0001f92c]"
)
_PAUSES = frozenset(',،:()«»"“”–—')
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=\w{3})")
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""}
_SPECIAL = {"ı": "i", "İ": "i", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l"} | _ARABIC

END, PAUSE = ".", ","


class _Folds(dict[int, str]):
    """Lower case without accents, one character after the other, worked out once for each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdecimal():
            return str(unicodedata.decimal(character))
        plain = _SPECIAL.get(character) or "".join(
            _SPECIAL.get(part, part)
            for part in unicodedata.normalize("NFKD", character.casefold())
            if not unicodedata.combining(part) and not unicodedata.category(part).startswith("C")
        )
        if character in _SPECIAL:
            plain = _SPECIAL[character]
        if code < 0x10000:
            self[code] = plain
        return plain


_FOLDS = _Folds()


def fold(word: str) -> str:
    """The form under which a word is looked up: lower case, no accents, no Arabic article."""
    if word.isascii():
        return word.lower()
    plain = word.translate(_FOLDS)
    return _ARTICLE.sub("", plain) if plain > "\u0600" else plain


class Passage:
    """A text, or a part of it, as a line of folded words with one space between, so that phrases match over any gap.

    `words[i]` stands at `places[i]` of `line` and at `starts[i]` to `ends[i]` of the original text.
    """

    __slots__ = ("ends", "line", "places", "starts", "words")

    def __init__(self, text: str, begin: int = 0, stop: int | None = None) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        stretched = _STRETCHED.search(text) is not None
        for piece in _PIECE.finditer(text, begin, len(text) if stop is None else stop):
            word = piece.group()
            if word.isascii() and word.isalpha() and not stretched:
                word = word.lower()
            elif word[0].isalnum() or word[0] > "\U00010000":
                word = fold(_STRETCHED.sub(r"\1", word) if stretched else word) or PAUSE
            else:
                word = PAUSE if word in _PAUSES else END
            self.words.append(word)
            self.starts.append(piece.start())
            self.ends.append(piece.end())
        self._draw()

    def spell_out(self, short_forms: Mapping[str, str]) -> None:
        """Put the long form where a short one stands: `jve` becomes two words at the same place of the text."""
        if short_forms.keys().isdisjoint(self.words):
            return
        spelt = [
            (part, start, end)
            for word, start, end in zip(self.words, self.starts, self.ends, strict=True)
            for part in short_forms.get(word, word).split(" ")
        ]
        self.words = [word for word, _, _ in spelt]
        self.starts = [start for _, start, _ in spelt]
        self.ends = [end for _, _, end in spelt]
        self._draw()

    def _draw(self) -> None:
        self.line = " ".join(self.words)
        self.places = [0, *accumulate(len(word) + 1 for word in self.words)][:-1]


_MAIL_HEADER = re.compile(
    r"^[ \t]*(?:-{2,}[ ]?(?:original|message d.origine|message transf|oorspronkelijk|doorgestuurd|urspr.ngliche"
    r"|weitergeleitet|forwarded|begin forwarded)[^\n]*$|_{8,}[ \t]*$"
    r"|(?:le|on|op|am)\s[^\n]{0,100}(?:\d[:h.]\d\d|<|@)[^\n]{0,100}\n?[^\n]{0,40}"
    r"(?:a [ée]crit|wrote|schreef|schrieb)[^\n]{0,60}:[ \t]*$"
    r"|(?:de|from|van|von|gönderen)\s?:[^\n]{0,160}\n[ \t]*"
    r"(?:envoy|date|sent|verzonden|datum|gesendet|to\b|[àa]\s?:|aan\b|an\b|tarih))",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?$|(?:envoy[ée] de mon|sent from my|verzonden vanaf mijn|von meinem [^\n]{1,30} gesendet)"
    r"|[^\n]{0,20}(?:ce message et|ce courriel|this e-?mail|this message and|dit bericht is|deze e-?mail|diese e-?mail"
    r"|avis de confidentialit|disclaimer)[^\n]{0,80}"
    r"(?:confiden|destin|intended|bestemd|vertrouwelijk|vertraulich|bestimmt|:))",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINES = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|$))+", re.MULTILINE)


_SPEECH = re.compile(
    r"[«“„\"]([^«»“”„\"]{3,300})[»”“\"]|(?<!\w)['‘‚]([^'‘’‚\n]{3,200}(?:['’]\w[^'‘’‚\n]{0,200}){0,6})['’](?!\w)"
)
_WHOLE = 0.85
"""So much of a text between quotation marks is a transcript of it, not somebody told about."""


def speech(text: str) -> list[tuple[int, int]]:
    """Where somebody's words are told between quotation marks; a message that stands in them is the writer's own."""
    spans = (said.span(said.lastindex or 0) for said in _SPEECH.finditer(text))
    return [(begin, end) for begin, end in spans if end - begin < _WHOLE * len(text)]


def parts(text: str) -> Iterator[tuple[int, int, Standing]]:
    """Cut a text into (begin, stop, standing): own words, what is quoted or forwarded, the signature or disclaimer."""
    signature = _SIGNATURE.search(text)
    stop = signed = signature.start() if signature else len(text)
    if header := _MAIL_HEADER.search(text, 0, stop):
        below = text[header.end() : header.end() + 40].lstrip()
        if not below.startswith(">"):
            stop = header.start()
    begin = 0
    for block in _QUOTED_LINES.finditer(text, 0, stop):
        yield begin, block.start(), Standing.SAID
        yield block.start(), block.end(), Standing.QUOTED
        begin = block.end()
    yield begin, stop, Standing.SAID
    yield stop, signed, Standing.QUOTED
    yield signed, len(text), Standing.SIGNED


_DESCRIBED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")


def only_described(text: str) -> bool:
    """Whether a transcript holds no spoken word: "[message vocal, 18 s] (respiration) [fin]"."""
    return text.lstrip().startswith("[") and not any(map(str.isalpha, _DESCRIBED.sub("", text)))
