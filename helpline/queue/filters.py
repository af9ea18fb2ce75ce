"""A filter as an address: what stands behind the question mark, and what a saved view keeps.

A file of its own, because the page, its links, saved views and the decision on many share it.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from helpline.contacts.model import Disposition
from helpline.errors import Invalid
from helpline.queue.model import Filter
from helpline.web.words import gettext as _

#: A suggestion that names no disposition.
UNCLEAR = "unclear"
SUGGESTIONS = (*Disposition, UNCLEAR)


def read(query: Mapping[str, Any]) -> Filter:
    """The filter an address asks for; what else stands there is somebody else's. Raises `Invalid`."""
    given = {name: query[name] for name in Filter.__struct_fields__ if query.get(name)}
    try:
        only = msgspec.convert(given, Filter, strict=False)
    except msgspec.ValidationError:
        raise unknown() from None
    if only.suggested and only.suggested not in SUGGESTIONS:
        raise unknown()
    return only


def unknown() -> Invalid:
    return Invalid({"": _("This view of the queue does not exist; open the queue again.")})


def query(only: Filter, **further: Any) -> str:
    """What stands behind the question mark for a filter, and for what else is given."""
    chosen = {name: "1" if value is True else value for name, value in msgspec.to_builtins(only).items()}
    return urlencode(chosen | {name: value for name, value in further.items() if value})


def address(only: Filter, **further: Any) -> str:
    """The queue's page with that filter."""
    behind = query(only, **further)
    return "/desk/queue" + (f"?{behind}" if behind else "")


def without(only: Filter, **changed: Any) -> str:
    """The page with one thing of the filter changed."""
    return address(msgspec.structs.replace(only, **changed))
