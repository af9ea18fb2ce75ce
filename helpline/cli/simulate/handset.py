"""A caller's telephone: does what the server's TwiML says, presses keys, speaks, hangs up when the script says so."""

from collections.abc import Mapping
from email.utils import format_datetime
from xml.etree import ElementTree as Xml

from msgspec import Struct

from helpline.cli.simulate.provider import Provider
from helpline.cli.simulate.wire import Wire, sid
from helpline.clock import now

MOST_STEPS = 20

#: What the provider sends empty when it knows nothing; all of it is signed.
BLANK = ("CallerName", "FromCity", "FromState", "FromZip", "ToCity", "ToState", "ToZip")

#: How the duty phone behaves, as (DialCallStatus, DialBridged).
DUTY = {
    "answers": ("completed", "true"),
    "silent": ("no-answer", "false"),
    "busy": ("busy", "false"),
    "mailbox": ("completed", "false"),
}


class Script(Struct, frozen=True):
    """What a caller does. `keys` are pressed one per menu after the language ("-" is silence), then silence follows.

    `language` None: presses nothing when asked. `steps`: hangs up after that many answers of the server. `seconds`:
    how long a message is; 0 hangs up at the tone.
    """

    language: str | None = "fr"
    keys: str = ""
    duty: str = "silent"
    seconds: int = 3
    steps: int = MOST_STEPS


class Handset:
    """One call. `heard` is what was said to the caller, sentence by sentence; `sid` is the call's id."""

    def __init__(self, wire: Wire, account: str, number: str, caller: str, script: Script, provider: Provider) -> None:
        self.wire, self.script, self.provider = wire, script, provider
        self.sid = sid("CA")
        self.heard: list[str] = []
        self.visited: list[str] = []
        self.rang_duty = ""
        self._keys = iter(script.keys)
        self._said = {
            **dict.fromkeys(BLANK, ""),
            "AccountSid": account,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "Direction": "inbound",
            **dict.fromkeys(("From", "Caller"), caller),
            **dict.fromkeys(("To", "Called"), number),
        }

    async def call(self) -> None:
        """The whole call, with its final status at the end."""
        await self.visit("/twilio/voice", {"CallStatus": "ringing"})
        ended = {"CallStatus": "completed", "CallDuration": "9", "Timestamp": format_datetime(now())}
        self.wire.tell("/twilio/voice/status", {**self._said, **ended, "SequenceNumber": "0"})
        await self.wire.flush()

    async def visit(self, target: str, more: Mapping[str, str]) -> None:
        """Ask the server, then obey."""
        self.visited.append(target)
        answer = await self.wire.ask(target, {**self._said, "CallStatus": "in-progress", **more})
        for verb in Xml.fromstring(answer):  # noqa: S314  # the server under test is our own
            if await self.obey(verb, hangs_up=len(self.visited) >= self.script.steps):
                return

    async def obey(self, verb: Xml.Element, hangs_up: bool) -> bool:
        """One verb; whether the rest of the document is left."""
        for said in verb.iter("Say"):
            self.heard.append(said.text or "")
        if verb.tag == "Gather":
            if not hangs_up:
                await self.visit(verb.attrib["action"], {"Digits": self.key(verb), "FinishedOnKey": ""})
            return True
        if verb.tag == "Dial":
            await self.dial(verb, hangs_up)
            return True
        if verb.tag == "Record":
            await self.record(verb, hangs_up)
            return True
        return verb.tag == "Hangup"

    def key(self, gather: Xml.Element) -> str:
        """The next key; in a menu that speaks several languages, the one of ours."""
        spoken = [said.get("language", "") for said in gather.iter("Say")]
        if len(set(spoken)) < 2:
            return next(self._keys, "").replace("-", "")
        ours = self.script.language
        return next((str(place) for place, locale in enumerate(spoken, 1) if ours and locale.startswith(ours)), "")

    async def dial(self, verb: Xml.Element, hangs_up: bool) -> None:
        """The duty phone rings, and answers or not; a caller who hangs up meanwhile is told to the server as well."""
        number = verb.find("Number")
        self.rang_duty = number.text or "" if number is not None else ""
        status, bridged = ("canceled", "false") if hangs_up else DUTY[self.script.duty]
        leg = {"DialCallStatus": status, "DialBridged": bridged, "DialCallSid": sid("CA"), "DialCallDuration": "0"}
        await self.visit(verb.attrib["action"], {**leg, "CallStatus": "completed"} if hangs_up else leg)

    async def record(self, verb: Xml.Element, hangs_up: bool) -> None:
        """Leaves a message, or hangs up at the tone: then there is a recording of nothing, and a callback saying so."""
        length = 0 if hangs_up else self.script.seconds
        made = self.provider.record(length) if length else sid("RE")
        known = {"RecordingSid": made, "RecordingUrl": self.provider.address(made), "RecordingDuration": str(length)}
        status = {**known, "RecordingStatus": "completed" if length else "absent", "RecordingChannels": "1"}
        kept = {name: self._said[name] for name in ("AccountSid", "CallSid")}
        self.wire.tell(verb.attrib["recordingStatusCallback"], {**kept, **status, "RecordingSource": "RecordVerb"})
        if length:
            await self.visit(verb.attrib["action"], {**known, "Digits": "#"})
        else:
            gone = {**self._said, **known, "CallStatus": "completed", "Digits": "hangup"}
            await self.wire.ask(verb.attrib["action"], gone)
