"""When an entry of the directory is too old to be trusted, and what may be written into it."""

from datetime import date, timedelta

from helpline.directory.model import Entry
from helpline.web.words import gettext as _

TRUSTED = timedelta(days=183)
"""A local presence is confirmed anew every half year."""


def stale(verified_on: date | None, today: date) -> bool:
    """Nobody has made sure of this entry for half a year."""
    return verified_on is None or today - verified_on > TRUSTED


def problems(entry: Entry) -> dict[str, str]:
    """What keeps an entry from being written down, by field."""
    found = {}
    if not entry.name:
        found["name"] = _("Give the service its name.")
    if not entry.services:
        found["services"] = _("Say at least one thing this service does.")
    if entry.url and not entry.url.startswith(("https://", "http://")):
        found["url"] = _("An address on the web begins with https://.")
    if not (entry.phone or entry.email or entry.url):
        found["phone"] = _("Give a number, a mail address or a page on the web.")
    return found
