"""Which part of a life something in a case is about. A file of its own, because notes and orientations ask the same."""

from uuid import UUID

from helpline.errors import Invalid
from helpline.followups import store
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def fit(tx: Transaction, case: UUID | None, life_area: str) -> None:
    """Raises `Invalid` for a life area that is not offered; only an accompaniment looks at them."""
    if not life_area:
        return
    offered = await lists.codes(tx, ListName.LIFE_AREA) if case and await store.accompanied(tx, case) else []
    if life_area not in offered:
        raise Invalid({"life_area": _("Choose one from the list.")})
