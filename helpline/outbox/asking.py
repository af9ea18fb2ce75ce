"""Asking what is safe. Apart from the answers, because mostly no rule allows it yet: by mail it is one neutral word a
day that may go to the address that wrote, by text message only where such words were switched on, and on the site it
waits for whoever holds the receipt. Where writing is allowed already, it goes as an answer does.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts.conversation import token_for
from helpline.contacts.model import Channel, ContactEvent, ContactView, Content, Direction, Language
from helpline.errors import Blocked
from helpline.live.actions import tell
from helpline.outbox import actions, store
from helpline.outbox.acknowledging import ONE_DAY
from helpline.outbox.model import Purpose
from helpline.outbox.rules import UNDO
from helpline.people import store as persons
from helpline.people.actions import permission
from helpline.people.model import Purpose as Use
from helpline.people.model import Reason
from helpline.people.rules import normal
from helpline.people.words import refusal
from helpline.vault.transaction import Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _
from helpline.wording import actions as wording
from helpline.wording.asking import question

ASKED, WRITTEN, KNOWN = "safe_asked", "safe_asking", "safe_known"
"""It left, it is on its way, and it need not leave any more."""

STILL_ASKED = frozenset({Reason.ASK_FIRST, Reason.EXPIRED, Reason.OPTED_OUT})
"""Nobody said anything that counts: whoever wrote the question still has to ask."""

SHUT = {
    Reason.NOT_ASKED: N_("Nobody said whether we may write: nothing is sent; ask when they call or write again."),
    Reason.EXPIRED: N_("What was said has expired: nothing is sent; ask when they call or write again."),
}
"""What is said of an address where the usual sentence would ask to ask."""


class Door(Struct, frozen=True):
    """On which way a question can leave now, to whom, and not before when; `why`: one sentence why on none."""

    channel: Channel | None = None
    to: str = ""
    at: datetime | None = None
    permitted: bool = False
    why: str = ""


class Asking(Struct, frozen=True):
    """The question as it would read, and how it would go."""

    text: str
    language: str
    door: Door


async def way(tx: Transaction, view: ContactView) -> Asking:
    """How somebody can be asked in writing now, in which words."""
    words = question(view.row.language, wrote=view.row.channel is not Channel.PHONE)
    text = await wording.said(tx, words.text, words.language, str(view.row.number))
    return Asking(text, words.language, await door(tx, view))


async def door(tx: Transaction, view: ContactView) -> Door:
    """Where something that counts allows writing now, the way of an answer is open; where nobody said anything, that of
    the one neutral word a day to the address that wrote; else none. A program is never asked.
    """
    row = view.row
    if row.direction is Direction.OUT:
        return Door(why=_("We wrote this ourselves: ask on the page of what came in."))
    if row.automatic:
        return Door(why=_("No person wrote this, as far as we know: nobody is asked."))
    if row.channel is Channel.WEBFORM:
        return Door(Channel.WEBFORM)
    channel, sender = actions.written_to(view)
    kind = actions.KINDS.get(channel)
    value = normal(kind, sender) if kind and sender else None
    if kind is None or value is None:
        return Door(why=_("There is no way to ask in writing. What the message itself says counts: note it."))
    blind = tx.vault.blind(kind, value)
    verdict = await permission(tx, blind, Use.WRITE, tx.now)
    if verdict.allowed:
        return Door(channel, value, permitted=True)
    if verdict.asked:
        known = SHUT.get(verdict.reason)
        return Door(why=_(known) if known else refusal(verdict.reason, Use.WRITE))
    if row.channel not in actions.KINDS or not await wording.sends(tx, channel, question(row.language).language):
        return Door(why=_("Nothing goes to this address before something is known: others may read it, too."))
    last = await store.last_acknowledged(tx, blind, tx.now - ONE_DAY)
    return Door(channel, value, last + ONE_DAY + UNDO if last else None)


def asked_at(view: ContactView) -> datetime | None:
    """When somebody was last asked what is safe; None where nobody was, or it did not arrive."""
    last = fate(view)
    return last.at if last and last.event == ASKED else None


def on_its_way(view: ContactView) -> bool:
    """Whether the question was written and nobody knows yet what became of it."""
    last = fate(view)
    return last is not None and last.event == WRITTEN


def fate(view: ContactView) -> ContactEvent | None:
    """What last became of the question; an answer of ours has a history of its own."""
    ends = (WRITTEN, ASKED, KNOWN, "letter_failed", "letter_unknown", "letter_blocked")
    return next((one for one in reversed(view.history) if one.event in ends), None)


async def known(tx: Transaction, blind: bytes, written_at: datetime) -> bool:
    """Whether what is safe was noted since the question was written: it does not leave, and nobody has to ask."""
    if (await permission(tx, blind, Use.WRITE, tx.now)).reason in STILL_ASKED:
        return False
    return any(rule.set_at >= written_at for rule in await persons.rules_of_address(tx, blind))


async def ask(tx: Transaction, contact: UUID) -> None:
    """Send the question as it stands; it was asked once it left. Raises `Blocked` where no way is open."""
    view = await contacts.opened(tx, contact)
    asking = await way(tx, view)
    channel = asking.door.channel
    if channel is None:
        raise Blocked(asking.door.why)
    if channel is Channel.WEBFORM:
        await lay(tx, view, asking)
        await contacts.noted(tx, contact, ASKED)
    else:
        await as_acknowledgement(tx, view, asking, channel)
        await contacts.noted(tx, contact, WRITTEN)
    await audit.record(tx, "safe_contact.asked", "contact", contact, detail=channel)
    await tell(tx, f"contact:{contact}")


async def lay(tx: Transaction, view: ContactView, asking: Asking) -> None:
    """On the site alone, whatever was said about mail; it answers nobody, and leaves what somebody is writing alone."""
    content = Content(text=asking.text, in_answer_to=view.row.id)
    language = Language(asking.language)
    await contacts.add_outgoing(tx, view.row, Channel.WEBFORM, content, language, automatic=True)


async def as_acknowledgement(tx: Transaction, view: ContactView, asking: Asking, channel: Channel) -> None:
    """Under the same gate as the word that something arrived, asked again when it leaves; and within the same budget,
    where nobody said yet that we may write.
    """
    to, row = asking.door.to, view.row
    await persons.hold_address(tx, tx.vault.blind(actions.KINDS[channel], to))
    mail = channel is Channel.EMAIL
    await actions.post(
        tx,
        channel=channel,
        to=to,
        text=asking.text,
        subject=question(asking.language).subject,
        language=asking.language,
        purpose=Purpose.ACKNOWLEDGEMENT,
        contact=None,
        sealed_for=row.id,
        reply_token=token_for(tx.vault, row.conversation) if mail else "",
        in_reply_to=view.content.external_id if mail else "",
        at=asking.door.at,
    )
