"""What an arrival becomes: a contact with its suggestion and its place in the queue, or a further step of one.

Apart from `digest`, which knows about batches, failures and retries, this is the one page that says what happens to
what people tell us before a human looks.
"""

from collections.abc import Iterable, Sequence

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, Direction, Known, Language, NewContact, Requester, Urgency
from helpline.envelope import Sender
from helpline.hours import actions as hours
from helpline.hours import rules as hour_rules
from helpline.hours.model import Hours
from helpline.intake import consequences, store
from helpline.intake.model import Item, Thread
from helpline.intake.said import arrival_in, blind, content_of, message_of, normalised, suggested
from helpline.intake.steps import step
from helpline.intake.threading import threads
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.rulebook import published
from helpline.triage import actions as triage
from helpline.triage.model import Suggestion
from helpline.vault.transaction import Transaction


async def take_in(tx: Transaction, items: Sequence[Item]) -> None:
    """These arrivals become contacts, or further steps of contacts that exist."""
    if not items:
        return
    known = await known_contacts(tx, items)
    fresh: dict[tuple[str, bytes], Item] = {}
    steps: list[tuple[Item, tuple[str, bytes]]] = []
    for item in items:
        name = name_of(tx, item)
        if name in known or name in fresh:
            steps.append((item, name))
        else:
            fresh[name] = item
    opening = await hours.load(tx)
    for some in apart(fresh.values()):
        for item, contact in zip(some, await add(tx, some, opening), strict=True):
            known[name_of(tx, item)] = contact
    for item, name in steps:
        await step(tx, item, known[name], opening)


def apart(items: Iterable[Item]) -> list[list[Item]]:
    """The same items in their order, cut where a text's sender wrote before: the second must find the first."""
    cut: list[list[Item]] = [[]]
    seen: set[str] = set()
    for item in items:
        arrival = arrival_in(item)
        texter = arrival.sender.value if arrival.channel == Channel.SMS else None
        if texter and texter in seen:
            cut.append([])
            seen.clear()
        if texter:
            seen.add(texter)
        cut[-1].append(item)
    return [some for some in cut if some]


def name_of(tx: Transaction, item: Item) -> tuple[str, bytes]:
    """What makes two arrivals one contact."""
    arrival = arrival_in(item)
    external = arrival.external_id or str(item.row.id)
    return arrival.channel, tx.vault.blind(f"external/{arrival.channel}", external)


async def known_contacts(tx: Transaction, items: Sequence[Item]) -> dict[tuple[str, bytes], Known]:
    found = await contact_store.known(tx, [name_of(tx, item) for item in items if arrival_in(item).external_id])
    return {(str(contact.channel), contact.external_blind): contact for contact in found}


async def add(tx: Transaction, items: Sequence[Item], opening: Hours) -> list[Known]:
    """New contacts, with suggestion, place in the queue and everything their arrival asks for."""
    words = await published.current(tx)
    suggestions = [await suggested(message_of(arrival_in(item)), words) for item in items]
    news = await new_contacts(tx, items, suggestions)
    await contacts.add(tx, news)
    await triage.propose(tx, [(new.key, made) for new, made in zip(news, suggestions, strict=True)])
    await queue.wait(tx, [waiting(new, made.urgency, opening) for new, made in zip(news, suggestions, strict=True)])
    await audit.record_each(tx, "contact.received", "contact", [new.id for new in news])
    await store.adopted(tx, [item.row.id for item in items], "read")
    await consequences.of_arrivals(tx, list(zip(items, news, suggestions, strict=True)), opening)
    return [Known(new.id, new.channel, new.external_blind or b"", new.outcome, 1) for new in news]


async def new_contacts(tx: Transaction, items: Sequence[Item], suggestions: Sequence[Suggestion]) -> list[NewContact]:
    """Each with the conversation it belongs to."""
    arrivals = [arrival_in(item) for item in items]
    senders = [normalised(arrival.sender) for arrival in arrivals]
    places = await threads(tx, [(arrival, blind(tx, one)) for arrival, one in zip(arrivals, senders, strict=True)])
    return [new_contact(tx, *each) for each in zip(items, suggestions, senders, places, strict=True)]


def new_contact(tx: Transaction, item: Item, made: Suggestion, sender: Sender, thread: Thread) -> NewContact:
    arrival = arrival_in(item)
    content = content_of(arrival, sender)
    language = Language(arrival.language) if arrival.language in set(Language) else made.language
    if thread.suggested:
        content = consequences.claiming(content, thread)
    return NewContact(
        key=item.key,
        channel=Channel(arrival.channel),
        direction=Direction.IN,
        occurred_at=arrival.occurred_at,
        received_at=item.row.received_at,
        content=content,
        conversation=thread.joins or item.key.record,
        words=contacts.words_of(tx, content, language),
        external_blind=name_of(tx, item)[1],
        language=language,
        requester=Requester(arrival.requester) if arrival.requester in set(Requester) else None,
        sender_kind=sender.kind if sender.value else None,
        sender_blind=blind(tx, sender),
        sender_proven=sender.proven,
        outcome=arrival.outcome,
        automatic=arrival.automatic,
        event=arrival.event,
        event_by=item.row.channel,
        attachments=arrival.attachments,
    )


async def take_in_unreadable(tx: Transaction, items: Sequence[Item]) -> None:
    """What nobody could read stands in the queue, urgent, with its bytes as a file for a human."""
    opening = await hours.load(tx) if items else None
    for item in items:
        assert opening is not None  # noqa: S101  # loaded because there are items
        channel = Channel(item.row.channel) if item.row.channel in set(Channel) else Channel.LETTER
        new = NewContact(
            key=item.key,
            channel=channel,
            direction=Direction.IN,
            occurred_at=item.row.received_at,
            received_at=item.row.received_at,
            content=Content(),
            conversation=item.key.record,
            unreadable=True,
            event=f"unreadable:{item.failure}",
            event_by="house",
            attachments=(consequences.original(item),) if item.opened else (),
        )
        await contacts.add(tx, [new])
        await queue.wait(tx, [waiting(new, Urgency.URGENT, opening)])
        await audit.record(tx, "contact.received", "contact", new.id, detail="unreadable")
        await (store.adopted if item.opened else store.set_aside)(tx, [item.row.id], "unreadable")


def waiting(new: NewContact, urgency: Urgency, opening: Hours) -> NewWaiting:
    due = hour_rules.due(urgency, new.received_at, opening)
    return NewWaiting(new.id, urgency, new.received_at, due, new.channel)
