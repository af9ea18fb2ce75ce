"""Views of the queue that people keep under a name. A file of its own, because `actions` is about who waits."""

from urllib.parse import parse_qsl
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.errors import Invalid, NotFound
from helpline.queue import filters, store
from helpline.queue.model import Filter, SavedView
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

MOST = 12
LONGEST = 40
#: One's own, and what supervisors share: as many links as a page has room for.
SHOWN = 40


async def known(tx: Transaction, staff: UUID) -> list[tuple[SavedView, Filter]]:
    """What this person may open, the shared ones first; a filter that no longer exists is left out."""
    return [(view, only) for view in await store.views(tx, staff, SHOWN) if (only := readable(view.filter)) is not None]


def readable(query: str) -> Filter | None:
    try:
        return filters.read(dict(parse_qsl(query)))
    except Invalid:
        return None


async def keep(tx: Transaction, staff: SignedIn, name: str, query: str, *, shared: bool) -> Filter:
    """Keep a filter under a name, for oneself or, by a supervisor, for everybody. Raises `Invalid`."""
    name, only = named(name), filters.read(dict(parse_qsl(query)))
    if only == Filter():
        raise Invalid({"name": _("Choose a filter first: everything is always there.")})
    if await store.kept_by(tx, staff.id, name) >= MOST:
        raise Invalid({"name": _("You have twelve views already: remove one first.")})
    shared = shared and staff.may(Permission.VIEW_SHARE)
    await store.keep_view(tx, SavedView(new_id(), staff.id, name, filters.query(only), shared))
    await audit.record(tx, "queue.view_kept", "staff", staff.id, detail="shared" if shared else "")
    return only


def named(name: str) -> str:
    """A name as it is kept. Raises `Invalid` for none, and for one that no row of links has room for."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise Invalid({"name": _("Give the view a name of at most forty letters.")})
    return name


async def rename(tx: Transaction, staff: SignedIn, view: UUID, name: str) -> None:
    """Another name for one's own view, or for a shared one by whoever may share. Raises `Invalid`, `NotFound`."""
    shares = staff.may(Permission.VIEW_SHARE)
    if not await store.rename_view(tx, view, staff.id, named(name), any_shared=shares):
        if await store.view_stands(tx, view, staff.id, any_shared=shares):
            raise Invalid({"name": _("Another view has this name already.")})
        raise NotFound(_("There is no such view."))
    await audit.record(tx, "queue.view_renamed", "staff", staff.id)


async def drop(tx: Transaction, staff: SignedIn, view: UUID) -> None:
    """Remove one's own view, or a shared one by whoever may share. Raises `NotFound`."""
    if not await store.drop_view(tx, view, staff.id, any_shared=staff.may(Permission.VIEW_SHARE)):
        raise NotFound(_("There is no such view."))
    await audit.record(tx, "queue.view_removed", "staff", staff.id)
