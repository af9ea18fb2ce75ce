"""What can be done with the directory: write an entry, change it, make sure of it, search it."""

from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.directory import rules, store
from helpline.directory.model import Entry, Partner
from helpline.errors import Conflict, Invalid, NotFound
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.dates import ZONE
from helpline.web.words import gettext as _

SHOWN = 200


async def add(tx: Transaction, entry: Entry, *, verified: bool = False) -> UUID:
    """Write a partner into the directory. `verified`: the writer made sure of it today."""
    _accept(entry)
    partner = new_id()
    today = tx.now.astimezone(ZONE).date()
    await store.insert(tx, partner, entry, today if verified else None, _person(tx) if verified else None)
    await audit.record(tx, "partner.added", "partner", partner)
    return partner


async def change(tx: Transaction, partner: UUID, entry: Entry, version: int, *, active: bool = True) -> None:
    """Replace what is written about a partner. Not `active`: the service is not there any more; orientations to it
    keep its name.
    """
    _accept(entry)
    await _won(tx, partner, await store.change(tx, partner, version, entry, active))
    await audit.record(tx, "partner.changed", "partner", partner)


async def verify(tx: Transaction, partner: UUID, version: int) -> None:
    """Somebody called or visited and made sure that the entry is right today."""
    today = tx.now.astimezone(ZONE).date()
    await _won(tx, partner, await store.verify(tx, partner, version, today, _person(tx)))
    await audit.record(tx, "partner.verified", "partner", partner)


async def opened(tx: Transaction, partner: UUID) -> Partner:
    """One partner. Raises `NotFound`."""
    found = await store.one(tx, partner)
    if found is None:
        raise NotFound(_("There is no such partner."))
    return found


async def search(tx: Transaction, typed: str = "") -> list[Partner]:
    """Partners whose name, services, territory or languages hold every typed word, by name; all for no word."""
    return await store.search(tx, typed.lower().split()[:8], SHOWN)


def _accept(entry: Entry) -> None:
    if found := rules.problems(entry):
        raise Invalid(found)


def _person(tx: Transaction) -> UUID | None:
    return tx.actor.id if tx.actor.kind is ActorKind.STAFF else None


async def _won(tx: Transaction, partner: UUID, was_first: bool) -> None:
    if not was_first:
        standing = await opened(tx, partner)
        raise Conflict(_("A colleague changed this entry meanwhile; look at it again."), standing.version)
