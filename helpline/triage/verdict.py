"""What a rule concludes, and the few questions several rules ask before they do."""

from msgspec import Struct

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign

ADDS_UP = 2
"""So many traces of one thing are no accident."""


class Verdict(Struct, frozen=True):
    """What a rule concludes, and the signs it stands on, the strongest first."""

    disposition: Disposition
    urgency: Urgency
    because: tuple[Sign, ...]
    unclear: bool = False
    flags: tuple[str, ...] = ()


def urgent(urgency: Urgency, *because: Sign, unclear: bool = False) -> Verdict:
    return Verdict(Disposition.URGENT_SAFETY, urgency, because, unclear)


def told_not_meant(evidence: Evidence) -> bool:
    """Laughter or a story: the words are left for a human to judge, unless there is more than words."""
    return evidence.has(Sign.IRONY, Sign.FICTION) and not evidence.has(
        Sign.FAREWELL, Sign.GIVING_AWAY, Sign.SUDDEN_CALM, Sign.MISSING
    )


def taught(evidence: Evidence) -> bool:
    """Who asks for a training or an interview speaks of weapons without one being there."""
    grave = (Sign.VIOLENCE, Sign.MEANS, Sign.ARMED, Sign.ANNOUNCEMENT)
    dated = evidence.has(Sign.GRUDGE) and evidence.has(Sign.DATE_NEAR)
    dated = dated or any(evidence.together(each, Sign.DATE_NEAR) for each in grave)
    meant = evidence.has(Sign.WARNED, Sign.HIDDEN) or dated
    return evidence.has(Sign.WANTS_SESSION, Sign.PRESS) and not meant and not evidence.has(Sign.CHILD, Sign.RELATIVE)


def at_work(evidence: Evidence) -> bool:
    """A professional who describes somebody's wounds asks how to act; who is in danger now is caught elsewhere."""
    return evidence.has(Sign.PROFESSIONAL, Sign.CLIENT) and not evidence.has(Sign.DATE_NEAR, Sign.CRY_FOR_HELP)


def only_pressed(evidence: Evidence) -> bool:
    """Who wants out and is visited or written to by the others, unthreatened, is called the same day to be followed."""
    meant = (
        Sign.THREAT, Sign.MEANS, Sign.VIOLENCE, Sign.HURTS, Sign.CRY_FOR_HELP, Sign.MINOR, Sign.CHILD, Sign.AT_HAND,
    )  # fmt: skip
    return evidence.has(Sign.EXIT_WISH) and not evidence.has(*meant)
