"""How sure a share is: a percentage never stands without its interval."""

from collections.abc import Sequence
from math import sqrt

from helpline.supervision.model import Share

#: The normal quantile of a 95 % interval.
Z = 1.959964

#: Below this a percentage says nothing that the two counts do not say better.
ENOUGH = 20


def share(hits: int, of: int) -> Share | None:
    """A share in per cent with its 95 % interval (Wilson 1927, score method); None where there is too little to say."""
    if of < ENOUGH:
        return None
    part, denominator = hits / of, 1 + Z * Z / of
    middle = (part + Z * Z / (2 * of)) / denominator
    half = Z / denominator * sqrt(part * (1 - part) / of + Z * Z / (4 * of * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(round(100 * part), round(100 * low), round(100 * high))


def widths(numbers: Sequence[int], most: int = 100) -> list[int]:
    """How long each bar of a chart is; the longest takes all there is, and what is not nothing can be seen."""
    longest = max(numbers, default=0)
    return [max(1, round(most * number / longest)) if number else 0 for number in numbers]


def first_name(name: str) -> str:
    """What a colleague is called across the room."""
    return name.split()[0] if name.split() else ""
