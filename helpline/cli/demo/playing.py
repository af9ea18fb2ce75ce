"""Plays the stories in the order of their days, with the same verbs the desk uses, each at its own time."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import singledispatchmethod
from itertools import accumulate, repeat
from operator import itemgetter
from uuid import UUID

from msgspec import Struct

from helpline.accompaniment import actions as accompaniment
from helpline.accompaniment import store as frames
from helpline.cases import actions as cases
from helpline.cases import documents
from helpline.cases import store as case_store
from helpline.cli.demo import model as m
from helpline.cli.demo.arriving import Door
from helpline.cli.demo.deciding import decide
from helpline.cli.demo.when import Calendar
from helpline.envelope import AddressKind, Attachment
from helpline.followups import actions as followups
from helpline.followups import store as promises
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.kinds import kind_of
from helpline.outbox import actions as outbox
from helpline.queue import actions as queue
from helpline.referrals import actions as referrals
from helpline.referrals import store as orientations
from helpline.vault.transaction import Actor, ActorKind, Transaction

A_MINUTE = timedelta(minutes=1)

#: Events in one commit.
TOGETHER = 50


class Known(Struct):
    """What the house already holds of a story."""

    told: m.Story
    at: datetime
    case: UUID | None = None
    contact: UUID | None = None
    promise: UUID | None = None
    referral: UUID | None = None


class Stage:
    """Where the stories are played. `staff` and `partners` map names to ids."""

    def __init__(self, door: Door, calendar: Calendar, staff: dict[str, UUID], partners: dict[str, UUID]) -> None:
        self.door, self.calendar, self.staff, self.partners = door, calendar, staff, partners
        self.asked: set[str] = set()

    async def play(self, stories: Sequence[m.Story], after: Callable[[], None]) -> None:
        """All stories, event by event; `after` is called when one is done."""
        known = [Known(story, self.planned(story)[0]) for story in stories]
        events = [pair for one in known for pair in zip(self.planned(one.told), repeat(one), one.told.events)]
        events.sort(key=itemgetter(0))
        for begin in range(0, len(events), TOGETHER):
            async with self.door.open():
                for at, one, event in events[begin : begin + TOGETHER]:
                    one.at = min(max(at, one.at + A_MINUTE), self.calendar.now)
                    await self.happen(event, one)
                    after()

    def planned(self, story: m.Story) -> list[datetime]:
        """When its events are to happen, each after the one before."""
        return list(accumulate((self.calendar.before(event.ago, event.clock) for event in story.events), max))

    @asynccontextmanager
    async def acting(self, one: Known, minutes: int = 20, who: str = "") -> AsyncIterator[Transaction]:
        """A transaction of the story's worker, when the house got to it."""
        one.at = self.calendar.worked(one.at, minutes)
        actor = Actor(ActorKind.STAFF, "system", self.staff[who or one.told.worker])
        async with self.door.then(one.at).transaction(actor) as tx:
            yield tx

    def case(self, one: Known) -> UUID:
        assert one.case is not None, f"{one.told.title}: something happens before the case is open"  # noqa: S101
        return one.case

    @singledispatchmethod
    async def happen(self, event: m.Event, one: Known) -> None:
        raise TypeError(type(event).__name__)

    @happen.register
    async def _(self, event: m.Told, one: Known) -> None:
        one.contact = await self.door.arrive(event, one.at)
        one.at += 2 * A_MINUTE
        if event.claimed:
            async with self.door.then(one.at).transaction(self.colleague(event.claimed)) as tx:
                await queue.claim(tx, one.contact, self.staff[event.claimed])
        if event.waits:
            return
        async with self.acting(one, self.door.chance.randint(9, 95)) as tx:
            one.case, one.promise = await decide(tx, self, event, one)
        if event.answer:
            await self.door.post(one.at + A_MINUTE)

    def colleague(self, name: str) -> Actor:
        return Actor(ActorKind.STAFF, "system", self.staff[name])

    @happen.register
    async def _(self, event: m.Answered, one: Known) -> None:
        assert one.contact is not None  # noqa: S101  # a story begins with a contact
        async with self.acting(one) as tx:
            if one.case:
                await cases.reply(tx, one.case, one.contact, event.text)
            else:
                await outbox.reply(tx, one.contact, event.text)
        await self.door.post(one.at + A_MINUTE)

    @happen.register
    async def _(self, event: m.Noted, one: Known) -> None:
        async with self.acting(one) as tx:
            await cases.note(tx, self.case(one), event.text, event.kind, event.area)

    @happen.register
    async def _(self, event: m.Filed, one: Known) -> None:
        async with self.acting(one) as tx:
            kind = kind_of(event.body) or "text/plain"
            await documents.keep(tx, self.case(one), [Attachment(event.name, kind, event.body)])
            if event.removed:
                newest = (await case_store.documents(tx, self.case(one), 1))[0]
                await documents.remove(tx, self.case(one), newest.id, event.removed)

    @happen.register
    async def _(self, event: m.Joined, one: Known) -> None:
        kind = AddressKind.EMAIL if "@" in event.address else AddressKind.PHONE
        async with self.acting(one) as tx:
            address = (kind, event.address) if event.address else None
            await cases.name_participant(tx, self.case(one), event.role, event.name, address)

    @happen.register
    async def _(self, event: m.Framed, one: Known) -> None:
        async with self.acting(one) as tx:
            await accompaniment.agree(tx, self.case(one), event.frame, event.words, await standing(tx, one))

    @happen.register
    async def _(self, event: m.Staged, one: Known) -> None:
        async with self.acting(one) as tx:
            await accompaniment.advance(tx, self.case(one), event.stage, event.words, await standing(tx, one))

    @happen.register
    async def _(self, event: m.Reviewed, one: Known) -> None:
        day = self.calendar.due(event.again).date()
        async with self.acting(one) as tx:
            await accompaniment.review(tx, self.case(one), event.found, day, await standing(tx, one))

    @happen.register
    async def _(self, event: m.Promised, one: Known) -> None:
        owner = one.told.worker if event.owner is None else event.owner
        contact = one.contact if event.kind is FollowUpKind.CALL_BACK or not one.case else None
        async with self.acting(one) as tx:
            one.promise = await followups.promise(
                tx, kind=event.kind, what=event.what, due_at=self.calendar.due(event.due),
                owner=self.staff[owner] if owner else None, contact=contact, case=one.case,
                life_area=event.area,
            )  # fmt: skip

    @happen.register
    async def _(self, event: m.Tried, one: Known) -> None:
        async with self.acting(one) as tx:
            row = await promised(tx, one)
            if row.kind is FollowUpKind.CALL_BACK and event.outcome is not AttemptOutcome.LATER:
                if not (await followups.dial(tx, row.id, row.version)).number:
                    return
                row = await promised(tx, one)
            due = None if event.due is None else self.calendar.due(event.due)
            due = due if due is None or due > tx.now else None
            await followups.attempt(tx, row.id, event.outcome, event.note, row.version, due)

    @happen.register
    async def _(self, event: m.Kept, one: Known) -> None:
        async with self.acting(one) as tx:
            row = await promised(tx, one)
            if event.dropped:
                await followups.drop(tx, row.id, row.version, event.dropped)
            else:
                await followups.keep(tx, row.id, row.version, event.note)

    @happen.register
    async def _(self, event: m.Referred, one: Known) -> None:
        ask = None if event.ask_back is None else self.calendar.due(event.ask_back)
        async with self.acting(one) as tx:
            one.referral = await referrals.refer(
                tx,
                case=one.case,
                partner=self.partners[event.partner],
                note=event.note,
                ask_back_at=ask,
                life_area=event.area,
            )

    @happen.register
    async def _(self, event: m.Moved, one: Known) -> None:
        assert one.referral is not None  # noqa: S101  # the story orients first
        async with self.acting(one) as tx:
            row = await orientations.one(tx, one.referral)
            assert row is not None  # noqa: S101
            await referrals.move(tx, row.id, event.state, event.reason, row.version)

    @happen.register
    async def _(self, event: m.Became, one: Known) -> None:
        async with self.acting(one) as tx:
            row, _key = await cases.held(tx, self.case(one))
            await cases.change_kind(tx, row.id, event.kind, event.words, row.version)

    @happen.register
    async def _(self, event: m.Closed, one: Known) -> None:
        async with self.acting(one) as tx:
            for row in await promises.about(tx, self.case(one), 20):
                if row.ended_at is None:
                    await followups.keep(tx, row.id, row.version)
            case, _key = await cases.held(tx, self.case(one))
            await cases.close(tx, case.id, event.reason, event.words, case.version)

    @happen.register
    async def _(self, event: m.Reopened, one: Known) -> None:
        async with self.acting(one) as tx:
            row, _key = await cases.held(tx, self.case(one))
            await cases.reopen(tx, row.id, event.words, row.version)


async def standing(tx: Transaction, one: Known) -> int:
    """The version of the accompaniment; 1 before anything was agreed."""
    assert one.case is not None  # noqa: S101
    found = await frames.one(tx, one.case)
    return found.version if found else 1


async def promised(tx: Transaction, one: Known) -> promises.Row:
    """The story's latest promise as it stands."""
    assert one.promise is not None  # noqa: S101
    row = await promises.one(tx, one.promise)
    assert row is not None  # noqa: S101
    return row
