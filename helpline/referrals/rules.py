"""How an orientation may go on, and when its outcome is asked for."""

from datetime import datetime, timedelta

from helpline.referrals.model import ReferralState

S = ReferralState

FOLLOWING: dict[ReferralState, tuple[ReferralState, ...]] = {
    S.PROPOSED: (S.ACCEPTED, S.DECLINED, S.ARRIVED, S.REVOKED),
    S.ACCEPTED: (S.ARRIVED, S.DECLINED, S.REVOKED),
    S.ARRIVED: (S.DONE, S.REVOKED),
    S.DECLINED: (),
    S.DONE: (),
    S.REVOKED: (),
}
"""What may follow what. A person may arrive without anybody having told us of an acceptance."""

REASONED = frozenset({S.DECLINED, S.REVOKED})
"""States that are never reached without a reason."""

ASKED_BACK = timedelta(weeks=2)


def ended(state: ReferralState) -> bool:
    """Nothing follows: the outcome is known."""
    return not FOLLOWING[state]


def ask_back(at: datetime) -> datetime:
    """When to ask what became of an orientation made at `at`."""
    return at + ASKED_BACK
