"""Times as people write them down during a call."""

import pytest

from helpline.envelope import Window
from helpline.errors import Invalid
from helpline.people.windows import read, written
from helpline.web.words import speaking


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mon-Fri 09:00-12:00", "Mon-Fri 09:00-12:00"),
        ("lun-ven 9h-12h30; sam 10-12", "Mon-Fri 09:00-12:30; Sat 10:00-12:00"),
        ("ma-vr 18:00-24:00", "Mon-Fri 18:00-24:00"),
        ("mardi 9-10", "Tue 09:00-10:00"),
        ("dim 9-10", "Sun 09:00-10:00"),
        ("Di, Do 9.30-11", "Tue, Thu 09:30-11:00"),
        ("mercredi et vendredi 9 à 10", "Wed, Fri 09:00-10:00"),
        ("ma-do 9u-12u30; za na 18u", "Mon-Thu 09:00-12:30; Sat 18:00-24:00"),
        ("22:00-06:00", "Mon-Sun 22:00-06:00"),
        ("", ""),
    ],
)
def test_days_and_times_are_understood_in_five_languages(typed: str, meant: str) -> None:
    windows = read(typed, "windows")
    assert written(windows) == meant
    for language in ("fr", "nl", "de", "en"):
        with speaking(language):
            assert set(read(written(windows), "windows")) == set(windows)


@pytest.mark.parametrize("typed", ["evenings", "Mon 9-9", "Mon 25-26", "Xyz 9-10", "Mon 9:75-10"])
def test_what_nobody_can_keep_to_is_asked_again(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed, "never")
    assert list(refused.value.problems) == ["never"]


def test_a_window_from_elsewhere_that_names_no_day_is_still_shown() -> None:
    assert written([Window(9, "09:00", "10:00")]) == "? 09:00-10:00"
