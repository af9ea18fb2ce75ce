"""The text messages that the provider took for us, as their webhooks would have come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from channels._twilio.account import PROVIDER, Account, translated
from channels._twilio.rounds import MOST, Listed, Listing, form, settled
from helpline.channel import Settings


def listing(account: Account, settings: Settings) -> Listing:
    """What came in since a moment."""

    async def since(start: datetime) -> Sequence[Listed]:
        with translated(sending=False):
            found = await account.client().messages.list_async(
                to=settings.twilio_number, date_sent_after=start, limit=MOST
            )
            return [
                Listed(message.sid, form(message.date_created, {**said(message), **await files(account, message)}))
                for message in found
                if message.direction == "inbound" and settled(message.date_created)
            ]

    return since


def said(message: Any) -> dict[str, str]:
    """The fields of a message; the library's types are not ours to name."""
    return {"MessageSid": message.sid, "From": message.from_ or "", "To": message.to or "", "Body": message.body or ""}


async def files(account: Account, message: Any) -> dict[str, str]:
    """The fields that name a message's pictures and sounds."""
    if not int(message.num_media or 0):
        return {}
    found = await account.client().messages(message.sid).media.list_async(limit=10)
    address = f"{PROVIDER}/2010-04-01/Accounts/{account.sid}/Messages/{message.sid}/Media"
    fields = {"NumMedia": str(len(found))}
    for number, file in enumerate(found):
        fields |= {f"MediaUrl{number}": f"{address}/{file.sid}", f"MediaContentType{number}": file.content_type}
    return fields
