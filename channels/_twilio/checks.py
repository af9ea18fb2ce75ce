"""What `helpline doctor` asks about the account. It sends nothing and costs nothing."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from channels._twilio.account import Account, translated
from channels._twilio.numbers import e164
from helpline.channel import Doubt, Settings, TransportError
from helpline.clock import now

Check = Callable[[], Awaitable[str | None]]
Problems = Callable[[Any, str], Iterator[str]]

#: Further apart than this, what happened at the provider stands in the wrong order with us.
MOST_SECONDS = 30


def checks(account: Account, settings: Settings, problems: Problems) -> Sequence[Check]:
    """The sign-in, the number as the provider has it, and the clock. `problems`: of the number, on this channel."""
    if settings.demo:
        return [partial(unset, settings)]
    return [
        partial(sign_in, account, settings),
        partial(number, account, settings, problems),
        partial(clock, account),
    ]


async def unset(settings: Settings) -> str | None:
    """What the settings lack before anybody is asked."""
    if not settings.twilio_auth_token:
        return "HELPLINE_TWILIO_AUTH_TOKEN is empty: no webhook can be believed. Copy it from Twilio's console."
    if e164(settings.twilio_number) is None:
        return "HELPLINE_TWILIO_NUMBER is no number in E.164 form (+32...): nothing can be sent or dialled from it."
    if not settings.base_url.startswith("https://") and not settings.demo:
        return "HELPLINE_PUBLIC_URL must be the https:// address that Twilio calls; signatures are made over it."
    return None


async def sign_in(account: Account, settings: Settings) -> str | None:
    """That the provider knows us."""
    if wrong := await unset(settings):
        return wrong
    try:
        with translated(sending=False):
            await account.client().api.accounts(account.sid).fetch_async()
    except TransportError as problem:
        return f"Twilio refuses or cannot be reached ({problem.code}): check account SID, auth token and network."
    return None


async def number(account: Account, settings: Settings, problems: Problems) -> str | None:
    """That the number is ours, and calls us where we are."""
    ours = settings.twilio_number
    try:
        with translated(sending=False):
            found = await account.client().incoming_phone_numbers.list_async(phone_number=ours, limit=1)
    except TransportError as problem:
        return Doubt(f"The number could not be asked for at Twilio ({problem.code}).")
    if not found:
        return "The account has no number like HELPLINE_TWILIO_NUMBER: buy it, or correct the setting."
    return " ".join(problems(found[0], settings.base_url)) or None


async def clock(account: Account) -> str | None:
    return clock_problem(await said(account))


async def said(account: Account) -> datetime | None:
    """The time at the provider; None when it could not be asked."""
    try:
        at = parsedate_to_datetime(await account.date())
    except (TransportError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def clock_problem(at: datetime | None) -> str | None:
    if at is None:
        return Doubt("The provider's clock could not be asked.")
    apart = abs((now() - at).total_seconds())
    if apart <= MOST_SECONDS:
        return None
    return f"This clock and the provider's are {apart:.0f} seconds apart: let this machine follow NTP (timedatectl)."


def voice_problems(number: Any, base: str) -> Iterator[str]:
    """What the number lacks for calls; the library's types are not ours to name."""
    if plain(number.voice_url) != f"{base}/twilio/voice" or number.voice_method != "POST":
        yield f"Calls do not come here: set 'A call comes in' of the number to {base}/twilio/voice, method POST."
    if not number.voice_fallback_url:
        yield f"A caller hears an error when we fail: set 'Primary handler fails' to {base}/twilio/voice/fallback."
    if plain(number.status_callback) != f"{base}/twilio/voice/status":
        yield f"How calls end is not told: set 'Call status changes' to {base}/twilio/voice/status, method POST."


def message_problems(number: Any, base: str) -> Iterator[str]:
    """What the number lacks for text messages."""
    if plain(number.sms_url) != f"{base}/twilio/sms" or number.sms_method != "POST":
        yield f"Texts do not come here: set 'A message comes in' of the number to {base}/twilio/sms, method POST."
    if not number.sms_fallback_url:
        yield f"A text is lost when we fail once: set 'Primary handler fails' (messaging) to {base}/twilio/sms as well."


def plain(url: str | None) -> str:
    """An address without what it tells Twilio about trying again."""
    return (url or "").partition("#")[0].rstrip("/")
