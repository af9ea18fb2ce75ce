"""Each word of a receipt is one that an ordinary person can spell, copy by hand and tell from the others."""

import unicodedata

import pytest

from channels.webform.pages import LANGUAGES
from channels.webform.receipts import LISTED, listed
from helpline.intake.conversation import plain_secret

SHORTEST = 3
LONGEST = {"ar": 8}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_sorted_and_its_words_stay_apart_without_accents(language: str) -> None:
    words = listed(language)
    assert list(words) == sorted(words)
    assert len(words) == len({plain_secret(word) for word in words}) == LISTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_short_and_of_small_letters_only(language: str) -> None:
    for word in listed(language):
        assert SHORTEST <= len(word) <= LONGEST.get(language, 10), word
        assert word == unicodedata.normalize("NFC", word.lower())
        assert {unicodedata.category(letter) for letter in word} <= {"Ll", "Lo"}, word


def test_a_language_without_a_list_is_given_english() -> None:
    assert listed("xx") == listed("en")
