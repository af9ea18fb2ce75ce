"""What an arrival says, in the words of the rooms that go on with it: a message to judge, a content, a normal address.

Apart from `arrivals` and `steps`, which both write it down.
"""

import asyncio

from helpline.contacts.model import Channel, Content, Language, Requester
from helpline.envelope import AddressKind, Arrival, Outcome, Sender
from helpline.intake.model import Item
from helpline.people.rules import normal
from helpline.triage.lexicon import Lexicon
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest
from helpline.vault.transaction import Transaction

#: Characters; twenty pages are judged in some ten milliseconds.
LONG = 40_000


def arrival_in(item: Item) -> Arrival:
    assert isinstance(item.reading, Arrival)  # noqa: S101  # the caller chose arrivals
    return item.reading


def message_of(arrival: Arrival) -> Message:
    return Message(
        text=arrival.whole,
        quoted_text=arrival.quoted_text,
        subject=arrival.subject,
        language=Language(arrival.language) if arrival.language in set(Language) else None,
        channel=Channel(arrival.channel),
        requester=Requester(arrival.requester) if arrival.requester in set(Requester) else None,
        voicemail=arrival.outcome is Outcome.VOICEMAIL,
    )


async def suggested(message: Message, words: Lexicon) -> Suggestion:
    """What the rules propose. They read every word, and a long text beside the event loop: whoever calls meanwhile is
    answered.
    """
    if len(message.text) + len(message.quoted_text) <= LONG:
        return suggest(message, words)
    return await asyncio.to_thread(suggest, message, words)


def content_of(arrival: Arrival, sender: Sender) -> Content:
    return Content(
        text=arrival.text,
        subject=arrival.subject,
        quoted_text=arrival.quoted_text,
        sender=sender.value,
        sender_name=arrival.sender.display,
        recipient=arrival.recipient,
        external_id=arrival.external_id,
        call_back=normal(AddressKind.PHONE, arrival.call_back) if arrival.call_back else None,
        remarks=arrival.remarks,
        form=arrival.form,
        answers=arrival.answers,
        told=arrival.told,
    )


def normalised(sender: Sender) -> Sender:
    """The sender with a normal address, or with none when it is withheld or no address at all."""
    value = normal(sender.kind, sender.value) if sender.kind and sender.value else None
    return Sender(sender.kind if value else None, value, sender.display, sender.proven)


def blind(tx: Transaction, sender: Sender) -> bytes | None:
    """What a sender is known by without being read."""
    return tx.vault.blind(sender.kind, sender.value) if sender.kind and sender.value else None
