"""Rooms in which calls are joined to each other, as the provider keeps them."""

import asyncio
from collections.abc import Mapping
from email.utils import format_datetime
from typing import TYPE_CHECKING

from helpline.cli.simulate.wire import sid
from helpline.clock import now

if TYPE_CHECKING:
    from helpline.cli.simulate.telephone import Telephone


class Room:
    """One conference. `wishes` are the attributes each member came with; the first one's decide who is told."""

    def __init__(self, name: str) -> None:
        self.name, self.sid = name, sid("CF")
        self.members: dict[str, Telephone] = {}
        self.wishes: dict[str, Mapping[str, str]] = {}
        self.held: set[str] = set()
        self.report = ""
        self._over = asyncio.Event()

    def labelled(self, label: str) -> bool:
        return any(label and wish.get("participantLabel") == label for wish in self.wishes.values())

    def enter(self, telephone: "Telephone", wish: Mapping[str, str]) -> None:
        """Come in; whoever asked for reports first is told."""
        if not self.members:
            self.report = wish.get("statusCallback", "")
        self.members[telephone.sid], self.wishes[telephone.sid] = telephone, wish
        if self.report:
            told = {"StatusCallbackEvent": "participant-join", "FriendlyName": self.name, "ConferenceSid": self.sid}
            label = {"ParticipantLabel": wish["participantLabel"]} if wish.get("participantLabel") else {}
            at = {"Timestamp": format_datetime(now()), "SequenceNumber": str(len(self.members))}
            telephone.report(self.report, {**told, **label, **at})

    def leave(self, telephone: "Telephone") -> bool:
        """Go out; whether the room is over by that."""
        self.members.pop(telephone.sid, None)
        wish = self.wishes.pop(telephone.sid, {})
        if wish.get("endConferenceOnExit") == "true" or not self.members:
            self._over.set()
        return self._over.is_set()

    async def lasts(self, seconds: float, star: asyncio.Event | None) -> bool:
        """Waits until it is over, for so long, or for a member's star key: whether it lasted longer."""
        ends = [asyncio.create_task(end.wait()) for end in (self._over, star) if end]
        try:
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
        return not self._over.is_set()
