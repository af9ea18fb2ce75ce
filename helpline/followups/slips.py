"""Slips of the finger: what was noted a moment ago is taken back, by a row of its own. Apart from the other verbs,
because nothing happened: what they wrote counts no more.
"""

from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.followups import store
from helpline.followups.actions import standing, tell, won
from helpline.followups.model import Change, FollowUpKind
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def reopen(tx: Transaction, follow_up: UUID, version: int) -> None:
    """A promise that was ended by mistake is open again, due when it was; a review that is over is promised anew."""
    row = await store.one(tx, follow_up)
    if row is None:
        raise NotFound(_("There is no such promise."))
    if row.wrapped is None:
        raise Erased(_("What this promise belonged to was erased."))
    if row.kind is FollowUpKind.REVIEW:
        raise Invalid({"": _("A review that is over is not opened again: its case promises the next one.")})
    won(await store.reopen(tx, row.id, version), row)
    await store.add_change(tx, new_id(), row.id, Change.REOPENED, "", None)
    await audit.record(tx, "follow_up.reopened", "follow_up", row.id)
    await tell(tx, row.contact_id, row.case_id)


async def slip(tx: Transaction, follow_up: UUID) -> store.Slip | None:
    """What this colleague noted last, where it left the promise open and can be taken back."""
    found = await store.slip(tx, follow_up)
    return found if found and found.by == str(tx.actor) else None


async def take_back(tx: Transaction, follow_up: UUID, version: int) -> None:
    """Nobody tried after all: the attempt counts no more, and the promise is due when it was before."""
    row, _key = await standing(tx, follow_up)
    found = await slip(tx, follow_up)
    if found is None:
        raise Conflict(_("There is nothing to take back."), row.version)
    won(await store.move(tx, row.id, version, found.due_at), row)
    await store.take_back(tx, found.id)
    await store.add_change(tx, new_id(), row.id, Change.TAKEN_BACK, found.due_at.isoformat(), None)
    await audit.record(tx, "follow_up.taken_back", "follow_up", row.id)
    await tell(tx, row.contact_id, row.case_id)
