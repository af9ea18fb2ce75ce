"""Every value that a screen may show has its word."""

from enum import StrEnum

import pytest

from helpline.accompaniment.model import Frame, Stage
from helpline.cases import model as cases
from helpline.contacts.model import Channel, Direction, Disposition, Language, Requester, Urgency
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome, Change, Ending, FollowUpKind
from helpline.health.model import Fault
from helpline.line.model import Left, OfferState, PresenceState
from helpline.outbox.model import Purpose, State
from helpline.people.model import Danger, Kind
from helpline.referrals.model import ReferralState
from helpline.staff.permissions import Role
from helpline.triage.model import ClosingReason
from helpline.triage.record import DangerCategory
from helpline.triage.signs import Sign
from helpline.web.terms import TERMS

SHOWN: list[tuple[str, type[StrEnum]]] = [
    ("call", Outcome),
    ("case_change", cases.Change),
    ("case_kind", cases.CaseKind),
    ("channel", Channel),
    ("closing_reason", ClosingReason),
    ("closing_reason", cases.ClosingReason),
    ("danger", DangerCategory),
    ("danger_ground", Danger),
    ("delivery", State),
    ("direction", Direction),
    ("disposition", Disposition),
    ("disposition_hint", Disposition),
    ("ended", Ending),
    ("fault", Fault),
    ("follow_up", FollowUpKind),
    ("follow_up_change", Change),
    ("frame", Frame),
    ("language", Language),
    ("left_line", Left),
    ("offer", OfferState),
    ("presence", PresenceState),
    ("letter_purpose", Purpose),
    ("note_kind", cases.NoteKind),
    ("outcome", AttemptOutcome),
    ("participant", Kind),
    ("participant", cases.Role),
    ("promise", Urgency),
    ("referral", ReferralState),
    ("relation", cases.Relation),
    ("requester", Requester),
    ("role", Role),
    ("rule", Sign),
    ("stage", Stage),
    ("urgency", Urgency),
]


@pytest.mark.parametrize(("kind", "values"), SHOWN)
def test_every_value_has_a_word(kind: str, values: type[StrEnum]) -> None:
    assert not {value for value in values if value not in TERMS[kind]}
