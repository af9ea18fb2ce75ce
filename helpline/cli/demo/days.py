"""Which days of the year people turn to the house: seldom on Sundays, and tenfold after an event."""

import random
from datetime import date, timedelta

#: An event far away, and one nearby: how many days ago it was, and for how many days people spoke of nothing else.
EVENTS = ((212, 8), (37, 6))

#: The stories that are told one by one happened in these last days, so that fewer others need to.
TOLD_DAYS, TOLD_SHARE = 90, 0.55

EVENINGS = ("17:40", "18:25", "19:10", "20:05", "20:50", "21:30", "22:15")


class Days:
    """The year before `today`."""

    def __init__(self, today: date, chance: random.Random, length: int = 360) -> None:
        self.today, self.chance = today, chance
        self.all = range(3, length)
        self.weights = [self.weight(ago) for ago in self.all]

    def weight(self, ago: int) -> float:
        share = TOLD_SHARE if ago <= TOLD_DAYS else 1.0
        return share * (0.35 if self.weekday(ago) > 4 else 1.0)

    def weekday(self, ago: int) -> int:
        return (self.today - timedelta(days=ago)).weekday()

    def some(self) -> int:
        """An ordinary day, so many days ago."""
        return self.chance.choices(self.all, self.weights)[0]

    def after(self, event: tuple[int, int]) -> int:
        """A day soon after an event; most people come at once."""
        began, lasted = event
        return began - min(lasted, int(self.chance.expovariate(0.5)))

    def working(self, ago: float, *, mornings: bool = False) -> int:
        """That day or the next on which the house is open, at most yesterday. `mornings`: open from nine."""
        day = max(1, int(ago))
        while day > 1 and (self.weekday(day) > 4 or (mornings and self.weekday(day) == 2)):
            day -= 1
        return day

    def open(self, ago: int) -> tuple[int, str]:
        """A moment at which somebody answers."""
        day = self.working(ago)
        hour = self.chance.randint(13, 16) if self.weekday(day) == 2 else self.chance.randint(9, 12)
        return day, f"{hour:02}:{self.chance.randint(0, 54):02}"

    def any(self, ago: int) -> tuple[int, str]:
        """A moment of a day, open or not; most people write in the evening."""
        if self.chance.random() < 0.6:
            return ago, self.chance.choice(EVENINGS)
        return ago, f"{self.chance.randint(7, 16):02}:{self.chance.randint(0, 59):02}"
