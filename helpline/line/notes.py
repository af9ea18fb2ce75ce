"""What an operator types during a call: kept as typed, every few seconds, and never overwritten unseen."""

from uuid import UUID

from msgspec import Struct

from helpline.audit import actions as audit
from helpline.errors import Conflict, Erased, Invalid, NotAllowed
from helpline.line import store
from helpline.line.model import LineCall
from helpline.staff.permissions import Role
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.words import gettext as _

MOST = 60_000


class Typed(Struct, frozen=True):
    """A note as its writers see it; version 0: nobody typed anything yet."""

    text: str = ""
    version: int = 0
    finished: bool = False


async def read(tx: Transaction, call: LineCall) -> Typed:
    """What was typed so far."""
    note = await store.note(tx, call.id)
    if note is None or call.wrapped is None:
        return Typed()
    text = tx.vault.open(call.id, call.wrapped).unseal(store.NOTE, call.id, note.sealed).decode()
    return Typed(text, note.version, note.finished_at is not None)


async def look(tx: Transaction, call: LineCall) -> Typed:
    """The same for somebody who asks for this very note: that he did is known."""
    await allowed(tx, call)
    await audit.record(tx, "line.note_read", "call", call.id)
    return await read(tx, call)


async def allowed(tx: Transaction, call: LineCall) -> None:
    """Raises `NotAllowed` for a colleague who never was on this call, nor was asked about it; supervisors may."""
    if tx.actor.kind is ActorKind.SYSTEM or tx.actor.role == Role.SUPERVISOR or tx.actor.id == call.staff_id:
        return
    offers = await store.offers(tx, call.id)
    if not any(offer.answered_at and offer.staff_id == tx.actor.id for offer in offers):
        raise NotAllowed(_("A call’s note is for whoever was on the call, and for supervisors."))


async def save(tx: Transaction, call: LineCall, text: str, version: int) -> int:
    """The note as it stands on somebody's screen; its new version.

    Raises `Conflict` when somebody typed meanwhile, or the note is finished: both texts are then shown. Who typed is
    known by the first words after somebody else's, not by each keystroke.
    """
    await allowed(tx, call)
    if len(text) > MOST:
        raise Invalid({"text": _("This is too long: at most %(most)d kB.") % {"most": MOST // 1000}})
    if call.wrapped is None:
        raise Erased(_("This call is long over; write a note on its contact."))
    before = await store.note(tx, call.id)
    sealed = tx.vault.open(call.id, call.wrapped).seal(store.NOTE, call.id, text.encode())
    done = await (store.save_note(tx, call.id, sealed, version) if version else store.begin_note(tx, call.id, sealed))
    if not done:
        now = await read(tx, call)
        if now.text == text and not now.finished:
            return now.version
        raise Conflict(_("Somebody else typed meanwhile: both texts are here."), now.version)
    if before is None or before.by != str(tx.actor):
        await audit.record(tx, "line.note_saved", "call", call.id)
    return version + 1


async def finish(tx: Transaction, call_id: UUID, version: int) -> None:
    """The note, as it stood at this version, has become its contact's own words; once.

    Raises `Conflict` when somebody typed meanwhile: those words are not the contact's yet.
    """
    if await store.finish_note(tx, call_id, version):
        await audit.record(tx, "line.note_finished", "call", call_id)
        return
    note = await store.note(tx, call_id)
    if note and note.finished_at is None:
        raise typed_meanwhile(note.version)


def typed_meanwhile(version: int) -> Conflict:
    return Conflict(_("Somebody typed meanwhile. Read the note once more, then finish it."), version)
