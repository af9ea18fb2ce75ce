"""What `helpline doctor` asks about the account."""

from collections.abc import Awaitable, Callable

from channels._twilio.account import Account, translated
from channels._twilio.numbers import e164
from helpline.channel import Settings, TransportError


def account_check(account: Account, settings: Settings) -> Callable[[], Awaitable[str | None]]:
    """A check that signs in to the account; it sends nothing and costs nothing."""

    async def check() -> str | None:
        if not settings.twilio_auth_token:
            return "HELPLINE_TWILIO_AUTH_TOKEN is empty: no webhook can be believed. Copy it from Twilio's console."
        if e164(settings.twilio_number) is None:
            return "HELPLINE_TWILIO_NUMBER is no number in E.164 form (+32...): nothing can be sent or dialled from it."
        if not settings.base_url.startswith("https://") and not settings.demo:
            return "HELPLINE_PUBLIC_URL must be the https:// address that Twilio calls; signatures are made over it."
        if settings.demo:
            return None
        try:
            with translated(sending=False):
                await account.client().api.accounts(account.sid).fetch_async()
        except TransportError as problem:
            return f"Twilio refuses or cannot be reached ({problem.code}): check account SID, auth token and network."
        return None

    return check
