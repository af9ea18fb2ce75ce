"""Which conversation a text message belongs to. Apart from mail, because nothing in a text names a conversation: only
its number does, and families share telephones.

It joins by itself only where a colleague has noted whose number it is, that person alone uses it, and one conversation
of it is open. Everything else stands by itself, beside the conversation it may belong to.
"""

from collections.abc import Sequence
from uuid import UUID

from helpline.contacts.model import Doubt
from helpline.intake import store
from helpline.intake.model import Correspondence, Thread
from helpline.people import store as persons
from helpline.vault.transaction import Transaction

NOWHERE = Thread()


async def thread_of(tx: Transaction, sender: bytes | None) -> Thread:
    """Where a text from this number belongs; withheld numbers, short codes and names belong nowhere."""
    if sender is None or not (known := await store.correspondence(tx, sender)):
        return NOWHERE
    users = [person.id for person in await persons.by_blind(tx, sender, 2)]
    return thread(known, users, await store.parted(tx, sender))


def thread(known: Sequence[Correspondence], users: Sequence[UUID], parted: bool) -> Thread:
    """`known`: what the number wrote in, newest first; `users`: who uses it; `parted`: a human said, not one alone.

    What is suggested is the newest one whose writer is known, else the newest.
    """
    living = [one for one in known if one.open]
    likely = next((one for one in living or known if one.person), (living or known)[0])
    named = {one.person for one in known if one.person}
    if parted or len(users) > 1 or len(named) > 1 or any(one.persons > 1 for one in known):
        return Thread(suggested=likely.conversation, doubt=Doubt.SHARED)
    if not living:
        return Thread(suggested=likely.conversation, doubt=Doubt.OVER)
    if len(living) > 1:
        return Thread(suggested=likely.conversation, doubt=Doubt.SEVERAL)
    if likely.person is None or [likely.person] != list(users):
        return Thread(suggested=likely.conversation, doubt=Doubt.UNNOTED)
    return Thread(joins=likely.conversation)
