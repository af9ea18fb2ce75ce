"""What a colleague is writing about a contact and has not sent: saved while it is typed, and seen by the others.

Everybody has a draft of his own, so two who write at once never overwrite each other. Whoever takes a colleague's over
gets those words beside his own; the colleague's next keystroke begins a new draft with everything he still has.
"""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.contacts import store
from helpline.contacts.unsent import Draft, DraftKind, DraftRow
from helpline.errors import Conflict, Invalid, NotAllowed, NotFound
from helpline.live.actions import tell
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.words import gettext as _

MOST = 60_000

LINES = ("text", "reason", "ground", "heard")
"""Fields of several lines: put together, they stand below each other."""

FIELDS: dict[DraftKind, frozenset[str]] = {
    DraftKind.REPLY: frozenset({"text", "leave_at"}),
    DraftKind.DECISION: frozenset(
        {"disposition", "urgency", "landing", "reason", "case_id", "case_title", "closing_reason", "target", "what"}
        | {"promise", "promise_kind", "owner", "due_at"}
    ),
    DraftKind.DANGER: frozenset(
        {"category", "place", "who", "means", "ground", "recipient", "told_caller", "legal_ground"}
    ),
    DraftKind.RECORDING: frozenset({"heard"}),
}
"""What of each form is kept."""

WORDS_ALONE = {DraftKind.REPLY: "text", DraftKind.RECORDING: "heard"}
"""Forms that are about one text: without it nothing of them is kept."""

TYPED: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.REPLY: ("text",),
    DraftKind.DECISION: ("reason", "case_title", "what"),
    DraftKind.DANGER: ("place", "who", "means", "recipient", "ground", "told_caller"),
    DraftKind.RECORDING: ("heard",),
}
"""Of these, what was typed in words and not chosen."""


class Written(Struct, frozen=True):
    """The drafts of a contact: the reader's own, and those of colleagues."""

    mine: dict[DraftKind, Draft]
    others: tuple[Draft, ...]


async def of_contact(tx: Transaction, contact: UUID) -> Written:
    """Every draft of a contact, for somebody whose opening of it is audited where he did."""
    rows = await store.drafts(tx, contact)
    key = await keys.key(tx, contact) if rows else None
    drafts = [opened(key, contact, row) for row in rows] if key else []
    mine = {draft.kind: draft for draft in drafts if draft.staff_id == tx.actor.id}
    return Written(mine, tuple(draft for draft in drafts if draft.staff_id != tx.actor.id))


async def look(tx: Transaction, contact: UUID) -> Written:
    """The same for somebody who asks for the drafts alone: that he did is known."""
    found = await of_contact(tx, contact)
    if found.others:
        await audit.record(tx, "contact.drafts_read", "contact", contact, shown=len(found.others))
    return found


def opened(key: Key, contact: UUID, row: DraftRow) -> Draft:
    fields = key.unseal_struct(place(row.kind, row.staff_id), contact, row.sealed, dict[str, str])
    return Draft(row.kind, fields, row.version, row.staff_id, row.name, row.at)


def place(kind: DraftKind, writer: UUID) -> str:
    """Where a draft's bytes belong: moved to another form or writer, they do not open."""
    return f"contact_draft.{kind}.{writer}"


async def save(tx: Transaction, contact: UUID, kind: DraftKind, fields: Mapping[str, str], version: int) -> int:
    """A form as it stands on its writer's screen; its new version, or 0 when nothing stands in it any more.

    A draft that a colleague has taken over begins anew with whatever still stands there. Raises `Conflict` when the
    same person typed in another window meanwhile. Who typed is known by the first words, not by each keystroke.
    """
    writer = writing(tx)
    check(kind, fields)
    if kind in WORDS_ALONE and not fields.get(WORDS_ALONE[kind], "").strip():
        await drop(tx, contact, kind)
        return 0
    key = await keys.key(tx, contact)
    sealed = key.seal_struct(place(kind, writer), contact, dict(fields))
    if version and not any(row.kind is kind and row.staff_id == writer for row in await store.drafts(tx, contact)):
        version = 0
    if not await store.save_draft(tx, contact, kind, writer, sealed, version):
        now = (await of_contact(tx, contact)).mine.get(kind)
        if now and now.fields == dict(fields):
            return now.version
        raise elsewhere(now.version if now else None)
    if version == 0:
        await audit.record(tx, "contact.draft_begun", "contact", contact, detail=kind)
    await tell(tx, f"contact:{contact}/writing")
    return version + 1


def check(kind: DraftKind, fields: Mapping[str, str]) -> None:
    """Raises `Invalid` for what is no field of this form, or too much."""
    if not fields.keys() <= FIELDS[kind]:
        raise Invalid({"": _("This cannot be understood.")})
    if sum(map(len, fields.values())) > MOST:
        raise Invalid({"": _("This is too long: at most %(most)d kB.") % {"most": MOST // 1000}})


async def take(tx: Transaction, contact: UUID, kind: DraftKind, colleague: UUID) -> None:
    """A colleague's draft becomes one's own, together with what one had typed already."""
    writer = writing(tx)
    found = await of_contact(tx, contact)
    theirs = next((one for one in found.others if (one.kind, one.staff_id) == (kind, colleague)), None)
    if theirs is None:
        raise NotFound(_("This draft is gone: it was sent, or somebody has taken it over."))
    mine = found.mine.get(kind)
    fields = both(theirs.fields, mine.fields) if mine else theirs.fields
    sealed = (await keys.key(tx, contact)).seal_struct(place(kind, writer), contact, fields)
    await store.drop_draft(tx, contact, kind, colleague)
    if not await store.save_draft(tx, contact, kind, writer, sealed, mine.version if mine else 0):
        raise elsewhere(None)
    await audit.record(tx, "contact.draft_taken", "contact", contact, detail=kind)
    await tell(tx, f"contact:{contact}/writing")


def both(theirs: Mapping[str, str], mine: Mapping[str, str]) -> dict[str, str]:
    """Two drafts as one: words stand together, of two choices the colleague's holds."""
    typed = {field for fields in TYPED.values() for field in fields}

    def joined(field: str) -> str:
        said = list(dict.fromkeys(filter(None, (theirs.get(field, "").strip(), mine.get(field, "").strip()))))
        return ("\n\n" if field in LINES else " / ").join(said) if field in typed else next(iter(said), "")

    return {field: joined(field) for field in {**theirs, **mine}}


async def drop(tx: Transaction, contact: UUID, kind: DraftKind) -> None:
    """One's own draft is no draft any more: it was sent, saved, or is not wanted. A colleague's stays."""
    if tx.actor.kind is ActorKind.STAFF and tx.actor.id and await store.drop_draft(tx, contact, kind, tx.actor.id):
        await tell(tx, f"contact:{contact}/writing")


def elsewhere(version: int | None) -> Conflict:
    return Conflict(_("This was changed in another window meanwhile: both texts are here."), version)


def writing(tx: Transaction) -> UUID:
    """Who writes. Raises `NotAllowed` for a program: it has nothing to type."""
    if tx.actor.kind is not ActorKind.STAFF or tx.actor.id is None:
        raise NotAllowed("This is for people, not for programs.")
    return tx.actor.id
