"""A promise is made, attempted, kept; it reminds, and it escalates."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict, Invalid
from helpline.followups import actions, panels, slips, store
from helpline.followups.model import AttemptOutcome, Ending, FollowUpKind
from helpline.followups.rules import day_after, midnight, proposed, when_safe
from helpline.followups.rules import monday as monday_of
from helpline.hours import actions as hours
from helpline.hours.model import Hours, WeeklySpan
from helpline.hours.rules import opening
from helpline.people import actions as people
from helpline.people import windows
from helpline.people.model import Kind, Rule
from helpline.vault.transaction import Actor, ActorKind, Transaction
from helpline.web.dates import ZONE

Maker = Callable[..., Awaitable[UUID]]
MINUTE = timedelta(minutes=1)


async def promised(
    tx: Transaction, contact: UUID, owner: UUID | None = None, due: timedelta = timedelta(hours=2)
) -> UUID:
    return await actions.promise(
        tx, kind=FollowUpKind.TASK, what="Rappeler la maman de Noa", due_at=tx.now + due, owner=owner, contact=contact
    )


async def standing(tx: Transaction, promise: UUID) -> store.Row:
    row = await store.one(tx, promise)
    assert row is not None
    return row


async def test_a_promise_is_sealed_and_read_again_by_its_owner(tx: Transaction, a_contact: Maker, a_colleague: Maker):
    contact, owner = await a_contact(), await a_colleague("Alice")
    promise = await promised(tx, contact, owner)

    row = await standing(tx, promise)
    assert b"Noa" not in row.sealed
    (told,) = await panels.of_contact(tx, contact)
    assert (told.what, told.owner) == ("Rappeler la maman de Noa", "Alice")


async def test_a_promise_without_words_or_record_is_refused(tx: Transaction, a_contact: Maker):
    with pytest.raises(Invalid, match="what"):
        await actions.promise(
            tx, kind=FollowUpKind.TASK, what=" ", due_at=tx.now, owner=None, contact=await a_contact()
        )
    with pytest.raises(Invalid, match="belongs"):
        await actions.promise(tx, kind=FollowUpKind.TASK, what="Rappeler", due_at=tx.now, owner=None)


async def test_reaching_the_person_keeps_the_promise(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    promise = await promised(tx, contact)
    await actions.attempt(tx, promise, AttemptOutcome.REACHED, "Elle rappelle si besoin.", 1)

    told = await panels.one(tx, promise)
    assert told.promised.ended_how is Ending.KEPT
    assert [attempt.note for attempt in told.attempts] == ["Elle rappelle si besoin."]


async def test_not_reaching_postpones_by_the_rule_and_later_by_the_agreed_moment(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact(), due=timedelta(hours=1))
    await actions.attempt(tx, promise, AttemptOutcome.NOT_REACHED, "", 1)
    again = (await standing(tx, promise)).due_at
    assert again >= tx.now + timedelta(hours=3)
    assert opening(again, await hours.load(tx)).open

    with pytest.raises(Invalid, match="again"):
        await actions.attempt(tx, promise, AttemptOutcome.LATER, "", 2)
    await actions.attempt(tx, promise, AttemptOutcome.LATER, "", 2, tx.now + timedelta(days=5))
    assert (await standing(tx, promise)).due_at == tx.now + timedelta(days=5)


async def test_the_slower_colleague_gets_a_conflict_and_changes_nothing(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await actions.postpone(tx, promise, 1, tx.now + timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        await actions.keep(tx, promise, 1)
    assert refused.value.current == 2
    assert (await standing(tx, promise)).ended_at is None


async def test_a_promise_is_dropped_only_with_a_reason_and_ends_once(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    with pytest.raises(Invalid, match="why"):
        await actions.drop(tx, promise, 1, "")
    await actions.drop(tx, promise, 1, "La personne a retiré sa demande.")
    with pytest.raises(Conflict, match="already"):
        await actions.keep(tx, promise, 2)


async def test_the_agenda_divides_by_the_local_day_and_shows_an_owner_what_nobody_owns(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
):
    contact, mine, yours = await a_contact(), await a_colleague("Alice"), await a_colleague("Bob")
    late = await promised(tx, contact, None, timedelta(hours=-1))
    today = await promised(tx, contact, yours, (day_after(tx.now) - tx.now) / 2)
    later = await promised(tx, contact, mine, timedelta(days=2))

    everyone, own = await panels.agenda(tx, None), await panels.agenda(tx, mine)
    assert [[promise.id for promise in part] for _key, _title, part in everyone] == [[late], [today], [later]]
    assert [[promise.id for promise in part] for _key, _title, part in own] == [[late], [], [later]]


async def test_the_owner_is_reminded_once_and_the_supervisor_told_once(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
):
    contact, owner = await a_contact(), await a_colleague()
    soon = await promised(tx, contact, owner, timedelta(minutes=30))
    overdue = await promised(tx, contact, owner, timedelta(minutes=-1))

    assert [await actions.remind(tx), await actions.remind(tx)] == [2, 0]
    assert [await actions.escalate(tx), await actions.escalate(tx)] == [1, 0]
    assert (await standing(tx, overdue)).escalated_at == tx.now
    assert (await standing(tx, soon)).escalated_at is None


async def test_a_promise_handed_over_belongs_to_the_colleague(tx: Transaction, a_contact: Maker, a_colleague: Maker):
    promise = await promised(tx, await a_contact(), await a_colleague("Alice"))
    bob = await a_colleague("Bob")
    await actions.hand_over(tx, promise, 1, bob)
    assert (await standing(tx, promise)).owner == bob


async def test_a_promise_ended_by_a_slip_of_the_finger_is_open_again(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await actions.attempt(tx, promise, AttemptOutcome.REACHED, "", 1)
    await slips.reopen(tx, promise, 2)
    assert (await standing(tx, promise)).ended_at is None
    with pytest.raises(Conflict):
        await slips.reopen(tx, promise, 3)


@pytest.mark.parametrize("outcome", [AttemptOutcome.NOT_REACHED, AttemptOutcome.LATER])
async def test_an_attempt_that_was_a_slip_counts_no_more_and_the_promise_is_due_as_before(
    tx: Transaction, a_contact: Maker, outcome: AttemptOutcome
):
    promise = await promised(tx, await a_contact())
    before, soon = await standing(tx, promise), replace(tx, now=tx.now + MINUTE)
    await actions.attempt(soon, promise, outcome, "", 1, tx.now + timedelta(days=1))
    await slips.take_back(replace(tx, now=tx.now + 2 * MINUTE), promise, 2)
    row, told = await standing(tx, promise), await panels.one(tx, promise)
    assert (row.due_at, row.tries, row.last_outcome) == (before.due_at, 0, None)
    assert [one.taken_back for one in told.attempts] == [True]
    with pytest.raises(Conflict, match="nothing to take back"):
        await slips.take_back(tx, promise, 3)


@pytest.mark.parametrize("since", ["moved", "another's"])
async def test_only_ones_own_last_word_is_taken_back(tx: Transaction, a_contact: Maker, a_colleague: Maker, since: str):
    """Otherwise a time that was agreed since would be lost, or what a colleague knows."""
    promise = await promised(tx, await a_contact())
    await actions.attempt(replace(tx, now=tx.now + MINUTE), promise, AttemptOutcome.NOT_REACHED, "", 1)
    if since == "moved":
        await actions.postpone(replace(tx, now=tx.now + 2 * MINUTE), promise, 2, tx.now + timedelta(days=3))
    else:
        tx = replace(tx, actor=Actor(ActorKind.STAFF, "operator", await a_colleague("Alice")))
    row = await standing(tx, promise)
    with pytest.raises(Conflict, match="nothing to take back"):
        await slips.take_back(tx, promise, row.version)
    assert (await standing(tx, promise)).tries == 1


async def test_a_review_that_is_over_is_not_opened_again(tx: Transaction, a_contact: Maker):
    """Its case promises the next one: two would stand beside each other."""
    due = tx.now + MINUTE
    review = await actions.promise(
        tx, kind=FollowUpKind.REVIEW, what="Bilan", due_at=due, owner=None, contact=await a_contact()
    )
    await actions.keep(tx, review, 1)
    with pytest.raises(Invalid, match="next one"):
        await slips.reopen(tx, review, 2)


async def test_who_was_reached_by_a_slip_was_not_reached_any_more(tx: Transaction, a_contact: Maker):
    """The attempt stays to be seen, says that it was taken back, and counts no more until somebody is reached."""
    promise = await promised(tx, await a_contact())
    await actions.attempt(tx, promise, AttemptOutcome.NOT_REACHED, "", 1)
    await actions.attempt(replace(tx, now=tx.now + MINUTE), promise, AttemptOutcome.REACHED, "", 2)
    assert (await panels.one(tx, promise)).promised.last_outcome is AttemptOutcome.REACHED
    await slips.reopen(replace(tx, now=tx.now + 2 * MINUTE), promise, 3)
    told = await panels.one(tx, promise)
    assert (told.promised.attempts, told.promised.last_outcome) == (1, AttemptOutcome.NOT_REACHED)
    assert [one.taken_back for one in told.attempts] == [True, False]
    await actions.attempt(replace(tx, now=tx.now + 3 * MINUTE), promise, AttemptOutcome.REACHED, "", 4)
    told = await panels.one(tx, promise)
    assert (told.promised.attempts, told.promised.last_outcome) == (2, AttemptOutcome.REACHED)
    assert [one.taken_back for one in told.attempts] == [False, True, False]


async def test_the_week_shows_each_promise_on_the_local_day_it_is_due(
    tx: Transaction, a_contact: Maker, a_colleague: Maker
):
    contact, mine = await a_contact(), await a_colleague("Alice")
    monday = monday_of(tx.now.astimezone(ZONE).date()) + timedelta(weeks=1)
    night = await promised(tx, contact, mine, midnight(monday) + timedelta(minutes=1) - tx.now)
    sunday = await promised(tx, contact, None, midnight(monday + timedelta(days=6)) + timedelta(hours=23) - tx.now)
    await promised(tx, contact, mine, midnight(monday + timedelta(days=7)) - tx.now)

    days = await panels.week(tx, monday, mine)
    assert [[promise.id for promise in day.promises] for day in days] == [[night], [], [], [], [], [], [sunday]]


async def test_the_list_proposes_when_to_try_again_in_opening_hours(tx: Transaction, a_contact: Maker):
    await promised(tx, await a_contact(), None, timedelta(hours=-1))
    ((_key, _title, (late,)),) = await panels.late(tx)
    assert late.again_at is not None
    then = opening(late.again_at, await hours.load(tx))
    assert then.open or then.opens_at is None


async def test_later_and_the_next_try_are_when_the_number_may_be_called(tx: Transaction, a_contact: Maker):
    contact = await a_contact("+447700900123")
    person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, "+447700900123"))
    evenings = SafeContact(may_call=True, windows=windows.read("after 17:00", "when"))
    await people.set_rule(tx, person, None, evenings)
    call = await actions.promise(
        tx,
        kind=FollowUpKind.CALL_BACK,
        what="Rappeler",
        due_at=tx.now + timedelta(hours=1),
        owner=None,
        contact=contact,
    )
    [listed] = [one for _, _, group in await panels.agenda(tx, None) for one in group]
    again = (await panels.one(tx, call)).promised.again_at
    assert listed.again_at == again
    assert again is not None
    assert again.astimezone(ZONE).hour >= 17
    await actions.attempt(tx, call, AttemptOutcome.NOT_REACHED, "", 1)
    assert (await standing(tx, call)).due_at.astimezone(ZONE).hour >= 17


@pytest.mark.parametrize(
    ("when", "never", "moved"),
    [
        ("after 17:00", "", "Tue 17:00"),
        ("before 12:00", "", "Wed 09:00"),
        ("Thu 10:00-12:00", "", "Thu 10:00"),
        ("Tue 15:00-16:00; Sat", "", "Tue 15:00"),
        ("", "Tue 14:00-15:30", "Tue 15:30"),
        ("", "Tue", "Wed 09:00"),
        ("", "mon-sun 00:00-24:00", "Tue 14:10"),
        ("", "", "Tue 14:10"),
    ],
)
def test_a_moment_moves_to_the_next_safe_one_and_rather_to_an_open_one(when: str, never: str, moved: str) -> None:
    week = tuple(WeeklySpan(day, time(9), time(17)) for day in range(5))
    said = SafeContact(
        may_call=True, windows=windows.read(when, "") if when else (), never=windows.read(never, "") if never else ()
    )
    at = datetime(2026, 11, 24, 14, 10, tzinfo=ZONE)
    assert f"{when_safe(at, Hours(week), [Rule(said)]).astimezone(ZONE):%a %H:%M}" == moved


@pytest.mark.parametrize(
    ("when", "again"),
    [("Mon 14:00-18:00", "Mon 30 14:00"), ("Tue 14:00-18:00", "Tue 24 15:10"), ("Thu", "Thu 26 09:00")],
)
def test_a_call_is_not_put_off_by_days_while_the_number_may_be_called_today(when: str, again: str) -> None:
    week = tuple(WeeklySpan(day, time(9), time(17)) for day in range(5))
    said = SafeContact(may_call=True, windows=windows.read(when, "") if when else ())
    at = datetime(2026, 11, 24, 14, 10, tzinfo=ZONE)
    then = proposed(0, at, at, Hours(week), [Rule(said)])
    assert f"{then.astimezone(ZONE):%a %d %H:%M}" == again


async def test_later_is_never_before_the_promise_is_due(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact(), None, timedelta(days=2))
    ((_late, _title, _none), _today, (_key, _heading, (upcoming,))) = await panels.agenda(tx, None)
    assert upcoming.id == promise
    assert upcoming.again_at is not None
    assert upcoming.again_at > upcoming.due_at
