"""The only place that asks what time it is, and the ids that carry it."""

import secrets
import time
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
"""Local time of the contact point: of its hours, its screens and what it says on the telephone."""


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, section 6.2, method 1): a hundred thousand rows lie in the order they came.

    Ids of one process grow even within a millisecond, so sorting by id is sorting by age.
    """
    global _last
    _last = max(time.time_ns() // 1_000_000 << 12, _last + 1)
    milliseconds, count = _last >> 12, _last & 0xFFF
    value = (milliseconds << 80) | (0x7 << 76) | (count << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


_last = 0
