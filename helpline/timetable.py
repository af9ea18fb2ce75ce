"""Everything the house does by itself, on one page. Times are UTC."""

from helpline.jobs import jobs
from helpline.jobs.model import Every, Timetable

TIMETABLE: Timetable = (Every("jobs.prune", "17 3 * * *", jobs.prune),)
