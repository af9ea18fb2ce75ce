"""Waiting, claiming, releasing, handing over, leaving: two operators never hold the same contact."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts.actions import by_ids, gist_in, label_in
from helpline.contacts.model import Listed, Urgency
from helpline.errors import Conflict, Invalid, NotFound
from helpline.live.actions import tell
from helpline.queue import store
from helpline.queue.model import Filter, Given, Line, LineRow, NewWaiting, Place, Waiting
from helpline.staff import actions as staff
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.words import gettext as _

BEGINNING = Place(-1, datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))
EVERYTHING = Filter()

LOOKED_AT = 300
"""Of so many who wait a name is looked for; nobody lets more stand."""

LONGEST_WORD = 200
"""Characters of the word that goes with a contact: one line."""


async def wait(tx: Transaction, news: Sequence[NewWaiting]) -> None:
    """These contacts wait for a human from now on."""
    await store.wait(tx, news)
    if news:
        await tell(tx, "queue")


async def lines(tx: Transaction, after: Place = BEGINNING, only: Filter = EVERYTHING, limit: int = 50) -> list[Line]:
    """One page of the queue: the most urgent first, then the promise due soonest."""
    rows = await store.lines(tx, after, only, limit)
    await audit.record(tx, "queue.listed", "contact", shown=len(rows))
    return [line(tx, row) for row in rows]


def line(tx: Transaction, row: LineRow) -> Line:
    """A line in the clear."""
    return Line(row, gist_in(tx, row.id, row.gist, row.wrapped), given_in(tx, row), seconds_in(tx, row))


def seconds_in(tx: Transaction, row: LineRow) -> int | None:
    """How long the recording of a line lasts, where it says so."""
    if row.voice is None or row.voice_label is None or row.wrapped is None:
        return None
    return label_in(tx.vault.open(row.id, row.wrapped), row.voice, row.voice_label).seconds


def given_in(tx: Transaction, row: LineRow) -> Given | None:
    """Who gave the contact of a line to whoever is on it."""
    if row.giver is None:
        return None
    if row.wrapped is None or row.given_word is None:
        return Given(row.giver, "")
    return Given(row.giver, word_in(tx.vault.open(row.id, row.wrapped), row.given_word))


def word_in(key: Key, sealed: bytes | None) -> str:
    """The word that went with a contact to a colleague."""
    return key.unseal(store.WORD, key.record, sealed).decode() if sealed else ""


async def given(tx: Transaction, contact: UUID) -> Given | None:
    """Who gave a contact to whoever holds it now, and why."""
    row = await store.given(tx, contact)
    return Given(row.giver, word_in(await keys.key(tx, contact), row.given_word)) if row else None


async def senders(tx: Transaction) -> list[Listed]:
    """Who waits, for whoever looks for a name among them; whoever shows some audits that."""
    waiting = await store.first(tx, LOOKED_AT)
    known = await by_ids(tx, waiting)
    return [known[one] for one in waiting if one in known]


async def held(tx: Transaction, staff: UUID) -> int:
    """How many waiting contacts somebody is on."""
    return await store.held(tx, staff)


async def claim(tx: Transaction, contact: UUID, staff: UUID) -> None:
    """Take a contact. Claiming what one holds is fine. Raises `Conflict` naming who was faster, `NotFound`."""
    before = await waiting(tx, contact)
    if not await store.claim(tx, contact, staff):
        raise Conflict(_("%(name)s took this contact first.") % {"name": (await waiting(tx, contact)).claimer})
    if before.claimed_by == staff:
        await store.open_claim(tx, contact, staff)
    else:
        await store.end_claim(tx, contact, "unopened")
        await store.begin_claim(tx, contact, staff)
        await changed(tx, "contact.claimed", contact)


async def opened(tx: Transaction, contact: UUID, staff: UUID) -> None:
    """Whoever was given a contact has it open: it is his from now on, and nobody is warned of it any more."""
    if await store.open(tx, contact, staff):
        await store.open_claim(tx, contact, staff)
        await changed(tx, "contact.taken_up", contact)


async def release(tx: Transaction, contact: UUID, staff: UUID) -> None:
    """Let a contact go. Raises `Conflict` when somebody else holds it."""
    if not await store.release(tx, contact, staff):
        raise Conflict(_("This contact is not yours to release."))
    await store.end_claim(tx, contact, "released")
    await changed(tx, "contact.released", contact)


async def hand_over(tx: Transaction, contact: UUID, to: UUID, holder: UUID | None, word: str = "") -> None:
    """Give a contact to a colleague, with a word; until he opens it, it waits as if nobody had it.

    `holder` is who held it on the screen; raises `Conflict` if that changed.
    """
    if to == holder:
        raise Invalid({"to": _("This person has it already.")})
    if len(word) > LONGEST_WORD:
        raise Invalid({"word": _("This is too long: at most %(most)d characters.") % {"most": LONGEST_WORD}})
    await staff.may_own(tx, to, "to")
    acts = tx.actor.id if tx.actor.kind is ActorKind.STAFF else None
    if not await store.hand_over(tx, contact, holder, to, unopened=acts != to):
        raise Conflict(_("Somebody else took this contact meanwhile; look again."))
    await store.end_claim(tx, contact, "handed_over")
    giver = acts if acts != to else None
    said = (await keys.key(tx, contact)).seal(store.WORD, contact, word.strip().encode()) if word.strip() else None
    await store.begin_claim(tx, contact, to, giver, said, unopened=acts != to)
    await changed(tx, "contact.handed_over", contact)


async def waiting(tx: Transaction, contact: UUID) -> Waiting:
    """The contact's place. Raises `NotFound` when it does not wait."""
    found = await store.place(tx, contact)
    if found is None:
        raise NotFound("This contact is not waiting.")
    return found


async def place(tx: Transaction, contact: UUID) -> Waiting | None:
    """The contact's place, or None when it does not wait."""
    return await store.place(tx, contact)


async def leave(tx: Transaction, contact: UUID) -> datetime | None:
    """A human decided: the contact waits no longer. Answers when its promise was due."""
    due = await store.leave(tx, contact)
    await store.end_claim(tx, contact, "decided")
    await tell(tx, "queue")
    await tell(tx, f"contact:{contact}")
    return due


async def raise_urgency(tx: Transaction, contact: UUID, urgency: Urgency, due_at: datetime) -> None:
    """A machine may raise an urgency; lowering is a human's decision."""
    if await store.raised(tx, contact, urgency.rank, due_at):
        await changed(tx, "contact.raised", contact)


async def changed(tx: Transaction, action: str, contact: UUID) -> None:
    await audit.record(tx, action, "contact", contact)
    await tell(tx, "queue")
    await tell(tx, f"contact:{contact}")
