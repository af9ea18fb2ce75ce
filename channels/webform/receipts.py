"""Receipts: a short reference that finds the conversation, and six words that open it.

2,048 words a list make 11 bits a word and 66 bits together; guesses are budgeted per reference by the house.
"""

from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
LISTED = 2048
SAID = 6

#: Neither 0 and O nor 1 and I: a reference is copied by hand.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def reference(drawn: bytes) -> str:
    """Eight letters in two groups, such as `K7QX-2MHP`: 40 of the bits drawn."""
    letters = [LETTERS[byte % 32] for byte in drawn[:8]]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def secret(drawn: bytes, language: str) -> str:
    """Six words of the writer's language: 66 other bits of those drawn."""
    words = listed(language)
    numbers = (int.from_bytes(drawn[start : start + 2]) for start in range(8, 8 + 2 * SAID, 2))
    return " ".join(words[number % LISTED] for number in numbers)


@cache
def listed(language: str) -> tuple[str, ...]:
    """The list of a language; English where there is none."""
    path = WORDS / f"{language}.txt"
    return tuple((path if path.exists() else WORDS / "en.txt").read_text("utf-8").split())
