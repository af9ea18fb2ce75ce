"""A day that somebody named, told in his own words, is not left waiting."""

import pytest

from helpline.contacts.model import Disposition
from helpline.triage.model import Message
from helpline.triage.reading import speech
from helpline.triage.rules import suggest


@pytest.mark.parametrize(
    "text",
    [
        "Il range son établi et il a murmuré « lui, c'est pour l'inventaire de vendredi ».",
        'Er lächelte nur und sagte: "am Donnerstag ist das vorbei".',
        "Mijn broer zei “morgen zijn jullie van mij af”.",
    ],
)
def test_a_day_named_in_speech_is_danger(text: str) -> None:
    assert suggest(Message(text)).disposition is Disposition.URGENT_SAFETY


@pytest.mark.parametrize(
    "text",
    [
        "Il range son établi, et vendredi il vient manger chez nous.",
        "Nous préparons une formation « Parler des sujets qui fâchent, vendredi 12 mars » pour nos éducateurs.",
    ],
)
def test_a_day_of_the_writer_or_of_a_training_is_none(text: str) -> None:
    assert suggest(Message(text)).disposition is not Disposition.URGENT_SAFETY


def test_speech_is_what_stands_between_quotation_marks() -> None:
    text = 'Il dit « demain » et "jeudi soir", c\'est tout.'
    assert [text[begin:end].strip() for begin, end in speech(text)] == ["demain", "jeudi soir"]
