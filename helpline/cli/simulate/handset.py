"""A caller's telephone: presses keys, waits, speaks, talks and hangs up as a script says, or as a test tells it."""

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from msgspec import Struct

from helpline.cli.simulate.telephone import Telephone
from helpline.cli.simulate.wire import Wire

if TYPE_CHECKING:
    from helpline.cli.simulate.provider import Provider

MOST_STEPS = 200

#: What the provider sends empty when it knows nothing; all of it is signed.
BLANK = ("CallerName", "FromCity", "FromState", "FromZip", "ToCity", "ToState", "ToZip")

#: How a duty phone dialled for a caller behaves, as (DialCallStatus, DialBridged).
DUTY = {
    "answers": ("completed", "true"),
    "silent": ("no-answer", "false"),
    "busy": ("busy", "false"),
    "mailbox": ("completed", "false"),
}


class Script(Struct, frozen=True):
    """What a caller does. `keys` are pressed one per menu after the language ("-" is silence), then silence follows.

    `language` None: presses nothing when asked. `steps`: hangs up after that many answers of the server. `seconds`:
    how long a message is; 0 hangs up at the tone. `talk`: seconds of talk until the caller hangs up.
    """

    language: str | None = "fr"
    keys: str = ""
    duty: str = "silent"
    seconds: int = 3
    steps: int = MOST_STEPS
    talk: float = 3600.0


class Handset(Telephone):
    """A caller."""

    def __init__(
        self, wire: Wire, account: str, number: str, caller: str, script: Script, provider: "Provider"
    ) -> None:
        known = {"AccountSid": account, "ApiVersion": "2010-04-01", "Direction": "inbound"}
        ends = {**dict.fromkeys(("From", "Caller"), caller), **dict.fromkeys(("To", "Called"), number)}
        super().__init__(wire, provider, {**dict.fromkeys(BLANK, ""), **known, **ends})
        self.script, self.talk = script, script.talk
        self._keys = iter(script.keys)

    @property
    def patient(self) -> bool:
        return len(self.visited) < self.script.steps

    async def call(self) -> None:
        """The whole call, with its final status at the end."""
        began = self.provider.stamp()
        await self.follow(self.visit("/twilio/voice", {"CallStatus": "ringing"}))
        ends = {"from": self.known["From"], "to": self.known["To"], "status": "completed"}
        known = {"sid": self.sid, **ends, "start_time": began, "end_time": self.provider.stamp()}
        self.provider.took("Calls", known)
        await self.last_word("/twilio/voice/status", "completed", 9)

    async def key(self, gather: Xml.Element) -> str:
        """The next key of the script; in a menu that speaks several languages, the one of ours."""
        spoken = [said.get("language", "") for said in gather.iter("Say")]
        if len(set(spoken)) > 1:
            ours = self.script.language
            return next((str(place) for place, locale in enumerate(spoken, 1) if ours and locale.startswith(ours)), "")
        scripted = next(self._keys, None)
        return await super().key(gather) if scripted is None else scripted.replace("-", "")

    def at_duty(self) -> tuple[str, str]:
        return DUTY[self.script.duty]

    def message(self) -> int:
        return self.script.seconds
