"""Calling whoever a contact is from. Apart from `calling`, because nobody has promised anything yet: the call that is
allowed now makes the promise it keeps, so that its attempts and its end are written where those of all calls are.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.errors import Blocked, Invalid, NotFound
from helpline.followups import actions, calling, dialling, store
from helpline.followups.model import Dialling, FollowUp, FollowUpKind
from helpline.followups.rules import anothers
from helpline.line.panels import at_line
from helpline.people.model import Purpose
from helpline.people.words import refusal
from helpline.queue import actions as queue
from helpline.vault.transaction import Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _

CALL = N_("Call")
SHOWN = 20
SOON, AT_ONCE = timedelta(hours=1), timedelta(minutes=15)


async def call(tx: Transaction, contact: UUID, staff: UUID) -> UUID:
    """Whoever calls takes the contact, and rings at once where he is at the line; the promise that the call keeps.

    Raises `Blocked` when no rule allows a call at this minute, `Invalid` without a number, and `Conflict` when a
    colleague is on the contact or promised the call.
    """
    verdict = await dialling.verdict(tx, await number(tx, contact), Purpose.CALL)
    if not verdict.allowed:
        raise Blocked(refusal(verdict.reason, Purpose.CALL))
    promise = await taken(tx, contact, staff, SOON)
    if await at_line(tx, staff):
        row = await store.one(tx, promise)
        await calling.call(tx, promise, staff, row.version if row else 0)
    return promise


async def in_danger(tx: Transaction, contact: UUID, staff: UUID) -> UUID:
    """The promise of a call that no rule may allow: whoever names the danger on its page may make it all the same.

    Nothing is dialled here; one that stood for later is due at once. Raises as `call` does, but never `Blocked`.
    """
    await number(tx, contact)
    promise = await taken(tx, contact, staff, AT_ONCE)
    if row := await store.one(tx, promise):
        await calling.brought_forward(tx, row, tx.now + AT_ONCE)
    return promise


async def number(tx: Transaction, contact: UUID) -> str:
    """The number that whoever wrote or called is called at. Raises `Invalid` where there is none."""
    row = await contact_store.row(tx, contact)
    if row is None or row.wrapped is None:
        raise NotFound(_("There is no such contact."))
    found = dialling.asked_for(contacts.unsealed(tx, row)[1])
    if found is None:
        raise Invalid({"": _("There is no number to call back; look at the contact for another way.")})
    return found


async def taken(tx: Transaction, contact: UUID, staff: UUID, within: timedelta) -> UUID:
    """The contact and its call-back are whoever's who is about to call."""
    if await queue.place(tx, contact):
        await queue.claim(tx, contact, staff)
    return await promised(tx, contact, staff, within)


async def promised(tx: Transaction, contact: UUID, staff: UUID, within: timedelta) -> UUID:
    """The call-back that is open for this contact; a new one when there is none.

    Raises `Conflict` for a colleague's: he keeps it until it is taken over.
    """
    if found := await standing(tx, contact, staff):
        calling.refuse_anothers(found, staff)
        return found.id
    due_at = tx.now + within
    return await actions.promise(
        tx, kind=FollowUpKind.CALL_BACK, what=CALL, due_at=due_at, owner=staff, contact=contact
    )


async def standing(tx: Transaction, contact: UUID, staff: UUID) -> store.Row | None:
    """The call-back that is open for this contact, one's own first, then one that nobody took."""
    rows = [one for one in await store.about(tx, contact, SHOWN) if one.kind is FollowUpKind.CALL_BACK]
    return min((one for one in rows if one.ended_at is None), key=lambda one: rank(one.owner, staff), default=None)


async def show(tx: Transaction, promise: UUID, staff: UUID) -> Dialling:
    """The number of a promise that was made or found just now, for another telephone."""
    row = await store.one(tx, promise)
    return await calling.show(tx, promise, staff, row.version if row else 0, None, None)


def rank(owner: UUID | None, staff: UUID) -> tuple[bool, bool]:
    """Whose call-back is kept first: one's own, one that nobody took, a colleague's."""
    return anothers(owner, staff), owner is None


def of_a_colleague(promises: Sequence[FollowUp], staff: UUID) -> FollowUp | None:
    """The call-back that a colleague promised, where it is the only kind that is open: it is not called past him."""
    calls = [one for one in promises if one.kind is FollowUpKind.CALL_BACK and one.ended_how is None]
    first = min(calls, key=lambda one: rank(one.owner_id, staff), default=None)
    return first if first and anothers(first.owner_id, staff) else None
