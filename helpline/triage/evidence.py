"""What a message shows before anything is concluded: signs, with the words they stand on, said, denied or quoted."""

from collections import ChainMap
from collections.abc import Iterator, Mapping

from msgspec import Struct

from helpline.contacts.model import Channel, Language, Requester
from helpline.triage.denial import denied
from helpline.triage.language import spoken, strongest, weigh
from helpline.triage.lexicon import Phrase, lexicon
from helpline.triage.model import Field, Message, Standing
from helpline.triage.reading import Passage, parts
from helpline.triage.signs import Sign

# Signs that a denial takes away. The others are questions, roles and turns of phrase, which stay what they are.
_DENIABLE = frozenset(
    {
        Sign.FAREWELL, Sign.GIVING_AWAY, Sign.SUICIDE, Sign.HARM_INTENT, Sign.THREAT, Sign.VIOLENCE_NOW, Sign.MEANS,
        Sign.MISSING, Sign.DEPARTURE, Sign.GONE, Sign.TRAVEL, Sign.EXIT_WISH, Sign.EXTREMISM, Sign.HATE,
        Sign.PROFESSIONAL, Sign.WANTS_FOLLOWING, Sign.CALL_BACK, Sign.WORRY, Sign.CRY_FOR_HELP,
    }
)  # fmt: skip


class Found(Struct, frozen=True):
    """One sign at one place of one field, `start` and `end` as offsets into it."""

    sign: Sign
    field: Field
    start: int
    end: int
    standing: Standing


class Evidence(Struct, frozen=True):
    """All that was found, and the little about the message that is no wording."""

    found: tuple[Found, ...]
    said: frozenset[Sign]
    quoted: frozenset[Sign]
    denied: frozenset[Sign]
    languages: frozenset[Language]
    language: Language | None
    requester: Requester | None
    channel: Channel
    own_words: int
    quoted_words: int
    readable: bool

    def has(self, *signs: Sign) -> bool:
        """Whether any of the signs is said in the writer's own new words."""
        return not self.said.isdisjoint(signs)

    def count(self, sign: Sign) -> int:
        return sum(1 for found in self.found if found.sign is sign and found.standing is Standing.SAID)


def gather(message: Message) -> Evidence:
    """Read every field of a message once."""
    pieces = list(_pieces(message))
    own = [word for _, passage, standing in pieces if standing is Standing.SAID for word in passage.words]
    weights = weigh(own or [word for _, passage, _ in pieces for word in passage.words], message.subject + message.text)
    languages = spoken(weights, message.language)
    short_forms = _short_forms(weights, languages)
    for _, passage, _ in pieces:
        passage.spell_out(short_forms)
    found = tuple(each for piece in pieces for each in _signs(*piece, languages))
    return Evidence(
        found=found,
        said=_signs_that(found, Standing.SAID),
        quoted=_signs_that(found, Standing.QUOTED),
        denied=_signs_that(found, Standing.DENIED),
        languages=languages,
        language=message.language or strongest(weights),
        requester=message.requester,
        channel=message.channel,
        own_words=sum(1 for word in own if word[0].isalpha()),
        quoted_words=sum(len(passage.words) for _, passage, standing in pieces if standing is Standing.QUOTED),
        readable=max(weights.values()) > 0 or bool(found),
    )


def _pieces(message: Message) -> Iterator[tuple[Field, Passage, Standing]]:
    if message.subject:
        yield Field.SUBJECT, Passage(message.subject), Standing.SAID
    for begin, stop, quoted in parts(message.text):
        if stop > begin:
            yield Field.TEXT, Passage(message.text, begin, stop), Standing.QUOTED if quoted else Standing.SAID
    if message.quoted_text:
        yield Field.QUOTED_TEXT, Passage(message.quoted_text), Standing.QUOTED


def _short_forms(weights: dict[Language, float], languages: frozenset[Language]) -> Mapping[str, str]:
    """The short forms of the languages spoken; where two share one, the stronger language's."""
    known = lexicon().short_forms
    return ChainMap(*(known[language] for language in sorted(languages, key=weights.__getitem__, reverse=True)))


def _signs_that(found: tuple[Found, ...], standing: Standing) -> frozenset[Sign]:
    return frozenset(each.sign for each in found if each.standing is standing)


def _signs(field: Field, passage: Passage, standing: Standing, languages: frozenset[Language]) -> Iterator[Found]:
    met = [(phrase, first, last) for phrase, first, last in lexicon().find(passage) if _counts(phrase, languages)]
    turns = [(first, last) for phrase, first, last in met if phrase.sign is Sign.FIGURATIVE]
    for phrase, first, last in met:
        if phrase.sign is not Sign.FIGURATIVE and any(begin <= first and last <= end for begin, end in turns):
            continue
        stands = standing
        if phrase.sign in _DENIABLE and denied(passage.words, first, last):
            stands = Standing.DENIED
        yield Found(phrase.sign, field, passage.starts[first], passage.ends[last], stands)


def _counts(phrase: Phrase, languages: frozenset[Language]) -> bool:
    """One word says little in a language the message is not written in: `mes` is a knife in Dutch, mine in French."""
    return phrase.language in languages or not phrase.alone
