"""The form that is asked now, and how it becomes another one: drafted, looked at, published."""

from datetime import datetime

from msgspec import structs

from helpline.audit import actions as audit
from helpline.changes import actions as changes
from helpline.channel import AskedForm
from helpline.errors import Conflict, NotFound
from helpline.hours.actions import AGE
from helpline.questions import rules, store
from helpline.questions.model import NewQuestion, Version, Worded
from helpline.vault.transaction import Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _

#: The area of the settings that is this room's.
FORM = "form"
FASTER = N_("Somebody changed the draft meanwhile; what stands now is shown, and what you entered is still here.")

#: What each database connection last read as asked now, and versions, which never change, by their numbers.
remembered: dict[int, tuple[datetime, AskedForm]] = {}


async def asked(tx: Transaction, number: int = 0) -> AskedForm:
    """The version of a number, or (0) the one that is asked now, at most half a minute old. Raises `NotFound`."""
    connection = tx.db.get_server_pid()
    known = remembered.get(connection)
    if known and abs(tx.now - known[0]) < AGE and number in (0, known[1].number):
        return known[1]
    found = await store.published(tx, number)
    if found is None:
        raise NotFound("There is no such form.")
    if number == 0:
        remembered[connection] = (tx.now, found)
    return found


async def versions(tx: Transaction) -> tuple[Version | None, list[Version]]:
    """The draft, if there is one, and every version that was published, the newest first."""
    found = await store.versions(tx)
    return next((one for one in found if one.published_at is None), None), [one for one in found if one.published_at]


async def drafted(tx: Transaction) -> AskedForm:
    """The draft, or what it would begin with."""
    draft, _published = await versions(tx)
    return store.decoded(draft.body) if draft else await asked(tx)


async def draft(
    tx: Transaction, language: str, order: list[str], named: list[str], words: dict[str, Worded], version: int
) -> None:
    """Writes the draft, the first time from what is asked now. Raises `Invalid` and `Conflict`."""
    await write(tx, rules.changed(await drafted(tx), language, order, named, words), version)


async def add(tx: Transaction, new: NewQuestion, version: int) -> None:
    """One question more in the draft. Raises `Invalid` and `Conflict`."""
    await write(tx, rules.added(await drafted(tx), new), version)


async def remove(tx: Transaction, name: str, version: int) -> None:
    """A question that nobody was asked yet is out of the draft. Raises `Invalid` and `Conflict`."""
    await write(tx, rules.removed(await drafted(tx), await asked(tx), name), version)


async def write(tx: Transaction, form: AskedForm, version: int) -> None:
    """The draft, over the one of a version; 0 for a first one. Raises `Conflict`."""
    stands, published = await versions(tx)
    if stands is None:
        form = structs.replace(form, number=published[0].number + 1)
        done = version == 0 and await store.begin(tx, form)
    else:
        done = await store.rewrite(tx, form, version)
    if not done:
        raise Conflict(_(FASTER))
    await audit.record(tx, "form.drafted", "form", detail=str(form.number))


async def publish(tx: Transaction, version: int) -> None:
    """From now on the draft is what is asked; who is writing just now keeps the version he began. Raises `Invalid`
    for missing words, and `Conflict`.
    """
    stands = await known_draft(tx)
    rules.whole(store.decoded(stands.body))
    if not await store.publish(tx, stands.number, version):
        raise Conflict(_(FASTER))
    await changes.note(tx, FORM, _("version %(number)s published") % {"number": stands.number})
    await audit.record(tx, "form.published", "form", detail=str(stands.number))
    remembered.clear()


async def discard(tx: Transaction, version: int) -> None:
    """The draft is not to be. Raises `Conflict`."""
    stands = await known_draft(tx)
    if not await store.discard(tx, stands.number, version):
        raise Conflict(_(FASTER))
    await audit.record(tx, "form.draft_discarded", "form", detail=str(stands.number))


async def known_draft(tx: Transaction) -> Version:
    draft, _published = await versions(tx)
    if draft is None:
        raise NotFound(_("There is no draft."))
    return draft
