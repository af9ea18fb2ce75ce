"""What was typed during a call becomes its contact's own words. Apart, because it joins a call and the way in: a note
is kept, read for danger and found again like everything that people tell us.
"""

from datetime import timedelta
from uuid import UUID

import msgspec

from helpline.cases import actions as cases
from helpline.cases.model import NoteKind
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.envelope import Arrival
from helpline.errors import NotFound
from helpline.followups import store as followups
from helpline.intake import actions
from helpline.intake.digest import Digestion
from helpline.line import calls, notes, store
from helpline.line.model import LineCall
from helpline.vault.transaction import SYSTEM, Actor, Engine, Transaction
from helpline.web.words import gettext as _

#: Nobody finished a note in this time after the call: it is finished as it stands.
LEFT_LYING = timedelta(hours=1)


async def finish(engine: Engine, digestion: Digestion, actor: Actor, call_id: UUID, version: int | None = None) -> None:
    """Finish a call's note. Kept first, so that what was typed is never lost between two steps.

    `version`: what its writer sees. Raises `Conflict` when the note says more by now, before or after the keeping.
    """
    async with engine.transaction(actor) as tx:
        call = await store.call(tx, call_id)
        if call is None:
            raise NotFound(_("There is no such call."))
        await notes.allowed(tx, call)
        note = await notes.read(tx, call)
        if note.finished or not note.version:
            return
        if version not in (None, note.version):
            raise notes.typed_meanwhile(note.version)
        if not note.text.strip():
            await notes.finish(tx, call_id, note.version)
            return
        if call.direction == "out":
            await written_into(tx, call, note)
            return
        arrival = arrival_of(tx, call, note.text)
    # Under its version: what is typed after a death between these steps is kept as well.
    receipt = await actions.keep(engine, actions.by_hand(arrival, f"call note {call_id} {note.version}"))
    await digestion.at_once(receipt.record)
    async with engine.transaction(actor) as tx:
        await notes.finish(tx, call_id, note.version)


def arrival_of(tx: Transaction, call: LineCall, text: str) -> Arrival:
    """The note as a further step of the call's contact."""
    return Arrival(
        channel="phone",
        external_id=calls.value_of(tx, call),
        occurred_at=call.answered_at or call.joined_at,
        text=text.strip(),
        event="noted",
    )


async def written_into(tx: Transaction, call: LineCall, note: notes.Typed) -> None:
    """The note of a call of ours, in its contact or its case: nobody reads it for danger, and it waits for nobody."""
    row = await contact_store.row(tx, call.contact_id) if call.contact_id else None
    promise = await followups.one(tx, call.follow_up_id) if call.follow_up_id else None
    if row is not None and row.wrapped is not None:
        _key, content = contacts.unsealed(tx, row)
        await contacts.rewrite(tx, row.id, msgspec.structs.replace(content, text=note.text.strip()), row.version)
    elif promise is not None and promise.case_id:
        await cases.note(tx, promise.case_id, note.text, NoteKind.TALK)
    else:
        raise NotFound(_("There is no such contact."))
    await notes.finish(tx, call.id, note.version)


async def finish_forgotten(engine: Engine, digestion: Digestion) -> None:
    """Notes that somebody left lying, as they stand. One that cannot be finished never stops the others.

    It is tried again, and what was wrong is raised in the end: the page Health shows that this job fails.
    """
    async with engine.transaction(SYSTEM) as tx:
        left = await store.unfinished_notes(tx, tx.now - LEFT_LYING)
    problems: list[Exception] = []
    for call in left:
        try:
            await finish(engine, digestion, SYSTEM, call)
        except Exception as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
