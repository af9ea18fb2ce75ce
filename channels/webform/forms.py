"""The form's body into plain fields, within bounds. Read here and nowhere else: the framework's own reader would keep
what people write in a cache.
"""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from helpline.channel import Invalid

LONGEST = 300_000
LONGEST_FIELD = 60_000
FIELDS = 40


async def fields(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Each field once, the first that came. Raises `Invalid` for what is too long, broken or no form at all."""
    body = await request.body()
    if len(body) > LONGEST:
        raise Invalid({"message": "too_long"})
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise Invalid({"": "broken"}) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value.replace("\0", "").replace("\r\n", "\n"))
    if any(len(value) > LONGEST_FIELD for value in found.values()):
        raise Invalid({"message": "too_long"})
    return found
