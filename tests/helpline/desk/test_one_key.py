"""The decision in one place: what is proposed for it, and that every disposition has its key."""

import pytest

from helpline.contacts.model import Disposition
from helpline.triage.model import LandingKind
from helpline.triage.rules_landing import ALLOWED, likely
from helpline.web.terms import TERMS


def test_there_is_a_key_from_1_to_6_for_each_disposition() -> None:
    assert [key for key in TERMS["disposition"] if key != "unclear"] == list(Disposition)
    assert len(Disposition) == 6


@pytest.mark.parametrize("disposition", Disposition)
@pytest.mark.parametrize("own_case", [True, False])
def test_what_is_proposed_is_allowed(disposition: Disposition, own_case: bool) -> None:
    assert likely(disposition, own_case=own_case) in ALLOWED[disposition]


def test_a_message_of_a_case_is_proposed_for_it_where_its_kind_allows() -> None:
    assert likely(Disposition.INFORMATION_REQUEST, own_case=True) is LandingKind.CASE
    assert likely(Disposition.SPAM, own_case=True) is LandingKind.QUARANTINE
