"""What a message shows before anything is concluded: signs, with the words they stand on, said, denied or quoted."""

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from helpline.contacts.model import Channel, Language, Requester
from helpline.triage.denial import Denials, denials_of
from helpline.triage.language import spoken, strongest, weigh
from helpline.triage.lexicon import Lexicon, Phrase
from helpline.triage.model import Field, Message, Standing
from helpline.triage.reading import END, Passage, only_described, parts, speech
from helpline.triage.shape import Shape, shape
from helpline.triage.signs import Sign

# Signs that a denial takes away. The others are questions, roles and turns of phrase, which stay what they are.
_DENIABLE = frozenset(
    {
        Sign.FAREWELL, Sign.GIVING_AWAY, Sign.SUICIDE, Sign.SELF_HARM, Sign.HARM_INTENT, Sign.VIOLENCE, Sign.THREAT,
        Sign.VIOLENCE_NOW, Sign.HURTS, Sign.ANNOUNCEMENT, Sign.ARMED, Sign.CRY_FOR_HELP, Sign.MEANS, Sign.MISSING,
        Sign.DEPARTURE, Sign.GONE, Sign.EXTREMISM, Sign.HATE, Sign.WORRY, Sign.EXIT_WISH,
        Sign.PROFESSIONAL, Sign.WANTS_FOLLOWING, Sign.CALL_BACK, Sign.SETTLING, Sign.DESPAIR, Sign.PREPARES,
        Sign.GRUDGE, Sign.STALKED, Sign.FORCED, Sign.MILD, Sign.IMPLEMENT, Sign.THINGS, Sign.TRAVEL,
    }
)  # fmt: skip
_SENTENCE = 25
"""Characters."""
# Sentences of two pieces of a message are never beside each other.
_FAR_APART = 1_000_000


class Found(Struct, frozen=True):
    """One sign at one place of one field, `start` and `end` as offsets into it."""

    sign: Sign
    field: Field
    start: int
    end: int
    standing: Standing
    sentence: int
    words: int = 1

    @property
    def said(self) -> bool:
        return self.standing is Standing.SAID


class Evidence(Struct, frozen=True):
    """All that was found, and the little about the message that is no wording."""

    found: tuple[Found, ...]
    said: frozenset[Sign]
    quoted: frozenset[Sign]
    signed: frozenset[Sign]
    language: Language | None
    requester: Requester | None
    channel: Channel
    own_words: int
    quoted_words: int
    readable: bool
    asks: bool
    heard: frozenset[Standing] = frozenset({Standing.SAID})
    told: frozenset[Sign] = frozenset()
    """Signs in words the writer tells between quotation marks, as somebody spoke them."""
    only_told: frozenset[Sign] = frozenset()
    """Those of them that stand nowhere else: "you" in somebody's threat is no courtesy to us."""
    quotes: bool = False
    """Whether a sentence of somebody's stands between quotation marks."""
    shape: Shape = Shape()

    def has(self, *signs: Sign) -> bool:
        """Whether any of the signs is said in the writer's own new words."""
        return not self.said.isdisjoint(signs)

    def together(self, one: Sign, other: Sign, apart: int = 0) -> bool:
        """Whether two signs are said in the same sentence, or at most so many sentences apart."""
        there = self.sentences(other)
        near = range(-apart, apart + 1)
        return self.has(one) and any(here + step in there for here in self.sentences(one) for step in near)

    def sentences(self, *signs: Sign) -> set[int]:
        """The numbers of the sentences in which any of the signs is said."""
        return {each.sentence for each in self.found if each.sign in signs and each.standing in self.heard}

    def apart(self, sign: Sign) -> list[Found]:
        """The places of a sign that do not lie over each other: several phrases may meet the same words."""
        places: list[Found] = []
        met = (each for each in self.found if each.sign is sign and each.standing in self.heard)
        for each in sorted(met, key=lambda each: (each.field, each.start, -each.end)):
            if not places or each.field is not places[-1].field or each.start >= places[-1].end:
                places.append(each)
        return places

    def count(self, sign: Sign) -> int:
        return sum(1 for found in self.found if found.sign is sign and found.standing in self.heard)


