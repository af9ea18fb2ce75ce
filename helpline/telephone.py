"""The port for live calls: what a channel that carries them asks of the house, and what it does for the house.

A channel imports it as a part of `helpline.channel`; it stands apart because most channels carry no calls.
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from helpline.errors import TransportError


class LineState(StrEnum):
    """Where a caller stands with the house.

    `waiting`: goes on waiting · `closed`: the line closed meanwhile, goes on only to a message or a call-back ·
    `nobody`: nobody can take it, likewise · `taken`: an operator has it, and the caller is being brought to a room ·
    `gone`: the house does not know this call, or it has left.
    """

    WAITING = "waiting"
    CLOSED = "closed"
    NOBODY = "nobody"
    TAKEN = "taken"
    GONE = "gone"


class Place(Struct, frozen=True):
    """What a waiting caller is told. `ahead`: callers before him, 0 is next; `minutes`: an honest wait, or None.

    `language`: the one he chose, for a caller who was sent back into the waiting; "" where the house does not know it.
    """

    state: LineState
    ahead: int = 0
    minutes: int | None = None
    language: str = ""


class Leaving(StrEnum):
    """How a caller left the line. `call_back` keeps the place: its promise falls due at its turn."""

    HUNG_UP = "hung_up"
    CALL_BACK = "call_back"
    MESSAGE = "message"
    CLOSED = "closed"
    FULL = "full"
    TROUBLE = "trouble"


class LegEnd(StrEnum):
    """Why an operator's leg, or the party dialled through it, is over.

    `ended`: it was answered, and is over; whether somebody hung up or a network was lost nobody can tell. `finished`:
    its operator said by a key that the call is over.
    """

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    DECLINED = "declined"
    ENDED = "ended"
    FINISHED = "finished"


class Pickup(Struct, frozen=True):
    """What an answered leg is for: `room`, the conference to join, or None when there is nothing to join any more.

    `to`: whom to dial into the room, for a call of ours that may be made at this very minute.
    """

    room: str | None
    to: str = ""


class HandsetKind(StrEnum):
    BROWSER = "browser"
    PHONE = "phone"


class Handset(Struct, frozen=True):
    """What rings at an operator's: a browser by its identity, or a telephone by its E.164 number."""

    kind: HandsetKind
    address: str


class Ticket(Struct, frozen=True):
    """Lets one browser register as a handset until `expires_at`. `edge`: where it connects to, by the settings."""

    token: str
    identity: str
    expires_at: datetime
    edge: str = ""


class Line(Protocol):
    """What a channel may ask of the house for somebody who waits or talks, and for whoever answers."""

    async def join_line(self, call: str, language: str) -> Place:
        """A caller waits, known by the provider's id of the call; asked twice, he stands where he stood."""

    async def place_in_line(self, call: str) -> Place:
        """Asked at each turn of the waiting: where the caller stands now."""

    async def leave_line(self, call: str, how: Leaving, at: datetime | None = None) -> None:
        """The caller waits no more, or hung up while talking. `at`: the provider's time of it."""

    async def picked_up(self, offer: UUID, leg: str, at: datetime | None = None) -> Pickup:
        """A human answered the leg rung for an offer: he gets the call, or was too late, or may not make it now."""

    async def dialled(self, offer: UUID, leg: str) -> bool:
        """Whom `picked_up` named is being rung by this leg: the house ends it; False when nobody wants it any more."""

    async def leg_rings(self, offer: UUID, leg: str, *, party: bool = False) -> None:
        """A leg that was asked for exists, and this is its id, though the asking process may have died since."""

    async def reached(self, offer: UUID, leg: str) -> None:
        """Whoever was dialled for an offer, by this leg, has answered."""

    async def leg_ended(
        self, offer: UUID, leg: str, why: LegEnd, at: datetime | None = None, *, party: bool = False
    ) -> None:
        """The operator's leg of an offer is over; `party`: that of whoever was dialled for it."""


class Switch(Protocol):
    """Moves calls about, for the house. Every verb may be repeated, and raises `TransportError`.

    What it does comes back by the house's own verbs: `picked_up`, `leg_ended`, `leave_line`.
    """

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        """Ring a handset without number or name; answers the leg's id. A browser is given `offer` as a parameter, a
        telephone speaks `language`, that of whom it rings for.
        """

    async def hang_up(self, leg: str) -> None:
        """End a leg or a caller's call; one that is over already is fine."""

    async def bring(self, call: str, room: str) -> None:
        """Take a caller out of the waiting into a room; one who is there already stays."""

    async def send_back(self, call: str) -> None:
        """Take a caller out of a room back into the waiting, where he stood."""

    async def left_in(self, room: str) -> str:
        """The leg of whoever was dialled into a room, whose id may never have reached us; "" where nobody was."""

    async def hold(self, call: str, room: str, on: bool) -> None:
        """Let somebody in a room hear music instead of the others, or join them again."""

    async def dial_out(self, handset: Handset, offer: UUID, language: str, *, unasked: bool = False) -> str:
        """Ring a handset, and once it is answered dial whom `picked_up` names, as the service's number.

        `unasked`: nobody pressed for it, so that no browser may answer it by itself.
        """

    def ticket(self, identity: str) -> Ticket:
        """What a browser registers with. Raises `TransportError` where there is no telephone."""

    def origins(self) -> tuple[str, ...]:
        """What a browser with a ticket connects to besides us, for the policy of the one page that may."""


class NullSwitch:
    """No telephone: what is asked of it fails for good, and a human is told by what follows from that."""

    async def ring(self, handset: Handset, offer: UUID, language: str) -> str:
        raise TransportError("no_telephone", permanent=True)

    async def hang_up(self, leg: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def bring(self, call: str, room: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def send_back(self, call: str) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def left_in(self, room: str) -> str:
        raise TransportError("no_telephone", permanent=True)

    async def hold(self, call: str, room: str, on: bool) -> None:
        raise TransportError("no_telephone", permanent=True)

    async def dial_out(self, handset: Handset, offer: UUID, language: str, *, unasked: bool = False) -> str:
        raise TransportError("no_telephone", permanent=True)

    def ticket(self, identity: str) -> Ticket:
        raise TransportError("no_telephone", permanent=True)

    def origins(self) -> tuple[str, ...]:
        return ()
