"""`helpline simulate sms`: text messages as the provider brings them."""

from argparse import Namespace
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from helpline.cli import commands
from helpline.cli.simulate.many import many
from helpline.cli.simulate.options import TEXTS, add_kind, address_of, senders, settings_here
from helpline.cli.simulate.wire import Wire, sid
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(kinds: "Commands") -> None:
    add_kind(kinds, "sms", "send text messages").set_defaults(run=run)


def run(given: Namespace) -> int:
    return commands.run(messages(given, settings_here()))


async def messages(given: Namespace, settings: Settings) -> int:
    """--times messages from --from, all different to the provider."""
    people = senders(given)
    text = given.text or TEXTS[given.language]
    async with ClientSession() as session:
        wire = wire_to(given, settings, session)

        async def one(number: int) -> None:
            await wire.ask("/twilio/sms", message(settings, people[number], text))

        return await many(given, one)


def wire_to(given: Namespace, settings: Settings, session: ClientSession) -> Wire:
    """A wire to --url that signs with the account's token."""
    url = address_of(given, settings)
    public = given.public_url or settings.public_url or url
    return Wire(session, url, public, settings.twilio_auth_token, given.faults)


def message(settings: Settings, sender: str, text: str) -> dict[str, str]:
    """The fields of one incoming message, in the provider's words, blanks included."""
    made = sid("SM")
    return {
        **dict.fromkeys(("ToState", "ToCity", "ToZip", "FromState", "FromCity", "FromZip"), ""),
        **dict.fromkeys(("MessageSid", "SmsMessageSid", "SmsSid"), made),
        "AccountSid": settings.twilio_account_sid,
        "ApiVersion": "2010-04-01",
        "Body": text,
        "From": sender,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "To": settings.twilio_number,
    }
