"""Files in a case: those a worker puts there himself, and those that came with its contacts.

Apart from the other verbs, because files alone are sealed with a label of their own and leave as downloads.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.cases import store
from helpline.cases.actions import held
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import AttachmentRow, Channel, Label
from helpline.envelope import Attachment
from helpline.errors import NotFound
from helpline.live import actions as live
from helpline.vault.transaction import Transaction
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


async def remove(tx: Transaction, case: UUID, document: UUID) -> None:
    """A file that should not be there: its bytes go, its line stays."""
    if not await store.remove_document(tx, case, document):
        raise NotFound(_("There is no such file."))
    await audit.record(tx, "case.document_removed", "case", case)
    await live.tell(tx, f"case:{case}")


async def listed(tx: Transaction, case: UUID) -> list[dict[str, Any]]:
    """The files of a case, the newest first; opening one is written down there."""
    return sorted(await own(tx, case) + await that_came(tx, case), key=lambda one: one["at"], reverse=True)


async def own(tx: Transaction, case: UUID) -> list[dict[str, Any]]:
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
            "removed_at": row.removed_at,
            "removed_by": row.removed_by_name or "",
        }
        for row in await store.documents(tx, case, FILES)
    ]


async def that_came(tx: Transaction, case: UUID) -> list[dict[str, Any]]:
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
            "removed_at": None,
            "removed_by": "",
        }
        for row in await store.files(tx, case, FILES)
        if row.wrapped
    ]
