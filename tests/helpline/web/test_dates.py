"""Times are told in little room where many stand below each other, and steadily: nothing moves but the number."""

from datetime import UTC, datetime, timedelta

import pytest

from helpline.web import words
from helpline.web.dates import clock

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("away", "english", "french"),
    [
        (45 * MINUTE, "in 45 min", "dans 45 min"),
        (timedelta(seconds=5), "in 1 min", "dans 1 min"),
        (-21 * 60 * MINUTE, "21 h late", "21 h de retard"),
        (-3 * DAY, "3 days late", "3 j de retard"),
        (70 * DAY, "in 2 mo", "dans 2 mois"),
    ],
)
def test_a_promise_clock_says_how_far_away_it_is(away: timedelta, english: str, french: str) -> None:
    for language, said in (("en", english), ("fr", french)):
        with words.speaking(language):
            assert clock(NOW + away, NOW) == said
