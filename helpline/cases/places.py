"""Where a page of a list begins, as its address says it: lists of cases and the timeline of one page alike."""

from datetime import UTC, datetime
from uuid import UUID

from helpline.errors import Invalid
from helpline.web.words import gettext as _

END = (datetime(2200, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def place(at: datetime, id: UUID) -> str:
    """The place after an entry."""
    return f"{at.isoformat()}_{id}"


def place_in(before: str) -> tuple[datetime, UUID]:
    """The place a page begins at: the newest end when none is given. Raises `Invalid`."""
    if not before:
        return END
    at, _underscore, id = before.rpartition("_")
    try:
        return datetime.fromisoformat(at), UUID(id)
    except ValueError:
        raise Invalid({"": _("This page does not exist; open the list again.")}) from None
