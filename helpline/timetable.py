"""Everything the house does by itself, on one page. Times are UTC."""

from helpline.accompaniment import jobs as accompaniment
from helpline.contacts import jobs as contacts
from helpline.followups import jobs as followups
from helpline.health import jobs as health
from helpline.intake import jobs as intake
from helpline.intake.model import Fetch
from helpline.jobs import jobs
from helpline.jobs.model import Every, Job, Timetable
from helpline.line import jobs as line
from helpline.line import offering, switching
from helpline.line.model import OfCall, OfLeg, OfOffer
from helpline.line.talking import CLAIM
from helpline.outbox import jobs as outbox
from helpline.outbox.actions import SEND
from helpline.outbox.model import SendLetter
from helpline.research import jobs as research
from helpline.staff import jobs as staff

TIMETABLE: Timetable = (
    Job("intake.fetch", Fetch, intake.fetch),
    Every("intake.finish_notes", "*/5 * * * *", intake.finish_notes),
    Every("intake.notice_unfetched", "*/5 * * * *", intake.notice_unfetched),
    Every("intake.discard", "*/5 * * * *", intake.discard),
    Every("intake.compare_settings", "*/5 * * * *", intake.compare_settings),
    Every("intake.drop_expired_drafts", "*/10 * * * *", intake.drop_expired_drafts),
    Job(SEND, SendLetter, outbox.send),
    Every("outbox.revive", "* * * * *", outbox.revive),
    Every("line.watch", "* * * * *", line.watch),
    Every("line.tend", "* * * * *", line.tend),
    Job(offering.RING, OfOffer, switching.ring, at_once=20),
    Job(offering.DIAL, OfOffer, switching.ring, at_once=20),
    Job(offering.UNANSWERED, OfOffer, switching.unanswered, at_once=20),
    Job(offering.HANG_UP, OfLeg, switching.hang_up, at_once=20),
    Job(offering.BRING, OfCall, switching.bring, at_once=20),
    Job(offering.HOLD, OfCall, switching.hold, at_once=20),
    Job(offering.LET_GO, OfCall, switching.let_go, at_once=20),
    Job(offering.DROP, OfCall, switching.drop, at_once=20),
    Job(offering.SEND_BACK, OfCall, switching.send_back, at_once=20),
    Job(offering.AGAIN, OfCall, switching.again, at_once=20),
    Job(CLAIM, OfCall, switching.claim),
    Every("followups.remind", "* * * * *", followups.remind),
    Every("followups.notice", "* * * * *", followups.notice),
    Every("accompaniment.promise_reviews", "*/15 * * * *", accompaniment.promise_reviews),
    Every("contacts.forget_looks", "* * * * *", contacts.forget_looks),
    Every("health.watch", "* * * * *", health.watch),
    Every("research.release", "*/10 * * * *", research.release),
    Every("staff.prune", "7 3 * * *", staff.prune),
    Every("jobs.put_back", "* * * * *", jobs.put_back),
    Every("jobs.prune", "17 3 * * *", jobs.prune),
)
