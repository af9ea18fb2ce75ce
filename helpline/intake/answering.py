"""The word that something arrived: to whom, and how often. Apart from the other consequences of an arrival, because it
has a budget for the day: no loop gets further, whatever it calls itself.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.contacts.conversation import token_for
from helpline.contacts.model import Channel, Disposition, NewContact
from helpline.envelope import Arrival
from helpline.intake import rules, store
from helpline.intake.model import Arrived
from helpline.outbox import acknowledging
from helpline.triage.model import Suggestion
from helpline.vault.transaction import Transaction
from helpline.wording import actions as wording

ONE_DAY = timedelta(days=1)
#: What is not told that it arrived: a wish to hear nothing, and what somebody wrote long ago.
UNANSWERED = ("opt_out", "lay_unread")


async def acknowledge(tx: Transaction, arrived: Sequence[Arrived]) -> None:
    """A neutral word to whoever begins to write, at most once a day for an address; never to a robot, nor beyond the
    day's budget for a domain and in all.
    """
    told = await wording.told(tx)
    begun = [one for one in arrived if begins(*one) and (one[1].channel, language(one[1])) in told]
    sent = await store.acknowledged(tx, tx.now - ONE_DAY) if begun else {}
    held_back = 0
    for arrival, new, _ in begun:
        if new.channel is not Channel.EMAIL:
            await say(tx, arrival, new)
            continue
        domain = tx.vault.blind("domain", (new.content.sender or "").rpartition("@")[2])
        if not rules.may_acknowledge(sent, domain):
            held_back += 1
        elif await say(tx, arrival, new, token_for(tx.vault, new.conversation)):
            await store.acknowledge(tx, domain)
            sent[domain] = sent.get(domain, 0) + 1
    if held_back:
        await store.refused(tx, Channel.EMAIL, "not_acknowledged", tx.now.date(), held_back)


def begins(arrival: Arrival, new: NewContact, made: Suggestion) -> bool:
    """Whether somebody, who is no robot, begins to write to us, and may hear that it arrived."""
    written = new.channel in (Channel.EMAIL, Channel.SMS) and made.disposition is not Disposition.SPAM
    wanted = not arrival.automatic and not arrival.event.startswith(UNANSWERED)
    return written and wanted and new.conversation == new.id


async def say(tx: Transaction, arrival: Arrival, new: NewContact, token: str = "") -> UUID | None:
    return await acknowledging.acknowledge(
        tx,
        channel=new.channel,
        to=new.content.sender or "",
        language=language(new),
        contact=new.id,
        reply_token=token,
        in_reply_to=arrival.external_id if new.channel is Channel.EMAIL else "",
    )


def language(new: NewContact) -> str:
    return new.language or "fr"
