"""What the screens show of promises: the contexts of `followups/_row.html`, `_of.html` and their pages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from msgspec import Struct, structs

from helpline.audit import actions as audit
from helpline.errors import NotFound
from helpline.followups import dialling, rules, store
from helpline.followups.actions import PRESSING
from helpline.followups.model import Attempt, FollowUp, FollowUpKind, Matter, Standing
from helpline.hours import actions as hours
from helpline.hours.model import Hours
from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE, moment
from helpline.web.terms import joined
from helpline.web.words import gettext as _

SHOWN = 50
WEEK = 300
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SOON = timedelta(minutes=30)
FAR_OFF = datetime(2200, 1, 1, tzinfo=UTC)

Group = tuple[Standing, str, list[FollowUp]]


class Day(Struct, frozen=True):
    """One day of a week, with what is due on it, soonest first."""

    day: date
    today: bool
    promises: Sequence[FollowUp]


class Told(Struct, frozen=True):
    """A promise with its attempts, newest first."""

    promised: FollowUp
    attempts: Sequence[Attempt]


async def agenda(tx: Transaction, owner: UUID | None) -> list[Group]:
    """The open promises of all, or of one owner with those nobody owns yet: overdue, due today, upcoming; the soonest
    fifty of each.
    """
    midnight = rules.day_after(tx.now)
    known = await hours.load(tx)
    groups = [
        (Standing.OVERDUE, _("Overdue"), await _between(tx, LONG_AGO, tx.now, owner, known)),
        (Standing.TODAY, _("Due today"), await _between(tx, tx.now, midnight, owner, known)),
        (Standing.UPCOMING, _("Upcoming"), await _between(tx, midnight, FAR_OFF, owner, known)),
    ]
    await audit.record(tx, "follow_up.listed", "follow_up", shown=sum(len(promises) for _, _, promises in groups))
    return groups


async def late(tx: Transaction) -> list[Group]:
    """Everybody's promises that are overdue, the longest first."""
    found = await _between(tx, LONG_AGO, tx.now, None, await hours.load(tx))
    await audit.record(tx, "follow_up.listed", "follow_up", shown=len(found))
    return [(Standing.OVERDUE, _("Overdue"), found)]


async def week(tx: Transaction, monday: date, owner: UUID | None) -> list[Day]:
    """The open promises of one week by the local day they are due: of all, or of one owner and nobody's."""
    days = [monday + timedelta(days=number) for number in range(8)]
    begins, ends = rules.midnight(days[0]), rules.midnight(days[7])
    found = [opened(tx, row) for row in await store.open_between(tx, begins, ends, owner, WEEK)]
    await audit.record(tx, "follow_up.listed", "follow_up", shown=len(found), detail="week")
    today = tx.now.astimezone(ZONE).date()
    return [
        Day(day, day == today, [one for one in found if one.due_at.astimezone(ZONE).date() == day]) for day in days[:7]
    ]


async def done(tx: Transaction, follow_up: UUID | None) -> FollowUp | None:
    """The promise that was worked on just now, to say what was noted; whoever lists the others audits it."""
    row = await store.one(tx, follow_up) if follow_up else None
    return opened(tx, row) if row and row.wrapped else None


async def reminder(tx: Transaction, owner: UUID) -> int:
    """How many promises of one owner are overdue or due within the hour: what the navigation reminds of."""
    return await store.due_of(tx, owner, rules.reminds_until(tx.now), SHOWN)


async def call_backs(tx: Transaction, owner: UUID) -> list[FollowUp]:
    """Whom this operator is to call back now or soon: his own promises and those nobody owns, soonest first."""
    rows = await store.open_between(tx, LONG_AGO, tx.now + SOON, owner, SHOWN)
    found = [opened(tx, row) for row in rows if row.kind is FollowUpKind.CALL_BACK]
    await audit.record(tx, "follow_up.listed", "follow_up", shown=len(found))
    return found


async def overdue(tx: Transaction, limit: int) -> list[FollowUp]:
    """The promises that are overdue longest, whoever owns them."""
    return await broken(tx, LONG_AGO, limit)


async def broken(tx: Transaction, since: datetime, limit: int) -> list[FollowUp]:
    """The promises that came due since a moment and are still open, whoever owns them."""
    return [opened(tx, row) for row in await store.open_between(tx, since, tx.now, None, limit)]


