"""The suggestion: pure, written by people, the same for everybody, and never a decision.

The order is the judgement: nothing said, then danger in the new words, then danger in what was only quoted, then the
matter. A machine may raise urgency; only a human lowers it. Sources: sections 2 and 3 of the domain.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from helpline.contacts.model import Disposition, Language, Urgency
from helpline.triage.calming import eased, long_ago
from helpline.triage.danger import ALARMS, danger, suspected
from helpline.triage.elsewhere import sold
from helpline.triage.evidence import Evidence, Found, gather
from helpline.triage.leaning import second_opinion
from helpline.triage.lexicon import Lexicon, lexicon
from helpline.triage.matters import matter, silence
from helpline.triage.model import Message, Reason, Standing, Suggestion
from helpline.triage.signs import Sign
from helpline.triage.verdict import Verdict
from helpline.triage.weight import HEAVY, weight

VERSION = "2026.11.23.9"
"""The day on which they were written, and which of that day."""

_FLAGS = {
    Sign.MINOR: "minor_concerned",
    Sign.SUICIDE: "self_harm",
    Sign.SELF_HARM: "self_harm",
    Sign.UNSAFE_CALL: "contact_restrictions",
    Sign.LANGUAGE_ASKED: "interpreter_needed",
}
_REASONS_PER_SIGN = 3


def suggest(message: Message, words: Lexicon | None = None) -> Suggestion:
    """What the rules propose for one message, with the words they stand on.

    `words`: the phrases as people published them in the desk; else those that come with the program.
    """
    words = words or lexicon()
    evidence = gather(message, words)
    if words.silent and (evidence.language in words.silent or words.silent.issuperset(Language)):
        return _nothing(evidence, version_of(words))
    verdict = _judge(evidence)
    flags = (*verdict.flags, *(flag for sign, flag in _FLAGS.items() if evidence.has(sign)))
    return Suggestion(
        disposition=verdict.disposition,
        urgency=verdict.urgency,
        unclear=verdict.unclear,
        flags=tuple(dict.fromkeys(flags)),
        reasons=tuple(_reasons(evidence, verdict)),
        rules_version=version_of(words),
        language=evidence.language,
    )


def version_of(words: Lexicon) -> str:
    """The judgement's own version, and behind a stroke that of the phrases, where people have one."""
    return f"{VERSION}/{words.version}" if words.version else VERSION


def _nothing(evidence: Evidence, version: str) -> Suggestion:
    """No suggestion, because people switched them off: what nobody judged is looked at soon, at least."""
    return Suggestion(
        disposition=Disposition.INFORMATION_REQUEST,
        urgency=Urgency.SOON,
        unclear=True,
        flags=(),
        reasons=(),
        rules_version=version,
        language=evidence.language,
        switched_off=True,
    )


def _judge(evidence: Evidence) -> Verdict:
    if not evidence.own_words and not evidence.quoted_words:
        return danger(evidence) or silence(evidence)
    if not evidence.own_words:
        return _only_quoted(evidence)
    if found := sold(evidence) or danger(evidence):
        return found
    calm = eased(evidence)
    return _raised(evidence, second_opinion(calm, matter(calm)))


def _only_quoted(evidence: Evidence) -> Verdict:
    """Somebody passed words on without a word of their own: read them, one step calmer, and ask."""
    heard = frozenset({Standing.QUOTED})
    as_said = replace(evidence, said=evidence.quoted, own_words=evidence.quoted_words, heard=heard)
    if found := danger(as_said):
        urgency = Urgency.URGENT if found.urgency is Urgency.IMMEDIATE else Urgency.SOON
        return replace(found, urgency=urgency, unclear=True, flags=("alarm_only_in_quote",))
    return replace(matter(as_said), unclear=True)


def _raised(evidence: Evidence, verdict: Verdict) -> Verdict:
    """More attention, never less, where a joke, an old quotation or an unread script may hide something."""
    if not ALARMS.isdisjoint(evidence.quoted) and danger(_with_quotes(evidence)):
        if verdict.disposition in (Disposition.OUT_OF_SCOPE, Disposition.INFORMATION_REQUEST):
            verdict = replace(verdict, disposition=Disposition.ACCOMPANIMENT)
        verdict = _sooner(verdict, "alarm_only_in_quote")
    if evidence.has(Sign.IRONY, Sign.FICTION) and evidence.has(*ALARMS):
        verdict = _sooner(verdict, "meant_or_not")
    if (suspected(evidence) or weight(evidence) >= HEAVY) and not evidence.has(Sign.SPAM):
        verdict = _sooner(verdict, "weighed_less")
    if long_ago(evidence):
        verdict = _at_least_soon(verdict)
    if not evidence.readable:
        verdict = _sooner(verdict, "interpreter_needed")
    if evidence.has(Sign.IRONY):
        verdict = replace(verdict, unclear=True)
    if evidence.has(Sign.CALL_BACK, Sign.CRY_FOR_HELP) and not evidence.has(Sign.AUTOMATIC, Sign.SPAM):
        verdict = _at_least_soon(verdict)
    return verdict


def _with_quotes(evidence: Evidence) -> Evidence:
    heard = frozenset({Standing.SAID, Standing.QUOTED})
    return replace(evidence, said=evidence.said | evidence.quoted, heard=heard)


def _sooner(verdict: Verdict, flag: str) -> Verdict:
    return replace(_at_least_soon(verdict), unclear=True, flags=(*verdict.flags, flag))


def _at_least_soon(verdict: Verdict) -> Verdict:
    return replace(verdict, urgency=Urgency.SOON) if verdict.urgency is Urgency.ROUTINE else verdict


def _reasons(evidence: Evidence, verdict: Verdict) -> Iterator[Reason]:
    """The signs the verdict stands on, then the alarms that did not count and why."""
    own = Standing.SAID if evidence.own_words else Standing.QUOTED
    for sign in dict.fromkeys(verdict.because):
        yield from _apart(found for found in evidence.found if found.sign is sign and found.standing is own)
    yield from _apart(found for found in evidence.found if found.sign in ALARMS and found.standing is not own)


def _apart(found: Iterable[Found]) -> Iterator[Reason]:
    """A few places, none inside another: several phrases may have met the same words."""
    shown: list[Found] = []
    for each in sorted(found, key=lambda each: each.start - each.end):
        if len(shown) < _REASONS_PER_SIGN and not any(_overlap(each, other) for other in shown):
            shown.append(each)
    for each in shown:
        yield Reason(each.sign, each.field, each.start, each.end, each.standing)


def _overlap(one: Found, other: Found) -> bool:
    return one.field is other.field and one.start < other.end and other.start < one.end
