"""What the screens show of the directory."""

from typing import Any

from helpline.directory import actions, rules
from helpline.directory.model import Partner
from helpline.hours import actions as hours
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE


async def targets(tx: Transaction) -> list[tuple[str, str, str]]:
    """Whom somebody can be oriented to, as (value, name, what a public number is for): partners, then numbers."""
    return [
        *((f"partner:{id}", name, "") for id, name in await partners(tx)),
        *((f"service:{number}", number, label) for number, label in await services(tx)),
    ]


async def services(tx: Transaction) -> list[tuple[str, str]]:
    """Public numbers as (number, what it is for)."""
    return [(one.number, one.label) for one in await hours.emergency_numbers(tx)]


async def partners(tx: Transaction) -> list[tuple[str, str]]:
    """Active partners as (id, name)."""
    return [(str(partner.id), partner.name) for partner in await actions.search(tx)]


async def found(tx: Transaction, typed: str) -> list[dict[str, Any]]:
    """The rows of the directory's list."""
    today = tx.now.astimezone(ZONE).date()
    return [
        {
            "id": partner.id,
            "name": partner.name,
            "services": partner.services,
            "territory": partner.territory,
            "languages": partner.languages,
            "verified_on": partner.verified_on,
            "verified_stale": rules.stale(partner.verified_on, today),
            "active": partner.active,
        }
        for partner in await actions.search(tx, typed)
    ]


def form(partner: Partner | None) -> dict[str, Any]:
    """A partner as its form shows it; an empty one for None."""
    if partner is None:
        return EMPTY
    return {
        "id": partner.id,
        "name": partner.name,
        "services": ", ".join(partner.services),
        "territory": ", ".join(partner.territory),
        "languages": ", ".join(partner.languages),
        "phone": partner.phone,
        "email": partner.email,
        "url": partner.url,
        "ethics": partner.ethics,
        "note": partner.note,
        "verified_on": partner.verified_on,
        "verified_by": partner.verified_by_name,
        "active": partner.active,
        "version": partner.version,
    }


EMPTY: dict[str, Any] = {
    **dict.fromkeys(
        ("id", "name", "services", "territory", "languages", "phone", "email", "url", "ethics", "note"), ""
    ),
    "verified_on": None,
    "verified_by": None,
    "active": True,
    "version": 0,
}
