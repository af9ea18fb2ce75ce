"""What the screens show of the roster: the context of `desk/roster.html`."""

from typing import Any

from helpline.line import actions
from helpline.vault.transaction import Transaction


async def roster(tx: Transaction) -> dict[str, Any]:
    """Turns that are not over, and whose turn it is."""
    now = await actions.on_duty(tx, tx.now)
    duties = [
        {
            "id": duty.id,
            "name": duty.name,
            "starts_at": duty.starts_at,
            "ends_at": duty.ends_at,
            "now": now is not None and duty.id == now.id,
        }
        for duty in await actions.roster(tx)
    ]
    return {"duties": duties, "on_duty": now.name if now else None}
