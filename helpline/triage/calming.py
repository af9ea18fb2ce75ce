"""What makes words of danger none: an advert that shouts, a story that somebody writes.

A file of its own, because it is asked before any danger is.
"""

from helpline.triage.evidence import Evidence
from helpline.triage.signs import Sign
from helpline.triage.verdict import ADDS_UP

_SOMEBODY = (Sign.RELATIVE, Sign.FRIEND, Sign.CHILD, Sign.CLIENT, Sign.MINOR)


def advertised(evidence: Evidence) -> bool:
    """An advert or a fraud shouts of bombs, last days and legacies, and speaks of nobody."""
    plain = evidence.has(Sign.LINK) or len(evidence.apart(Sign.SPAM)) >= ADDS_UP or not evidence.has(Sign.SOMEBODY)
    meant = (Sign.UNSAFE_CALL, Sign.SUICIDE, Sign.VIOLENCE_NOW, Sign.WHISPERS, Sign.HURTS)
    return evidence.has(Sign.SPAM) and plain and not evidence.has(*_SOMEBODY, *meant)


def invented(evidence: Evidence) -> bool:
    """Somebody writes a story, and nobody they know is in it."""
    meant = (Sign.DATE_NEAR, Sign.UNREACHABLE, Sign.PROFESSIONAL)
    return evidence.has(Sign.FICTION) and not evidence.has(*_SOMEBODY, *meant)
