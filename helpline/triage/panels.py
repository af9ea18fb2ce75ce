"""What the screens show of triage: the context of `triage/_suggestion.html`, `_decided.html`, `_decision.html`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpline.contacts.model import Content, Disposition, Urgency
from helpline.followups.model import FollowUpKind
from helpline.triage.model import Field, LandingKind, Reason
from helpline.triage.record import DangerEntry, Decision, DecisionRow, SuggestionRow, Triage
from helpline.triage.rules_landing import ALLOWED, CLOSING_REASONS, Offered, likely
from helpline.web.dates import typed
from helpline.web.terms import term
from helpline.web.words import gettext as _


def marks(triage: Triage) -> list[tuple[int, int]]:
    """The spans of the new text that the reasons point at."""
    return [(reason.start, reason.end) for reason in triage.grounds.reasons if reason.field is Field.TEXT]


def suggestion(triage: Triage, content: Content) -> dict[str, Any] | None:
    """What the rules propose, with the words that made them."""
    made = triage.suggestion
    if made is None:
        return None
    reasons = triage.grounds.reasons
    return {
        "disposition": made.disposition,
        "urgency": made.urgency,
        "unclear": made.unclear,
        "rules_version": made.rules_version,
        "flags": triage.grounds.flags,
        "reasons": [{"text": words_at(reason, content), "rule": rule_word(reason)} for reason in reasons],
    }


def in_danger(triage: Triage) -> bool:
    """Whether a life may be at stake: the rules say so, or a colleague wrote the danger log."""
    made = triage.suggestion
    return bool(triage.danger) or (made is not None and made.disposition is Disposition.URGENT_SAFETY)


def words_at(reason: Reason, content: Content) -> str:
    """The words a reason points at, read from the content they stand in."""
    field = {Field.TEXT: content.whole, Field.SUBJECT: content.subject, Field.QUOTED_TEXT: content.quoted_text}
    return field[reason.field][reason.start : reason.end]


def rule_word(reason: Reason) -> str:
    """A rule's name in words, and how the words stand in the message."""
    name = term(reason.rule, "rule")
    known = {"denied": _("denied"), "quoted": _("only quoted"), "signed": _("only in the signature")}
    standing = known.get(reason.standing, "")
    return f"{name} ({standing})" if standing else name


def decided(triage: Triage) -> dict[str, Any] | None:
    """The decision that stands, or None."""
    return decision(triage.decisions[0]) if triage.decisions else None


def decision(one: Decision) -> dict[str, Any]:
    row = one.row
    return {
        "disposition": row.disposition,
        "urgency": row.urgency,
        "reason": one.reason,
        "by": row.decider or row.by,
        "at": row.at,
        "landing": landing_word(one),
        "landing_href": landing_href(row),
    }


def landing_href(row: DecisionRow) -> str:
    """Where to see what a decision landed in."""
    if row.case_id:
        return f"/desk/cases/{row.case_id}"
    if row.follow_up_id:
        return f"/desk/follow-ups/{row.follow_up_id}"
    return f"/desk/referrals/{row.referral_id}" if row.referral_id else ""


def landing_word(one: Decision) -> str:
    """Where a decision landed, in words."""
    word = {
        LandingKind.ANSWER: _("An answer, sent or given"),
        LandingKind.CASE: _("A case"),
        LandingKind.FOLLOW_UP: _("A follow-up with an owner"),
        LandingKind.ORIENTATION: _("Another service"),
        LandingKind.CLOSING: _("Closed"),
        LandingKind.QUARANTINE: _("Quarantine"),
    }[one.row.landing_kind]
    return f"{word}: {term(one.row.closing_reason, 'closing_reason')}" if one.row.closing_reason else word


def danger(entries: Sequence[DangerEntry]) -> list[dict[str, Any]]:
    """The danger log of a contact."""
    return [
        {"at": entry.row.at, "by": entry.row.decider or entry.row.by, "category": entry.row.category, **fields(entry)}
        for entry in entries
    ]


def fields(entry: DangerEntry) -> dict[str, str]:
    return {name: getattr(entry.danger, name) for name in entry.danger.__struct_fields__}


def only_landing(made: SuggestionRow | None) -> str:
    """Where what is suggested lands when there is one place alone; nobody is asked to choose that."""
    known = ALLOWED[made.disposition] if made and not made.unclear else frozenset()
    return next(iter(known)) if len(known) == 1 else ""


def choices(
    triage: Triage,
    version: int,
    *,
    cases: Sequence[tuple[str, str]],
    own_case: str,
    standing: Urgency | None,
    targets: Sequence[tuple[str, str, str]],
    owners: Sequence[tuple[str, str]],
    promises: Sequence[tuple[str, str]],
    own_call: str,
    me: str,
    promise_due: datetime | None = None,
    by_phone: bool = False,
    answered: bool = False,
    closings: Offered = CLOSING_REASONS,
    entered: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The decision's form: what was entered, else what is suggested. A threaded message's default is its case.

    A case that is only near, by an address that people may share, is offered and never chosen in advance. `promises`:
    those that it may land in; `own_call`: the one that it does.
    """
    made = triage.suggestion
    filled = {
        "disposition": made.disposition if made and not made.unclear else "",
        "urgency": made.urgency if made else "",
        "landing": "case" if own_case else only_landing(made),
        "reason": "",
        "case_id": own_case or "new",
        "case_title": "",
        "closing_reason": "",
        "target": "",
        "promise": own_call if own_call in dict(promises) else "new",
        "what": "",
        "promise_kind": FollowUpKind.CALL_BACK if by_phone else FollowUpKind.CHECK,
        "due_at": promise_due,
        "owner": me,
    }
    again = (entered or {}) | ({"due_at": typed(entered["due_at"])} if entered and "due_at" in entered else {})
    return (
        filled
        | again
        | {
            "version": version,
            "standing": standing or Urgency.ROUTINE,
            "cases": list(cases),
            "targets": list(targets),
            "owners": list(owners),
            "promises": list(promises),
            "closings": [(one, list(closings.get(one, ()))) for one in Disposition],
            "lands": {kind: " ".join(one for one in Disposition if kind in ALLOWED[one]) for kind in LandingKind},
            "answered": answered,
            "promise_kinds": list(FollowUpKind),
            "danger_logged": bool(triage.danger),
            "likely": " ".join(f"{one}:{likely(one, own_case=bool(own_case))}" for one in Disposition),
        }
    )
