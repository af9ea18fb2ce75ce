"""`helpline simulate sms`: text messages as the provider brings them."""

import asyncio
import random
from argparse import Namespace
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from helpline.cli import commands
from helpline.cli.simulate.dropped import DURING_THE_OUTAGE, found_by_reconciliation
from helpline.cli.simulate.many import many
from helpline.cli.simulate.options import (
    TEXTS,
    Fault,
    add_kind,
    address_of,
    faults_of,
    flooded,
    say_dropped,
    senders,
    settings_here,
)
from helpline.cli.simulate.provider import Provider, serve
from helpline.cli.simulate.wire import DELAY, Wire, sid
from helpline.settings import Settings

if TYPE_CHECKING:
    from helpline.cli.commands import Commands


def add(kinds: "Commands") -> None:
    add_kind(kinds, "sms", "send text messages").set_defaults(run=run)


def run(given: Namespace) -> int:
    return commands.run(messages(given, settings_here()))


async def messages(given: Namespace, settings: Settings) -> int:
    """--times messages from --from, all different to the provider; reordered, the last one comes first."""
    given, provider = flooded(given), Provider(settings)
    people = senders(given)
    texts = [message(settings, sender, given.text or TEXTS[given.language]) for sender in people]
    if Fault.REORDER in given.faults:
        texts.reverse()
    if Fault.DROP in given.faults:
        provider.age = DURING_THE_OUTAGE
        await serve(provider, settings)
    try:
        async with ClientSession() as session:
            wire = wire_to(given, settings, session)

            async def one(number: int) -> None:
                if Fault.DROP in given.faults:
                    provider.took("Messages", as_listed(texts[number], provider.stamp()))
                if Fault.DROP in faults_of(given, number):
                    return
                if Fault.LATE in given.faults:
                    await asyncio.sleep(DELAY * random.random())  # noqa: S311  # nothing secret about a delay
                await wire.ask("/twilio/sms", texts[number])

            code = await many(given, one)
            say_dropped(given, "messages reached nobody: their webhooks were dropped")
        if Fault.DROP in given.faults:
            await found_by_reconciliation(provider)
        return code
    finally:
        await provider.close()


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


def as_listed(fields: dict[str, str], at: str) -> dict[str, str]:
    """The same message as the provider's list has it."""
    known = {"sid": fields["MessageSid"], "from": fields["From"], "to": fields["To"], "body": fields["Body"]}
    return {**known, "status": "received", "num_media": "0", "date_created": at, "date_updated": at}
