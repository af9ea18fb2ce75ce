"""The two ways back into a conversation: a token in our reply address, and a receipt with a secret. No table joins them
to an address, so an anonymous writer stays anonymous.
"""

import hmac
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from helpline.contacts.conversation import conversation_in, token_for
from helpline.contacts.model import Channel, ContactView, Direction
from helpline.envelope import ReceiptMark
from helpline.errors import NotAllowed, NotFound
from helpline.intake import store
from helpline.intake.model import DraftRow, ReceiptRow
from helpline.vault.transaction import Transaction
from helpline.vault.vault import Vault

__all__ = ["behind_receipt", "conversation_in", "for_its_writer", "mark", "required", "token_for"]

GUESSES = 10
BUDGET = timedelta(hours=1)


def plain_secret(secret: str) -> str:
    """The words of a secret however they were typed: case, accents, spaces and hyphens do not matter."""
    letters = unicodedata.normalize("NFKD", secret.casefold().replace("-", " ").replace("ı", "i"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


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
    await store.guessed(tx, blind, *judged(row, right, tx.now))
    return row.conversation if right else None


def judged(row: ReceiptRow | DraftRow, right: bool, now: datetime) -> tuple[int, datetime]:
    """How many guesses count from now on, and since when. Raises `NotAllowed` once the budget is spent."""
    fresh = now - row.guesses_since > BUDGET
    guesses = 0 if fresh else row.guesses
    if guesses >= GUESSES:
        raise NotAllowed("This reference was tried too often; please wait an hour.")
    return (0, now) if right else (guesses + 1, now if fresh else row.guesses_since)


def required(conversation: UUID | None) -> UUID:
    """The conversation, or `NotFound` in words that tell nothing."""
    if conversation is None:
        raise NotFound("This reference and these words do not belong together.")
    return conversation


def for_its_writer(views: Sequence[ContactView]) -> list[ContactView]:
    """What whoever holds the receipt may read: what came through the form, and what we answered to that.

    Never a call or the note of one, nor a mail that stands beside it, or our answer to that one: an address that was
    typed in a form is nobody's proven own.
    """
    forms = [view for view in views if view.row.channel is Channel.WEBFORM]
    asked = {view.row.id for view in forms if view.row.direction is Direction.IN}
    mailed = [
        view
        for view in views
        if view.row.channel is Channel.EMAIL
        and view.row.direction is Direction.OUT
        and view.content.in_answer_to in asked
    ]
    return sorted([*forms, *mailed], key=lambda view: (view.row.received_at, view.row.id))
