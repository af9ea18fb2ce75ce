"""A form that adds something, sent twice, adds it once: a double click, or a page loaded again, changes nothing.

Each rendered form carries a key of its own (`once` in `templates/_ui/button.html`). The same form with other words in
it, taken back from the browser's history, is another form: no text is ever lost.
"""

from typing import Any

from litestar import Request

from helpline.staff import actions as staff
from helpline.vault.transaction import Transaction
from helpline.web.api import digest
from helpline.web.forms import FORM_KEY, entered


async def sent_before(request: Request[Any, Any, Any], tx: Transaction) -> bool:
    """Whether this very form, as it was read just now, was accepted already. One without a key never was."""
    return any(entered(request).get(FORM_KEY, [])) and await staff.sent_before(tx, await digest(request))
