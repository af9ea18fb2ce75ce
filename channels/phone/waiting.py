"""Answers a caller who waits or talks: where he stands is asked of the house at each turn, and told in words."""

import asyncio
import logging
from datetime import datetime

from msgspec import structs

from channels._twilio.door import Post
from channels._twilio.numbers import e164
from channels._twilio.rounds import told_at
from channels.phone import flow, line_flow
from channels.phone.calls import ASKING, Calls, language_of, so_far, state, unasked
from channels.phone.phrases import phrases
from channels.phone.reading import hung_up
from helpline.channel import Leaving, LineState, Place
from helpline.clock import now

log = logging.getLogger(__name__)

#: Turns without a word of the house until a caller is sent on to a person: it may just be starting again.
TURNS_ALONE = 2

#: Why the provider says that a caller is out of the line, where the caller hears nothing more of it.
ELSEWHERE = frozenset({"redirected", "redirected-from-bridged", "bridged", "bridging-in-process"})


#: Seconds between two attempts to tell a house that was away: nobody there may be offered a caller led elsewhere.
PAUSES = (0, *(1,) * 10, *(5,) * 12, *(30,) * 8)


class Waiting:
    """The steps of the line and of the room, for the routes."""

    def __init__(self, calls: Calls) -> None:
        self.calls, self.house, self.settings = calls, calls.house, calls.settings
        self._untold: dict[asyncio.Task[None], Post] = {}

    async def turn(self, post: Post) -> str:
        """One turn: kept is only what a caller presses. The provider records nothing here, so trouble leads out."""
        return await self.calls.answered(post, self.wait, line_flow.leave(language_of(post)))

    async def wait(self, post: Post) -> str:
        """Words for where the caller stands now."""
        place = await self.place(post)
        language = language_of(post, place)
        if place is None:
            return self.alone(post)
        match place.state:
            case LineState.WAITING:
                return line_flow.turn(self.settings, language, place)
            case LineState.TAKEN:
                return line_flow.moment(self.settings, language)
            case LineState.CLOSED:
                return line_flow.closing(self.settings, language)
            case LineState.NOBODY | LineState.GONE:
                return line_flow.leave(language)

    async def place(self, post: Post) -> Place | None:
        return await self.calls.asked(post, lambda: self.house.place_in_line(post.key("CallSid")))

    def alone(self, post: Post) -> str:
        """The house is silent: a moment, and then out of the line, to a telephone that rings without it."""
        away = so_far(post, "away") + 1
        if away >= TURNS_ALONE:
            return line_flow.leave(language_of(post))
        return line_flow.moment(self.settings, language_of(post), away)

    async def pressed(self, post: Post) -> str:
        """1 call me back, 2 a message, and silence goes on with the next turn; after closing time it is a message."""
        digit, language = post.fields.get("Digits"), language_of(post)
        if digit not in ("1", "2") and state(post).get("line") != "closed":
            return flow.silence()
        kept = structs.replace(post, kept=await self.calls.keep(post))
        if digit == "1" and e164(post.fields.get("From")):
            return await self.promised(kept)
        await self.calls.left(kept, Leaving.MESSAGE)
        return line_flow.leave(language, phrases(language).withheld if digit == "1" else "")

    async def promised(self, post: Post) -> str:
        """A call-back that keeps the place; when nothing could be noted, a message instead."""
        language = language_of(post)
        if not post.kept:
            return line_flow.leave(language)
        await self.calls.left(post, Leaving.CALL_BACK)
        return flow.goodbye(language, phrases(language).promised)

    async def out(self, post: Post) -> str:
        """The caller is out of the line: by a key, by hanging up, because it is full, or because something broke."""
        result = post.fields.get("QueueResult")
        if result in ELSEWHERE:
            return flow.silence()
        if result == "hangup" or hung_up(post.fields):
            await self.calls.left(post, Leaving.HUNG_UP)
            return flow.silence()
        if result == "queue-full":
            await self.calls.left(post, Leaving.FULL)
            language = language_of(post)
            return flow.offering(self.settings, language, phrases(language).waiting.full)
        if result == "leave":
            return await self.led_out(post)
        await self.calls.left(post, Leaving.TROUBLE)
        return await self.elsewhere(post)

    async def led_out(self, post: Post) -> str:
        """We took the caller out ourselves: for a message, or because nobody can take the call any more."""
        place = await self.place(post)
        if place is None:
            return await self.elsewhere(post)
        # Before a menu or a tone is heard: nobody is offered a caller who waits no more.
        await self.calls.left(post, Leaving.MESSAGE)
        if place.state is LineState.NOBODY:
            return flow.offering(self.settings, language_of(post, place))
        return flow.voicemail(self.settings, language_of(post, place))

    async def elsewhere(self, post: Post) -> str:
        """To the duty phone without the house, which is told as soon as it listens: it offers this caller to nobody."""
        task = asyncio.create_task(self.tell_later(post, told_at(post.fields) or now()))
        self._untold[task] = post
        task.add_done_callback(lambda done: self._untold.pop(done, None))
        return await self.calls.duty(unasked(post))

    async def tell_later(self, post: Post, at: datetime) -> None:
        for pause in PAUSES:
            await asyncio.sleep(pause)
            if await self.told(post, at):
                return

    async def told(self, post: Post, at: datetime) -> bool:
        """Whether the house knows that this caller waits no more, since that moment."""
        try:
            async with asyncio.timeout(ASKING):
                await self.house.leave_line(post.key("CallSid"), Leaving.TROUBLE, at)
        except Exception as problem:
            log.warning("the house does not hear who left the line: %s", type(problem).__name__)
            return False
        return True

    async def close(self) -> None:
        """One last attempt, all at once."""
        untold = dict(self._untold)
        for task in untold:
            task.cancel()
        await asyncio.gather(*(self.told(post, told_at(post.fields) or now()) for post in untold.values()))

    async def talked(self, post: Post) -> str:
        """The talk is over: the caller hung up, or our side did and the caller is still there."""
        if hung_up(post.fields):
            await self.calls.left(post, Leaving.HUNG_UP)
        return flow.silence()

    async def came(self, post: Post) -> bool:
        """Somebody came into a room: whether that is durable, where it was a caller."""
        return post.fields.get("ParticipantLabel") != line_flow.CALLER or await self.calls.keep(post)

    async def over(self, post: Post) -> bool:
        """The call is over, whatever it was: whether that is durable."""
        durable = await self.calls.keep(post)
        await self.calls.left(structs.replace(post, kept=durable), Leaving.HUNG_UP)
        return durable
