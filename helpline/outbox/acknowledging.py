"""The word that something arrived. Apart from the other verbs, because nobody asks for it: an arrival does."""

from datetime import timedelta
from uuid import UUID

from helpline.contacts import store as contacts
from helpline.contacts.model import Channel
from helpline.errors import Blocked
from helpline.outbox import store
from helpline.outbox.actions import KINDS, post
from helpline.outbox.model import Purpose
from helpline.people import store as persons
from helpline.people.rules import normal
from helpline.vault.transaction import Transaction
from helpline.wording import actions as wording

ONE_DAY = timedelta(days=1)


async def acknowledge(
    tx: Transaction,
    *,
    channel: str,
    to: str,
    language: str,
    contact: UUID,
    reply_token: str = "",
    in_reply_to: str = "",
) -> UUID | None:
    """A neutral word that something arrived, at most once a day for an address; None when none may be sent.

    Never call it for what a robot wrote.
    """
    kind = KINDS.get(Channel(channel))
    value = normal(kind, to) if kind else None
    if kind is None or value is None or not await wording.sends(tx, channel, language):
        return None
    blind = tx.vault.blind(kind, value)
    await persons.hold_address(tx, blind)
    if await store.acknowledged(tx, blind, tx.now - ONE_DAY):
        return None
    words, row = await wording.acknowledgement(tx, language), await contacts.row(tx, contact)
    try:
        return await post(
            tx,
            channel=channel,
            to=value,
            text=await wording.said(tx, words.text, words.language, str(row.number) if row else ""),
            subject=words.subject,
            language=words.language,
            purpose=Purpose.ACKNOWLEDGEMENT,
            contact=None,
            sealed_for=contact,
            reply_token=reply_token,
            in_reply_to=in_reply_to,
            automatic=True,
        )
    except Blocked:
        return None