def gather(message: Message, lexicon: Lexicon) -> Evidence:
    """Read every field of a message once."""
    pieces = list(_pieces(message))
    own = _words(pieces, Standing.SAID)
    weights = weigh(own or _words(pieces, Standing.QUOTED), message.subject + message.text, lexicon)
    languages = spoken(weights, message.language)
    for _, passage, _ in pieces:
        passage.spell_out(lexicon.short_forms[message.language or max(weights, key=weights.__getitem__)])
    found = tuple(
        each for number, piece in enumerate(pieces) for each in _signs(lexicon, *piece, languages, number * _FAR_APART)
    )
    return Evidence(
        found=found,
        said=_signs_that(found, Standing.SAID),
        quoted=_signs_that(found, Standing.QUOTED),
        signed=_signs_that(found, Standing.SIGNED),
        language=message.language or strongest(weights),
        requester=message.requester,
        channel=message.channel,
        own_words=0 if only_described(message.text) else sum(1 for word in own if word[0].isalpha()),
        quoted_words=len(_words(pieces, Standing.QUOTED)),
        asks=any(mark in message.text for mark in "?؟"),
        readable=max(weights.values()) > 0 or bool(found),
        told=(told := _told(found, message.text, within=True)),
        only_told=told - _told(found, message.text, within=False),
        quotes=any(end - begin >= _SENTENCE for begin, end in speech(message.text)),
        shape=shape(message.text),
    )


def _told(found: tuple[Found, ...], text: str, *, within: bool) -> frozenset[Sign]:
    """The signs that are said within quotation marks, or those said outside them."""
    spans = speech(text)
    own = (each for each in found if each.said and (each.field is Field.TEXT or not within))
    return frozenset(each.sign for each in own if within is _spoken(each, spans))


def _spoken(each: Found, spans: list[tuple[int, int]]) -> bool:
    return each.field is Field.TEXT and any(begin <= each.start and each.end <= end for begin, end in spans)


def _pieces(message: Message) -> Iterator[tuple[Field, Passage, Standing]]:
    if message.subject:
        yield Field.SUBJECT, Passage(message.subject), Standing.SAID
    for begin, stop, standing in parts(message.text):
        if stop > begin:
            yield Field.TEXT, Passage(message.text, begin, stop), standing
    if message.quoted_text:
        yield Field.QUOTED_TEXT, Passage(message.quoted_text), Standing.QUOTED


def _words(pieces: list[tuple[Field, Passage, Standing]], wanted: Standing) -> list[str]:
    return [word for _, passage, standing in pieces if standing is wanted for word in passage.words]


def _signs_that(found: tuple[Found, ...], standing: Standing) -> frozenset[Sign]:
    return frozenset(each.sign for each in found if each.standing is standing)


def _signs(
    lexicon: Lexicon,
    field: Field,
    passage: Passage,
    standing: Standing,
    languages: frozenset[Language],
    sentence: int,
) -> Iterator[Found]:
    met = [each for each in lexicon.find(passage) if _counts(*each, languages)]
    denials = denials_of(lexicon)
    turns = {index for phrase, first, last in met if phrase.sign is Sign.FIGURATIVE for index in range(first, last + 1)}
    ends = [index for index, word in enumerate(passage.words) if word == END]
    for phrase, first, last in met:
        if phrase.sign is not Sign.FIGURATIVE and not turns.isdisjoint(range(first, last + 1)):
            continue
        stands = standing
        if phrase.sign in _DENIABLE and _denied(phrase, passage.words, first, last, denials):
            stands = Standing.DENIED
        start, end = passage.starts[first], passage.ends[last]
        yield Found(phrase.sign, field, start, end, stands, sentence + bisect_left(ends, first), last - first + 1)


def _denied(phrase: Phrase, words: list[str], first: int, last: int, denials: Denials) -> bool:
    return denials.denied(words, first, last) or denials.denied_within(words, first, last, phrase.words)


def _counts(phrase: Phrase, first: int, last: int, languages: frozenset[Language]) -> bool:
    """One word says little in a language the message is not written in: `mes` is a knife in Dutch, mine in French."""
    return phrase.language in languages or last > first
