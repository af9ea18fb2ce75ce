"""An accompaniment has a frame, stages and reviews; a worker carries only so many."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from helpline.accompaniment import actions, rules, store
from helpline.accompaniment.model import Frame, Load, Stage
from helpline.cases import actions as cases
from helpline.cases.model import CaseKind, ClosingReason
from helpline.errors import Conflict, Invalid
from helpline.followups import panels as followups
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


async def begun(tx: Transaction, kind: CaseKind = CaseKind.ACCOMPANIMENT, worker: UUID | None = None) -> UUID:
    return await cases.open(tx, kind=kind, title="N.", worker=worker)


async def test_frame_and_stage_are_written_down_as_changes(tx: Transaction):
    case = await begun(tx)
    await actions.agree(tx, case, Frame.PROBATION, "L'assistante de justice ne reçoit que les présences.", 1)
    await actions.advance(tx, case, Stage.CLEARING, "", 2)
    stands = await store.one(tx, case)
    assert stands is not None
    assert (stands.frame, stands.stage) == (Frame.PROBATION, Stage.CLEARING)
    rows = await tx.db.fetch("select what, value from case_change where case_id = $1 order by id", case)
    assert [(row["what"], row["value"]) for row in rows][1:] == [("frame", "probation"), ("stage", "clearing")]


async def test_only_an_accompaniment_has_stages(tx: Transaction):
    with pytest.raises(Invalid, match="Only"):
        await actions.advance(tx, await begun(tx, CaseKind.INFORMATION_REQUEST), Stage.PATH, "", 1)


async def test_a_closed_case_promises_no_review(tx: Transaction):
    case = await begun(tx)
    await cases.close(tx, case, ClosingReason.AIMS_REACHED, "", 1)
    with pytest.raises(Invalid, match="reopen it first"):
        await actions.review(tx, case, "Toujours utile.", None, 1)
    assert await followups.of_case(tx, case) == []


async def test_the_slower_colleague_gets_a_conflict(tx: Transaction):
    case = await begun(tx)
    await actions.advance(tx, case, Stage.CLEARING, "", 1)
    with pytest.raises(Conflict):
        await actions.advance(tx, case, Stage.PATH, "", 1)


async def test_every_open_accompaniment_gets_one_promise_of_a_review(tx: Transaction, a_colleague: Maker):
    worker = await a_colleague("Alice")
    case = await begun(tx, worker=worker)
    assert [await actions.promise_reviews(tx), await actions.promise_reviews(tx)] == [1, 0]
    (told,) = await followups.of_case(tx, case)
    assert (told.kind, told.owner_id) == ("review", worker)


async def test_a_review_keeps_its_promise_and_makes_the_next(tx: Transaction):
    case = await begun(tx)
    await actions.promise_reviews(tx)
    await actions.review(tx, case, "Toujours utile, moins souvent.", None, 1)
    newest, kept = await followups.of_case(tx, case)
    assert (newest.ended_how, kept.ended_how) == (None, "kept")


@pytest.mark.parametrize(
    ("day", "after"), [(date(2026, 11, 30), date(2027, 2, 28)), (date(2026, 1, 15), date(2026, 4, 15))]
)
def test_a_review_is_due_three_months_later(day: date, after: date):
    assert rules.next_review(day) == after


@pytest.mark.parametrize(("carried", "load"), [(9, Load.FREE), (10, Load.FULL), (12, Load.FULL), (13, Load.OVER)])
def test_ten_are_enough_and_thirteen_too_many(carried: int, load: Load):
    assert rules.load(carried) is load
