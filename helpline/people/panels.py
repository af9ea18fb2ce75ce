"""What the screens say about safety: the context of `people/_safe_contact.html`, and a sentence for every refusal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from helpline.envelope import AddressKind
from helpline.people.model import ANSWERS, Person, PersonView, Purpose, Reason, RuleShown, Verdict
from helpline.people.rules import filled, masked, strictest
from helpline.people.windows import written
from helpline.people.words import refusal
from helpline.staff import store as staff
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE
from helpline.web.terms import joined
from helpline.web.words import gettext as _

#: What somebody said no to, in words or by the hours that were named; everything else was only not asked.
FORBIDDEN = (Reason.NOT_THIS_WAY, Reason.NEVER_NOW, Reason.OUTSIDE_WINDOWS, Reason.OPTED_OUT)


class Now(Struct, frozen=True):
    """What may be done at this minute with an address, `to`, masked; `use`: what one would do first. `besides`: ways
    that no rule closes.
    """

    to: str
    use: Purpose
    verdicts: Mapping[Purpose, Verdict]
    besides: Sequence[str] = ()


def safe(
    shown: Sequence[RuleShown],
    now: Now | None,
    names: Mapping[str, str],
    whose: Mapping[UUID, Person],
    own: UUID | None,
) -> dict[str, Any] | None:
    """Every rule that counts, one a line, and what they say about now; None when nobody has asked.

    `names`: of who sets rules; `whose`: the persons whose rules they are. Only the rule of `own` is filled into the
    form, that for this address alone before that for all: what another said at the same address is never saved as this
    person's word. `now`: None where there is no address to use.
    """
    if not shown:
        return None
    here = _("only here")
    lines = [
        rule(one, names) | {"person": name(whose.get(one.person_id)), "address": here if one.address_id else ""}
        for one in shown
    ]
    mine = [line for one, line in zip(shown, lines, strict=True) if one.person_id == own]
    return {
        "rules": lines,
        "own": next((line for line in mine if line["address"]), mine[0] if mine else {}),
        "all": {name: strictest(getattr(filled(one, shown), name) for one in shown) for name in ANSWERS},
    } | blocked(now)


def blocked(now: Now | None) -> dict[str, Any]:
    """Which ways are open at this minute, calls included; why the one that one would take is closed, and whether
    somebody said no to it.
    """
    if now is None:
        return {"now_blocked": "", "forbidden": False, "possible": ""}
    reason = now.verdicts[now.use].reason
    why = refusal(reason, now.use)
    words = {Purpose.CALL: _("calling"), Purpose.WRITE: _("writing"), Purpose.LEAVE_MESSAGE: _("leaving a message")}
    ways = [words[use] for use, verdict in now.verdicts.items() if verdict.allowed]
    ways += now.besides if why else []
    return {
        "now_blocked": joined(now.to, why) if now.to and why else why,
        "forbidden": reason in FORBIDDEN and not ways,
        "possible": _("Possible now: %(ways)s.") % {"ways": ", ".join(ways)} if ways else "",
    }


def call(now: Now | None, number: str | None) -> dict[str, Any] | None:
    """Whether the number of a contact may be called at this minute, masked, and why not; None without a number."""
    if number is None:
        return None
    verdict = now.verdicts[Purpose.CALL] if now else Verdict(False, Reason.ASK_FIRST)
    return {
        "to": masked(AddressKind.PHONE, number),
        "allowed": verdict.allowed,
        "why": refusal(verdict.reason, Purpose.CALL),
    }


async def person(tx: Transaction, view: PersonView) -> dict[str, Any]:
    """A person's page: who, where, what is safe, and what was safe before."""
    names = await authors(tx, view.rules)
    masks = {address.id: address.masked for address in view.addresses}
    newest: dict[UUID | None, RuleShown] = {}
    for shown in view.rules:
        newest.setdefault(shown.address_id, shown)
    lines = {
        shown.id: rule(shown, names) | {"person": "", "address": masks[shown.address_id] if shown.address_id else ""}
        for shown in view.rules
    }
    counting = [lines[shown.id] for shown in newest.values()]
    own = lines[newest[None].id] if None in newest else {}
    return {
        "person": view.person,
        "addresses": view.addresses,
        "safe": {"rules": counting, "own": own} | blocked(None) if counting else None,
        "safe_for": [(address.id, _("Only %(address)s") % {"address": address.masked}) for address in view.addresses],
        "before": [lines[shown.id] for shown in view.rules if shown not in newest.values()],
    }


def name(person: Person | None) -> str:
    """How a person's rule is told from another's."""
    if person is None:
        return ""
    return person.name or _("Person %(number)s") % {"number": person.number}


def rule(shown: RuleShown, names: Mapping[str, str]) -> dict[str, Any]:
    """One rule in words."""
    said = shown.said
    return {
        **{name: getattr(said, name) for name in ANSWERS},
        "windows": written(said.windows) or said.said_when,
        "never": written(said.never) or said.said_never,
        "cover_phrase": said.cover_phrase,
        "if_other_answers": said.if_other_answers,
        "note": said.note,
        "set_by": names.get(shown.set_by, ""),
        "set_at": shown.set_at,
        "expires_at": shown.expires_at,
        "expires": last_day(shown.expires_at),
    }


def last_day(expires_at: datetime | None) -> str:
    """The last day on which a rule counts, as a form takes it: what is saved again ends when it did."""
    return (expires_at - timedelta(microseconds=1)).astimezone(ZONE).date().isoformat() if expires_at else ""


async def authors(tx: Transaction, rules: Iterable[RuleShown]) -> dict[str, str]:
    """Who set these rules, as people call them."""
    wanted = {shown.set_by for shown in rules if shown.set_by.startswith("staff:")}
    found = await staff.names(tx.db, [UUID(actor.partition(":")[2]) for actor in wanted])
    return {f"staff:{id}": name for id, name in found.items()}
