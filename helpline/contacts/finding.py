"""Finding contacts by what somebody typed: a number, a mail address, words. Apart from the other verbs, because it only
lists what fits, and leaves a line in the audit that somebody looked.
"""

from collections.abc import Sequence

from helpline.audit import actions as audit
from helpline.contacts import store
from helpline.contacts.actions import shown
from helpline.contacts.model import Listed, ListedRow
from helpline.envelope import AddressKind
from helpline.errors import Invalid
from helpline.people.rules import normal
from helpline.vault.transaction import Transaction


async def search(tx: Transaction, typed: str, limit: int = 50) -> list[Listed]:
    """The newest contacts from a number or mail address, else with all of up to four words. Raises `Invalid` for none.

    An address that wrote to us nowhere may still stand in what somebody said, so its words are looked for.
    """
    if found := await by_address(tx, typed, limit):
        return found
    words = tx.vault.query(typed)
    if not words:
        raise Invalid({"search": "Type a word, a number or a mail address."})
    return await listed_as(tx, await store.by_words(tx, words, limit))


async def by_address(tx: Transaction, typed: str, limit: int) -> list[Listed]:
    """The newest contacts from a number or mail address typed whole, in whatever form; none for other words."""
    for kind in AddressKind:
        address = normal(kind, typed)
        if address and (found := await store.by_sender(tx, tx.vault.blind(kind, address), limit)):
            return await listed_as(tx, found)
    return []


async def listed_as(tx: Transaction, rows: Sequence[ListedRow]) -> list[Listed]:
    await audit.record(tx, "contact.searched", "contact", shown=len(rows))
    return shown(tx, rows)
