"""A telephone on a call: it does what the server's TwiML says until the call is over, hung up, or moved elsewhere."""

import asyncio
from collections.abc import Coroutine, Mapping
from email.utils import format_datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Xml

from helpline.cli.simulate.wire import Wire, sid
from helpline.clock import now

if TYPE_CHECKING:
    from helpline.cli.simulate.provider import Provider

#: No turn of the waiting is shorter, so that a caller who presses nothing asks a server fifty times a second at most.
LEAST_TURN = 0.02


class End(Enum):
    """How a verb or a document ended: go on with the next verb; nothing is left to do; out of the line; hung up."""

    NEXT = auto()
    OVER = auto()
    LEFT = auto()
    HUNG_UP = auto()


class Telephone:
    """One call. `heard` is what was said, sentence by sentence; `answers` are keys pressed as soon as a sentence
    is heard; `sid` is the call's id.
    """

    def __init__(self, wire: Wire, provider: "Provider", said: Mapping[str, str]) -> None:
        self.wire, self.provider = wire, provider
        self.sid = sid("CA")
        self.heard: list[str] = []
        self.answers: dict[str, str] = {}
        self.visited: list[str] = []
        self.over, self.star = asyncio.Event(), asyncio.Event()
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.talk = 3600.0
        self.rang_duty = ""
        self.known = {**said, "CallSid": self.sid}
        self._told: asyncio.Queue[str] = asyncio.Queue()
        self._moved = ""
        self._errands: list[asyncio.Task[None]] = []

    @property
    def patient(self) -> bool:
        """Whether this one stays for another answer of the server."""
        return True

    def press(self, key: str) -> None:
        """A key, for the menu that is heard now or next."""
        self.keys.put_nowait(key)

    def hang_up(self) -> None:
        self._told.put_nowait("")

    def move(self, document: str) -> None:
        """Our request replaces what the call is doing."""
        self._told.put_nowait(document)

    async def follow(self, doing: Coroutine[Any, Any, End]) -> None:
        """Do something until it is over, the call is moved elsewhere, or somebody hangs up."""
        self.provider.board.calls[self.sid] = self
        while True:
            task, told = asyncio.create_task(doing), asyncio.create_task(self._told.get())
            await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                told.cancel()
                break
            self._moved = "redirected" if told.result() else "hangup"
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if not told.result():
                break
            doing = self.document(told.result())
        self.over.set()
        if not task.cancelled():
            task.result()

    async def visit(self, target: str, more: Mapping[str, str]) -> End:
        """Ask the server, then obey."""
        self.visited.append(target)
        return await self.document(await self.ask(target, more))

    async def ask(self, target: str, more: Mapping[str, str]) -> str:
        return await self.wire.ask(target, {**self.known, "CallStatus": "in-progress", **more})

    async def document(self, text: str) -> End:
        for verb in Xml.fromstring(text):  # noqa: S314  # the server under test is our own
            if (end := await self.obey(verb)) is not End.NEXT:
                return end
        return End.OVER

    async def obey(self, verb: Xml.Element) -> End:
        for said in verb.iter("Say"):
            self.heard.append(said.text or "")
            if key := self.answers.get(self.heard[-1]):
                self.press(key)
        match verb.tag:
            case "Gather":
                return await self.gather(verb)
            case "Redirect":
                return await self.visit(verb.text or "", {})
            case "Enqueue":
                return await self.enqueue(verb)
            case "Dial":
                return await (self.confer(verb) if verb.find("Conference") is not None else self.dial(verb))
            case "Record":
                return await self.record(verb)
            case "Pause":
                await asyncio.sleep(self.lasting(verb.get("length", "1")))
        return {"Leave": End.LEFT, "Hangup": End.HUNG_UP}.get(verb.tag, End.NEXT)

    def lasting(self, seconds: str) -> float:
        return max(float(seconds) * self.provider.board.pace, LEAST_TURN)

    async def gather(self, verb: Xml.Element) -> End:
        if not self.patient:
            return End.HUNG_UP
        digits = await self.key(verb)
        return await self.visit(verb.attrib["action"], {"Digits": digits, "FinishedOnKey": ""})

    async def key(self, gather: Xml.Element) -> str:
        """The next key that was pressed before the menu gave up waiting."""
        try:
            async with asyncio.timeout(self.lasting(gather.get("timeout", "5"))):
                return await self.keys.get()
        except TimeoutError:
            return ""

    async def enqueue(self, verb: Xml.Element) -> End:
        """Waits in the line until it leaves, hangs up, or is moved."""
        board, action = self.provider.board, verb.attrib["action"]
        known = {"QueueSid": board.line, "QueueTime": "1"}
        if len(board.waiting) >= board.longest:
            return await self.visit(action, {"QueueResult": "queue-full"})
        board.waiting.append(self.sid)
        try:
            end = await self.turns(verb.attrib["waitUrl"], known)
        except asyncio.CancelledError:
            status = "completed" if self._moved == "hangup" else "in-progress"
            await self.ask(action, {**known, "QueueResult": self._moved, "CallStatus": status})
            raise
        finally:
            board.waiting.remove(self.sid)
        if end is End.LEFT:
            return await self.visit(action, {**known, "QueueResult": "leave"})
        await self.ask(action, {**known, "QueueResult": "hangup", "CallStatus": "completed"})
        return End.HUNG_UP

    async def turns(self, target: str, known: Mapping[str, str]) -> End:
        """The waiting's document again and again; whoever has no patience left hangs up."""
        while self.patient:
            end = await self.visit(target, {**known, "QueuePosition": "1", "CurrentQueueSize": "1"})
            if end in (End.LEFT, End.HUNG_UP):
                return end
        return End.HUNG_UP

    async def confer(self, verb: Xml.Element) -> End:
        """Talks in a room until it is over, or until one's own talk is."""
        board, action = self.provider.board, verb.get("action")
        noun = verb.find("Conference")
        assert noun is not None  # noqa: S101  # the caller looked
        room = board.enter(self, noun.text or "", noun.attrib)
        try:
            ours = await room.lasts(self.talk, self.star if verb.get("hangupOnStar") == "true" else None)
        except asyncio.CancelledError:
            board.leave(self, room)
            if action and self._moved == "hangup":
                await self.ask(action, {"CallStatus": "completed"})
            raise
        board.leave(self, room)
        if not action:
            return End.OVER
        if ours and not self.star.is_set():
            await self.ask(action, {"CallStatus": "completed"})
            return End.HUNG_UP
        return await self.visit(action, {})

    async def dial(self, verb: Xml.Element) -> End:
        """The duty phone rings, and answers or not; a caller who hangs up meanwhile is told to the server as well."""
        number = verb.find("Number")
        self.rang_duty = number.text or "" if number is not None else ""
        status, bridged = self.at_duty() if self.patient else ("canceled", "false")
        leg = {"DialCallStatus": status, "DialBridged": bridged, "DialCallSid": sid("CA"), "DialCallDuration": "0"}
        return await self.visit(verb.attrib["action"], leg if self.patient else {**leg, "CallStatus": "completed"})

    def at_duty(self) -> tuple[str, str]:
        return "no-answer", "false"

    def message(self) -> int:
        """How long a message one leaves, in seconds."""
        return 0

    async def record(self, verb: Xml.Element) -> End:
        """Leaves a message, or hangs up at the tone: then there is a recording of nothing, and a callback saying so."""
        length = self.message() if self.patient else 0
        made = self.provider.record(length, self.sid) if length else sid("RE")
        known = {"RecordingSid": made, "RecordingUrl": self.provider.address(made), "RecordingDuration": str(length)}
        status = {**known, "RecordingStatus": "completed" if length else "absent", "RecordingChannels": "1"}
        kept = {name: self.known[name] for name in ("AccountSid", "CallSid")}
        self.wire.tell(verb.attrib["recordingStatusCallback"], {**kept, **status, "RecordingSource": "RecordVerb"})
        if length:
            return await self.visit(verb.attrib["action"], {**known, "Digits": "#"})
        await self.ask(verb.attrib["action"], {**known, "CallStatus": "completed", "Digits": "hangup"})
        return End.HUNG_UP

    def report(self, target: str, fields: Mapping[str, str]) -> None:
        """A callback that the call does not wait for."""
        self.wire.tell(target, {**self.known, **fields})
        self._errands.append(asyncio.create_task(self.wire.flush()))

    async def last_word(self, target: str, status: str, seconds: int) -> None:
        """The provider's own word on what became of the call."""
        ended = {"CallStatus": status, "CallDuration": str(seconds), "Timestamp": format_datetime(now())}
        self.wire.tell(target, {**self.known, **ended, "SequenceNumber": "0"})
        await asyncio.gather(self.wire.flush(), *self._errands)
