"""A telephone line with nobody at the other end: the house on a real database, and a switch that only notes."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from helpline import clock
from helpline.channel import Handset, HandsetKind, LegEnd, Pickup, Place, Ticket
from helpline.envelope import AddressKind as Kind
from helpline.envelope import Arrival, Outcome, SafeContact, Sender
from helpline.errors import TransportError
from helpline.hours.actions import remembered
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.jobs.model import Job, Premises
from helpline.line import presence, store
from helpline.line.model import LineCall, Offer, OfferState, PresenceState
from helpline.people import actions as people
from helpline.people.model import Kind as PersonKind
from helpline.queue import actions as queue
from helpline.settings import Settings
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.timetable import TIMETABLE
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine

CALLER, DUTY = "+447700900101", "+447700900901"
HANDLERS = {job.name: job for job in TIMETABLE if isinstance(job, Job)}


class NotedSwitch:
    """A telephone that does as it is told and notes it. `refuses`: what it says instead; `rooms`: who was dialled."""

    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []
        self.refuses: TransportError | None = None
        self.rooms: dict[str, str] = {}
        self.unasked: list[bool] = []

    def _note(self, *what: str) -> None:
        if self.refuses:
            raise self.refuses
        self.done.append(what)

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        self._note("ring", handset.kind, handset.address, language)
        return f"CA{offer.hex}"

    async def hang_up(self, leg: str) -> None:
        self._note("hang_up", leg)

    async def bring(self, call: str, room: str) -> None:
        self._note("bring", call, room)

    async def send_back(self, call: str) -> None:
        self._note("send_back", call)

    async def hold(self, call: str, room: str, on: bool) -> None:
        self._note("hold", call, str(on))

    async def left_in(self, room: str) -> str:
        self._note("left_in", room)
        return self.rooms.get(room, "")

    async def dial_out(self, handset: Handset, offer: UUID, language: str, *, unasked: bool = False) -> str:
        self.unasked.append(unasked)
        self._note("dial_out", handset.kind, handset.address, language)
        return f"CA{offer.hex}"

    def ticket(self, identity: str) -> Ticket:
        return Ticket("a ticket", identity, clock.now() + timedelta(hours=1))

    def origins(self) -> tuple[str, ...]:
        return ("wss://telephone.example.org",)


class Line:
    """The line of one test."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.switch = engine, NotedSwitch()
        settings = Settings(duty_phone=DUTY)
        self.house = House(engine, settings)
        self.premises = Premises(engine, settings, switch=self.switch)
        self.people: dict[UUID, str] = {}

    async def hours(self, opens: str | None = "00:00", closes: str | None = "23:59:59") -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            await tx.db.execute(
                "insert into opening_exception (day, opens, closes) "
                "select (now() at time zone 'Europe/Brussels')::date + day, $1::text::time, $2::text::time "
                "from generate_series(-1, 1) day on conflict (day) do update set opens = excluded.opens, "
                "closes = excluded.closes", opens, closes,
            )  # fmt: skip

        remembered.clear()

    async def operator(
        self,
        name: str,
        *languages: str,
        handset: HandsetKind = HandsetKind.BROWSER,
        phone: str | None = None,
        state: PresenceState = PresenceState.AVAILABLE,
    ) -> UUID:
        """A colleague at the line."""
        async with self.engine.transaction(SYSTEM) as tx:
            who = await staff.add(
                tx, sign_in_name=name, display_name=name.title(), role=Role.OPERATOR,
                password="four plain words here", phone=phone,
            )  # fmt: skip
        self.people[who] = name
        await self.says(who, state, handset, *languages)
        return who

    async def says(
        self, who: UUID, state: PresenceState, handset: HandsetKind = HandsetKind.BROWSER, *languages: str
    ) -> None:
        async with self.engine.transaction(Actor(ActorKind.STAFF, Role.OPERATOR, who)) as tx:
            await presence.say(tx, who, state, handset, languages or ("fr",))

    async def call(self, call: str = "CA1", language: str = "fr", number: str | None = CALLER) -> Place:
        """Somebody rings, is read, and waits."""
        rang = Arrival(
            channel="phone", external_id=call, occurred_at=clock.now(), event="rang", outcome=Outcome.RINGING,
            sender=Sender(Kind.PHONE, number, "", proven=False) if number else Sender(),
        )  # fmt: skip
        await intake.keep(self.engine, intake.by_hand(rang, f"rang {call}"))
        while await Digestion(self.engine, {}).some():
            pass
        return await self.house.join_line(call, language)

    async def may_be_called(self, number: str = CALLER) -> None:
        """Somebody has said that a call is safe."""
        async with self.engine.transaction(SYSTEM) as tx:
            person = await people.ensure_person(tx, PersonKind.REQUESTER, (Kind.PHONE, number))
            await people.set_rule(tx, person, None, SafeContact(may_call=True))

    async def jobs(self, *names: str) -> list[str]:
        """Run what is due until nothing is left; or once, due or not, whatever has these names. What ran."""
        ran = []
        while rows := await self.engine.pool.fetch(
            "delete from pgqueuer where entrypoint = any($1) or (cardinality($1) = 0 and execute_after <= now()) "
            "returning entrypoint, payload", list(names),
        ):  # fmt: skip
            for row in rows:
                job = HANDLERS[row["entrypoint"]]
                await job.run(self.premises, msgspec.json.decode(row["payload"], type=job.payload))
                ran.append(job.name)
            if names:
                break
        return ran

    async def offers(self, call: str = "CA1") -> list[Offer]:
        row = await self.row(call)
        async with self.engine.transaction(SYSTEM) as tx:
            return await store.offers(tx, row.id)

    async def ringing(self, call: str = "CA1") -> Offer | None:
        """What rings for a call now; one at most unless somebody took it out of turn."""
        return next((offer for offer in await self.offers(call) if offer.state is OfferState.RINGING), None)

    async def rings_at(self, call: str = "CA1") -> str | None:
        offer = await self.ringing(call)
        return self.people.get(offer.staff_id, "?") if offer and offer.staff_id else offer and offer.kind

    async def row(self, call: str = "CA1") -> LineCall:
        async with self.engine.transaction(SYSTEM) as tx:
            row = await store.known_call(tx, tx.vault.blind("external/phone", call))
            assert row
            return row

    async def answers(self, call: str = "CA1") -> Pickup:
        """Whoever is rung picks up; the telephone does what follows."""
        await self.jobs()
        offer = await self.ringing(call)
        assert offer
        pickup = await self.house.picked_up(offer.id, f"CA{offer.id.hex}")
        await self.jobs()
        return pickup

    async def ends(self, why: LegEnd = LegEnd.NO_ANSWER, call: str = "CA1") -> None:
        """What rings, or is in use, ends so."""
        await self.jobs()
        live = [one for one in await self.offers(call) if one.state in (OfferState.RINGING, OfferState.ANSWERED)]
        await self.house.leg_ended(live[0].id, f"CA{live[0].id.hex}", why)
        await self.jobs()

    async def talk(self) -> LineCall:
        """Alice talks with a caller."""
        await self.operator("alice")
        await self.call()
        assert (await self.answers()).room
        return await self.row()

    async def claimed_by(self) -> str | None:
        """Whose the call's contact is."""
        row = await self.row()
        async with self.engine.transaction(SYSTEM) as tx:
            place = await queue.place(tx, row.contact_id) if row.contact_id else None
            return place.claimer if place else None

    async def state_of(self, who: UUID) -> str:
        async with self.engine.transaction(SYSTEM) as tx:
            one = await store.presence(tx, who)
            assert one
            return one.state


@pytest.fixture
async def line(engine: Engine) -> Line:
    """A line that is open, with nobody at it yet."""
    line = Line(engine)
    await line.hours()
    return line
