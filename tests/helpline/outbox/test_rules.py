"""How long a text message is, and what may follow on what."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.envelope import DeliveryState
from helpline.errors import TransportError
from helpline.outbox.model import State
from helpline.outbox.rules import ATTEMPTS, EXTENDED, GSM, after_failure, after_report, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("GSM-7", 0, 0, 160)),
        ("a" * 160, ("GSM-7", 160, 1, 0)),
        ("a" * 161, ("GSM-7", 161, 2, 145)),
        ("a" * 306, ("GSM-7", 306, 2, 0)),
        ("a" * 307, ("GSM-7", 307, 3, 152)),
        ("é" * 160, ("GSM-7", 160, 1, 0)),
        ("€" * 80, ("GSM-7", 160, 1, 0)),
        ("€" * 81, ("GSM-7", 162, 2, 143)),
        ("ê" * 70, ("UCS-2", 70, 1, 0)),
        ("ş" * 71, ("UCS-2", 71, 2, 63)),
        ("م" * 135, ("UCS-2", 135, 3, 66)),
        ("🙂" * 35, ("UCS-2", 70, 1, 0)),
    ],
)
def test_a_text_takes_so_many_parts(text: str, expected: tuple[str, int, int, int]) -> None:
    found = segments(text)
    assert (found.encoding, found.units, found.parts, found.left) == expected


def test_a_letter_of_two_units_is_never_cut_in_two() -> None:
    assert segments("a" * 152 + "€" + "a" * 152).parts == 3


@given(st.text(max_size=400), st.text(max_size=20))
def test_more_text_never_takes_fewer_parts(text: str, more: str) -> None:
    assert segments(text + more).parts >= segments(text).parts


def test_the_small_alphabet_has_127_letters_and_ten_dear_ones() -> None:
    assert (len(GSM), len(EXTENDED)) == (127, 10)


def test_a_temporary_failure_is_tried_five_times_with_longer_pauses() -> None:
    """Point 8: bounded attempts with backoff."""
    error = TransportError("busy")
    pauses = [after_failure(error, attempt)[1] for attempt in range(1, ATTEMPTS)]
    assert pauses == sorted(pause for pause in pauses if pause)
    assert after_failure(error, ATTEMPTS) == (State.FAILED, None)


@pytest.mark.parametrize("attempts", [1, ATTEMPTS])
def test_what_may_have_left_is_never_tried_again(attempts: int) -> None:
    """Point 8: unknown (connection lost after DATA) is never retried in a loop."""
    assert after_failure(TransportError("lost", unknown=True), attempts) == (State.UNKNOWN, None)
    assert after_failure(TransportError("lost", unknown=True, permanent=True), attempts) == (State.UNKNOWN, None)


@pytest.mark.parametrize("order", list(permutations(DeliveryState)))
def test_reports_come_in_any_order_and_a_final_state_never_goes_back(order: tuple[DeliveryState, ...]) -> None:
    """Point 6: status callbacks come late and reordered, and the final state never goes back."""
    state, first_final = State.SENT, next(report for report in order if report.final)
    for report in order:
        state = after_report(state, report) or state
    assert state == State(first_final)
