"""Drafts that a writer asked to have kept. Apart from `actions`, because nothing has arrived yet: no contact, no line
in any list, and nobody of the house can open one, because its key is made of the words that only its writer has.
"""

import hmac
from datetime import datetime

from helpline.errors import VaultError
from helpline.intake import store
from helpline.intake.conversation import judged, plain_reference, plain_secret, secret_mac
from helpline.vault.transaction import Transaction
from helpline.vault.vault import Vault


async def keep(tx: Transaction, reference: str, secret: str, body: bytes, expires_at: datetime) -> None:
    """Seals and keeps a draft, in place of an earlier one under the same secret."""
    sealed = tx.vault.carry(key_name(tx.vault, reference, secret), body, tx.now)
    await store.keep_draft(tx, blind(tx, reference), secret_mac(tx.vault, reference, secret), sealed, expires_at)


async def opened(tx: Transaction, reference: str, secret: str) -> bytes | None:
    """The draft behind a receipt, or None for a wrong pair; guesses are budgeted as for a conversation."""
    given = secret_mac(tx.vault, reference, secret)
    row = await store.draft(tx, blind(tx, reference))
    right = hmac.compare_digest(given, row.secret_mac if row else bytes(len(given)))
    if row is None:
        return None
    await store.guessed_draft(tx, blind(tx, reference), *judged(row, right, tx.now))
    try:
        return tx.vault.carried(key_name(tx.vault, reference, secret), row.sealed)[0] if right else None
    except VaultError:
        return None


async def drop(tx: Transaction, reference: str, secret: str) -> None:
    """Erases a draft whose words are known."""
    await store.drop_draft(tx, blind(tx, reference), secret_mac(tx.vault, reference, secret))


def blind(tx: Transaction, reference: str) -> bytes:
    return tx.vault.blind("draft", plain_reference(reference))


def key_name(vault: Vault, reference: str, secret: str) -> str:
    """What the draft's key is made from: a copy of the database and the masters together still lack the words."""
    return "draft/" + vault.mac("draft", f"{plain_reference(reference)}\n{plain_secret(secret)}".encode()).hex()
