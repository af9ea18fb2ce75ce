"""Point 36: A receipt: a reference that finds the row and a secret of six random words from a list of 2,048 in the
writer's language (66 bits), however they are typed.
"""

import pytest

from channels.webform.pages import LANGUAGES
from channels.webform.receipts import LISTED, WORDS, secret
from helpline.intake.conversation import plain_secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_holds_2048_words_that_stay_apart_without_accents(language: str) -> None:
    words = (WORDS / f"{language}.txt").read_text("utf-8").split()
    assert len(words) == len({plain_secret(word) for word in words}) == LISTED


def test_a_secret_is_six_words_of_the_writers_language() -> None:
    words = (WORDS / "nl.txt").read_text("utf-8").split()
    assert all(word in words for word in secret(bytes(range(20)), "nl").split())
    assert len(secret(bytes(20), "ar").split()) == 6


def test_accents_and_capitals_do_not_keep_a_writer_out() -> None:
    assert plain_secret("Académie  ÉTÉ-ığne") == plain_secret("academie ete igne")
