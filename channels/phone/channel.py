"""Calls and voicemail through Twilio Programmable Voice."""

from channels._twilio.account import Account, gone, may_reach
from channels._twilio.checks import checks, voice_problems
from channels._twilio.door import Door
from channels._twilio.probes import recognising, ringing
from channels._twilio.rounds import Rounds
from channels.phone.calls import Calls
from channels.phone.legs import Legs
from channels.phone.listing import listing
from channels.phone.reading import read
from channels.phone.recordings import fetched, of_our_account, of_our_number
from channels.phone.routes import routes
from channels.phone.switch import TwilioSwitch
from channels.phone.waiting import Waiting
from helpline.channel import Channel, House, Settings
from helpline.envelope import Attachment


def open_channel(house: House, settings: Settings) -> Channel:
    """The channel; without an account its routes turn everything away."""
    door, account = Door("phone", house, settings), Account(settings)
    switch = TwilioSwitch(account, house, settings)
    calls = Calls(door, house, settings)
    waiting = Waiting(calls)

    async def fetch(reference: str) -> Attachment:
        return await fetched(account, reference)

    async def vouch(reference: str) -> None:
        await of_our_number(account, settings, reference)

    async def discard(reference: str) -> str:
        return await gone(account.client().recordings(reference).delete_async())

    async def close() -> None:
        await waiting.close()
        await door.close()
        await account.close()

    rounds = Rounds("phone", house, listing(account, settings))
    reaches = settings.twilio_account_sid and settings.twilio_number and not settings.demo
    return Channel(
        name="phone",
        read=recognising(of_our_account(read, settings), settings),
        routes=[routes(calls, waiting, Legs(house, switch))],
        listeners=[rounds] if reaches else [],
        reconcile=(rounds.look if reaches else rounds.once) if settings.twilio_number and account.may_reach else None,
        fetch=fetch,
        vouch=vouch,
        discard=discard,
        reaches=account.leads_to,
        switch=switch if settings.twilio_number and may_reach(settings) else None,
        probe=ringing(account, settings),
        checks=checks(account, settings, voice_problems) if settings.twilio_account_sid else [],
        close=close,
    )
