"""What the screens say about safety: the context of `people/_safe_contact.html`, and a sentence for every refusal."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from helpline.people.model import PersonView, RuleShown, Verdict
from helpline.people.windows import written
from helpline.people.words import refusal
from helpline.staff import store as staff
from helpline.vault.transaction import Transaction


def safe(shown: RuleShown | None, verdict: Verdict, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The rule that counts and what it says about now; None when nobody has asked. `names`: of who sets rules."""
    return rule(shown, names) | {"now_blocked": refusal(verdict.reason)} if shown else None


async def person(tx: Transaction, view: PersonView) -> dict[str, Any]:
    """A person's page: who, where, what is safe, and what was safe before."""
    names = await authors(tx, view.rules)
    rules = [rule(shown, names) | {"now_blocked": ""} for shown in view.rules]
    return {"person": view.person, "addresses": view.addresses, "safe": rules[0] if rules else None, "rules": rules}


def rule(shown: RuleShown, names: Mapping[str, str]) -> dict[str, Any]:
    """One rule in words."""
    said = shown.said
    return {
        "may_call": said.may_call,
        "may_write": said.may_write,
        "may_leave_message": said.may_leave_message,
        "may_say_service_name": said.may_say_service_name,
        "windows": written(said.windows) or said.said_when,
        "never": written(said.never) or said.said_never,
        "cover_phrase": said.cover_phrase,
        "if_other_answers": said.if_other_answers,
        "note": said.note,
        "set_by": names.get(shown.set_by, ""),
        "set_at": shown.set_at,
        "expires_at": shown.expires_at,
    }


async def authors(tx: Transaction, rules: Iterable[RuleShown]) -> dict[str, str]:
    """Who set these rules, as people call them."""
    wanted = {shown.set_by for shown in rules if shown.set_by.startswith("staff:")}
    found = await staff.names(tx.db, [UUID(actor.partition(":")[2]) for actor in wanted])
    return {f"staff:{id}": name for id, name in found.items()}
