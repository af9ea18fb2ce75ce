"""The language of a short text is found offline, and the writer's choice wins."""

import pytest

from helpline.contacts.model import Language
from helpline.triage.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, êtes-vous ouverts demain ?", Language.FR),
        ("cc jsuis inkiet pr mn frere", Language.FR),
        ("Goeiedag, hoe laat zijn jullie open?", Language.NL),
        ("kheb schrik", Language.NL),
        ("Ich mache mir Sorgen um meinen Bruder", Language.DE),
        ("What are your opening hours?", Language.EN),
        ("Merhaba, yardım istiyorum", Language.TR),
        ("أحتاج مساعدة", Language.AR),
        ("t'as oublié ton casque", Language.FR),
        ("kan ik ook schrijven ipv bellen", Language.NL),
        ("falsch verbunden", Language.DE),
        ("are u lot the government", Language.EN),
        ("randevu şart mı", Language.TR),
    ],
)
def test_small_words_and_letters_tell(text: str, language: Language) -> None:
    assert detect(text) is language


@pytest.mark.parametrize("text", ["", "???", "0470", "ok", "Привет, помогите"])
def test_where_nothing_tells_no_language_is_guessed(text: str) -> None:
    assert detect(text) is None


def test_the_choice_of_the_writer_wins() -> None:
    assert detect("Bonjour, êtes-vous ouverts demain ?", chosen=Language.AR) is Language.AR
