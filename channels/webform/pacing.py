"""What is asked of writers while very many forms come: some work of their machine, or, without script, some waiting.
Nobody is turned away, and nothing is asked of anybody as long as nobody floods us.

The work is bound to the very form it is done for, so one solution sends one message; a second click costs nothing.
"""

import base64
import binascii
import hashlib
from collections import deque
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.channel import House, NotFound

PURPOSE = "webform/work"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
#: Further messages of one conversation, and how many conversations are counted at a time.
AN_HOUR = 30
MOST_REMEMBERED = 10_000
#: Leading zero bits: some 65,000 hashes, a second or a few on a telephone.
BITS = 16
WAIT = timedelta(seconds=20)
VALID = timedelta(hours=2)
LONGEST = 1_000


class Effort(StrEnum):
    """What a form brings along against being one of a flood."""

    NONE = "none"
    WAITED = "waited"
    WORKED = "worked"


class Pace:
    """How many forms came within the last minute, over all writers of one process. `most`: 0 for no bound."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.times: deque[datetime] = deque(maxlen=most + 1)
        self.told_at: datetime | None = None

    def counted(self, at: datetime) -> bool:
        """Count a form; whether there are too many."""
        if self.most:
            self.times.append(at)
        return self.flooded(at)

    def is_news(self, at: datetime) -> bool:
        """Whether nobody was told within the last minute that we are flooded."""
        news = self.told_at is None or at - self.told_at >= MINUTE
        self.told_at = at if news else self.told_at
        return news

    def flooded(self, at: datetime) -> bool:
        return 0 < self.most < len(self.times) and at - self.times[0] < MINUTE


class Budgets:
    """How many further messages each conversation may bring within an hour: a receipt is no leave to flood us."""

    def __init__(self) -> None:
        self.spent: dict[str, deque[datetime]] = {}

    def spend(self, conversation: str, at: datetime) -> bool:
        """Count a message; whether it is within the budget."""
        if len(self.spent) > MOST_REMEMBERED:
            self.spent = {known: times for known, times in self.spent.items() if at - times[-1] < HOUR}
        times = self.spent.setdefault(conversation, deque(maxlen=AN_HOUR + 1))
        times.append(at)
        return len(times) <= AN_HOUR or at - times[0] >= HOUR


def challenge(house: House, seed: bytes, at: datetime, old: str = "") -> str:
    """What a browser works on: the form it is for and when it was given out, sealed. A form that has one keeps it, so
    that waiting counts from the first time.
    """
    if given_out(house, seed, old, at):
        return old
    return base64.urlsafe_b64encode(house.carry(PURPOSE, seed, at)).decode()


def effort(house: House, seed: bytes, given: str, nonce: str, at: datetime) -> Effort:
    """What was done for this form since its challenge was given out."""
    since = given_out(house, seed, given, at)
    if since is None:
        return Effort.NONE
    if worked(given, nonce[:LONGEST]):
        return Effort.WORKED
    return Effort.WAITED if at - since >= WAIT else Effort.NONE


def given_out(house: House, seed: bytes, given: str, at: datetime) -> datetime | None:
    """When this challenge was given out for this form; None for one that was not, or long ago."""
    try:
        bound, since = house.carried(PURPOSE, base64.urlsafe_b64decode(given[:LONGEST]))
    except (NotFound, binascii.Error, ValueError):
        return None
    return since if bound == seed and at - since <= VALID else None


def worked(given: str, nonce: str) -> bool:
    """Whether the hash of both begins with enough zero bits."""
    digest = hashlib.sha256(f"{given}:{nonce}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
