"""What a robust channel does, in forty points: each has at least one test that says so in its docstring.

The points are those of our design, in our own few words. A test carries its point as "Point 13: ..." or "Points 1, 3:".
"""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NAMED = re.compile(r"\bPoints? (\d+(?:(?:, | and | to )\d+)*)\b")
RANGE = re.compile(r"(\d+)(?: to (\d+))?")

POINTS = {
    1: "Kept first, understood later; what cannot be read is a human's.",
    2: "Every attempt is a row; missed and not yet answered is a list.",
    3: "Callers fail open, webhooks fail closed.",
    4: "A withheld number is nobody's: never matched, merged or blocked.",
    5: "Numbers and addresses are normal before they are sealed; the original is kept.",
    6: "The same, late, reordered or missing webhook changes nothing; a final state never goes back.",
    7: "Acknowledgements are neutral, once a day, never to a robot, by text only where switched on.",
    8: "One outbox: lease, bounded attempts, unknown before a human, the safety rule at the minute of sending.",
    9: "A broken channel is on the health page and reaches a human another way.",
    10: "Everything is bounded; one poisonous message never stops the next.",
    11: "The first ring is answered well below two seconds.",
    12: "The signature is checked over the exact public address and every parameter; two tokens in a rotation.",
    13: "The flow of a call: language, danger, what is noted, hours, the line in words, call-back, message.",
    14: "Who waits stands in our database; one winner, and the loser's telephone stops.",
    15: "Operators answer in the browser or by telephone; nobody answers: the next, then duty, then a message.",
    16: "Warm transfer; who hung up and how long, by the provider's times.",
    17: "A voicemail is fetched, sealed, verified, then deleted there with the proof kept; no call is recorded.",
    18: "What the provider has and we lack is found again, and counted.",
    19: "A synthetic call and text, marked and outside the statistics.",
    20: "An empty answer to a text; STOP and its like are stored and shown.",
    21: "A number is a hint: joined beyond doubt, else suggested.",
    22: "Segments are shown before sending, and what became of it after.",
    23: "Pictures are fetched, typed by content, sealed, and opened deliberately.",
    24: "Mail in by IMAP and LMTP, out by SMTP, verified.",
    25: "Mailbox, validity and number are the cursor; marked after the commit; one reader a mailbox.",
    26: "A Message-ID is no identity; odd headers drop nothing.",
    27: "Any bytes are read without an exception; what could not be read is said.",
    28: "HTML is shown safely, nothing is loaded from outside, attachments are downloads.",
    29: "New text is told from quotes and signatures; folded, not lost.",
    30: "A mail joins by our token, a known sender and a passed check together; less is a suggestion.",
    31: "Only our own border's word on authentication counts, and is shown.",
    32: "Loops end: robots are stored and never answered, with budgets for all.",
    33: "Bounces mark letter and address and tell the author.",
    34: "What is too large is begun, left, and told; what was erased does not come back.",
    35: "The form works without script; nothing is required but a message.",
    36: "A receipt of a reference and six words opens the conversation; guesses are budgeted.",
    37: "Robots are kept away by ourselves, and nobody is blocked without another way.",
    38: "No address and no agent in any row or log.",
    39: "No body of a form stays in any cache.",
    40: "A second click is the same contact; a draft survives if its writer asks.",
}


@cache
def carriers() -> dict[int, list[str]]:
    """Every point with the tests that carry it."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for point in points_in(ast.get_docstring(node) or ""):
                    found[point].append(f"{path.relative_to(TESTS)}::{node.name}")
    return found


def points_in(docstring: str) -> set[int]:
    """The numbers a docstring names, "14 to 16" included."""
    points: set[int] = set()
    for named in NAMED.findall(docstring):
        for first, last in RANGE.findall(named):
            points |= set(range(int(first), int(last or first) + 1))
    return points


@pytest.mark.parametrize("point", POINTS)
def test_every_point_has_a_test_that_carries_it(point: int) -> None:
    assert carriers()[point], f"no test says Point {point}: {POINTS[point]}"


def test_no_test_carries_a_point_that_is_none() -> None:
    assert not set(carriers()) - set(POINTS)


def test_points_are_read_alone_together_and_in_a_row() -> None:
    assert points_in("Point 13: a.") == {13}
    assert points_in("Points 1, 3 and 6: a.") == {1, 3, 6}
    assert points_in("Points 14 to 16: a.") == {14, 15, 16}
