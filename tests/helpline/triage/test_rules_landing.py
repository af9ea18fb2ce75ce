"""A decision lands as the table of the domain says, or it cannot be saved."""

from uuid import UUID

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import ClosingReason, Landing, LandingKind
from helpline.triage.rules_landing import ALLOWED, CLOSING_REASONS, landing_problems, lowering_needs_reason

CASE = UUID("01890000-0000-7000-8000-000000000001")
ALICE = UUID("01890000-0000-7000-8000-000000000002")


def complete(kind: LandingKind, disposition: Disposition) -> Landing:
    """A landing of this kind that lacks nothing."""
    reasons = sorted(CLOSING_REASONS[disposition])
    return Landing(
        kind,
        case_id=CASE if kind is LandingKind.CASE else None,
        case_kind=disposition if kind is LandingKind.CASE else None,
        owner=ALICE,
        closing_reason=reasons[0] if kind is LandingKind.CLOSING and reasons else None,
        referral_target="1712" if kind is LandingKind.ORIENTATION else None,
        danger_logged=disposition is Disposition.URGENT_SAFETY,
        answered=kind is LandingKind.ANSWER,
    )


@pytest.mark.parametrize("disposition", Disposition)
@pytest.mark.parametrize("kind", LandingKind)
def test_a_complete_landing_is_accepted_exactly_where_the_table_allows_it(
    disposition: Disposition, kind: LandingKind
) -> None:
    problems = landing_problems(disposition, complete(kind, disposition))
    assert (not problems) == (kind in ALLOWED[disposition])


def test_an_accompaniment_lands_in_a_case_and_nowhere_else() -> None:
    assert ALLOWED[Disposition.ACCOMPANIMENT] == {LandingKind.CASE}
    assert not CLOSING_REASONS[Disposition.ACCOMPANIMENT]


def test_the_kind_of_the_case_is_the_disposition() -> None:
    landing = Landing(LandingKind.CASE, case_id=CASE, case_kind="professional_support")
    assert not landing_problems(Disposition.PROFESSIONAL_SUPPORT, landing)
    assert "another kind" in landing_problems(Disposition.ACCOMPANIMENT, landing)["case_id"]


def test_a_case_without_a_kind_is_refused() -> None:
    assert set(landing_problems(Disposition.ACCOMPANIMENT, Landing(LandingKind.CASE, case_id=CASE))) == {"case_id"}


@pytest.mark.parametrize("kind", [LandingKind.CASE, LandingKind.FOLLOW_UP])
def test_urgent_safety_never_lands_without_an_entry_in_the_danger_log(kind: LandingKind) -> None:
    landing = Landing(kind, case_kind="accompaniment", owner=ALICE, closing_reason=ClosingReason.UNFOUNDED)
    assert "danger log first" in landing_problems(Disposition.URGENT_SAFETY, landing)["landing"]


def test_urgent_safety_lands_in_a_case_or_a_follow_up_that_somebody_owns() -> None:
    follow_up = Landing(LandingKind.FOLLOW_UP, danger_logged=True)
    case = Landing(LandingKind.CASE, case_kind="accompaniment", danger_logged=True)
    assert set(landing_problems(Disposition.URGENT_SAFETY, follow_up)) == {"owner"}
    assert "case with a worker" in landing_problems(Disposition.URGENT_SAFETY, case)["case_id"]


def test_urgent_safety_is_not_closed_without_somebody_who_keeps_an_eye_on_it() -> None:
    handed_over = Landing(LandingKind.CLOSING, closing_reason=ClosingReason.HANDED_OVER, danger_logged=True)
    assert landing_problems(Disposition.URGENT_SAFETY, handed_over)


def test_each_closing_reason_belongs_to_its_disposition() -> None:
    wrong = Landing(LandingKind.CLOSING, closing_reason=ClosingReason.WRONG_NUMBER)
    assert not landing_problems(Disposition.OUT_OF_SCOPE, wrong)
    assert "Information request" in landing_problems(Disposition.INFORMATION_REQUEST, wrong)["closing_reason"]


def test_everything_that_is_missing_is_said_at_once() -> None:
    lacking = Landing(LandingKind.CASE, case_kind="accompaniment", closing_reason=ClosingReason.PRESS)
    assert set(landing_problems(Disposition.URGENT_SAFETY, lacking)) == {"landing", "case_id", "closing_reason"}


def test_a_closing_without_a_reason_is_refused() -> None:
    assert set(landing_problems(Disposition.OUT_OF_SCOPE, Landing(LandingKind.CLOSING))) == {"closing_reason"}


def test_an_orientation_says_where_to() -> None:
    assert set(landing_problems(Disposition.OUT_OF_SCOPE, Landing(LandingKind.ORIENTATION))) == {"target"}


@pytest.mark.parametrize("suggested", Urgency)
@pytest.mark.parametrize("decided", Urgency)
def test_only_lowering_an_urgency_asks_why(suggested: Urgency, decided: Urgency) -> None:
    order = [Urgency.IMMEDIATE, Urgency.URGENT, Urgency.SOON, Urgency.ROUTINE]
    assert lowering_needs_reason(suggested, decided) == (order.index(decided) > order.index(suggested))
