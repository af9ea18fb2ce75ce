"""Only times that are certain are read; anything else is a person's to ask."""

import pytest

from helpline.envelope import Window
from helpline.errors import Invalid
from helpline.people.windows import read


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ()),
        ("Mon-Fri 9-12", tuple(Window(day, "09:00", "12:00") for day in range(5))),
        ("mardi et jeudi après 17h", (Window(1, "17:00", "24:00"), Window(3, "17:00", "24:00"))),
        ("woensdag; weekend", (Window(2, "00:00", "24:00"), Window(5, "00:00", "24:00"), Window(6, "00:00", "24:00"))),
        ("werktags vor 15:30", tuple(Window(day, "00:00", "15:30") for day in range(5))),
    ],
)
def test_plain_times_are_read(said: str, meant: tuple[Window, ...]) -> None:
    assert read(said, "when") == meant


@pytest.mark.parametrize(
    "said",
    [
        "when my husband is out",
        "pas le mardi",
        "mercredi sauf vacances",
        "after 25h",
        "17h",
        "maybe 9-12",
        "sometimes",
        "niet op maandag",
    ],
)
def test_what_is_not_certain_is_not_read(said: str) -> None:
    with pytest.raises(Invalid):
        read(said, "when")
