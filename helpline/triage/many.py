"""One decision on several contacts, for spam and wrong numbers alone, and taking it back.

A file of its own, because it decides many and answers for each: every contact gets a row of its own with the name of
whoever decided, or none does.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts.model import Disposition, Urgency
from helpline.contacts.panels import line
from helpline.errors import Conflict, Invalid, NotFound
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.triage import store
from helpline.triage.actions import decide, name, person, standing
from helpline.triage.model import ClosingReason, LandingKind
from helpline.triage.record import Before, Choice, TogetherRow
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

MOST = 100


class Junk(StrEnum):
    """What many may be called at once."""

    SPAM = "spam"
    WRONG_NUMBER = "wrong_number"


def refusal(before: Before, me: UUID | None) -> str:
    """Why a contact is not decided together with others, in one sentence; nothing when it may be."""
    if before.waiting is None:
        return _("It waits no longer.")
    if before.urgency in (Urgency.IMMEDIATE, Urgency.URGENT):
        return _("It is urgent: it is decided by itself, on its own page.")
    if before.suggested and before.suggested.disposition is Disposition.URGENT_SAFETY:
        return _("It may be about somebody in danger: it is decided by itself, on its own page.")
    if before.waiting.claimed_by not in (None, me):
        sentence = (
            _("It was handed to %(name)s, who has not opened it; take it first.")
            if before.waiting.unopened
            else _("%(name)s is on it.")
        )
        return sentence % {"name": before.waiting.claimer}
    return ""


async def looked_at(tx: Transaction, seen: Sequence[tuple[UUID, int]]) -> list[dict[str, Any]]:
    """What is about to be decided, each with why it will not be. Raises `Invalid` for none and too many."""
    if not 0 < len(seen) <= MOST:
        raise Invalid({"": _("Tick between one and a hundred contacts.")})
    lines = await contacts.by_ids(tx, [contact for contact, _version in seen])
    await audit.record(tx, "contact.listed", "contact", shown=len(lines))
    return [
        line(lines[contact])
        | {"value": f"{contact}_{version}", "refused": refusal(await standing(tx, contact), person(tx))}
        for contact, version in seen
        if contact in lines
    ]


async def decide_many(tx: Transaction, seen: Sequence[tuple[UUID, int]], what: Junk) -> UUID:
    """Decide each by name; answers one of the decisions, by which all are found. Raises `Conflict` when one may not be
    decided like this, or changed since it was seen; then none is decided.
    """
    if not 0 < len(seen) <= MOST:
        raise Invalid({"": _("Tick between one and a hundred contacts.")})
    made = []
    for contact, version in sorted(seen):
        before = await standing(tx, contact)
        if problem := refusal(before, person(tx)):
            raise Conflict(problem)
        made.append(await decide(tx, contact, version, choice(what, before.urgency or Urgency.ROUTINE)))
    return made[0]


def choice(what: Junk, urgency: Urgency) -> Choice:
    """Spam lies in quarantine until somebody swept it; a wrong number is closed. The urgency stays as it stands."""
    if what is Junk.SPAM:
        return Choice(disposition=Disposition.SPAM, urgency=urgency, landing=LandingKind.QUARANTINE)
    return Choice(
        disposition=Disposition.OUT_OF_SCOPE,
        urgency=urgency,
        landing=LandingKind.CLOSING,
        closing_reason=ClosingReason.WRONG_NUMBER,
    )


async def together(tx: Transaction, decision: UUID) -> list[TogetherRow]:
    """What one decided oneself in the same act, while nobody decided it anew. Raises `NotFound` for nothing."""
    rows = await store.decided_together(tx, decision, name(tx, person(tx)))
    if not rows:
        raise NotFound(_("There is nothing to take back."))
    return rows


async def take_back(tx: Transaction, decision: UUID) -> int:
    """Let whatever was decided in the same act wait again, as it did before; answers how many do.

    The decision stays as what it was. That it was taken back, by whom and when, is a row of the contact's history.
    """
    rows = [row for row in await together(tx, decision) if not row.waits]
    news = [NewWaiting(row.contact_id, row.urgency, row.received_at, row.due_at or tx.now, row.channel) for row in rows]
    await queue.wait(tx, news)
    for row in rows:
        await contacts.noted(tx, row.contact_id, "decision_taken_back")
        await audit.record(tx, "contact.decision_taken_back", "contact", row.contact_id)
    return len(rows)
