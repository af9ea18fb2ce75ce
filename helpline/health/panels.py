"""What the page of those who run the house shows: names, times and counts, never content."""

from datetime import timedelta
from typing import Any

from helpline.health import rules, store
from helpline.health.model import ChannelHealth, Health
from helpline.vault.transaction import Transaction
from helpline.web.numbers import number
from helpline.web.words import ngettext

SHOWN = 50
LOOKED_BACK = timedelta(days=7)
#: So long the page says that a mailbox was taken out of the settings.
A_MONTH = timedelta(days=30)


async def page(tx: Transaction, health: Health) -> dict[str, Any]:
    """Everything on one page, the broken first."""
    broken = {one.channel for one in health.breaks if one.fault not in rules.BY_HAND_ONLY}
    return {
        "health": health,
        "alarms": [one for one in await store.alarms(tx) if one.kind not in rules.BY_HAND_ONLY],
        "past": await store.past_alarms(tx, 10),
        "channels": sorted((channel(one, one.name in broken) for one in health.channels), key=lambda one: one["well"]),
        "jobs": sorted(health.jobs, key=lambda one: (not one.late, one.name)),
        "parked": await store.parked(tx, SHOWN),
        "left_copies": await store.left_copies(tx),
        "left_mailboxes": await store.left_mailboxes(tx, tx.now - A_MONTH),
        "held_jobs": await store.held_jobs(tx, SHOWN),
        "letters": await store.held_letters(tx, tx.now - LOOKED_BACK, SHOWN),
    }


def channel(one: ChannelHealth, broken: bool) -> dict[str, Any]:
    """One way in and out. `looked`: whether its provider is asked by us at all."""
    return {
        "name": one.name,
        "well": not broken and not one.poll_code,
        "arrived_at": one.last_arrival_at,
        "sent_at": one.last_sent_at,
        "looked": one.last_poll_at is not None or bool(one.poll_code),
        "polled_at": one.last_poll_at,
        "poll_code": one.poll_code,
        "counts": counts(one),
    }


def counts(one: ChannelHealth) -> list[str]:
    """What there is to count of it, in words."""
    said = [
        (one.unread, ngettext("%(num)s not read yet", "%(num)s not read yet", one.unread)),
        (one.parked, ngettext("%(num)s unreadable", "%(num)s unreadable", one.parked)),
        (one.letters_waiting, ngettext("%(num)s to be sent", "%(num)s to be sent", one.letters_waiting)),
        (one.failed_today, ngettext("%(num)s not delivered today", "%(num)s not delivered today", one.failed_today)),
        (
            one.bad_signatures_today,
            ngettext("%(num)s wrong signature today", "%(num)s wrong signatures today", one.bad_signatures_today),
        ),
        (
            one.holes_filled_today,
            ngettext("%(num)s hole filled today", "%(num)s holes filled today", one.holes_filled_today),
        ),
    ]
    return [words % {"num": number(count)} for count, words in said if count]
