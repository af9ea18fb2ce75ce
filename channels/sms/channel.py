"""Text messages through Twilio Programmable Messaging."""

from channels._twilio.account import Account
from channels._twilio.checks import checks, message_problems
from channels._twilio.door import Door
from channels._twilio.probes import recognising, texting
from channels._twilio.rounds import Rounds
from channels.sms.listing import listing
from channels.sms.reading import read
from channels.sms.routes import routes
from channels.sms.sender import Media, TextSender
from helpline.channel import Channel, House, Settings


def open_channel(house: House, settings: Settings) -> Channel:
    """The channel; without an account, and in a demo, it sends nothing."""
    door, account = Door("sms", house, settings), Account(settings)
    media = Media(account, settings)

    async def close() -> None:
        await door.close()
        await account.close()

    rounds = Rounds("sms", house, listing(account, settings))
    reaches = settings.twilio_account_sid and settings.twilio_number and not settings.demo
    return Channel(
        name="sms",
        read=recognising(read, settings),
        routes=[routes(door)],
        senders={"sms": TextSender(account, settings)} if reaches else {},
        listeners=[rounds] if reaches else [],
        reconcile=(rounds.look if reaches else rounds.once) if settings.twilio_number and account.may_reach else None,
        fetch=media.fetch,
        discard=media.discard,
        reaches=account.leads_to,
        probe=texting(account, settings),
        checks=checks(account, settings, message_problems) if settings.twilio_account_sid else [],
        close=close,
    )
