"""Numbers stand on a page as its reader writes them, and as a program writes them everywhere else."""

import pytest
from markupsafe import Markup

from helpline.web import words
from helpline.web.jinja import ngettext
from helpline.web.numbers import lasting, number


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [(15.75, "15.75", "15,75"), (7, "7", "7"), (1234, "1,234", "1\u202f234"), ("50+", "50+", "50+")],
)
def test_a_number_is_written_in_the_language_of_its_reader(value: float | str, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        with words.speaking(language):
            assert number(value) == said


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (1, "one day", "un jour"),
        (90, "90 days", "90 jours"),
        (365, "one year", "un an"),
        (366, "366 days", "366 jours"),
        (3650, "10 years", "10 ans"),
        (3651, "3,651 days", "3\u202f651 jours"),
    ],
)
def test_whole_years_are_said_as_years_and_nothing_is_rounded(days: int, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        with words.speaking(language):
            assert lasting(days) == said


def test_a_counted_sentence_holds_its_number_as_people_read_it() -> None:
    with words.speaking("en"):
        assert ngettext("%(num)s number", "%(num)s numbers", 1200) == Markup("1,200 numbers")
