"""What is heard in the line and by operators gives nothing away, and is there in every language."""

import pytest

from channels._twilio.account import provider_in
from channels.phone.phrases import PHRASES
from channels.phone.waiting_phrases import WAITING, Waiting
from channels.phone.whispers import WHISPERS
from helpline.channel import LineState, Place
from tests.channels.phone.test_phrases import TELLING


def sentences(words: Waiting) -> list[str]:
    return [getattr(words, name) for name in words.__struct_fields__]


def test_waiting_is_spoken_in_every_language_of_the_greeting() -> None:
    """Point 13: neutral greeting, language by digit; and the same language while waiting."""
    assert set(WAITING) == set(PHRASES)
    assert set(WHISPERS) <= set(PHRASES)


@pytest.mark.parametrize("language", WAITING)
def test_no_sentence_of_the_line_is_missing_or_names_the_theme(language: str) -> None:
    words = WAITING[language]
    assert all(sentences(words))
    assert not [sentence for sentence in sentences(words) if TELLING.search(sentence)]
    assert len(set(sentences(words))) == len(sentences(words))
    assert {"1", "2"} <= set(words.keys)


@pytest.mark.parametrize("language", WAITING)
@pytest.mark.parametrize(("ahead", "minutes"), [(0, None), (0, 1), (1, 2), (37, 45)])
def test_a_place_and_a_wait_are_said_with_their_numbers(language: str, ahead: int, minutes: int | None) -> None:
    said = WAITING[language].where(Place(LineState.WAITING, ahead, minutes))
    assert len(said) == 1 + (minutes is not None)
    assert not any("{" in sentence for sentence in said)
    assert (str(ahead) in said[0]) == (ahead > 0)
    assert minutes is None or minutes == 1 or str(minutes) in said[1]


@pytest.mark.parametrize("language", WHISPERS)
def test_what_an_operator_s_telephone_hears_names_nobody_and_no_theme(language: str) -> None:
    """Point 15: Ring and notification without number or name."""
    words = WHISPERS[language]
    for sentence in (words.offered, words.ready, words.taken, words.trouble):
        assert sentence
        assert not TELLING.search(sentence)
        assert "+" not in sentence
    assert "1" in words.offered
    assert "1" in words.ready


def test_the_provider_is_entered_where_the_settings_say() -> None:
    """Point 15: region and edge configurable, Dublin first."""
    assert provider_in("ie1", "dublin") == "https://api.dublin.ie1.twilio.com"
    assert provider_in("", "dublin") == "https://api.twilio.com"
