"""How often to try, what may follow on what, and how long a text message is."""

from datetime import datetime, timedelta
from typing import assert_never

from helpline.envelope import DeliveryState
from helpline.errors import Invalid, TransportError
from helpline.outbox.model import Segments, State
from helpline.web.words import gettext as _

#: After this long in the provider's hands without a word, nobody knows whether it left.
LEASE = timedelta(minutes=2)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
ATTEMPTS = len(PAUSES) + 1

#: A job may come this much before its time: two clocks are never the same.
EARLY = timedelta(seconds=2)
#: How long an answer waits after its author pressed the button, in case it was the wrong one.
UNDO = timedelta(seconds=10)
#: What was safe to say is not safe for ever.
FURTHEST = timedelta(days=60)

#: Neutral in every language: no theme, no service, no promise.
SUBJECTS = {
    "fr": "Votre message",
    "nl": "Uw bericht",
    "de": "Ihre Nachricht",
    "en": "Your message",
    "ar": "رسالتك",
    "tr": "Mesajınız",
}

# 3GPP TS 23.038: the default alphabet, and what its escape reaches at the price of two.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
#: Twilio and its like take 1,600 characters; ten parts of UCS-2 stay below.
MOST_PARTS = 10
LONE = {"GSM-7": 160, "UCS-2": 70}
JOINED = {"GSM-7": 153, "UCS-2": 67}


def segments(text: str) -> Segments:
    """How many parts a text message takes; one letter outside the small alphabet more than halves their size."""
    if set(text) <= GSM | EXTENDED:
        return parts("GSM-7", [2 if letter in EXTENDED else 1 for letter in text])
    return parts("UCS-2", [len(letter.encode("utf-16-be")) // 2 for letter in text])


def parts(encoding: str, sizes: list[int]) -> Segments:
    """Fills parts one after another; a letter of two units is never cut in two."""
    units = sum(sizes)
    if units <= LONE[encoding]:
        return Segments(encoding, units, 1 if units else 0, LONE[encoding] - units)
    count, used = 1, 0
    for size in sizes:
        if used + size > JOINED[encoding]:
            count, used = count + 1, 0
        used += size
    return Segments(encoding, units, count, JOINED[encoding] - used)


def leaves_at(chosen: datetime | None, at: datetime) -> datetime:
    """When an answer written at `at` leaves, never before it can be undone. Raises `Invalid` for an odd choice."""
    if chosen is None:
        return at + UNDO
    if chosen <= at:
        raise Invalid({"leave_at": _("Choose a moment that is still to come.")})
    if chosen - at > FURTHEST:
        raise Invalid({"leave_at": _("Choose a moment within the next sixty days: what is safe changes.")})
    return max(chosen, at + UNDO)


def after_failure(error: TransportError, attempts: int) -> tuple[State, timedelta | None]:
    """What a failed attempt makes of a letter, and after which pause it is tried again."""
    if error.unknown:
        return State.UNKNOWN, None
    if error.permanent or attempts >= ATTEMPTS:
        return State.FAILED, None
    return State.QUEUED, PAUSES[attempts - 1]


def after_report(state: State, reported: DeliveryState) -> State | None:
    """What a provider's word changes; None for nothing. A final state never goes back, reports come in any order."""
    if state in (State.DELIVERED, State.FAILED):
        return None
    match reported:
        case DeliveryState.DELIVERED:
            return State.DELIVERED
        case DeliveryState.FAILED:
            return State.FAILED
        case DeliveryState.SENT | DeliveryState.QUEUED:
            return State.SENT if state is not State.SENT else None
        case _:
            assert_never(reported)
