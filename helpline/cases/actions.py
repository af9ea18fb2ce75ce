"""What can be done with a case: open it, attach, note, describe, assign, close, reopen, change its kind.

A change names the version it saw; when a colleague was faster it raises `Conflict` and changes nothing. What is only
added (a note, a contact, a participant) needs no version.
"""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.cases import rules, store
from helpline.cases.model import CaseKind, Change, ClosingReason, Description, Hit, NoteKind, Role
from helpline.clock import new_id
from helpline.contacts import store as contacts
from helpline.envelope import AddressKind
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.followups import actions as followups
from helpline.followups import areas
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.live import actions as live
from helpline.outbox import actions as outbox
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent
from helpline.people.rules import identifies, normal
from helpline.staff import actions as staff
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def open(
    tx: Transaction,
    *,
    kind: CaseKind,
    title: str,
    summary: str = "",
    contact: UUID | None = None,
    worker: UUID | None = None,
    deputy: UUID | None = None,
) -> UUID:
    """Open a case under its own key, with the contact it grew from. The title is an alias or a subject."""
    description = _description(title, summary)
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    case = key.record
    await store.insert(tx, case, kind, key.seal_struct(store.CONTENT, case, description), worker, deputy)
    await store.case_words(tx, case, tx.vault.tokens(f"{description.title}\n{description.summary}", None))
    await store.change(tx, new_id(), case, Change.OPENED, kind, None)
    await audit.record(tx, "case.started", "case", case, detail=kind)
    if contact:
        await _attach(tx, case, contact)
    await _tell(tx, case)
    return case


async def attach(tx: Transaction, case: UUID, contact: UUID) -> None:
    """The contact belongs to this case, and may belong to others; a closed case must be reopened first."""
    await in_work(tx, case, "case_id")
    await _attach(tx, case, contact)
    await store.touch(tx, case)
    await _tell(tx, case)


async def detach(tx: Transaction, case: UUID, contact: UUID) -> None:
    """The contact does not belong to this case after all."""
    if not await store.detach(tx, case, contact):
        raise NotFound(_("This contact is not in the case."))
    await audit.record(tx, "case.detached", "case", case, detail=str(contact))
    await live.tell(tx, f"contact:{contact}")
    await _tell(tx, case)


async def note(tx: Transaction, case: UUID, text: str, kind: NoteKind = NoteKind.NOTE, life_area: str = "") -> UUID:
    """Keep a note, sealed under the case's key and found by its words. A note is never rewritten."""
    if not text.strip():
        raise Invalid({"note": _("Write something first.")})
    _row, key = await held(tx, case)
    await areas.fit(tx, case, life_area)
    new, written = new_id(), text.strip()
    sealed = key.seal(store.NOTE, new, written.encode())
    await store.note(tx, new, case, kind, sealed, tx.vault.tokens(written, None), life_area or None)
    await store.touch(tx, case)
    await audit.record(tx, "case.noted", "case", case, detail=kind)
    await _tell(tx, case)
    return new


async def reply(tx: Transaction, case: UUID, contact: UUID, text: str, at: datetime | None = None) -> UUID:
    """Answer a contact of the case on the way it came; what it must not or cannot be, the outbox raises."""
    if not await store.holds(tx, case, contact):
        raise NotFound(_("This contact is not in the case."))
    sent = await outbox.reply(tx, contact, text, at)
    await store.touch(tx, case)
    await audit.record(tx, "case.replied", "case", case)
    await _tell(tx, case)
    return sent


async def describe(tx: Transaction, case: UUID, title: str, summary: str, version: int) -> None:
    """Give the case another title and summary."""
    description = _description(title, summary)
    row, key = await in_work(tx, case)
    sealed = key.seal_struct(store.CONTENT, case, description)
    won(await store.describe(tx, case, version, sealed), row)
    await store.case_words(tx, case, tx.vault.tokens(f"{description.title}\n{description.summary}", None))
    await changed(tx, case, key, Change.DESCRIBED)


async def assign(tx: Transaction, case: UUID, worker: UUID | None, deputy: UUID | None, version: int) -> None:
    """Name the worker and the deputy of a case."""
    if worker and worker == deputy:
        raise Invalid({"deputy": _("The deputy must be another colleague than the worker.")})
    row, key = await in_work(tx, case)
    if worker and worker != row.worker:
        await staff.may_own(tx, worker, "worker")
    if deputy and deputy != row.deputy:
        await staff.may_own(tx, deputy, "deputy")
    won(await store.assign(tx, case, version, worker, deputy), row)
    if worker != row.worker:
        await changed(tx, case, key, Change.WORKER, str(worker or ""))
        if worker:
            await followups.follow_worker(tx, case, row.worker, worker)
    if deputy != row.deputy:
        await changed(tx, case, key, Change.DEPUTY, str(deputy or ""))


async def close(tx: Transaction, case: UUID, reason: str, words: str, version: int) -> None:
    """Close the case with a reason of its kind; no promise of it may still be open."""
    row, key = await held(tx, case)
    if reason not in await lists.codes(tx, ListName.CASE_CLOSING, row.kind):
        raise Invalid({"closing_reason": _("Choose a closing reason that fits this kind of case.")})
    if reason == ClosingReason.OTHER and not words.strip():
        raise Invalid({"reason": _("Say in a few words why the case is closed.")})
    if await followups.open_of(tx, case):
        raise Invalid({"": _("Promises of this case are still open; keep them or drop them with a reason first.")})
    won(await store.shut(tx, case, version, False), row)
    await followups.settle_reviews(tx, case)
    await changed(tx, case, key, Change.CLOSED, reason, words)