async def of_contact(tx: Transaction, contact: UUID) -> list[FollowUp]:
    """The promises of one contact, open ones first; whoever shows the contact audits it."""
    return [opened(tx, row) for row in await store.about(tx, contact, SHOWN)]


def to_land_in(promises: Sequence[FollowUp], urgency: str, by: datetime) -> list[tuple[str, str]]:
    """Promises of a contact that somebody keeps, as id and words: a decision may land in one that is due in time."""
    kept = [one for one in promises if one.owner_id and not one.ended_how]
    in_time = [one for one in kept if urgency not in PRESSING or one.due_at <= by]
    return [(str(one.id), f"{one.what}, {one.owner}, {moment(one.due_at)}") for one in in_time]


def own_call(promises: Sequence[FollowUp], staff: UUID) -> str:
    """The call of one's own that stands: a decision lands there unless somebody says otherwise. "" for none."""
    calls = (one for one in promises if one.kind is FollowUpKind.CALL_BACK and not one.ended_how)
    return next((str(one.id) for one in calls if one.owner_id == staff), "")


async def of_case(tx: Transaction, case: UUID) -> list[FollowUp]:
    """The promises of one case, open ones first; whoever shows the case audits it."""
    return [opened(tx, row) for row in await store.about(tx, case, SHOWN)]


async def one(tx: Transaction, follow_up: UUID) -> Told:
    """One promise with every attempt. Raises `NotFound`."""
    row = await store.one(tx, follow_up)
    if row is None:
        raise NotFound(_("There is no such promise."))
    await audit.record(tx, "follow_up.opened", "follow_up", follow_up)
    attempts = [
        Attempt(done.at, done.by_name or done.by, done.outcome, done.permitted, _note(tx, row, done), done.taken_back)
        for done in await store.attempts(tx, follow_up)
    ]
    return Told((await _proposing(tx, [row], await hours.load(tx)))[0], attempts)


async def _between(
    tx: Transaction, since: datetime, until: datetime, owner: UUID | None, known: Hours
) -> list[FollowUp]:
    return await _proposing(tx, await store.open_between(tx, since, until, owner, SHOWN), known)


async def _proposing(tx: Transaction, rows: Sequence[store.Row], known: Hours) -> list[FollowUp]:
    """Promises, each with when to try it again if this try is in vain."""
    said = await dialling.said_of(tx, rows)
    return [
        structs.replace(
            opened(tx, row), again_at=rules.proposed(row.tries, row.due_at, tx.now, known, said.get(row.id, ()))
        )
        for row in rows
    ]


def opened(tx: Transaction, row: store.Row) -> FollowUp:
    """The promise with its words; an erased one keeps its line and shows none."""
    about, href = _about(row)
    return FollowUp(
        id=row.id,
        number=row.number,
        kind=row.kind,
        what=_what(tx, row),
        contact_id=row.contact_id,
        case_id=row.case_id,
        about=about,
        about_href=href,
        safe_href=_safe(row, href),
        due_at=row.due_at,
        overdue=row.ended_at is None and row.due_at < tx.now,
        owner_id=row.owner,
        owner=row.owner_name,
        mine=row.owner is not None and row.owner == tx.actor.id,
        escalated=row.escalated_at is not None,
        ended_how=row.ended_how,
        attempts=row.tries,
        last_outcome=row.last_outcome,
        version=row.version,
    )


def _what(tx: Transaction, row: store.Row) -> str:
    if row.wrapped is None:
        return ""
    matter = tx.vault.open(row.sealed_for, row.wrapped).unseal_struct(store.SEALED, row.id, row.sealed, Matter)
    return joined(_(matter.what), matter.about)


def _about(row: store.Row) -> tuple[str, str]:
    if row.case_id:
        return _("Case %(number)s") % {"number": row.case_number}, f"/desk/cases/{row.case_id}"
    return _("Contact %(number)s") % {"number": row.contact_number}, f"/desk/contacts/{row.contact_id}"


def _safe(row: store.Row, href: str) -> str:
    if row.person_id:
        return f"/desk/people/{row.person_id}#safe"
    return f"/desk/contacts/{row.contact_id}#safe" if row.contact_id else href


def _note(tx: Transaction, row: store.Row, done: store.AttemptRow) -> str:
    if done.sealed_note is None or row.wrapped is None:
        return ""
    return tx.vault.open(row.sealed_for, row.wrapped).unseal(store.NOTE, done.id, done.sealed_note).decode()
