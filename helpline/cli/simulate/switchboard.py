"""What the provider does between telephones: who waits, who is in which room, and what the server's requests change.

A telephone it rings does what `habits` say of its address: "answers" (and presses the key), "silent", "busy",
"mailbox" (answers and presses nothing), "waits" (rings until somebody presses "answer" on it). `pace` is how long one
of the provider's seconds takes.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from helpline.cli.simulate.answers import missing, refused
from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.leg import Leg
from helpline.cli.simulate.rooms import Room
from helpline.cli.simulate.wire import sid

if TYPE_CHECKING:
    from helpline.cli.simulate.provider import Provider
    from helpline.cli.simulate.telephone import Telephone


class Switchboard:
    """The state of one account's calls, and its part of the REST interface."""

    def __init__(self, provider: "Provider") -> None:
        self.provider = provider
        self.calls: dict[str, Telephone] = {}
        self.legs: list[Leg] = []
        self.waiting: list[str] = []
        self.rooms: dict[str, Room] = {}
        self.habits: dict[str, str] = {}
        self.habit = "answers"
        self.line, self.longest, self.pace = sid("QU"), 1000, 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self, root: str) -> list[web.RouteDef]:
        room = root + r"/Conferences/{room:\w+}/Participants"
        return [
            web.post(root + "/Calls.json", self.ring),
            web.post(root + r"/Calls/{sid:CA\w+}.json", self.change),
            web.get(root + "/Conferences.json", self.conferences),
            web.post(room + ".json", self.invite),
            web.post(room + r"/{sid:CA\w+}.json", self.hold),
            web.get(room + r"/{label:\w+}.json", self.participant),
        ]

    async def ring(self, request: web.Request) -> web.StreamResponse:
        """Make a call."""
        fields = await posted(request)
        if not fields.get("To") or not fields.get("From") or not (fields.get("Url") or fields.get("Twiml")):
            return refused(400, 21205)
        if fields["To"] == self.provider.number:
            self.comes_back(fields["From"])
            return web.json_response({"sid": sid("CA"), "status": "queued", "to": fields["To"]}, status=201)
        leg = self.start(fields)
        return web.json_response({"sid": leg.sid, "status": "queued", "to": fields["To"]}, status=201)

    def comes_back(self, caller: str) -> None:
        """A call to the account's own number rings at the server, as any other."""
        provider = self.provider
        assert provider.wire is not None, "a provider that is asked to ring needs a wire to the server"  # noqa: S101
        script = Script(language=None, steps=1)
        handset = Handset(provider.wire.another(), provider.account, provider.number, caller, script, provider)
        self.spawn(handset.call())

    def start(self, fields: Mapping[str, str], room: str = "") -> Leg:
        assert self.provider.wire is not None, "a provider that is asked to ring needs a wire to the server"  # noqa: S101
        leg = Leg(self.provider.wire.another(), self.provider, fields, room)
        self.legs.append(leg)
        self.calls[leg.sid] = leg
        self.spawn(leg.run())
        return leg

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def change(self, request: web.Request) -> web.StreamResponse:
        """End a call, or let it do something else."""
        call, fields = self.calls.get(request.match_info["sid"]), await posted(request)
        if call is None:
            return missing()
        if fields.get("Status") in ("completed", "canceled"):
            call.hang_up()
        elif call.over.is_set():
            return refused(400, 21220)
        else:
            call.move(fields["Twiml"])
        return web.json_response({"sid": call.sid, "status": "in-progress"})

    def enter(self, telephone: "Telephone", name: str, wish: Mapping[str, str]) -> Room:
        room = self.rooms.setdefault(name, Room(name))
        room.enter(telephone, wish)
        return room

    def leave(self, telephone: "Telephone", room: Room) -> None:
        if room.leave(telephone):
            self.rooms.pop(room.name, None)

    async def conferences(self, request: web.Request) -> web.StreamResponse:
        """Rooms in use, by name."""
        room = self.rooms.get(request.query.get("FriendlyName", ""))
        found = [{"sid": room.sid, "friendly_name": room.name, "status": "in-progress"}] if room else []
        return web.json_response({"conferences": found, "next_page_uri": None})

    async def invite(self, request: web.Request) -> web.StreamResponse:
        """Dial somebody into a room, once for each label."""
        name, fields = request.match_info["room"], await posted(request)
        room = self.rooms.setdefault(name, Room(name))
        if room.labelled(fields.get("Label", "")) or any(
            leg.room == name and leg.label == fields.get("Label") for leg in self.legs
        ):
            return refused(409, 16025)
        leg = self.start(fields, name)
        return web.json_response({"call_sid": leg.sid, "conference_sid": room.sid, "status": "queued"}, status=201)

    async def participant(self, request: web.Request) -> web.StreamResponse:
        """Somebody dialled into a room, by label: from the first ring on."""
        rooms = {room.sid: room for room in self.rooms.values()}
        room, label = rooms.get(request.match_info["room"]), request.match_info["label"]
        found = next((leg for leg in self.legs if room and leg.room == room.name and leg.label == label), None)
        return web.json_response({"call_sid": found.sid, "label": label}) if found else missing()

    async def hold(self, request: web.Request) -> web.StreamResponse:
        """Music for one member instead of the others."""
        rooms = {room.sid: room for room in self.rooms.values()}
        room, call = rooms.get(request.match_info["room"]), request.match_info["sid"]
        if room is None or call not in room.members:
            return missing()
        (room.held.add if (await posted(request)).get("Hold") == "true" else room.held.discard)(call)
        return web.json_response({"call_sid": call, "hold": call in room.held})

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def posted(request: web.Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.post()).items()}
