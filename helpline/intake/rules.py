"""How often a provider is asked to delete its copy."""

from datetime import timedelta

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many vain attempts: from five minutes, doubling, to a day; it is never given up."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
