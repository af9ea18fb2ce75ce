"""No doubtful, broken or missing translation reaches a screen."""

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[2]


def test_translations_are_sound() -> None:
    found = subprocess.run([sys.executable, HOME / "scripts/words", "--check"], capture_output=True, text=True)
    faults = [line for line in found.stdout.splitlines() if "translated." not in line]
    assert not faults
    assert not found.stderr
