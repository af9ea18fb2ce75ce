"""When something is late."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from helpline.health.model import Backlog, Break, Fault, JobHealth, LeftCopies, Poll, Refusal, Status
from helpline.jobs.model import Run

#: What is kept is normally read within milliseconds; after this, somebody must look.
UNREAD_FOR = timedelta(minutes=5)
GRACE = timedelta(minutes=10)
BAD_SIGNATURE, HOLE_FILLED = "bad_signature", "hole_filled"
#: A provider is looked at every quarter of an hour at least; three in vain are no accident.
NOT_POLLED_FOR = timedelta(minutes=50)
#: One bad signature is a scanner; this many within the hour is a token that does not fit, or an attack.
MANY_BAD_SIGNATURES = 5
AN_HOUR = timedelta(hours=1)
#: Waits for a person by day: no telephone rings for it, and nobody is told when it is done.
BY_HAND_ONLY = frozenset({Fault.COPIES_LEFT})
#: So many letters of one channel that were tried in vain and wait, or were all refused for good.
MANY_FAILING = 3


def status(backlog: Backlog, jobs: tuple[JobHealth, ...], at: datetime) -> Status:
    """Late when arrivals lie unread or the clock's work is not done."""
    unread = backlog.oldest_at is not None and at - backlog.oldest_at > UNREAD_FOR
    return Status.LATE if unread or any(job.late for job in jobs) else Status.READY


def job(name: str, when: str, run: Run | None, at: datetime) -> JobHealth:
    """A job that never ran yet is not late: the house may be a minute old."""
    if run is None:
        return JobHealth(name, None, None, "", late=False)
    since = max((moment for moment in (run.succeeded_at, run.failed_at) if moment), default=None)
    failing = run.failed_at is not None and (run.succeeded_at is None or run.failed_at > run.succeeded_at)
    overdue = bool(when) and since is not None and at - since > pause(when) + GRACE
    return JobHealth(
        name, run.succeeded_at, run.failed_at, run.code if failing else "", late=overdue or (bool(when) and failing)
    )


def breaks(
    backlog: Backlog,
    polls: Sequence[Poll],
    refusals: Sequence[Refusal],
    failing: dict[str, int],
    failed_pages: int,
    left: Sequence[LeftCopies],
    at: datetime,
) -> tuple[Break, ...]:
    """What does not work, so that a person must be told. `failing`: letters that wait after an attempt in vain, or
    were refused for good in an hour in which none left, by channel; `failed_pages`: of the last hour; `left`: where
    nobody can delete but a person.
    """
    found = [*of_polls(polls, at), *of_refusals(refusals, at)]
    if backlog.oldest_at is not None and at - backlog.oldest_at > UNREAD_FOR:
        found.append(Break(Fault.BACKLOG))
    if backlog.jobs_held:
        found.append(Break(Fault.HELD_JOBS))
    found += [Break(Fault.NOT_SENDING, channel) for channel, count in failing.items() if count >= MANY_FAILING]
    if failed_pages:
        found.append(Break(Fault.PAGE_FAILED, "sms"))
    found += [Break(Fault.COPIES_LEFT, one.channel) for one in left]
    return tuple(sorted(set(found)))


def of_polls(polls: Sequence[Poll], at: datetime) -> Iterator[Break]:
    """A refused login is no accident even once; anything else may be one for a while."""
    for poll in polls:
        if poll.code == Fault.REFUSED_LOGIN:
            yield Break(Fault.REFUSED_LOGIN, poll.channel)
        elif (since := poll.succeeded_at or poll.failing_since) and at - since > NOT_POLLED_FOR:
            yield Break(Fault.NO_POLL, poll.channel)


def of_refusals(refusals: Sequence[Refusal], at: datetime) -> Iterator[Break]:
    for one in refusals:
        recent = one.last_at is not None and at - one.last_at <= AN_HOUR
        if one.why == BAD_SIGNATURE and one.count >= MANY_BAD_SIGNATURES and recent:
            yield Break(Fault.BAD_SIGNATURES, one.channel)


def pause(when: str) -> timedelta:
    """The longest time between two runs of a crontab line, as far as we write them: minutes, hours or days."""
    minute, hour = when.split()[:2]
    if hour == "*":
        return timedelta(minutes=int(minute.removeprefix("*/"))) if minute.startswith("*/") else timedelta(hours=1)
    return timedelta(days=1)


def silences_sms(broken: Sequence[Break]) -> bool:
    """Whether a text message about it would go the broken way itself."""
    telling = {Fault.NO_POLL, Fault.REFUSED_LOGIN, Fault.NOT_SENDING, Fault.PAGE_FAILED}
    return any(one.channel in ("sms", "phone") and one.fault in telling for one in broken)


#: No theme, no number, no name: the page says the rest to whoever signs in. In the languages of the staff.
BROKEN = {
    "fr": ("Merci d'ouvrir la page Santé : {what} ne marche pas.", "{what} marche de nouveau.", "Santé"),
    "nl": ("Gelieve de pagina Gezondheid te openen: {what} werkt niet.", "{what} werkt weer.", "Gezondheid"),
    "de": ("Bitte die Seite Zustand öffnen: {what} geht nicht.", "{what} geht wieder.", "Zustand"),
    "en": ("Please open the page Health: {what} does not work.", "{what} works again.", "Health"),
}
NAMES = {
    "fr": {"phone": "le téléphone", "sms": "le SMS", "email": "l'e-mail", "webform": "le formulaire", "": "la lecture"},
    "nl": {"phone": "de telefoon", "sms": "sms", "email": "e-mail", "webform": "het formulier", "": "het lezen"},
    "de": {"phone": "das Telefon", "sms": "SMS", "email": "E-Mail", "webform": "das Formular", "": "das Lesen"},
    "en": {"phone": "the telephone", "sms": "SMS", "email": "e-mail", "webform": "the form", "": "reading"},
}


#: Nothing is broken, but somebody has to do something by hand.
BY_HAND = {
    "fr": "Merci d'ouvrir la page Santé : des copies sont à supprimer à la main chez un fournisseur.",
    "nl": "Gelieve de pagina Gezondheid te openen: bij een aanbieder moeten kopieën met de hand gewist worden.",
    "de": "Bitte die Seite Zustand öffnen: Bei einem Anbieter sind Kopien von Hand zu löschen.",
    "en": "Please open the page Health: copies have to be deleted by hand at a provider.",
}


def words(what: Break, language: str, well: bool) -> str:
    """What a colleague is told."""
    language = language if language in BROKEN else "fr"
    if what.fault in BY_HAND_ONLY:
        return BY_HAND[language]
    said = BROKEN[language][1 if well else 0].format(what=NAMES[language].get(what.channel, what.channel))
    return said[0].upper() + said[1:]


def subject(language: str) -> str:
    return BROKEN.get(language, BROKEN["fr"])[2]
