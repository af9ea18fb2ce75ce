"""Hands one text message to the provider, once."""

from channels._twilio.account import Account, gone, translated
from channels._twilio.numbers import e164
from channels.sms.codes import word_for
from helpline.channel import Settings, TransportError, kind_of, named
from helpline.envelope import Attachment, Parcel, Sent

UNKNOWN = "application/octet-stream"


class TextSender:
    """Sends from our number, and asks for a report on what became of it."""

    def __init__(self, account: Account, settings: Settings) -> None:
        self.account, self.settings = account, settings

    async def send(self, parcel: Parcel) -> Sent:
        """Raises `TransportError`; a lost connection is unknown, because the message may have left."""
        number = e164(parcel.to)
        if number is None:
            raise TransportError("no_number", permanent=True)
        client = self.account.client()
        try:
            with translated(sending=True):
                message = await client.messages.create_async(
                    to=number,
                    from_=self.settings.twilio_number,
                    body=parcel.text,
                    status_callback=self.settings.base_url + "/twilio/sms/status",
                )
        except TransportError as problem:
            known = word_for(problem.code)
            raise TransportError(known, permanent=problem.permanent, unknown=problem.unknown) from None
        return Sent(str(message.sid))


class Media:
    """Messages and the files of an MMS: brought, then deleted at the provider.

    A file's reference is the message's id and its own, a message's is its id. What a file is, is told by its content.
    """

    def __init__(self, account: Account, settings: Settings) -> None:
        self.account, self.settings = account, settings

    async def fetch(self, reference: str) -> Attachment:
        message, _, file = reference.partition("/")
        _claimed, body = await self.account.fetch(f"Messages/{message}/Media/{file}")
        kind = kind_of(body)
        name = f"mms-{file[-4:]}"
        return Attachment(named(name, kind) if kind else name, kind or UNKNOWN, body)

    async def discard(self, reference: str) -> str:
        """In a demo no message ever was at a provider."""
        message, _, file = reference.partition("/")
        if not file and self.settings.demo:
            return "demo"
        kept = self.account.client().messages(message)
        return await gone(kept.media(file).delete_async() if file else kept.delete_async())
