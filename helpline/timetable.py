"""Everything the house does by itself, on one page. Times are UTC."""

from helpline.accompaniment import jobs as accompaniment
from helpline.followups import jobs as followups
from helpline.jobs import jobs
from helpline.jobs.model import Every, Timetable

TIMETABLE: Timetable = (
    Every("followups.remind", "* * * * *", followups.remind),
    Every("followups.notice", "* * * * *", followups.notice),
    Every("accompaniment.promise_reviews", "*/15 * * * *", accompaniment.promise_reviews),
    Every("jobs.prune", "17 3 * * *", jobs.prune),
)
