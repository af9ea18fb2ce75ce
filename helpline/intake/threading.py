"""Which conversation a message belongs to: with `texting`, the one page on threading. A wrong token discards
nothing, it names nothing.

A message joins by itself only with a token of ours where a mail program puts it, from a sender who is proven and wrote
in that conversation before, about the same thing. Everything else is shown to a human beside the conversation it names.
Nobody acts by mail: what a colleague writes is a message like any other.
"""

from collections.abc import Sequence
from uuid import UUID

from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel
from helpline.envelope import Arrival
from helpline.intake import rules, store, texting
from helpline.intake.conversation import conversation_in
from helpline.intake.model import Claim, Thread
from helpline.outbox.rules import SUBJECTS
from helpline.vault.transaction import Transaction
from helpline.wording import actions as wording

NOWHERE = Thread()


async def threads(tx: Transaction, messages: Sequence[tuple[Arrival, bytes | None]]) -> list[Thread]:
    """Where each of these belongs, with its sender's blinded address. A text carries no token; withheld numbers, short
    codes and names belong nowhere.
    """
    texters = [sender for arrival, sender in messages if arrival.channel == Channel.SMS and sender]
    known = await texting.threads(tx, texters)
    return [
        known.get(sender or b"", NOWHERE) if arrival.channel == Channel.SMS else await thread_of(tx, arrival, sender)
        for arrival, sender in messages
    ]


async def thread_of(tx: Transaction, arrival: Arrival, sender: bytes | None) -> Thread:
    """Where a message belongs. The web form has checked its receipt's secret before it passed a token on."""
    answered = conversation_in(tx.vault, arrival.conversation or "")
    if answered and arrival.channel == Channel.WEBFORM:
        return Thread(joins=answered)
    named = answered or next(filter(None, (conversation_in(tx.vault, hint) for hint in arrival.hints)), None)
    if named is None:
        return NOWHERE
    party = await store.party(tx, named, sender)
    if party is None or party.last_at is None:
        return NOWHERE
    claim = Claim(
        answered=answered is not None,
        automatic=arrival.automatic,
        proven=arrival.sender.proven,
        known=party.known,
        subject=arrival.subject,
        subjects=await subjects(tx, party.conversation),
        last_at=party.last_at,
    )
    doubt = rules.doubt(claim, tx.now)
    return Thread(suggested=party.conversation, doubt=doubt) if doubt else Thread(joins=party.conversation)


async def subjects(tx: Transaction, conversation: UUID) -> list[str]:
    """What was written about in a conversation, and what we call it ourselves in its languages."""
    said = await contacts.conversation(tx, conversation)
    ours = [await wording.acknowledgement(tx, language) for language in {line.row.language or "fr" for line in said}]
    return [*SUBJECTS.values(), *(word.subject for word in ours), *(line.gist.subject for line in said)]
