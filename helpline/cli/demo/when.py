"""Turns "so many days ago at ten past ten" into a moment; today's promises always fall a little later today."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from helpline.hours.model import Hours
from helpline.hours.rules import opening

SOON = timedelta(hours=2, minutes=30)
LAST_MOMENT = timedelta(minutes=4)


class Calendar:
    """The days around the moment at which the demo is filled."""

    def __init__(self, now: datetime, hours: Hours) -> None:
        self.now, self.hours = now, hours
        self.zone = ZoneInfo(hours.zone)

    def before(self, ago: float, clock: str) -> datetime:
        """A moment in the past. Part days count from now: half a day ago has no clock of its own."""
        if not clock:
            return self.now - timedelta(days=ago)
        hour, minute = map(int, clock.split(":"))
        day = self.now.astimezone(self.zone) - timedelta(days=int(ago))
        then = day.replace(hour=hour, minute=minute, second=7, microsecond=0).astimezone(self.now.tzinfo)
        return min(then, self.now - LAST_MOMENT)

    def worked(self, at: datetime, minutes: int) -> datetime:
        """When the house gets to it: at once when it is open, else after it opened; never in the future."""
        found = opening(at, self.hours)
        begun = at if found.open or found.opens_at is None else found.opens_at
        return min(begun + timedelta(minutes=minutes), max(at, self.now - LAST_MOMENT))

    def due(self, days: float) -> datetime:
        """A promise's moment: at half past ten of a day, and today a little later than now."""
        if days == 0:
            midnight = (self.now.astimezone(self.zone) + timedelta(days=1)).replace(hour=0, minute=0)
            return min(self.now + SOON, midnight - LAST_MOMENT)
        then = self.now.astimezone(self.zone) + timedelta(days=int(days))
        return then.replace(hour=10, minute=30, second=0, microsecond=0).astimezone(self.now.tzinfo)
