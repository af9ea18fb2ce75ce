"""Operators at their browsers: everything is real but the provider's own library, in whose place a small one is served.

It rings when the fake provider rings this browser, and what it answers or declines, the provider is told.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Page, Route, expect

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.leg import Leg
from helpline.settings import Settings
from tests.channels._twilio.fake import Fake
from tests.journeys.people import Outside

LIBRARY = """
class Emitter {
  heard = {};
  on(name, what) { (this.heard[name] ??= []).push(what); return this; }
  say(name, ...what) { for (const one of this.heard[name] ?? []) one(...what); }
}
class Call extends Emitter {
  state = "pending"; muted = false;
  constructor(leg, told) { super(); this.leg = leg; this.customParameters = new Map(new URLSearchParams(told)); }
  status() { return this.state; }
  accept() { this.state = "open"; window.pressed(this.leg, "answer"); this.say("accept", this); }
  reject() { this.state = "closed"; window.pressed(this.leg, "decline"); this.say("reject"); }
  disconnect() { if (this.state === "open") window.pressed(this.leg, "hang up"); this.over("disconnect"); }
  over(how) { if (this.state !== "closed") { this.state = "closed"; this.say(how, this); } }
  mute(on) { this.muted = on; }
  isMuted() { return this.muted; }
}
export class Device extends Emitter {
  constructor(token, options) { super(); Object.assign(this, { token, options, calls: {} }); window.telephone = this; }
  async register() { this.say("registered"); }
  updateToken(token) { this.token = token; window.renewed = (window.renewed ?? 0) + 1; }
  destroy() { this.say("unregistered"); delete window.telephone; }
  ring(leg, told) { this.say("incoming", this.calls[leg] = new Call(leg, told)); }
  end(leg, answered) { this.calls[leg]?.over(answered ? "disconnect" : "cancel"); }
}
"""


class Operator:
    """One operator's browser, joined to the fake provider under the identity of its ticket."""

    def __init__(self, page: Page, provider: Fake, identity: str) -> None:
        self.page, self.provider, self.identity = page, provider, identity
        self.legs: list[Leg] = []
        self.endings: list[asyncio.Task[None]] = []

    async def pressed(self, leg: str, what: str) -> None:
        found = next(one for one in self.legs if one.sid == leg)
        if what == "hang up":
            found.hang_up()
        else:
            found.press(what)

    async def listen(self) -> None:
        """Whatever the provider rings under this identity rings in the browser, and ends there when it ends."""
        while True:
            for leg in self.provider.board.legs:
                if leg.address == self.identity and leg not in self.legs:
                    self.legs.append(leg)
                    told = leg.asked["To"].partition("?")[2]
                    await self.page.evaluate("([leg, told]) => telephone.ring(leg, told)", [leg.sid, told])
                    self.endings.append(asyncio.create_task(self.ends(leg)))
            await asyncio.sleep(0.05)

    async def ends(self, leg: Leg) -> None:
        await leg.over.wait()
        await self.page.evaluate("leg => window.telephone?.end(leg, true)", leg.sid)


@asynccontextmanager
async def at_the_line(page: Page, provider: Fake, identity: str) -> AsyncIterator[Operator]:
    """Opens the line and says that one is available in this browser."""
    operator = Operator(page, provider, identity)
    provider.board.habits[identity] = "waits"
    await page.context.grant_permissions(["microphone"])

    async def library(route: Route) -> None:
        await route.fulfill(body=LIBRARY, content_type="text/javascript")

    await page.route("**/static/voice-*.js", library)
    await page.expose_function("pressed", operator.pressed)
    await page.goto("/desk/line")
    await page.check("#presence-state")
    await page.click("#line-me button")
    await expect(page.locator("#line-handset")).to_contain_text("ready")
    listening = asyncio.create_task(operator.listen())
    try:
        yield operator
    finally:
        for task in (listening, *operator.endings):
            task.cancel()


@asynccontextmanager
async def caller(outside: Outside, settings: Settings, provider: Fake, number: str) -> AsyncIterator[Handset]:
    """Somebody who rings and waits; whoever is still there at the end hangs up."""
    handset = Handset(
        outside.wire, settings.twilio_account_sid, settings.twilio_number, number, Script(steps=1000), provider
    )
    ringing = asyncio.create_task(handset.call())
    try:
        yield handset
    finally:
        handset.hang_up()
        await ringing


async def until(happened: Callable[[], object], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110  # what a telephone does is no event of ours
            await asyncio.sleep(0.02)
