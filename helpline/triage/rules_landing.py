"""Where a decision may land: the table of the domain as a function, so that screens and API refuse the same things.

A file of its own, because it speaks of decisions by people, and `rules.py` of suggestions by the machine.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, assert_never

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import ClosingReason, Landing, LandingKind
from helpline.web.terms import term
from helpline.web.words import gettext as _

ALLOWED: dict[Disposition, frozenset[LandingKind]] = {
    Disposition.INFORMATION_REQUEST: frozenset({LandingKind.ANSWER, LandingKind.CASE, LandingKind.CLOSING}),
    Disposition.ACCOMPANIMENT: frozenset({LandingKind.CASE}),
    Disposition.PROFESSIONAL_SUPPORT: frozenset({LandingKind.ANSWER, LandingKind.CASE, LandingKind.CLOSING}),
    Disposition.URGENT_SAFETY: frozenset({LandingKind.CASE, LandingKind.FOLLOW_UP}),
    Disposition.OUT_OF_SCOPE: frozenset({LandingKind.ORIENTATION, LandingKind.CLOSING}),
    Disposition.SPAM: frozenset({LandingKind.QUARANTINE, LandingKind.CLOSING}),
}
"""The kinds of landing each disposition knows."""

LIKELY: dict[Disposition, LandingKind] = {
    Disposition.INFORMATION_REQUEST: LandingKind.ANSWER,
    Disposition.ACCOMPANIMENT: LandingKind.CASE,
    Disposition.PROFESSIONAL_SUPPORT: LandingKind.ANSWER,
    Disposition.URGENT_SAFETY: LandingKind.CASE,
    Disposition.OUT_OF_SCOPE: LandingKind.ORIENTATION,
    Disposition.SPAM: LandingKind.QUARANTINE,
}
"""Where each disposition lands most often: proposed to whoever chooses it, and never more than that."""

Offered = Mapping[Any, Collection[str]]
"""Closing reasons by disposition."""

CLOSING_REASONS: dict[Disposition, frozenset[ClosingReason]] = {
    Disposition.INFORMATION_REQUEST: frozenset(
        {ClosingReason.ANSWERED, ClosingReason.ORIENTED_ELSEWHERE, ClosingReason.NO_WAY_TO_ANSWER}
    ),
    Disposition.ACCOMPANIMENT: frozenset(),
    Disposition.PROFESSIONAL_SUPPORT: frozenset({ClosingReason.ANSWERED, ClosingReason.SESSION_OR_TOOL_GIVEN}),
    Disposition.URGENT_SAFETY: frozenset(
        {ClosingReason.HANDED_OVER, ClosingReason.TALKED_DOWN, ClosingReason.UNFOUNDED}
    ),
    Disposition.OUT_OF_SCOPE: frozenset(
        {
            ClosingReason.OTHER_SERVICE,
            ClosingReason.PRESS,
            ClosingReason.POLICE_ASKING,
            ClosingReason.NUISANCE,
            ClosingReason.SILENT,
            ClosingReason.WRONG_NUMBER,
            ClosingReason.THANKS,
        }
    ),
    Disposition.SPAM: frozenset({ClosingReason.SWEPT}),
}
"""The closing reasons of each disposition's own; an accompaniment is closed in its case, never here.

Those of urgent safety say how the danger ended; they come with its case or follow-up, never instead of it.
"""


def likely(disposition: Disposition, *, own_case: bool) -> LandingKind:
    """What to propose for a disposition: the case a message belongs to already, else where such contacts land."""
    into_case = own_case and LandingKind.CASE in ALLOWED[disposition]
    return LandingKind.CASE if into_case else LIKELY[disposition]


def landing_problems(disposition: Disposition, landing: Landing, closings: Offered = CLOSING_REASONS) -> dict[str, str]:
    """Everything that keeps this decision from landing so, by the field that mends it; nothing when it can.

    `closings`: the closing reasons offered today, by disposition.
    """
    if landing.kind not in ALLOWED[disposition]:
        return {"landing": term(disposition, "disposition_lands")}
    problems = {}
    if disposition is Disposition.URGENT_SAFETY and not landing.danger_logged:
        problems["landing"] = _("Write the danger log first: what was done, and who was told.")
    if landing.closing_reason is not None and landing.closing_reason not in closings.get(disposition, ()):
        problems["closing_reason"] = _("This is no reason for “%(disposition)s”: choose another one.") % {
            "disposition": term(disposition, "disposition")
        }
    return _kind_problems(disposition, landing) | problems


def _kind_problems(disposition: Disposition, landing: Landing) -> dict[str, str]:
    """What this kind of landing lacks."""
    match landing.kind:
        case LandingKind.CASE:
            return _case_problems(disposition, landing)
        case LandingKind.FOLLOW_UP:
            return {} if landing.owner else {"owner": _("Say who keeps the promise.")}
        case LandingKind.CLOSING:
            return {} if landing.closing_reason else {"closing_reason": _("Choose why it is closed.")}
        case LandingKind.ORIENTATION:
            return {} if landing.referral_target else {"target": _("Choose which service.")}
        case LandingKind.ANSWER:
            return _answer_problems(landing)
        case LandingKind.QUARANTINE:
            return {}
        case _:
            assert_never(landing.kind)


def _answer_problems(landing: Landing) -> dict[str, str]:
    """An answer was written here since the contact came, or a person says what it was and how it was given."""
    if landing.answered or (landing.closing_reason and landing.noted):
        return {}
    return {
        "landing": _(
            "Nothing was written back yet: send the answer first, or choose a reason and note how it was given."
        )
    }


def _case_problems(disposition: Disposition, landing: Landing) -> dict[str, str]:
    if landing.case_kind is None:
        return {"case_id": _("Choose a case, or a new one.")}
    if disposition is Disposition.URGENT_SAFETY:
        sentence = _("Urgent safety needs a case with a worker: assign one to this case first.")
        return {} if landing.owner else {"case_id": sentence}
    if landing.case_kind != disposition:
        sentence = _("This case is of another kind (%(kind)s): choose one of the same kind, or a new one.")
        return {"case_id": sentence % {"kind": term(landing.case_kind, "case_kind")}}
    return {}


def lowering_needs_reason(standing: Urgency, decided: Urgency) -> bool:
    """Whether the person who decides must say why: only a human lowers an urgency, and with a reason."""
    return decided.rank > standing.rank


def highest(urgencies: Iterable[Urgency | None]) -> Urgency | None:
    """The most urgent of what is known, or None when nothing is."""
    return min((urgency for urgency in urgencies if urgency), key=lambda urgency: urgency.rank, default=None)
