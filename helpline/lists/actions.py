"""Choosing from a list, and changing what there is to choose from."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.changes import actions as changes
from helpline.clock import ZONE, new_id
from helpline.errors import Conflict, Invalid, NotFound
from helpline.lists import rules, store
from helpline.lists.model import Draft, Entry, ListName
from helpline.vault.transaction import Transaction
from helpline.web import terms
from helpline.web.words import N_
from helpline.web.words import gettext as _

FASTER = N_("Somebody changed this entry meanwhile; what stands now is shown, and what you entered is still here.")
NEEDED = N_("The program itself decides with this entry: it cannot end.")

#: Every decision asks for the lists, and they change a few times a year.
AGE = timedelta(seconds=30)
#: What each database connection last read, by its server process.
remembered: dict[int, tuple[datetime, list[Entry]]] = {}


async def load(tx: Transaction) -> list[Entry]:
    """Every list, at most half a minute old."""
    connection = tx.db.get_server_pid()
    if (known := remembered.get(connection)) and abs(tx.now - known[0]) < AGE:
        return known[1]
    found = await store.entries(tx)
    remembered[connection] = (tx.now, found)
    terms.OWN.update({(one.name.kind, one.code): one.labels for one in found if one.labels})
    return found


async def codes(tx: Transaction, name: ListName, about: str = "") -> list[str]:
    """What may be chosen today from a list, for a disposition or a kind of case."""
    today = tx.now.astimezone(ZONE).date()
    return [one.code for one in await load(tx) if one.name is name and one.offered(today, about)]


async def by_kind(tx: Transaction, name: ListName) -> Mapping[str, list[str]]:
    """The same for everything the list may be offered for."""
    return {about: await codes(tx, name, about) for about in rules.APPLIES[name]}


async def opened(tx: Transaction, id: UUID) -> Entry:
    """One entry. Raises `NotFound`."""
    if found := next((one for one in await store.entries(tx) if one.id == id), None):
        return found
    raise NotFound(_("There is no such entry."))


async def add(tx: Transaction, name: ListName, draft: Draft) -> UUID:
    """An entry of our own. Raises `Invalid`."""
    rules.check(name, draft, given=False)
    id, code = new_id(), rules.code_of(draft.labels)
    if not await store.add(tx, id, name, code, draft):
        raise Invalid({"fr": _("There is an entry of this name already, perhaps an ended one.")})
    await noted(tx, name, _("%(entry)s: new") % {"entry": word(draft.labels, code)}, id)
    return id


async def change(tx: Transaction, id: UUID, draft: Draft, version: int) -> None:
    """Other words, another place or an end. Raises `Invalid`, and `Conflict` when a colleague was faster."""
    before = await opened(tx, id)
    rules.check(before.name, draft, given=before.given)
    if draft.valid_until is not None and (before.name, before.code) in rules.NEEDED:
        raise Invalid({"valid_until": _(NEEDED)})
    if not await store.change(tx, id, draft, version):
        raise Conflict(_(FASTER), before.version)
    ends = f" ({until(draft.valid_until)})" if draft.valid_until else ""
    label = word(draft.labels, terms.term(before.code, before.name.kind))
    await noted(tx, before.name, _("%(entry)s: changed") % {"entry": label} + ends, id)


async def noted(tx: Transaction, name: ListName, what: str, id: UUID) -> None:
    await changes.note(tx, area(name), what)
    await audit.record(tx, "list.changed", "list_entry", id, detail=name)
    remembered.clear()


def area(name: ListName) -> str:
    """The area of the settings that a list is."""
    return f"list:{name}"


def word(labels: Mapping[str, str], otherwise: str) -> str:
    return next((label for label in labels.values() if label), otherwise)


def until(day: date) -> str:
    return _("until %(day)s") % {"day": f"{day:%d/%m/%Y}"}
