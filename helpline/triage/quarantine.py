"""What was called spam: never deleted by itself, looked at by a person every day, and swept or decided anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts.model import Disposition
from helpline.contacts.panels import line
from helpline.errors import Conflict
from helpline.triage import store
from helpline.triage.actions import decide
from helpline.triage.model import ClosingReason, LandingKind
from helpline.triage.record import Choice
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

SHOWN = 100


async def rows(tx: Transaction) -> list[dict[str, Any]]:
    """What lies in quarantine, the longest first: the context of `triage/_quarantined.html`."""
    found = await store.quarantined(tx, SHOWN)
    lines = await contacts.by_ids(tx, [row.contact_id for row in found])
    await audit.record(tx, "quarantine.listed", "contact", shown=len(found))
    return [
        line(lines[row.contact_id])
        | {"value": f"{row.contact_id}_{row.version}", "by": row.decider or row.by, "at": row.at}
        for row in found
    ]


async def sweep(tx: Transaction, seen: Sequence[tuple[UUID, int]]) -> None:
    """Somebody looked at these, each in a version: they are closed as swept, by name.

    Raises `Conflict` when one of them changed or was decided meanwhile; then none is swept.
    """
    lying = {row.contact_id: row for row in await store.quarantined(tx, SHOWN)}
    for contact, version in seen:
        if contact not in lying:
            raise Conflict(_("One of these is in quarantine no more; look at the list again."))
        swept = Choice(
            disposition=Disposition.SPAM,
            urgency=lying[contact].urgency,
            landing=LandingKind.CLOSING,
            closing_reason=ClosingReason.SWEPT,
        )
        await decide(tx, contact, version, swept)
