"""What may be said without being asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.channel import OpeningSpan
from helpline.errors import Invalid
from helpline.wording.rules import (
    FIRST,
    LANGUAGES,
    check_answer,
    check_template,
    filled,
    hours_said,
    overdue,
    theme_words,
)

WEEK = [OpeningSpan(day, "09:00", "17:00") for day in range(5)] + [OpeningSpan(5, "10:00", "12:00")]


@pytest.mark.parametrize(
    "text",
    [
        "Votre message sur la radicalisation", "uw vraag over deradicalisering", "Hilfe gegen Extremismus",
        "the terrorism helpline", "DJIHAD", "Dé-radicalisation",
        "رسالتك حول التطرف", "الإرهاب", "aşırıcılık", "CİHATÇI",
        "ISIS", "een radicale groep",
    ],
)  # fmt: skip
def test_a_template_with_a_theme_word_is_refused(text: str) -> None:
    assert theme_words(text)
    for subject, body in ((text, "Bonjour"), ("Bonjour", text)):
        with pytest.raises(Invalid, match="Neutral words only"):
            check_template(subject, body)


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes extrêmement touchés",
        "le terroir",
        "Isisouate",
        "radiateur, radicelle",
        "cher ami",
        "رسالتك",
        "cihaz",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert theme_words(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_acknowledgements_are_neutral_and_name_the_emergency_number(language: str) -> None:
    """Point 7: acknowledgements are neutral."""
    first = FIRST[language]
    check_template(first.subject, first.text)
    assert "{emergency}" in first.text


def test_what_a_text_leaves_open_is_filled_in_and_what_nobody_knows_stays_seen() -> None:
    values = {"reference": "7", "emergency": "112"}
    assert filled("No {reference}: {emergency} {mystery}", values) == "No 7: 112 {mystery}"
    with pytest.raises(Invalid, match=r"There is no \{mystery\}"):
        check_template("Bonjour", "{mystery}")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Mon–Fri 09:00–17:00; Sat 10:00–12:00"),
        ("fr", "lun.–ven. 09:00–17:00; sam. 10:00–12:00"),
        ("nl", "ma–vr 09:00–17:00; za 10:00–12:00"),
    ],
)
def test_the_weeks_hours_are_said_in_one_line(language: str, said: str) -> None:
    assert hours_said(WEEK, language) == said


def test_a_break_and_a_gap_in_the_week_are_said() -> None:
    week = [OpeningSpan(0, "09:00", "12:00"), OpeningSpan(0, "13:00", "17:00"), OpeningSpan(2, "09:00", "12:00")]
    assert hours_said(week, "en") == "Mon 09:00–12:00, 13:00–17:00; Wed 09:00–12:00"
    assert hours_said([], "en") == ""


def test_an_answer_has_a_day_on_which_it_is_reviewed() -> None:
    today = date(2026, 11, 22)
    with pytest.raises(Invalid, match="still to come"):
        check_answer("Title", "fr", "Text", today, today)
    assert (overdue(today, today), overdue(date(2026, 11, 23), today)) == (True, False)


@given(st.text())
def test_no_text_breaks_the_rules(text: str) -> None:
    theme_words(text)
    filled(text, {})
