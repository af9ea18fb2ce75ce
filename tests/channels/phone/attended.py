"""A house whose line a test decides: who waits where, who is rung, and what the house was told.

The channel knows the house by its port alone; what the real one makes of it is tested with the line.
"""

import asyncio
from datetime import datetime
from uuid import UUID

from channels._twilio.door import PATIENCE
from helpline.channel import Leaving, LegEnd, LineState, Pickup, Place
from helpline.clock import new_id
from helpline.intake.house import House

WAITING = Place(LineState.WAITING, ahead=2, minutes=5)


class Attended(House):
    """`place` is where everybody stands; `rooms` what an offer's first leg wins, `callees` whom it dials then; `gone`
    whose operator has left meanwhile; `late`: it answers when the leg has
    given up; `told` what came in, in order.
    """

    place: Place = WAITING
    late: bool = False
    rooms: dict[UUID, str]
    callees: dict[UUID, str]
    winners: dict[UUID, str]
    gone: set[UUID]
    told: list[tuple[object, ...]]
    times: list[datetime | None]

    def attend(self) -> None:
        self.rooms, self.callees, self.winners, self.told, self.times = {}, {}, {}, [], []
        self.gone = set()

    def offered(self, room: str = "room", to: str = "") -> UUID:
        offer = new_id()
        self.callees[offer] = to
        self.rooms[offer] = room
        return offer

    async def join_line(self, call: str, language: str) -> Place:
        self.told.append(("join", call, language))
        return self.place

    async def place_in_line(self, call: str) -> Place:
        return self.place

    async def leave_line(self, call: str, how: Leaving, at: datetime | None = None) -> None:
        self.told.append(("leave", call, how))
        self.times.append(at)

    async def picked_up(self, offer: UUID, leg: str, at: datetime | None = None) -> Pickup:
        self.told.append(("picked_up", offer, leg))
        if self.late:
            await asyncio.sleep(PATIENCE * 2)
        won = self.winners.setdefault(offer, leg) == leg
        return Pickup(self.rooms[offer], self.callees[offer]) if won and offer in self.rooms else Pickup(None)

    async def dialled(self, offer: UUID, leg: str) -> bool:
        self.told.append(("dialled", offer, leg))
        return offer not in self.gone

    async def leg_rings(self, offer: UUID, leg: str, *, party: bool = False) -> None:
        self.told.append(("rings", offer, leg, party))

    async def reached(self, offer: UUID, leg: str) -> None:
        self.told.append(("reached", offer, leg))

    async def leg_ended(
        self, offer: UUID, leg: str, why: LegEnd, at: datetime | None = None, *, party: bool = False
    ) -> None:
        self.told.append(("ended", offer, leg, why))
        self.times.append(at)

    def leavings(self) -> list[Leaving]:
        """How callers left, each way once."""
        found = [word[2] for word in self.told if word[0] == "leave"]
        return [how for how in dict.fromkeys(found) if isinstance(how, Leaving)]

    def ends(self) -> list[LegEnd]:
        """How legs ended, each way once."""
        found = [word[3] for word in self.told if word[0] == "ended"]
        return [end for end in dict.fromkeys(found) if isinstance(end, LegEnd)]
