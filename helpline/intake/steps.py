"""What a further step adds to a contact that exists: history, outcome, words, files, and a place in the queue again.

Apart from `arrivals`, which makes new contacts: a step never makes one, and never takes back what came further.
"""

from uuid import UUID

import msgspec

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, Known, Language, Urgency
from helpline.envelope import Arrival, Outcome
from helpline.errors import NotFound
from helpline.hours import rules as hour_rules
from helpline.hours.model import Hours
from helpline.intake import consequences, deletions, store
from helpline.intake.model import Item
from helpline.intake.said import arrival_in, content_of, message_of, normalised, suggested
from helpline.live.actions import tell
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.rulebook import published
from helpline.triage import actions as triage
from helpline.triage.model import Suggestion
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def step(tx: Transaction, item: Item, contact: Known, opening: Hours) -> None:
    """A further step of a contact that exists: history, outcome, files; its bytes move under that contact's key."""
    arrival = arrival_in(item)
    row = await contact_store.row(tx, contact.id)
    if row is None or row.wrapped is None:
        await store.adopted(tx, [item.row.id], "read")
        return
    key, content = contacts.unsealed(tx, row)
    if not await store.joined(tx, item.row.id, contact.id, key.seal(store.SEALED, item.row.id, item.raw.body)):
        return
    if content.sender is None:
        content = await contacts.came_from(tx, row, content, normalised(arrival.sender), arrival.recipient)
    if arrival.event:
        await contact_store.add_events(tx, [(contact.id, arrival.event, arrival.occurred_at, item.row.channel)])
    outcome = later_outcome(row.outcome, arrival.outcome)
    language = Language(arrival.language) if arrival.language in set(Language) else None
    await contact_store.progress(tx, contact.id, outcome, language)
    for file in arrival.attachments:
        await contacts.attach(tx, key, file)
    urgency = Urgency.SOON
    if arrival.text and arrival.text not in content.text:
        made = await grown(tx, contact.id, content, arrival, opening)
        urgency = min(urgency, made.urgency, key=lambda one: one.rank)
    if brings_something(arrival):
        await back_into_queue(tx, contact.id, contact.channel, urgency, opening)
    if urgency is Urgency.IMMEDIATE:
        await consequences.of_danger(tx, contact.id, opening)
    await consequences.of_safety(tx, arrival, contact.id, content)
    await consequences.of_step(tx, item, contact.id, opening)
    await deletions.owe(tx, consequences.left_behind(item, contact.id))
    await tell(tx, f"contact:{contact.id}")
    await tell(tx, "queue")


def brings_something(arrival: Arrival) -> bool:
    """Whether a step is more than a sign of life: words, a voice, a file, a wish to be called back."""
    heard = arrival.outcome is Outcome.VOICEMAIL or arrival.call_back
    return bool(arrival.text or arrival.attachments or arrival.enclosures or heard)


async def grown(tx: Transaction, contact: UUID, content: Content, arrival: Arrival, opening: Hours) -> Suggestion:
    """Words that came later stand below the earlier ones, are read like any others, and may only raise the urgency.

    Answers what the rules make of all of them.
    """
    more = content_of(arrival, normalised(arrival.sender))
    whole = msgspec.structs.replace(
        content,
        text="\n\n".join(part for part in (content.text, more.text) if part),
        quoted_text="\n\n".join(part for part in (content.quoted_text, more.quoted_text) if part),
        subject=content.subject or more.subject,
        call_back=more.call_back or content.call_back,
    )
    row = await contact_store.row(tx, contact)
    if row is None:
        raise NotFound(_("There is no such contact."))
    await contacts.rewrite(tx, contact, whole, row.version)
    key, _before = contacts.unsealed(tx, row)
    made = await suggested(
        msgspec.structs.replace(
            message_of(arrival), text=whole.whole, subject=whole.subject, quoted_text=whole.quoted_text
        ),
        await published.current(tx),
    )
    await triage.propose_more(tx, key, made)
    await queue.raise_urgency(tx, contact, made.urgency, hour_rules.due(made.urgency, tx.now, opening))
    return made


async def back_into_queue(tx: Transaction, contact: UUID, channel: Channel, urgency: Urgency, opening: Hours) -> None:
    """What comes after a human decided is decided on its own: the contact waits again."""
    if await queue.place(tx, contact) is None:
        due = hour_rules.due(urgency, tx.now, opening)
        await queue.wait(tx, [NewWaiting(contact, urgency, tx.now, due, channel)])


def later_outcome(now: Outcome | None, then: Outcome | None) -> Outcome | None:
    """The one that came further; a final outcome never goes back."""
    return max(filter(None, (now, then)), key=lambda outcome: outcome.rank, default=None)
