"""What may happen to a case: kinds that follow one another, names that identify nobody."""

import re
from datetime import datetime, timedelta

from helpline.cases.model import CaseKind, Shown, Silence

SILENCE = timedelta(weeks=4)
"""Never four weeks of silence without a note (domain, section 5)."""

WARNED_BEFORE = timedelta(weeks=1)
"""Said a week before it is too long."""

LONGEST_TITLE = 120

SOURCES: dict[Shown, tuple[str, ...]] = {
    Shown.EVERYTHING: ("contact", "note", "change", "promise", "attempt", "referral"),
    Shown.CONTACTS: ("contact",),
    Shown.NOTES: ("note",),
    Shown.PROMISES: ("promise", "attempt"),
    Shown.ORIENTATIONS: ("referral",),
    Shown.PATH: ("change",),
}
"""What of a timeline each way of narrowing it shows."""

OF_AREA = ("note", "referral", "promise", "attempt")
"""What may be about a life area."""

FOLLOWING: dict[CaseKind, tuple[CaseKind, ...]] = {
    CaseKind.INFORMATION_REQUEST: (CaseKind.ACCOMPANIMENT, CaseKind.PROFESSIONAL_SUPPORT),
    CaseKind.PROFESSIONAL_SUPPORT: (CaseKind.ACCOMPANIMENT,),
    CaseKind.ACCOMPANIMENT: (),
}
"""What a case may become. Never an information request: that kind holds nobody's identity."""

#: A mail address, what may be a telephone number, or two names after another.
NAMED = re.compile(
    r"@|\d(?:[\s./-]?\d){5}|\b[A-ZÀ-Þ][\w'’-]+\s+(?:(?:de|van|der|den|von|el|al|ben)\s+)*[A-ZÀ-Þ][\w'’-]+"
)


def may_name(title: str) -> bool:
    """Whether a title looks as if it named somebody: said to whoever reads it, never forbidden."""
    return NAMED.search(title) is not None


def silent(last_activity_at: datetime, at: datetime) -> bool:
    """Four weeks have passed without a contact, a note or a change."""
    return at - last_activity_at >= SILENCE


def silence(last_activity_at: datetime, at: datetime) -> tuple[int, Silence]:
    """Days without a contact, a note or a change, and how that stands to four weeks."""
    days = (at - last_activity_at).days
    if silent(last_activity_at, at):
        return days, Silence.TOO_LONG
    return days, Silence.SOON if at - last_activity_at >= SILENCE - WARNED_BEFORE else Silence.FINE
