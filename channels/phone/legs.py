"""Answers the telephones and browsers of those who answer, and of those they call. None of it is a contact."""

import asyncio
import logging
from uuid import UUID

from litestar.exceptions import ClientException

from channels._twilio.door import PATIENCE, Post
from channels._twilio.rounds import told_at
from channels.phone import flow, line_flow
from channels.phone.calls import state
from channels.phone.phrases import DEFAULT, WHISPERS, whispers
from channels.phone.reading import hung_up
from channels.phone.switch import TwilioSwitch
from helpline.channel import HandsetKind, House, LegEnd

log = logging.getLogger(__name__)

#: The provider's last word on a leg. One that we took back ourselves was not answered either.
ENDS = {
    "completed": LegEnd.ENDED,
    "busy": LegEnd.BUSY,
    "failed": LegEnd.FAILED,
    "no-answer": LegEnd.NO_ANSWER,
    "canceled": LegEnd.NO_ANSWER,
}


#: How long an operator waits for a number to be dialled; the provider itself waits fifteen seconds for our answer.
DIALLING = 8.0
LETTING_GO = 3.0


class Legs:
    """The steps of a leg, for the routes. Each names its offer in its address, under the signature."""

    def __init__(self, house: House, switch: TwilioSwitch) -> None:
        self.house, self.switch, self.settings = house, switch, switch.settings

    async def rung(self, post: Post) -> str:
        """A leg was answered: by a person in a browser, or by whatever answers a telephone and is asked for a key."""
        if state(post).get("kind") == HandsetKind.BROWSER:
            return await self.join(post)
        return line_flow.whispering(self.settings, offer_of(post), language_of(post), outgoing(post))

    async def pressed(self, post: Post) -> str:
        """The key; without it nobody is joined to anybody."""
        if post.fields.get("Digits") == "1":
            return await self.join(post)
        await self.tell(post, LegEnd.DECLINED)
        return flow.hanging_up()

    async def join(self, post: Post) -> str:
        """The call belongs to this leg, or to another that was faster."""
        offer, words = offer_of(post), whispers(language_of(post))
        try:
            async with asyncio.timeout(PATIENCE):
                pickup = await self.house.picked_up(offer, post.key("CallSid"))
            if pickup.room is None:
                return flow.goodbye(language_of(post), words.trouble if outgoing(post) else words.taken)
            if pickup.to and not await self.dial(pickup.room, pickup.to, offer):
                return flow.goodbye(language_of(post), words.trouble)
        except Exception as problem:
            log.error("a leg could not be joined: %s", type(problem).__name__)
            await self.tell(post, LegEnd.FAILED)
            return flow.goodbye(language_of(post), words.trouble)
        return line_flow.at_work(self.settings, pickup.room, offer)

    async def dial(self, room: str, to: str, offer: UUID) -> bool:
        """Dial the other side, and tell the house its leg; whether the operator is still there to be joined to it.

        Nobody's telephone rings, or is answered, for an operator who has gone.
        """
        leg, wanted = "", False
        try:
            async with asyncio.timeout(DIALLING):
                leg = await self.switch.dial(room, to, offer)
            async with asyncio.timeout(PATIENCE):
                wanted = await self.house.dialled(offer, leg)
        finally:
            if not wanted:
                await self.let_go(room, leg)
        return wanted

    async def let_go(self, room: str, leg: str) -> None:
        """End the leg of somebody we dialled; one whose id never reached us is looked up in its room."""
        async with asyncio.timeout(LETTING_GO):
            if leg := leg or await self.switch.left_in(room):
                await self.switch.hang_up(leg)

    async def left(self, post: Post) -> str:
        """The operator is off the line; one who is still there has pressed the star, and the talk is over."""
        await self.tell(post, LegEnd.ENDED if hung_up(post.fields) else LegEnd.FINISHED)
        return flow.hanging_up()

    async def ended(self, post: Post) -> bool:
        """The provider's word on a leg, an operator's or that of somebody who was called: it exists, or is over.

        A call that was over before a second had passed was not answered, whatever its end is called.
        """
        end = ENDS.get(post.fields.get("CallStatus"))
        if end is LegEnd.ENDED and party(post) and post.fields.get("CallDuration") == "0":
            end = LegEnd.NO_ANSWER
        return await (self.rings(post) if end is None else self.tell(post, end))

    async def rings(self, post: Post) -> bool:
        """Whether the house knows the leg now; if not, its next word is asked for again."""
        offer, leg = offer_of(post), post.key("CallSid")
        try:
            async with asyncio.timeout(PATIENCE):
                if party(post) and post.fields.get("CallStatus") == "in-progress":
                    await self.house.reached(offer, leg)
                else:
                    await self.house.leg_rings(offer, leg, party=party(post))
        except Exception as problem:
            log.error("a leg was not made known: %s", type(problem).__name__)
            return False
        return True

    async def tell(self, post: Post, end: LegEnd) -> bool:
        """Whether the house heard it; if not, it finds out by its own clock."""
        offer, leg = offer_of(post), post.key("CallSid")
        try:
            async with asyncio.timeout(PATIENCE):
                await self.house.leg_ended(offer, leg, end, told_at(post.fields), party=party(post))
        except Exception as problem:
            log.error("the end of a leg was not heard: %s", type(problem).__name__)
            return False
        return True


def offer_of(post: Post) -> UUID:
    """The offer in the address. One that is none of ours is answered 400."""
    try:
        return UUID(state(post).get("offer", ""))
    except ValueError as problem:
        raise ClientException("no_offer") from problem


def outgoing(post: Post) -> bool:
    """Whether this leg is for a call of ours."""
    return "out" in state(post)


def party(post: Post) -> bool:
    """Whether this leg is that of whoever we called."""
    return "party" in state(post)


def language_of(post: Post) -> str:
    language = state(post).get("language", DEFAULT)
    return language if language in WHISPERS else DEFAULT
