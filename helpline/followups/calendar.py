"""The times of one's promises in one's own calendar (RFC 5545): a time, a link, and not a word about anybody.

Apart from the other verbs, because whoever asks here is a program without a session: its secret address is all it has.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneStandard
from msgspec import Struct

from helpline.audit import actions as audit
from helpline.errors import NotFound
from helpline.followups import store
from helpline.staff.actions import digest
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _
from helpline.web.words import speaking

BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)
MOST = 500
LASTS = timedelta(minutes=15)
BEGAN = datetime(1970, 1, 1)  # A time zone begins at a local time (RFC 5545, 3.6.5).


class Feed(Struct, frozen=True):
    """A calendar as it is sent, and what tells whether it changed."""

    body: bytes
    tag: str


async def renew(tx: Transaction, staff: SignedIn) -> str:
    """A new secret for one's calendar, shown once; the one before opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    await store.set_feed(tx, staff.id, digest(secret))
    await audit.record(tx, "calendar.renewed", "staff", staff.id)
    return secret


async def end(tx: Transaction, staff: SignedIn) -> None:
    """One's calendar has no address any more."""
    if await store.end_feed(tx, staff.id):
        await audit.record(tx, "calendar.ended", "staff", staff.id)


async def feed(tx: Transaction, secret: str, base_url: str) -> Feed:
    """What a calendar reads at its secret address. Raises `NotFound` for any other."""
    reader = await store.reader(tx, digest(secret))
    if reader is None:
        raise NotFound(_("There is no such calendar."))
    times = await store.times(tx, reader.id, tx.now - BEHIND, tx.now + AHEAD, MOST)
    with speaking(reader.language):
        body = written(times, base_url)
    return Feed(body, f'"{sha256(body).hexdigest()[:32]}"')


def written(times: Sequence[store.Time], base_url: str) -> bytes:
    """The calendar itself. It always holds the time zone, because an empty one is none (RFC 5545, 3.6)."""
    calendar = Calendar()
    calendar.add("prodid", "-//helpline//follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Follow-ups"))
    calendar.add_component(coordinated())
    for time in times:
        calendar.add_component(event(time, base_url))
    return bytes(calendar.to_ical())


def event(time: store.Time, base_url: str) -> Event:
    found = Event()
    found.add("uid", f"{time.id}@{urlsplit(base_url).hostname}")
    found.add("dtstamp", time.created_at.astimezone(UTC))
    found.add("dtstart", time.due_at.astimezone(UTC))
    found.add("duration", LASTS)
    found.add("summary", _("Follow-up"))
    found.add("url", f"{base_url.rstrip('/')}/desk/follow-ups/{time.id}")
    found.add("sequence", time.version)
    found.add("class", "PRIVATE")
    return found


def coordinated() -> Timezone:
    """The time zone all times are in."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", BEGAN)
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone
