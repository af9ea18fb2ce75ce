"""Who did or saw what to one record: for the supervisor and the data protection officer."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.response import Template

from helpline.audit import actions as audit
from helpline.audit import store
from helpline.staff import store as staff
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import id_in
from helpline.web.words import gettext as _

SHOWN = 200


class AuditPage(Controller):
    path = "/desk/audit"
    opt = {"permission": Permission.AUDIT_READ, "fresh": True}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def about(self, tx: Transaction, record: str = "") -> Template:
        entries = await told(tx, id_in(last_part(record), "record")) if record.strip() else []
        return Template("desk/audit.html", context={"record": record, "entries": entries})


def last_part(typed: str) -> str:
    """The id in what was typed or pasted: the id alone, or the address of a record's page."""
    return typed.strip().partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]


async def told(tx: Transaction, record: UUID) -> list[dict[str, Any]]:
    """What happened to a record, newest first; reading it stands in the audit too."""
    entries = await store.about(tx, record, SHOWN)
    await audit.record(tx, "audit.read", "audit", record, shown=len(entries))
    who = {entry.actor for entry in entries}
    ids = [UUID(actor.partition(":")[2]) for actor in who if actor.startswith("staff:")]
    names = {f"staff:{id}": name for id, name in (await staff.names(tx.db, ids)).items()}
    return [
        {
            "at": entry.at,
            "by": names.get(entry.actor) or entry.actor or _("Nobody"),
            "action": entry.action,
            "detail": entry.detail,
        }
        for entry in entries
    ]