async def reopen(tx: Transaction, case: UUID, words: str, version: int) -> None:
    """Reopen a closed case: same worker, same thread."""
    if not words.strip():
        raise Invalid({"reason": _("Say in a few words why the case is reopened.")})
    row, key = await held(tx, case)
    won(await store.shut(tx, case, version, True), row)
    await changed(tx, case, key, Change.REOPENED, "", words)


async def change_kind(tx: Transaction, case: UUID, kind: CaseKind, words: str, version: int) -> None:
    """An information request becomes an accompaniment or a support, a support an accompaniment; never back."""
    row, key = await in_work(tx, case)
    if kind not in rules.FOLLOWING[row.kind]:
        raise Invalid({"case_kind": _("A case of this kind cannot become that kind.")})
    won(await store.become(tx, case, version, kind), row)
    await changed(tx, case, key, Change.KIND, kind, words)


async def name_participant(
    tx: Transaction, case: UUID, role: Role, name: str, address: tuple[AddressKind, str] | None = None
) -> None:
    """A person known by a name or alias, and perhaps by an address, takes part in the case.

    The person concerned is known by an alias or initials, and never by an address.
    """
    row, _key = await in_work(tx, case)
    refuse_concerned(row.kind, role)
    if not name.strip():
        raise Invalid({"name": _("Give a name, an alias or initials.")})
    if role is Role.CONCERNED and (identifies(name.strip()) or address):
        raise Invalid({"name": _("For the person concerned only an alias or initials: no surname, number or address.")})
    if address and normal(*address) is None:
        raise Invalid({address[0]: _("This is not a number or mail address.")})
    person = await people.ensure_person(tx, Kind(role), address, PersonContent(name.strip()))
    await add_participant(tx, case, person, role)


async def add_participant(tx: Transaction, case: UUID, person: UUID, role: Role) -> None:
    """A person takes part in the case. An information request never knows the person concerned."""
    row, key = await in_work(tx, case)
    refuse_concerned(row.kind, role)
    if await store.join(tx, case, person, role):
        await changed(tx, case, key, Change.PARTICIPANT, role)


def refuse_concerned(kind: CaseKind, role: Role) -> None:
    """Raises `Invalid` for a person concerned in an information request."""
    if role is Role.CONCERNED and kind is CaseKind.INFORMATION_REQUEST:
        raise Invalid(
            {"role": _("An information request never names the person concerned. Make it an accompaniment first.")}
        )


async def changed(tx: Transaction, case: UUID, key: Key, what: Change, value: str = "", words: str = "") -> None:
    """Write down a change of the case: what, to which value, why, by whom and when."""
    change = new_id()
    sealed = key.seal(store.REASON, change, words.strip().encode()) if words.strip() else None
    await store.change(tx, change, case, what, value, sealed)
    await store.touch(tx, case)
    await audit.record(tx, f"case.{what}", "case", case, detail=value if what is not Change.PARTICIPANT else "")
    await _tell(tx, case)


async def search(tx: Transaction, typed: str, limit: int = 50) -> list[Hit]:
    """The liveliest cases whose notes, title or summary hold all of up to four typed words."""
    words = tx.vault.query(typed)
    rows = await store.search(tx, words, limit) if words else []
    await audit.record(tx, "case.searched", "case", shown=len(rows))
    return [
        Hit(row.id, row.number, row.kind, described(tx, row.id, row.content, row.wrapped).title, row.last_activity_at)
        for row in rows
        if row.wrapped
    ]


async def in_work(tx: Transaction, case: UUID, field: str = "") -> tuple[store.Row, Key]:
    """The case and its key, to change what stands in it. Raises `Invalid` for a closed one."""
    row, key = await held(tx, case)
    if not row.open:
        raise Invalid({field: _("This case is closed; reopen it first.")})
    return row, key


async def held(tx: Transaction, case: UUID) -> tuple[store.Row, Key]:
    """The case and its key. Raises `NotFound`, or `Erased` when the key is destroyed."""
    row = await store.one(tx, case)
    if row is None:
        raise NotFound(_("There is no such case."))
    if row.wrapped is None:
        raise Erased(_("This case was erased."))
    return row, tx.vault.open(case, row.wrapped)


def described(tx: Transaction, case: UUID, content: bytes, wrapped: bytes | None) -> Description:
    """A case's title and summary; empty when it was erased."""
    if wrapped is None:
        return Description("")
    return tx.vault.open(case, wrapped).unseal_struct(store.CONTENT, case, content, Description)


def won(was_first: bool, row: store.Row) -> None:
    """Raises `Conflict` when a colleague was faster."""
    if not was_first:
        raise Conflict(_("A colleague changed this case meanwhile; look at it again."), row.version)


def _description(title: str, summary: str) -> Description:
    if not title.strip():
        raise Invalid({"title": _("Give the case a title: an alias or a subject, never a full name.")})
    if len(title.strip()) > rules.LONGEST_TITLE:
        raise Invalid({"title": _("Make the title shorter; the summary has room for more.")})
    return Description(title.strip(), summary.strip())


async def _attach(tx: Transaction, case: UUID, contact: UUID) -> None:
    if await contacts.row(tx, contact) is None:
        raise NotFound(_("There is no such contact."))
    if await store.attach(tx, case, contact):
        await audit.record(tx, "case.attached", "case", case, detail=str(contact))
        await live.tell(tx, f"contact:{contact}")


async def _tell(tx: Transaction, case: UUID) -> None:
    await live.tell(tx, "cases")
    await live.tell(tx, f"case:{case}")
