"""Times as people write them, as weekly windows: "Mon-Fri 9-12", "mardi et jeudi après 17h".

Only what is certain is read. Anything else answers None, and a person asks.
"""

import re

from helpline.envelope import Window

DAYS = {
    0: ("mon", "monday", "lun", "lundi", "ma", "maandag", "mo", "montag"),
    1: ("tue", "tuesday", "mar", "mardi", "di", "dinsdag", "dienstag"),
    2: ("wed", "wednesday", "mer", "mercredi", "wo", "woensdag", "mi", "mittwoch"),
    3: ("thu", "thursday", "jeu", "jeudi", "do", "donderdag", "donnerstag"),
    4: ("fri", "friday", "ven", "vendredi", "vr", "vrijdag", "fr", "freitag"),
    5: ("sat", "saturday", "sam", "samedi", "za", "zaterdag", "sa", "samstag"),
    6: ("sun", "sunday", "dim", "dimanche", "zo", "zondag", "so", "sonntag"),
}
WEEK = {name + s: day for day, names in DAYS.items() for name in names for s in ("", "s")}
GROUPS = {
    "weekdays": range(5), "semaine": range(5), "weekdagen": range(5), "werktags": range(5), "wochentags": range(5),
    "weekend": (5, 6), "week-end": (5, 6), "wochenende": (5, 6),
    "always": range(7), "toujours": range(7), "altijd": range(7), "immer": range(7), "daily": range(7),
}  # fmt: skip
JOINING = frozenset(
    {"", "and", "et", "en", "und", "le", "la", "les", "on", "the", "op", "am", "from", "de", "du", "van", "von"}
    | {"h", "uur", "uhr", "entre", "between", "tussen", "zwischen"}
)
AFTER = {"after", "après", "apres", "na", "nach", "ab", "vanaf", "dès"}
BEFORE = {"before", "avant", "voor", "vor", "bis", "tot", "jusqu'à"}
TIME = r"(\d{1,2})(?:[:h.](\d{2})?)?"
SPAN = re.compile(rf"{TIME}\s*(?:-|–|à|to|tot|bis|et|and)\s*{TIME}")


def windows(said: str) -> tuple[Window, ...] | None:
    """The windows in what was written: () for nothing said, None for what cannot be read with certainty."""
    found: list[Window] = []
    for part in re.split(r"[;,\n]", said.casefold()):
        if part.strip():
            read = one(part.strip())
            if read is None:
                return None
            found += read
    return tuple(found)


def one(part: str) -> list[Window] | None:
    """Days and perhaps a span of hours, and not one word besides."""
    start: str | None = "00:00"
    end: str | None = "24:00"
    rest = part
    if span := SPAN.search(part):
        start, end, rest = clock(span[1], span[2]), clock(span[3], span[4]), part[: span.start()] + part[span.end() :]
    elif single := re.search(TIME, part):
        side = {word for word in part.split() if word in AFTER | BEFORE}
        if len(side) != 1:
            return None
        at = clock(single[1], single[2])
        start, end = (at, "24:00") if side <= AFTER else ("00:00", at)
        rest = part[: single.start()] + part[single.end() :]
    days = days_in(rest)
    if days is None or start is None or end is None or start >= end:
        return None
    return [Window(day, start, end) for day in sorted(days)]


def clock(hour: str, minute: str | None) -> str | None:
    """HH:MM, or None for what no clock shows."""
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        return None
    return f"{int(hour):02}:{int(minute or 0):02}"


def days_in(text: str) -> set[int] | None:
    """The weekdays named; every day when none is; None for a word that is neither a day nor a joining word."""
    days: set[int] = set()
    words = re.sub(r"\b(\w+)\s*[-–]\s*(\w+)\b", expanded, text)
    for word in re.split(r"[\s.:]+", words):
        if word in WEEK:
            days.add(WEEK[word])
        elif word in GROUPS:
            days |= set(GROUPS[word])
        elif word not in JOINING | AFTER | BEFORE:
            return None
    return days or set(range(7))


def expanded(match: re.Match[str]) -> str:
    """`mon-fri` as five days; anything else as it stands."""
    first, last = WEEK.get(match[1]), WEEK.get(match[2])
    if first is None or last is None or first > last:
        return match[0]
    return " ".join(DAYS[day][0] for day in range(first, last + 1))
