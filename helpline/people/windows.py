"""Weekly windows as people write them: "Mon-Fri 09:00-12:00; Sat 10-12". Apart, because it knows five languages' days.

Days are understood by their beginnings in French, Dutch, German and English, and written in the language spoken now.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from babel.dates import get_day_names

from helpline.envelope import Window
from helpline.errors import Invalid
from helpline.web.words import gettext, spoken

#: The beginnings that tell a day, three letters before two: "ma" and "di" are Dutch, French says "mar" and "dim".
DAYS = {
    beginning: weekday
    for weekday, beginnings in enumerate(
        (
            "lu lun mo ma maa mon",
            "tu tue di mar din die",
            "me mi we wo mer mit wed woe",
            "je jeu th do don thu",
            "ve fr vr fri ven vri fre",
            "sa za sam sat zat",
            "su zo so dim sun son zon",
        )
    )
    for beginning in beginnings.split()
}
NAMES = [
    ("lundi", "maandag", "montag", "monday"),
    ("mardi", "dinsdag", "dienstag", "tuesday"),
    ("mercredi", "woensdag", "mittwoch", "wednesday"),
    ("jeudi", "donderdag", "donnerstag", "thursday"),
    ("vendredi", "vrijdag", "freitag", "friday"),
    ("samedi", "zaterdag", "samstag", "saturday"),
    ("dimanche", "zondag", "sonntag", "sunday"),
]
GROUPS = {
    **dict.fromkeys(("", "daily", "täglich", "dagelijks", "always", "toujours", "altijd", "immer"), range(7)),
    **dict.fromkeys(("weekdays", "semaine", "en semaine", "weekdagen", "werktags", "wochentags"), range(5)),
    **dict.fromkeys(("weekend", "week-end", "weekends", "wochenende"), range(5, 7)),
}
AFTER = {"after", "après", "apres", "na", "nach", "ab", "vanaf", "dès"}
BEFORE = {"before", "avant", "voor", "vor", "bis", "tot"}
TIME = r"(?:\d{1,2}(?:[:.hu]\d{0,2})?)"
SIDE = re.compile(
    rf"(?P<days>[^\d]*?)\s*\b(?P<side>{'|'.join(sorted(AFTER | BEFORE))})\s*(?P<time>{TIME})\s*(?:h|uur|uhr)?"
)
ARTICLE = re.compile(r"^(?:le|la|les|on|the|op|am)\s+")
LINE = re.compile(
    r"(?P<days>[^\d]*?)\s*(?P<start>\d{1,2}(?:[:.hu]\d{0,2})?)\s*(?:-|–|to|à|tot|bis)\s*(?P<end>\d{1,2}(?:[:.hu]\d{0,2})?)\s*h?"
)
MOST = 50


def read(text: str, field: str) -> tuple[Window, ...]:
    """The windows a text means. Raises `Invalid` for the field when a part of it means none."""
    parts = [part.strip() for part in re.split(r"[;\n]", text.lower()) if part.strip()]
    try:
        windows = tuple(window for part in parts[:MOST] for window in read_part(part))
    except ValueError:
        raise Invalid(
            {field: gettext("Write days and times like this: Mon-Fri 09:00-12:00; Sat 10:00-12:00")}
        ) from None
    return windows


def read_part(part: str) -> Iterator[Window]:
    """One "days times" as a window a day. Raises `ValueError`."""
    if found := LINE.fullmatch(part):
        days, start, end = found["days"], clock(found["start"]), clock(found["end"])
    elif side := SIDE.fullmatch(part):
        at = clock(side["time"])
        days, start, end = side["days"], *((at, "24:00") if side["side"] in AFTER else ("00:00", at))
    else:
        days, start, end = part, "00:00", "24:00"
    if start == end:
        raise ValueError(part)
    for weekday in sorted(weekdays(days)):
        yield Window(weekday, start, end)


def weekdays(text: str) -> set[int]:
    """The days that a list of days and spans of days means. Raises `ValueError`."""
    if text.strip(" ,:") in GROUPS:
        return set(GROUPS[text.strip(" ,:")])
    days: set[int] = set()
    for span in re.split(r"[,/+]|\s(?:and|et|en|und)\s", text.strip(" ,:")):
        first, *last = [
            weekday(name) for name in re.split(r"\s*(?:-|–|\bto\b|\bau\b|\btot\b|\bbis\b)\s*", span.strip())
        ]
        length = (last[-1] - first) % 7 if last else 0
        days |= {(first + step) % 7 for step in range(length + 1)}
    return days


def weekday(name: str) -> int:
    """A day by its name or a beginning of it, and by nothing that only looks like one. Raises `ValueError`."""
    plain = ARTICLE.sub("", name.strip(" .")).rstrip(".")
    if plain in DAYS:
        return DAYS[plain]
    meant = {
        day for day, names in enumerate(NAMES) for one in names if len(plain) > 3 and (one + "s").startswith(plain)
    }
    if len(meant) != 1:
        raise ValueError(name)
    return meant.pop()


def clock(text: str) -> str:
    """A time of day as HH:MM. Raises `ValueError`."""
    hour, _, minute = re.sub(r"[.hu]", ":", text).partition(":")
    if not (0 <= int(hour) <= 24 and 0 <= int(minute or 0) < 60) or (int(hour) == 24 and int(minute or 0)):
        raise ValueError(text)
    return f"{int(hour):02}:{int(minute or 0):02}"


def written(windows: Sequence[Window]) -> str:
    """Windows as a text that `read` understands: "Mon-Fri 09:00-12:00; Sat 10:00-12:00"."""
    by_time = sorted(windows, key=lambda window: (window.start, window.end, window.weekday))
    lines = [
        f"{named([window.weekday for window in group])} {start}-{end}"
        for (start, end), group in groupby(by_time, key=lambda window: (window.start, window.end))
    ]
    return "; ".join(lines)


def named(days: Sequence[int]) -> str:
    """Days in words of the language spoken now, neighbours as a span."""
    language = spoken() if spoken() in ("fr", "nl", "de", "en") else "en"
    names = {day: name.rstrip(".") for day, name in get_day_names("abbreviated", locale=language).items()}
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        names.get(run[0], "?") if len(run) == 1 else f"{names.get(run[0], '?')}-{names.get(run[-1], '?')}"
        for run in runs
    )
