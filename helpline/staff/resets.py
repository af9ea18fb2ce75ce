"""Somebody lost his second factor: one colleague asks for a reset and says why, another allows it.

A file of its own because two rooms' tables change together: what proved the person goes, and so do his sessions.
Nobody reads or sets anything: after it the person signs in with the password and sets up a new factor himself.
"""

from uuid import UUID

from helpline import clock
from helpline.audit import actions as audit
from helpline.errors import N_, Conflict, Invalid, NotAllowed, NotFound
from helpline.factors import actions as factors
from helpline.factors import resets as asked
from helpline.staff import store
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

REASON = "factor_reset.sealed_reason"
SHORTEST_REASON, LONGEST_REASON = 5, 500

NO_REASON = N_("Say in a few words how you know that it is really this person who asks.")
OWN = N_("Another person must ask for your own reset.")
ASKED = N_("Somebody asked for this already; it waits to be allowed.")
ANOTHER = N_("Another person than the one who asked, and than the one it is for, must answer.")


async def ask(tx: Transaction, id: UUID, reason: str) -> UUID:
    """Asks that somebody's second factors be forgotten. Raises `Invalid` or `Conflict`."""
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": NO_REASON})
    if id == tx.actor.id:
        raise NotAllowed(OWN)
    account = await store.account(tx.db, id)
    if account is None or account.left_at is not None:
        raise NotFound("There is no such account, or it has ended.")
    reset, key = clock.new_id(), await keys.key(tx, id)
    sealed = key.seal(REASON, reset, reason.encode())
    if not await asked.ask(tx.db, reset, id, str(tx.actor), sealed, tx.now):
        raise Conflict(ASKED)
    await audit.record(tx, "staff.reset_asked", "staff", id)
    return reset


async def answer(tx: Transaction, reset: UUID, *, allowed: bool) -> None:
    """Allows or refuses it: not whoever asked, and not the one it is for. Raises `NotAllowed`."""
    id = await asked.answer(tx.db, reset, str(tx.actor), tx.now, allowed=allowed)
    if id is None:
        raise NotAllowed(ANOTHER)
    await audit.record(tx, "staff.reset_allowed" if allowed else "staff.reset_refused", "staff", id)
    if allowed:
        await factors.forget(tx, id)
        await store.end_sessions(tx.db, id, tx.now)


async def at_the_machine(tx: Transaction, id: UUID, reason: str) -> None:
    """Whoever holds the server may do without a second person: for the last one who could allow it."""
    await answer(tx, await ask(tx, id, reason), allowed=True)


async def waiting(tx: Transaction) -> list[asked.Asked]:
    """What waits for an answer, with its reason."""
    found = []
    for row in await asked.waiting(tx.db):
        key = await keys.key(tx, row.staff_id)
        found.append(row.with_reason(key.unseal(REASON, row.id, row.sealed_reason).decode()))
    return found
