"""A telephone or browser that the server asked the provider to ring."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from helpline.cli.simulate.telephone import End, Telephone
from helpline.cli.simulate.wire import Wire

if TYPE_CHECKING:
    from helpline.cli.simulate.provider import Provider

#: Seconds until a telephone that is answered is picked up.
PICKED_UP = "1"


class Leg(Telephone):
    """It rings, is answered or not, and does what its first document says; or it is dialled into a `room` as such."""

    def __init__(self, wire: Wire, provider: "Provider", asked: Mapping[str, str], room: str = "") -> None:
        self.asked, self.room, self.label = asked, room, asked.get("Label", "")
        self.address = asked["To"].removeprefix("client:").partition("?")[0]
        known = {"AccountSid": provider.account, "ApiVersion": "2010-04-01", "Direction": "outbound-api"}
        super().__init__(wire, provider, {**known, "From": asked["From"], "To": asked["To"]})
        self.status = "ringing"

    @property
    def habit(self) -> str:
        return self.provider.board.habits.get(self.address, self.provider.board.habit)

    async def run(self) -> None:
        """The whole leg, with its id at once where that was asked for, and its final status at the end."""
        if "StatusCallbackEvent" in self.asked:
            self.report(self.asked["StatusCallback"], {"CallStatus": "initiated"})
        await self.follow(self.rings())
        ends = {"ringing": "canceled", "in-progress": "completed"}
        await self.last_word(self.asked["StatusCallback"], ends.get(self.status, self.status), 5)

    async def rings(self) -> End:
        if self.habit == "silent":
            await asyncio.sleep(self.lasting(self.asked.get("Timeout", "60")))
            self.status = "no-answer"
            return End.OVER
        if self.habit == "busy":
            self.status = "busy"
            return End.OVER
        if self.habit == "waits" and await self.keys.get() != "answer":
            self.status = "busy"
            return End.OVER
        await asyncio.sleep(self.lasting(PICKED_UP))
        self.status = "in-progress"
        if self.room:
            self.report(self.asked["StatusCallback"], {"CallStatus": "in-progress"})
            return await self.document(self.invited())
        return await self.visit(self.asked["Url"], {})

    def invited(self) -> str:
        """Somebody dialled into a room joins it as soon as he answers."""
        wish = {"participantLabel": self.label, "endConferenceOnExit": self.asked.get("EndConferenceOnExit", "false")}
        response = Xml.Element("Response")
        Xml.SubElement(Xml.SubElement(response, "Dial"), "Conference", wish).text = self.room
        return Xml.tostring(response, "unicode")

    async def key(self, gather: Xml.Element) -> str:
        """A person presses the key, a mailbox speaks on."""
        return "1" if self.habit in ("answers", "waits") else ""
