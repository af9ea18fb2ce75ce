"""Every text can be read on every ground it stands on, by light and in the dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import helpline

PALETTE = Path(helpline.__file__).parent / "web" / "assets" / "scss" / "_palette.scss"

GROUNDS = ("template-background", "body-background", "surface-background", "quiet-soft", "cool-soft")
TEXTS = ("text", "secondary-text", "link", "link-hover", "error", "success")
#: Text, the ground it stands on, and the contrast it needs.
PAIRS = [
    *((text, ground, 4.5) for text in TEXTS for ground in GROUNDS),
    ("danger", "body-background", 4.5), ("danger", "danger-soft", 4.5), ("on-danger", "danger", 4.5),
    ("warm", "body-background", 4.5), ("warm", "warm-soft", 4.5), ("text", "warm-soft", 4.5),
    ("text", "danger-soft", 4.5),
    ("cool", "cool-soft", 4.5), ("quiet", "quiet-soft", 4.5), ("good", "good-soft", 4.5),
    ("good", "body-background", 4.5),
    ("text", "mark", 4.5), ("on-button", "button", 4.5), ("on-button", "button-hover", 4.5),
    ("focus-text", "focus", 4.5),
    ("input-border", "body-background", 3.0), ("brand", "body-background", 3.0),
]  # fmt: skip


def palette(scheme: str) -> dict[str, str]:
    source = PALETTE.read_text("utf-8")
    maps = re.findall(rf"^\${scheme}(?:-own)?: \((.*?)^\);", source, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r'"([a-z-]+)": (#[0-9a-f]{6})', "".join(maps)))


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "needed"), PAIRS)
def test_a_text_stands_out_from_its_ground(scheme: str, text: str, ground: str, needed: float) -> None:
    colours = palette(scheme)
    one, other = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= needed, (colours[text], colours[ground])


def test_both_schemes_name_the_same_colours() -> None:
    assert palette("light").keys() == palette("dark").keys()
