"""Whatever people say about what is safe, take back, or have erased between writing and sending: nothing leaves without
a permission that is valid at that minute, and what may leave does.

The permission is judged a second time here, minute by minute of the week, without a line of the program's own rules.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from helpline.envelope import AddressKind, SafeContact, Window
from helpline.errors import Blocked
from helpline.outbox import actions, sending
from helpline.people import actions as people
from helpline.people import providers
from helpline.people.model import Kind, PersonContent
from helpline.retention.actions import erase_contact, erase_person
from helpline.vault.transaction import ACT, SYSTEM, Engine, Transaction

from .conftest import NUMBER, arrive
from .test_actions import state

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEK = 7 * 24 * 60
BEGINS = datetime(2026, 10, 20, 6, tzinfo=UTC)
PERSONS = 3

minutes_of_day = st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
windows = st.builds(Window, st.integers(0, 6), minutes_of_day, minutes_of_day).filter(lambda one: one.start != one.end)
wide = st.just(tuple(Window(day, "06:00", "23:30") for day in range(7)))
rules = st.builds(
    SafeContact,
    may_write=st.sampled_from([True, True, True, True, False]),
    may_call=st.booleans(),
    windows=st.one_of(st.just(()), wide, st.lists(windows, min_size=1, max_size=3).map(tuple)),
    never=st.one_of(st.just(()), st.just(()), st.lists(windows, max_size=2).map(tuple)),
)
expiries = st.one_of(st.none(), st.none(), st.integers(1, 3 * WEEK))
persons = st.integers(0, PERSONS - 1)
steps = st.one_of(
    st.tuples(st.just("rule"), persons, st.booleans(), rules, expiries),
    st.tuples(st.just("erase"), persons),
    st.tuples(st.just("opt"), st.booleans()),
    st.tuples(st.just("forget")),
    st.tuples(st.just("wait"), st.integers(1, WEEK)),
)
firsts = st.tuples(st.just("rule"), persons, st.booleans(), rules, expiries)


class Undone(Exception):
    """Takes everything back."""


class Judge:
    """Who said what, and whether a minute is allowed by it."""

    def __init__(self) -> None:
        self.said: dict[tuple[int, bool], tuple[SafeContact, datetime | None, datetime]] = {}
        self.erased: set[int] = set()
        self.stopped = False

    def allows(self, at: datetime) -> bool:
        known = [(person, *rule) for (person, _), rule in self.said.items() if person not in self.erased]
        living = [(person, since) for person, _, ends, since in known if ends is None or at < ends]
        counting = [said for _, said, ends, _ in known if ends is None or at < ends]
        if self.stopped and len(self.erased) < PERSONS:
            return False
        for person, _, ends, since in known:
            if ends and ends <= at and not any(one == person and newer > since for one, newer in living):
                return False
        return bool(counting) and all(said.may_write and self.at_a_good_time(said, at) for said in counting)

    def at_a_good_time(self, said: SafeContact, at: datetime) -> bool:
        local = at.astimezone(BRUSSELS)
        minute = local.weekday() * 24 * 60 + local.hour * 60 + local.minute
        if any(minute in minutes(window) for window in said.never):
            return False
        return not said.windows or any(minute in minutes(window) for window in said.windows)


def minutes(window: Window) -> set[int]:
    """The minutes of the week that a window covers; one that ends before it begins goes on past midnight."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (window.start, window.end))
    length = (end - start) % (24 * 60)
    first = window.weekday * 24 * 60 + start
    return {(first + passed) % WEEK for passed in range(length)}


class Story:
    """Three persons who share one number, and a letter to it."""

    def __init__(self, tx: Transaction) -> None:
        self.base, self.at, self.judge = tx, BEGINS, Judge()
        self.persons: list[UUID] = []
        self.addresses: list[UUID] = []
        self.outgoing: UUID | None = None
        self.forgotten = False

    @property
    def tx(self) -> Transaction:
        return msgspec.structs.replace(self.base, now=self.at)

    async def begins(self) -> None:
        for name in ("Alice", "Bob", "Charlie"):
            person = await people.add(self.tx, Kind.REQUESTER, PersonContent(name=name))
            self.persons.append(person)
            self.addresses.append(await people.add_address(self.tx, person, AddressKind.PHONE, NUMBER))

    async def goes_on(self, step: tuple[Any, ...]) -> None:
        """One thing happens, a minute after the last."""
        self.at += timedelta(minutes=1)
        match step:
            case ("rule", person, everywhere, said, expires) if person not in self.judge.erased:
                ends = self.at + timedelta(minutes=expires) if expires else None
                address = None if everywhere else self.addresses[person]
                await people.set_rule(self.tx, self.persons[person], address, said, ends)
                self.judge.said[person, everywhere] = (said, ends, self.at)
            case ("erase", person):
                await erase_person(self.tx, self.persons[person])
                self.judge.erased.add(person)
            case ("opt", stops) if len(self.judge.erased) < PERSONS:
                await providers.opt_out(self.tx, AddressKind.PHONE, NUMBER, self.at if stops else None)
                self.judge.stopped = stops
            case ("forget",) if self.outgoing:
                await erase_contact(self.tx, self.outgoing)
                self.forgotten = True
            case ("wait", passing):
                self.at += timedelta(minutes=passing)

    async def writes(self, later: int) -> bool:
        """A colleague answers, now or at a chosen minute; False when the rule forbids that minute."""
        contact = await arrive(self.tx)
        due = self.at + timedelta(minutes=later)
        try:
            self.outgoing = await actions.reply(self.tx, contact, "Call us tomorrow.", due if later else None)
        except Blocked:
            assert not self.judge.allows(due), "what is safe at its minute may be written"
            event("not written")
            return False
        assert self.judge.allows(due), "what is not safe at its minute is not even written"
        self.due = due
        return True

    async def sends(self, after: int) -> None:
        """The letter's job comes, at or after its minute, or too early."""
        letter: UUID = await self.base.db.fetchval("select id from outbox")
        early = max(self.at, self.due - timedelta(minutes=1))
        if early < self.due:
            self.at = early
            assert await sending.take(self.tx, letter) is None
            assert await state(self.base, letter) == ("queued", "")
        self.at = max(self.at, self.due) + timedelta(minutes=after)
        left = await sending.take(self.tx, letter)
        assert (left is not None) == (self.judge.allows(self.at) and not self.forgotten)
        event("left" if left else "held back")
        if left is None:
            assert (await state(self.base, letter))[0] == "blocked"
        self.at += timedelta(minutes=10)
        assert await sending.take(self.tx, letter) is None, "once is enough"


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(firsts, min_size=1, max_size=3),
    later=st.one_of(st.just(0), st.integers(1, WEEK)),
    meanwhile=st.lists(steps, max_size=5),
    after=st.one_of(st.just(0), st.integers(0, WEEK)),
)
async def test_no_send_without_a_valid_permission_at_that_minute(
    shared_engine: Engine, before: list[Any], later: int, meanwhile: list[Any], after: int
) -> None:
    """Point 8: safe-contact rule and recipient check run at the moment of sending."""
    try:
        async with shared_engine.pool.acquire() as db, db.transaction():
            await db.execute(ACT, str(SYSTEM), SYSTEM.role)
            story = Story(Transaction(db, shared_engine.vault, SYSTEM, BEGINS))
            await story.begins()
            for step in before:
                await story.goes_on(step)
            if await story.writes(later):
                for step in meanwhile:
                    await story.goes_on(step)
                await story.sends(after)
            raise Undone
    except Undone:
        pass
