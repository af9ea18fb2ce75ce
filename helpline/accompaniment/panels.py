"""What the screens show of an accompaniment: the context of `accompaniment/_path.html`."""

from typing import Any
from uuid import UUID

from helpline.accompaniment import rules, store
from helpline.accompaniment.model import Accompaniment, Frame, Stage
from helpline.cases.model import CaseKind
from helpline.lists import actions as lists
from helpline.lists.model import ListName
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE


async def path(tx: Transaction, case: UUID, facts: dict[str, Any]) -> dict[str, Any] | None:
    """Frame, stage and next review of a case, `facts` being its facts; None when it is no accompaniment."""
    if facts["kind"] != CaseKind.ACCOMPANIMENT:
        return None
    today = tx.now.astimezone(ZONE).date()
    stands = await store.one(tx, case) or untouched(case, facts)
    carried = await store.carried(tx, facts["worker_id"]) if facts["worker_id"] else 0
    offered, areas = await lists.codes(tx, ListName.LIFE_AREA), await store.considered(tx, case)
    return {
        "areas": areas,
        "areas_offered": offered,
        "unconsidered": rules.unconsidered((one.life_area for one in areas), offered),
        "frame": stands.frame,
        "stage": stands.stage,
        "next_review": stands.next_review,
        "review_due": stands.next_review <= today,
        "proposed_review": rules.next_review(today),
        "frames": list(Frame),
        "stages": list(Stage),
        "carried": carried,
        "load": rules.load(carried),
        "version": stands.version,
    }


def untouched(case: UUID, facts: dict[str, Any]) -> Accompaniment:
    """What stands before anybody wrote anything down."""
    opened = facts["opened_at"].astimezone(ZONE).date()
    return Accompaniment(case, None, Stage.CONTACT, rules.next_review(opened), 1)
