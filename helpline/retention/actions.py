"""Erasing a record destroys its key, so that nobody can read it again, in backups neither; and takes along what could
still find it: search words, blind indexes, files, raw bytes, receipts. Its line in the figures and the audit stay.
"""

from uuid import UUID

from helpline.audit import actions as audit
from helpline.cases import store as cases
from helpline.contacts import store as contacts
from helpline.followups import store as followups
from helpline.intake import store as intake
from helpline.line import calls
from helpline.line import store as line
from helpline.live.actions import tell
from helpline.outbox import store as outbox
from helpline.people import store as people
from helpline.queue import actions as queue
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction


async def erase_contact(tx: Transaction, contact: UUID) -> bool:
    """Erase one contact; False when it was erased before or never was. It waits for nobody any more."""
    erased = await keys.destroy(tx, [contact]) == 1
    if erased:
        await contacts.forget(tx, contact)
        await intake.forget(tx, contact)
        await outbox.forget(tx, contact)
        await followups.forget(tx, contact)
        await calls.forget(tx, await line.calls_to_forget(tx, contact))
        await queue.leave(tx, contact)
        await audit.record(tx, "contact.erased", "contact", contact)
    return erased


async def erase_case(tx: Transaction, case: UUID) -> bool:
    """Erase one case with its notes; its contacts have keys, and lives, of their own."""
    erased = await keys.destroy(tx, [case]) == 1
    if erased:
        await cases.forget(tx, case)
        await calls.forget(tx, await line.calls_of_case(tx, case))
        await outbox.forget(tx, case)
        await followups.forget(tx, case)
        await audit.record(tx, "case.erased", "case", case)
        await tell(tx, f"case:{case}")
    return erased


async def erase_person(tx: Transaction, person: UUID) -> bool:
    """Erase one person with addresses and rules; what is safe for the addresses must then be asked anew."""
    erased = await keys.destroy(tx, [person]) == 1
    if erased:
        await people.forget(tx, person)
        await audit.record(tx, "person.erased", "person", person)
    return erased
