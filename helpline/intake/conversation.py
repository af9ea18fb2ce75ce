"""The two ways back into a conversation: a token in our reply address, and a receipt with a secret. No table joins them
to an address, so an anonymous writer stays anonymous.
"""

import base64
import hmac
from datetime import timedelta
from uuid import UUID

from helpline.envelope import ReceiptMark
from helpline.errors import NotAllowed, NotFound
from helpline.intake import store
from helpline.vault.transaction import Transaction
from helpline.vault.vault import Vault

MAC = 10
GUESSES = 10
BUDGET = timedelta(hours=1)


def token_for(vault: Vault, conversation: UUID) -> str:
    """The conversation's id and a MAC of it, in letters that survive any mail system (42 of them, lower case)."""
    mac = vault.mac("conversation", conversation.bytes)[:MAC]
    return base64.b32encode(conversation.bytes + mac).decode().rstrip("=").lower()


def conversation_in(vault: Vault, token: str) -> UUID | None:
    """The conversation a token of ours names, or None; a wrong token is no error, it only names nothing."""
    try:
        padded = token.strip().upper() + "=" * (-len(token.strip()) % 8)
        plain = base64.b32decode(padded)
    except ValueError:
        return None
    if len(plain) != 16 + MAC:
        return None
    right = vault.mac("conversation", plain[:16])[:MAC]
    return UUID(bytes=plain[:16]) if hmac.compare_digest(plain[16:], right) else None


def plain_secret(secret: str) -> str:
    """The words of a secret however they were typed: case, spaces and hyphens do not matter."""
    return " ".join(secret.casefold().replace("-", " ").split())


def plain_reference(reference: str) -> str:
    """A reference however it was typed."""
    return "".join(reference.split()).replace("-", "").upper()


def mark(vault: Vault, reference: str, secret: str) -> ReceiptMark:
    """What the house remembers of a receipt: never the secret itself."""
    return ReceiptMark(plain_reference(reference), secret_mac(vault, reference, secret))


def secret_mac(vault: Vault, reference: str, secret: str) -> bytes:
    return vault.mac("receipt", f"{plain_reference(reference)}\n{plain_secret(secret)}".encode())


async def behind_receipt(tx: Transaction, reference: str, secret: str) -> UUID | None:
    """The conversation behind a receipt, or None for a wrong pair; the guess is counted in this transaction.

    Known and unknown references take the same path and the same work. Raises `NotAllowed` once the reference's budget
    of guesses is spent: the budget is the reference's own, so nobody can slow everyone.
    """
    blind = tx.vault.blind("receipt", plain_reference(reference))
    given = secret_mac(tx.vault, reference, secret)
    row = await store.receipt(tx, blind)
    right = hmac.compare_digest(given, row.secret_mac if row else bytes(len(given)))
    if row is None:
        return None
    fresh = tx.now - row.guesses_since > BUDGET
    guesses = 0 if fresh else row.guesses
    if guesses >= GUESSES:
        raise NotAllowed("This reference was tried too often; please wait an hour.")
    if right:
        await store.guessed(tx, blind, 0, tx.now)
        return row.conversation
    await store.guessed(tx, blind, guesses + 1, tx.now if fresh else row.guesses_since)
    return None


def required(conversation: UUID | None) -> UUID:
    """The conversation, or `NotFound` in words that tell nothing."""
    if conversation is None:
        raise NotFound("This reference and these words do not belong together.")
    return conversation
