"""When a message may join a conversation without a human, when it is acknowledged, and how often a provider is asked to
delete its copy.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta

from helpline.contacts.model import Doubt
from helpline.intake.model import Claim

#: Whoever writes after half a year writes about something new, or somebody else reads that mailbox now.
SILENT = timedelta(days=180)
LONGEST = 100
#: Acknowledgements a day, besides one for an address: no loop gets further, whatever it calls itself. People are read
#: all the same; what is left out is a courtesy.
TO_ONE_DOMAIN, IN_ALL = 20, 100
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)
#: What mail programs put before a subject when one answers, in our languages and some more.
ANSWERED = re.compile(
    r"(?:re|aw|antw|antwort|antwoord|betr|r[eé]f?|rép|tr|fw|fwd|wg|ynt|yan|ilt|i̇lt|sv|vs|odp|رد|الرد|إعادة توجيه)"
    r"(?:\s*\[\d{1,3}\]|\s*\(\d{1,3}\))?\s*[:：]\s*",
    re.IGNORECASE,
)


def doubt(claim: Claim, at: datetime) -> Doubt | None:
    """The first reason why a human has to look; None where the message belongs to the conversation beyond doubt."""
    if not claim.answered:
        return Doubt.ELSEWHERE
    if claim.automatic:
        return Doubt.ROBOT
    if not claim.proven:
        return Doubt.UNPROVEN
    if not claim.known:
        return Doubt.STRANGER
    if at - claim.last_at > SILENT:
        return Doubt.SILENT
    same = {plain_subject(subject) for subject in claim.subjects} | {""}
    return None if plain_subject(claim.subject) in same else Doubt.SUBJECT


def plain_subject(subject: str) -> str:
    """The beginning of a subject, which is what lists keep of it, without what an answer puts before it."""
    plain = " ".join(unicodedata.normalize("NFKC", subject).casefold().split())
    while found := ANSWERED.match(plain):
        plain = plain[found.end() :]
    return plain[:LONGEST]


def may_acknowledge(sent: Mapping[bytes, int], domain: bytes) -> bool:
    """Whether one more may go out by itself today; `sent`: those of a day, by domain."""
    return sent.get(domain, 0) < TO_ONE_DOMAIN and sum(sent.values()) < IN_ALL


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many vain attempts: from five minutes, doubling, to a day; it is never given up."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
