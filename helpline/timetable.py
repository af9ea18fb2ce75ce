"""Everything the house does by itself, on one page. Times are UTC."""

from helpline.accompaniment import jobs as accompaniment
from helpline.followups import jobs as followups
from helpline.intake import jobs as intake
from helpline.intake.model import Fetch
from helpline.jobs import jobs
from helpline.jobs.model import Every, Job, Timetable
from helpline.line import jobs as line
from helpline.outbox import jobs as outbox
from helpline.outbox.actions import SEND
from helpline.outbox.model import SendLetter
from helpline.staff import jobs as staff

TIMETABLE: Timetable = (
    Job("intake.fetch", Fetch, intake.fetch),
    Every("intake.notice_unfetched", "*/5 * * * *", intake.notice_unfetched),
    Every("intake.discard", "*/5 * * * *", intake.discard),
    Job(SEND, SendLetter, outbox.send),
    Every("outbox.revive", "* * * * *", outbox.revive),
    Every("line.watch", "* * * * *", line.watch),
    Every("followups.remind", "* * * * *", followups.remind),
    Every("followups.notice", "* * * * *", followups.notice),
    Every("accompaniment.promise_reviews", "*/15 * * * *", accompaniment.promise_reviews),
    Every("staff.prune", "7 3 * * *", staff.prune),
    Every("jobs.prune", "17 3 * * *", jobs.prune),
)
