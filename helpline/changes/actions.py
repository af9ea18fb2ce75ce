"""Everything that is set at the desk is a row with who and when; who saw an older state is told what stands now."""

from typing import TypeVar

import msgspec

from helpline.changes import store
from helpline.changes.model import Change
from helpline.errors import Conflict
from helpline.vault.transaction import Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _

FASTER = N_("%(name)s changed this meanwhile (%(what)s). Look at what stands now; what you entered is still here.")
SOMEBODY = N_("Somebody")

T = TypeVar("T")


async def version(tx: Transaction, area: str) -> int:
    """Which state of an area a form shows, for `note` to compare."""
    return await store.version(tx, area)


async def note(tx: Transaction, area: str, what: str, seen: int | None = None, value: object = None) -> None:
    """Remembers a change. `seen`: the version its author looked at, None where no form was; `value`: what stands from
    now on, for an area that is one value. Raises `Conflict` when a colleague was faster.
    """
    stands = await store.version(tx, area)
    encoded = None if value is None else msgspec.json.encode(value).decode()
    if seen not in (None, stands) or not await store.add(tx, area, stands + 1, what, encoded):
        newest = next(iter(await store.lately(tx, area, 1)), None)
        words = {"name": (newest and newest.by) or _(SOMEBODY), "what": newest.what if newest else ""}
        raise Conflict(_(FASTER) % words, newest.version if newest else 0)


async def value(tx: Transaction, area: str, otherwise: T) -> T:
    """What stands in an area that is one value, of the type of `otherwise`."""
    found = await store.value(tx, area)
    return otherwise if found is None else msgspec.json.decode(found, type=type(otherwise))


async def lately(tx: Transaction, area: str, limit: int = 10) -> list[Change]:
    """The newest changes of an area."""
    return await store.lately(tx, area, limit)


async def newest(tx: Transaction) -> dict[str, Change]:
    """The newest change of every area, by its name."""
    return {one.area: one for one in await store.newest(tx)}
