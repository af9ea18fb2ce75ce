"""Which conversation a text message belongs to. Apart from mail, because nothing in a text names a conversation: only
its number does, and families share telephones.

It joins by itself only where a colleague has noted whose number it is, that person alone uses it, and one conversation
of it is open. Everything else stands by itself, beside the conversation it may belong to.
"""

from collections.abc import Sequence

from helpline.contacts.model import Doubt
from helpline.intake import store
from helpline.intake.model import Correspondence, Telephone, Thread
from helpline.vault.transaction import Transaction


async def threads(tx: Transaction, senders: Sequence[bytes]) -> dict[bytes, Thread]:
    """Where texts from these numbers belong. Who never wrote is missing: nearly everybody."""
    known: dict[bytes, list[Correspondence]] = {}
    for one in await store.correspondence(tx, list({*senders})) if senders else []:
        known.setdefault(one.sender, []).append(one)
    telephones = await store.telephones(tx, list(known)) if known else []
    return {telephone.sender: thread(known[telephone.sender], telephone) for telephone in telephones}


def thread(known: Sequence[Correspondence], telephone: Telephone) -> Thread:
    """`known`: what the number wrote in, newest first.

    What is suggested is the newest one whose writer is known, else the newest.
    """
    living = [one for one in known if one.open]
    likely = next((one for one in living or known if one.person), (living or known)[0])
    named = {one.person for one in known if one.person}
    if telephone.parted or len(telephone.users) > 1 or len(named) > 1 or any(one.persons > 1 for one in known):
        return Thread(suggested=likely.conversation, doubt=Doubt.SHARED)
    if not living:
        return Thread(suggested=likely.conversation, doubt=Doubt.OVER)
    if len(living) > 1:
        return Thread(suggested=likely.conversation, doubt=Doubt.SEVERAL)
    if likely.person is None or [likely.person] != list(telephone.users):
        return Thread(suggested=likely.conversation, doubt=Doubt.UNNOTED)
    return Thread(joins=likely.conversation)
