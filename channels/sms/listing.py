"""The text messages that the provider took for us, and what became of ours, as their webhooks would have come."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from channels._twilio.account import PROVIDER, Account, translated
from channels._twilio.rounds import MOST, PAGE, Listed, Listing, form, settled
from helpline.channel import Settings, TransportError

#: Of these nothing more is heard.
FINAL = frozenset({"delivered", "undelivered", "failed", "read", "canceled"})
GONE = frozenset({"404", "20404"})


def listing(account: Account, settings: Settings) -> Listing:
    """What came in since a moment, and how ours ended."""

    async def since(start: datetime) -> AsyncIterator[Listed]:
        ours, trouble = settings.twilio_number, None
        with translated(sending=False):
            messages = account.client().messages
            async for message in await messages.stream_async(
                to=ours, date_sent_after=start, limit=MOST, page_size=PAGE
            ):
                if message.direction == "inbound" and settled(message.date_created):
                    try:
                        yield await arrived(account, message)
                    except TransportError as problem:
                        trouble = problem
            async for message in await messages.stream_async(
                from_=ours, date_sent_after=start, limit=MOST, page_size=PAGE
            ):
                if str(message.status) in FINAL and settled(message.date_updated):
                    yield reported(message)
        if trouble is not None:
            raise trouble

    return since


async def arrived(account: Account, message: Any) -> Listed:
    """A message with its files; the library's types are not ours to name."""
    return Listed(message.sid, form(message.date_created, {**said(message), **await files(account, message)}))


def reported(message: Any) -> Listed:
    """The last word on a message of ours."""
    word = {"MessageSid": message.sid, "MessageStatus": str(message.status), "ErrorCode": str(message.error_code or "")}
    return Listed(f"{message.sid}/{message.status}", form(message.date_updated, word))


def said(message: Any) -> dict[str, str]:
    """The fields of a message."""
    return {"MessageSid": message.sid, "From": message.from_ or "", "To": message.to or "", "Body": message.body or ""}


async def files(account: Account, message: Any) -> dict[str, str]:
    """The fields that name a message's pictures and sounds; none where the provider has them no more."""
    if not int(message.num_media or 0):
        return {}
    try:
        with translated(sending=False):
            found = await account.client().messages(message.sid).media.list_async(limit=10)
    except TransportError as problem:
        if problem.code not in GONE:
            raise
        return {}
    address = f"{PROVIDER}/2010-04-01/Accounts/{account.sid}/Messages/{message.sid}/Media"
    fields = {"NumMedia": str(len(found))}
    for number, file in enumerate(found):
        fields |= {f"MediaUrl{number}": f"{address}/{file.sid}", f"MediaContentType{number}": file.content_type}
    return fields
