"""What the screens show of what we wrote: the context of `outbox/_reply.html` and `outbox/_sent.html`."""

from typing import Any
from uuid import UUID

from helpline.contacts.model import Channel, ContactView, Content
from helpline.contacts.store import CONTENT
from helpline.errors import Invalid
from helpline.outbox import store
from helpline.outbox.actions import KINDS, answerable, objections
from helpline.outbox.model import Purpose, SentRow
from helpline.people.panels import refusal
from helpline.people.rules import masked
from helpline.vault.transaction import Transaction


async def reply(tx: Transaction, view: ContactView, text: str) -> dict[str, Any] | None:
    """The answer's form, with what forbids sending it now; None where no written answer is possible."""
    try:
        to = answerable(view)
    except Invalid:
        return None
    channel = view.row.channel
    if channel is Channel.WEBFORM:
        return {"channel": channel, "to": "", "text": text, "subject": "", "blocked": ""}
    blind = tx.vault.blind(KINDS[channel], to)
    objection = await objections(tx, Purpose.REPLY, channel, blind)
    return {
        "channel": channel,
        "to": masked(KINDS[channel], to),
        "text": text,
        "subject": "",
        "blocked": refusal(objection) if objection else "",
    }


async def sent(tx: Transaction, contact: UUID, names: dict[str, str]) -> list[dict[str, Any]]:
    """What we answered in this contact's conversation, and what became of it."""
    return [
        {
            "id": row.contact_id,
            "at": row.at,
            "author": names.get(row.author, ""),
            "text": text_of(tx, row),
            "state": row.state or "here",
            "code": row.code or "",
        }
        for row in await store.in_conversation(tx, contact)
    ]


def text_of(tx: Transaction, row: SentRow) -> str:
    """What was written; nothing when it was erased."""
    if row.wrapped is None:
        return ""
    return tx.vault.open(row.contact_id, row.wrapped).unseal_struct(CONTENT, row.contact_id, row.content, Content).text
