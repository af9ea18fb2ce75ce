"""What would change: the same messages judged by what is published and by what is being prepared, side by side."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, Language
from helpline.envelope import Outcome
from helpline.rulebook import actions, published, store
from helpline.rulebook.model import PastRow
from helpline.triage.lexicon import Lexicon
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest
from helpline.vault.transaction import Transaction

SAMPLE = 500


class Compared(Struct, frozen=True):
    """One contact that would be suggested otherwise."""

    contact: UUID
    number: int
    channel: Channel
    language: Language | None
    at: datetime
    before: Suggestion
    after: Suggestion


async def both(tx: Transaction) -> tuple[Lexicon, Lexicon]:
    """What is published, and what would be. Raises `Invalid` where its parts do not fit."""
    now = await published.current(tx)
    if not await store.changes(tx):
        return now, now
    entries = await actions.prepared_entries(tx)
    return now, await asyncio.to_thread(published.fitting, entries, f"{now.version}+", now)


async def typed(tx: Transaction, text: str, language: Language | None) -> tuple[Suggestion, Suggestion]:
    """A typed message as it is judged now, and as it would be."""
    now, then = await both(tx)
    message = Message(text, language=language)
    return suggest(message, now), suggest(message, then)


async def past(tx: Transaction) -> tuple[int, list[Compared]]:
    """How many of the newest contacts were judged once more, and those that would be suggested otherwise."""
    now, then = await both(tx)
    rows = await store.past(tx, SAMPLE)
    messages = [message_of(tx, row) for row in rows]
    await audit.record(tx, "rules.previewed", "contact", shown=len(rows))
    made = await asyncio.to_thread(judged, messages, now, then)
    return len(rows), [
        Compared(row.id, row.number, row.channel, row.language, row.received_at, *pair)
        for row, pair in zip(rows, made, strict=True)
        if differ(*pair)
    ]


def message_of(tx: Transaction, row: PastRow) -> Message:
    content = tx.vault.open(row.id, row.wrapped or b"").unseal_struct(
        contact_store.CONTENT, row.id, row.content, Content
    )
    return Message(
        text=content.whole,
        quoted_text=content.quoted_text,
        subject=content.subject,
        language=row.language,
        channel=row.channel,
        requester=row.requester,
        voicemail=row.outcome == Outcome.VOICEMAIL,
    )


def judged(messages: Sequence[Message], now: Lexicon, then: Lexicon) -> list[tuple[Suggestion, Suggestion]]:
    return [(suggest(message, now), suggest(message, then)) for message in messages]


def differ(before: Suggestion, after: Suggestion) -> bool:
    """Whether an operator would see something else."""
    return said(before) != said(after)


def said(one: Suggestion) -> tuple[object, ...]:
    return one.disposition, one.urgency, one.unclear, one.flags, one.switched_off
