"""When something is late."""

from datetime import datetime, timedelta

from helpline.health.model import Backlog, JobHealth, Status
from helpline.jobs.model import Run

#: What is kept is normally read within milliseconds; after this, somebody must look.
UNREAD_FOR = timedelta(minutes=5)
GRACE = timedelta(minutes=10)
EVERY_MINUTES = 60


def status(backlog: Backlog, jobs: tuple[JobHealth, ...], at: datetime) -> Status:
    """Late when arrivals lie unread or the clock's work is not done."""
    unread = backlog.oldest_at is not None and at - backlog.oldest_at > UNREAD_FOR
    return Status.LATE if unread or any(job.late for job in jobs) else Status.READY


def job(name: str, when: str, run: Run | None, at: datetime) -> JobHealth:
    """A job that never ran yet is not late: the house may be a minute old."""
    if run is None:
        return JobHealth(name, None, None, "", late=False)
    since = max((moment for moment in (run.succeeded_at, run.failed_at) if moment), default=None)
    failing = run.failed_at is not None and (run.succeeded_at is None or run.failed_at > run.succeeded_at)
    overdue = bool(when) and since is not None and at - since > pause(when) + GRACE
    return JobHealth(
        name, run.succeeded_at, run.failed_at, run.code if failing else "", late=overdue or (bool(when) and failing)
    )


def pause(when: str) -> timedelta:
    """The longest time between two runs of a crontab line, as far as we write them: minutes, hours or days."""
    minute, hour = when.split()[:2]
    if hour == "*":
        return timedelta(minutes=int(minute.removeprefix("*/"))) if minute.startswith("*/") else timedelta(hours=1)
    return timedelta(days=1)
