"""The two ways back into a conversation."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.clock import new_id
from helpline.errors import NotAllowed
from helpline.intake import conversation, store
from helpline.vault import Vault
from helpline.vault.transaction import Transaction

WORDS = "lampe rivière bouton neige cerise tambour"


@pytest.fixture
async def known(tx: Transaction) -> UUID:
    """A conversation with a receipt K7 QX 2M."""
    mine = new_id()
    mark = conversation.mark(tx.vault, "K7QX2M", WORDS)
    await store.add_receipt(tx, tx.vault.blind("receipt", mark.reference), mark.secret_mac, mine)
    return mine


def test_a_token_leads_back_to_its_conversation(vault: Vault) -> None:
    mine = new_id()
    assert conversation.conversation_in(vault, conversation.token_for(vault, mine).upper()) == mine


@pytest.mark.parametrize("token", ["", "!", "a" * 42, "a" * 5000, "žluťoučký"])
def test_a_wrong_token_names_nothing_and_raises_nothing(vault: Vault, token: str) -> None:
    assert conversation.conversation_in(vault, token) is None


def test_a_changed_token_names_nothing(vault: Vault) -> None:
    token = conversation.token_for(vault, new_id())
    assert conversation.conversation_in(vault, ("a" if token[0] != "a" else "b") + token[1:]) is None


async def test_the_words_open_it_however_they_are_typed(tx: Transaction, known: UUID) -> None:
    assert await conversation.behind_receipt(tx, "k7-qx 2m", WORDS.upper().replace(" ", "  ")) == known


async def test_wrong_words_open_nothing_and_are_counted(tx: Transaction, known: UUID) -> None:
    assert await conversation.behind_receipt(tx, "K7QX2M", "six other words that are wrong") is None
    assert await tx.db.fetchval("select guesses from receipt") == 1


async def test_a_reference_guessed_too_often_rests_for_an_hour_even_for_the_right_words(
    tx: Transaction, known: UUID
) -> None:
    await guess(conversation.GUESSES, lambda: conversation.behind_receipt(tx, "K7QX2M", "wrong"))
    with pytest.raises(NotAllowed):
        await conversation.behind_receipt(tx, "K7QX2M", WORDS)
    later = msgspec.structs.replace(tx, now=tx.now + timedelta(hours=1, minutes=1))
    assert await conversation.behind_receipt(later, "K7QX2M", WORDS) == known


async def test_guessing_one_reference_slows_no_other(tx: Transaction, known: UUID) -> None:
    await guess(50, lambda: conversation.behind_receipt(tx, "UNKNOWN", "wrong"))
    assert await conversation.behind_receipt(tx, "K7QX2M", WORDS) == known


async def guess(times: int, once: Callable[[], Awaitable[UUID | None]]) -> None:
    for _ in range(times):
        assert await once() is None
