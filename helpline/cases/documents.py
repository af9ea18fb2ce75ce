"""Files in a case: those a worker puts there himself, and those that came with its contacts.

Apart from the other verbs, because files alone are sealed with a label of their own and leave as downloads.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.cases import store
from helpline.cases.actions import changed, held
from helpline.cases.model import Change
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import AttachmentRow, Channel, Label
from helpline.envelope import Attachment
from helpline.errors import Invalid, NotAllowed, NotFound
from helpline.live import actions as live
from helpline.staff.permissions import Role
from helpline.vault.transaction import Actor, Transaction
from helpline.web.terms import joined
from helpline.web.words import gettext as _

FILES = 20


async def keep(tx: Transaction, case: UUID, files: Sequence[Attachment]) -> None:
    """Seals files into the case, under its key: they are erased with it."""
    _row, key = await held(tx, case)
    for file in files:
        row = new_id()
        label = key.seal_struct(store.DOCUMENT_LABEL, row, Label(file.name, file.media_type))
        await store.keep_document(tx, row, case, label, key.seal(store.DOCUMENT, row, file.body), len(file.body))
    await store.touch(tx, case)
    await audit.record(tx, "case.document_kept", "case", case, shown=len(files))
    await live.tell(tx, f"case:{case}")


async def opened(tx: Transaction, case: UUID, document: UUID) -> tuple[Label, bytes]:
    """A file's label and bytes. Raises `NotFound` when it is not this case's, or was removed."""
    _row, key = await held(tx, case)
    found = await store.document(tx, case, document)
    if found is None:
        raise NotFound(_("There is no such file."))
    label = key.unseal_struct(store.DOCUMENT_LABEL, document, found.label, Label)
    await audit.record(tx, "case.document_opened", "case", case)
    return label, key.unseal(store.DOCUMENT, document, found.body)


async def remove(tx: Transaction, case: UUID, document: UUID, reason: str) -> None:
    """A file that should not be there: its bytes go, its line stays, and why stands in the case's history.

    Raises `NotAllowed` for whoever neither put it there nor supervises.
    """
    found = await store.document(tx, case, document)
    if found is None:
        raise NotFound(_("There is no such file."))
    if not may_remove(tx.actor, found.by):
        raise NotAllowed(_("A file is removed by whoever put it there, or by a supervisor."))
    if not reason.strip():
        raise Invalid({f"why_{document}": _("Say in a few words why this file is removed.")})
    _row, key = await held(tx, case)
    if not await store.remove_document(tx, case, document):
        raise NotFound(_("There is no such file."))
    name = key.unseal_struct(store.DOCUMENT_LABEL, document, found.label, Label).name
    await changed(tx, case, key, Change.DOCUMENT_REMOVED, words=joined(name, reason.strip()))


def may_remove(actor: Actor, put_by: str) -> bool:
    return str(actor) == put_by or actor.role == Role.SUPERVISOR


async def page(tx: Transaction, case: UUID, number: int) -> tuple[list[dict[str, Any]], bool]:
    """One page of the files of a case, and whether older ones follow: none is out of reach."""
    found = await listed(tx, case, number * FILES + 1)
    return found[(number - 1) * FILES : number * FILES], len(found) > number * FILES


async def listed(tx: Transaction, case: UUID, most: int = FILES) -> list[dict[str, Any]]:
    """The files of a case, the newest first; opening one is written down there."""
    found = await own(tx, case, most) + await that_came(tx, case, most)
    return sorted(found, key=lambda one: one["at"], reverse=True)[:most]


async def own(tx: Transaction, case: UUID, most: int) -> list[dict[str, Any]]:
    _row, key = await held(tx, case)
    return [
        {
            "id": row.id,
            "name": key.unseal_struct(store.DOCUMENT_LABEL, row.id, row.label, Label).name,
            "quarantined": False,
            "href": "" if row.removed_at else f"/desk/cases/{case}/documents/{row.id}",
            "size": row.size,
            "at": row.at,
            "by": row.by_name or "",
            "may_remove": not row.removed_at and may_remove(tx.actor, row.by),
            "removed_at": row.removed_at,
            "removed_by": row.removed_by_name or "",
        }
        for row in await store.documents(tx, case, most)
    ]


async def that_came(tx: Transaction, case: UUID, most: int) -> list[dict[str, Any]]:
    """What came by text message stays behind the door it stands behind on the page of its contact."""
    return [
        {
            "id": None,
            "name": contacts.labelled(
                tx.vault.open(row.contact_id, row.wrapped), AttachmentRow(row.id, row.contact_id, row.label, row.size)
            ).name,
            "quarantined": row.channel is Channel.SMS,
            "href": f"/desk/contacts/{row.contact_id}"
            + ("" if row.channel is Channel.SMS else f"/attachments/{row.id}"),
            "size": row.size,
            "at": row.at,
            "by": "",
            "may_remove": False,
            "removed_at": None,
            "removed_by": "",
        }
        for row in await store.files(tx, case, most)
        if row.wrapped
    ]
