"""No doubtful, broken or missing translation reaches a screen."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOME = Path(__file__).parents[2]
#: A colon or another double sign that touches its word; hours and examples of what to type are left alone.
TOUCHING = re.compile(r"[^\s\d][:;?!»](?=\s|$)|«\S")


@pytest.mark.parametrize("catalogue", ["desk", "public"])
def test_french_keeps_a_space_before_its_double_signs(catalogue: str) -> None:
    with (HOME / f"helpline/web/locale/fr/LC_MESSAGES/{catalogue}.po").open("rb") as file:
        said = [message.string for message in read_po(file) if message.id]
    texts = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    assert [text for text in texts if TOUCHING.search(text)] == []


def test_translations_are_sound() -> None:
    found = subprocess.run([sys.executable, HOME / "scripts/words", "--check"], capture_output=True, text=True)
    faults = [line for line in found.stdout.splitlines() if "translated." not in line]
    assert not faults
    assert not found.stderr
