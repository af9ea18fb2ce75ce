"""Whatever arrives, the rules answer quickly, never fail, and point inside the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.contacts.model import Urgency
from helpline.triage.lexicon import lexicon
from helpline.triage.model import Field, Message
from helpline.triage.reading import parts
from helpline.triage.rules import suggest

SCRAPS = [
    "lettre d'adieu", "je vais", "tuer", "pas", "demain", "😂", "> il a un couteau\n", "-- \n", "geen wapen", "heute",
    "Abschiedsbrief", "kill", "اختفت ابنتي", "bıçak yok", "Le 3 mars à 10:12, <a@example.org> a écrit :\n", ".", "\n\n",
    "e\u0301", "ß", "œ", "İ", "\x00", "ﬁ", "١٥ سنة", "jveu", "15ans", "mdrrrrr",
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS)).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(text=texts, subject=texts, quoted=texts)
def test_no_text_makes_the_rules_fail_and_reasons_stay_inside(text: str, subject: str, quoted: str) -> None:
    fields = {Field.TEXT: text, Field.SUBJECT: subject, Field.QUOTED_TEXT: quoted}
    for reason in suggest(Message(text, quoted, subject)).reasons:
        assert 0 <= reason.start < reason.end <= len(fields[reason.field])


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    assert "".join(text[begin:stop] for begin, stop, _ in parts(text)) == text


HOSTILE = {
    "one word": "a" * 200_000,
    "blank lines": " \n" * 100_000,
    "an unfinished phrase": "je vais " * 25_000,
    "nothing but denials": "pas " * 50_000,
    "quotation marks": "> " * 100_000,
    "nested quotations": "".join(">" * depth + "\n" for depth in range(600)),
    "half a mail header": "le 10:10 <" * 20_000,
    "many half headers": "\n".join(["de : x"] * 30_000),
    "many disclaimers": "ce message et\n" * 14_000,
    "loose accents": "a\u0301" * 100_000,
    "many threats": "menace de tuer " * 13_000,
    "mixed scripts": "ال" * 100_000,
    "a weapon in every sentence": "il a un couteau, pas de mort. " * 7_000,
    "figures of speech": "je suis mort de rire, il va me tuer " * 5_600,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_of_two_hundred_kilobytes_takes_less_than_half_a_second(kind: str) -> None:
    suggest(Message("Bonjour, mon fils menace de tuer quelqu'un demain."))
    began = time.process_time()
    suggest(Message(HOSTILE[kind]))
    assert time.process_time() - began < 0.5


def test_a_danger_at_the_end_of_a_very_long_text_is_found() -> None:
    text = "Bonjour, je vous écris longuement. " * 5_000 + "Il a laissé une lettre d'adieu."
    assert suggest(Message(text)).urgency is Urgency.IMMEDIATE


def test_every_phrase_of_every_language_can_be_read() -> None:
    for phrase in lexicon().phrases:
        assert phrase.pattern.pattern, phrase.written
        assert phrase.openings, phrase.written


def test_a_message_is_judged_in_a_few_milliseconds() -> None:
    text = "Bonjour, je suis inquiète pour mon fils, il ne parle plus à personne et regarde des vidéos. " * 6
    suggest(Message(text))
    began = time.process_time()
    for _ in range(50):
        suggest(Message(text))
    assert (time.process_time() - began) / 50 < 0.003
