"""The clock's own work on promises: it runs, it may run twice, and it tells the screens."""

from datetime import timedelta

from helpline.accompaniment import jobs as accompaniment
from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.followups import actions, jobs
from helpline.followups.model import FollowUpKind
from helpline.jobs.model import Premises
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine


async def test_an_overdue_promise_reaches_the_supervisor_once(engine: Engine) -> None:
    house = Premises(engine, Settings())
    async with engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
        await actions.promise(
            tx, kind=FollowUpKind.TASK, what="Rappeler", due_at=tx.now - timedelta(minutes=5), owner=None, case=case
        )
    for job in (jobs.remind, jobs.notice, accompaniment.promise_reviews) * 2:
        await job(house)
    async with engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select what, count(*) from follow_up_change group by what")
        reviews = await tx.db.fetchval("select count(*) from follow_up where kind = 'review'")
    assert {row["what"]: row["count"] for row in rows} == {"promised": 2, "escalated": 1}
    assert reviews == 1
