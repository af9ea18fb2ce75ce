"""Agreeing on the frame, going through the stages, and reviewing whether it is still needed."""

from datetime import date, datetime, time
from uuid import UUID

from helpline.accompaniment import rules, store
from helpline.accompaniment.model import Accompaniment, Frame, Stage
from helpline.cases import actions as cases
from helpline.cases.model import CaseKind, Change
from helpline.errors import Conflict, Invalid
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.staff import actions as staff
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE
from helpline.web.words import N_
from helpline.web.words import gettext as _

REVIEW = N_("Review: still needed? less?")
REVIEWED_AT = time(12)
BATCH = 100


async def agree(tx: Transaction, case: UUID, frame: Frame, words: str, version: int) -> None:
    """Write down within which frame the accompaniment takes place, and in words who is told what."""
    stands, key = await _held(tx, case)
    await _change(tx, stands, version, frame, stands.stage, stands.next_review)
    await cases.changed(tx, case, key, Change.FRAME, frame, words)


async def advance(tx: Transaction, case: UUID, stage: Stage, words: str, version: int) -> None:
    """The common path has come to a stage; it may also go back to one."""
    stands, key = await _held(tx, case)
    await _change(tx, stands, version, stands.frame, stage, stands.next_review)
    await cases.changed(tx, case, key, Change.STAGE, stage, words)


async def review(tx: Transaction, case: UUID, found: str, next_review: date | None, version: int) -> None:
    """Note the review ("still needed? less?") and promise the next one, three months on unless said otherwise."""
    if not found.strip():
        raise Invalid({"found": _("Say in a few words what the review found.")})
    today = tx.now.astimezone(ZONE).date()
    day = next_review or rules.next_review(today)
    if day <= today:
        raise Invalid({"next_review": _("Choose a day that is still to come.")})
    stands, key = await _held(tx, case)
    await _change(tx, stands, version, stands.frame, stands.stage, day)
    await cases.changed(tx, case, key, Change.REVIEW, day.isoformat(), found)
    await followups.settle_reviews(tx, case)
    row, _key = await cases.held(tx, case)
    await _promise(tx, case, row.worker, day)


async def promise_reviews(tx: Transaction) -> int:
    """Promise a review for every open accompaniment that has none; answers how many."""
    waiting = await store.unreviewed(tx, BATCH)
    for case in waiting:
        day = case.next_review or rules.next_review(case.opened_at.astimezone(ZONE).date())
        await store.ensure(tx, case.case_id, day)
        await _promise(tx, case.case_id, case.worker, day)
    return len(waiting)


async def _held(tx: Transaction, case: UUID) -> tuple[Accompaniment, Key]:
    row, key = await cases.in_work(tx, case)
    if row.kind is not CaseKind.ACCOMPANIMENT:
        raise Invalid({"": _("Only an accompaniment has a frame, stages and reviews.")})
    await store.ensure(tx, case, rules.next_review(row.opened_at.astimezone(ZONE).date()))
    stands = await store.one(tx, case)
    assert stands is not None  # noqa: S101  # made the line before
    return stands, key


async def _change(
    tx: Transaction, stands: Accompaniment, version: int, frame: Frame | None, stage: Stage, next_review: date
) -> None:
    if not await store.change(tx, stands.case_id, version, frame, stage, next_review):
        raise Conflict(_("A colleague changed this accompaniment meanwhile; look at it again."), stands.version)


async def _promise(tx: Transaction, case: UUID, owner: UUID | None, day: date) -> None:
    await followups.promise(
        tx,
        kind=FollowUpKind.REVIEW,
        what=REVIEW,
        due_at=datetime.combine(day, REVIEWED_AT, ZONE),
        owner=owner if owner and await staff.works(tx, owner) else None,
        case=case,
    )
