"""An invitation in words: what, when, where, from whom (RFC 5545)."""

import re

SHOWN = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "DESCRIPTION")
MOST_EVENTS = 5
LONGEST = 200_000
TIME = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$")
ESCAPED = re.compile(r"\\([\\;,nN])")


def invitation(source: str) -> str:
    """The first events of a calendar, a line for each thing it says; nothing where it is no calendar."""
    lines = re.sub(r"\r?\n[ \t]", "", source[:LONGEST]).splitlines()
    said: list[str] = []
    events = 0
    inside = ""
    for line in lines:
        name, _colon, value = line.partition(":")
        name, _semicolon, given = name.partition(";")
        name = name.strip().upper()
        if name == "BEGIN":
            inside = value.strip().upper() if value.strip().upper() in ("VEVENT", "VTODO", "VALARM") else inside
            events += inside == "VEVENT"
        elif name == "END":
            inside = ""
        elif inside in ("VEVENT", "VTODO") and name in SHOWN and events <= MOST_EVENTS and value.strip():
            said.append(f"{name.removeprefix('DT').capitalize()}: {shown(name, value, given)}"[:2000])
    return "\n".join(said)


def shown(name: str, value: str, given: str) -> str:
    if found := TIME.match(value.strip()):
        year, month, day, hour, minute, utc = found.groups()
        zone = " UTC" if utc else f" {given.partition('TZID=')[2].split(';')[0]}".rstrip()
        return f"{year}-{month}-{day}" + (f" {hour}:{minute}{zone}" if hour else "")
    if name == "ORGANIZER":
        who = re.search(r'CN="?([^";:]+)', given)
        return f"{who[1]} <{value.strip()}>" if who else value.strip()
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value.strip())
