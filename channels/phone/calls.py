"""Answers each step of a call: kept first, then told what to do. A caller is never left because something broke."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from msgspec import structs

from channels._twilio.account import may_reach
from channels._twilio.door import PATIENCE, Door, Post
from channels._twilio.numbers import e164
from channels._twilio.rounds import told_at
from channels.phone import flow, line_flow
from channels.phone.phrases import DEFAULT, DIGITS, PHRASES, phrases
from channels.phone.reading import answered, caller_left, key_of, written
from helpline.channel import House, Leaving, LineState, Place, Settings
from helpline.clock import ZONE, now

log = logging.getLogger(__name__)

MISSES_ALLOWED = 2

#: Seconds for the house to answer one question: with the keeping before it, still less than two.
ASKING = 0.8

Answer = TypeVar("Answer")
Step = Callable[[Post], Awaitable[str]]


class Calls:
    """The steps of a call before and after the line, for the routes."""

    def __init__(self, door: Door, house: House, settings: Settings) -> None:
        self.door, self.house, self.settings = door, house, settings

    async def keep(self, post: Post) -> bool:
        """One step, kept under its own key."""
        fields = {**{name: post.fields.get(name) for name in post.fields}, "CallSid": post.key("CallSid")}
        return await self.door.keep(key_of(post.target, fields), written(post.target, post.body))

    async def taken(self, post: Post, step: Step) -> str:
        """Keep, then answer. What cannot be kept now is kept later; what cannot be answered becomes a voicemail."""
        kept = structs.replace(post, kept=await self.keep(post))
        return await self.answered(kept, step, flow.voicemail(self.settings, language_of(post), trouble_in(post)))

    async def answered(self, post: Post, step: Step, otherwise: str) -> str:
        """What the step says, or something else when it fails or takes too long."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await step(post)
        except Exception as problem:
            log.error("a step of a call failed: %s", type(problem).__name__)
            return otherwise

    async def asked(self, post: Post, question: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """The house's word, or None when it cannot be had in time: a house that could not keep is not asked."""
        if not post.kept:
            return None
        try:
            async with asyncio.timeout(ASKING):
                return await question()
        except Exception as problem:
            log.error("the house does not answer: %s", type(problem).__name__)
            return None

    async def ring(self, post: Post) -> str:
        """The first ring: a contact from here on, whatever follows."""
        return flow.asking_language(self.settings, 0)

    async def language(self, post: Post) -> str:
        """A chosen language, a second chance, or the default one; never hung up on. Unknown hours count as open."""
        chosen = DIGITS.get(post.fields.get("Digits"))
        misses = so_far(post, "misses") + 1
        if chosen is None and misses < MISSES_ALLOWED:
            return flow.asking_language(self.settings, misses)
        opening = await self.asked(post, lambda: self.house.opening(now()))
        if opening is None:
            return flow.welcome(self.settings, chosen or DEFAULT, is_open=True)
        opens_at = opening.opens_at.astimezone(ZONE) if opening.opens_at else None
        return flow.welcome(self.settings, chosen or DEFAULT, opening.open, opens_at)

    async def menu(self, post: Post) -> str:
        """1 call me back, 2 a message; silence waits for somebody while the line is open, and is a message after."""
        digit, language = post.fields.get("Digits"), language_of(post)
        if digit == "1":
            return await self.promised(post)
        if digit == "2" or state(post).get("line") != "open":
            return flow.voicemail(self.settings, language)
        place = await self.asked(post, lambda: self.house.join_line(post.key("CallSid"), language))
        match place.state if place else None:
            case LineState.WAITING | LineState.TAKEN:
                return line_flow.waiting_line(self.settings, language)
            case LineState.CLOSED:
                return flow.closed(self.settings, language)
            case None:
                return await self.duty(unasked(post))
            case _:
                return await self.duty(post)

    async def promised(self, post: Post) -> str:
        """A call-back that is noted; without a number, or when nothing could be noted, a message instead.

        Whoever was in the line before, and left it for this menu, keeps the place.
        """
        language = language_of(post)
        if e164(post.fields.get("From")) is None:
            return flow.withheld(self.settings, language)
        if not post.kept:
            return flow.voicemail(self.settings, language, phrases(language).trouble)
        await self.left(post, Leaving.CALL_BACK)
        return flow.goodbye(language, phrases(language).promised)

    async def left(self, post: Post, how: Leaving) -> None:
        """Tell the house; what it cannot hear now it finds out when it offers the caller to somebody."""
        at = told_at(post.fields)
        await self.asked(post, lambda: self.house.leave_line(post.key("CallSid"), how, at))

    async def duty(self, post: Post) -> str:
        """Nobody to wait for: the duty phone, or else a call-back or a message."""
        number = await self.duty_phone(post)
        language = language_of(post)
        return flow.ringing(self.settings, language, number) if number else flow.offering(self.settings, language)

    async def duty_phone(self, post: Post) -> str | None:
        """Who is on duty; the number of the settings when the roster cannot be had. A demo dials nobody real."""
        if not may_reach(self.settings):
            return None
        on_duty = await self.asked(post, lambda: self.house.duty_phone(now()))
        return on_duty or self.settings.duty_phone or None

    async def accept(self, post: Post) -> str:
        """The duty phone was picked up, by a person or by a mailbox. Its leg is no contact and is not kept."""
        return flow.accepting(self.settings)

    async def accepted(self, post: Post) -> str:
        return flow.accepted(post.fields.get("Digits"))

    async def dialled(self, post: Post) -> str:
        if answered(post.fields) or caller_left(post.fields):
            return flow.silence()
        return flow.offering(self.settings, language_of(post))

    async def recorded(self, post: Post) -> str:
        return flow.goodbye(language_of(post), phrases(language_of(post)).thanks)

    async def fallback(self, post: Post) -> str:
        """The provider could not use our answer; this one needs nothing but the settings."""
        number = self.settings.duty_phone if may_reach(self.settings) else ""
        return flow.falling_back(self.settings, number)


def unasked(post: Post) -> Post:
    """The same step, for which the house is not asked any more."""
    return structs.replace(post, kept=False)


def state(post: Post) -> dict[str, str]:
    """What the call had decided before this step."""
    return dict(parse_qsl(urlsplit(post.target).query))


def so_far(post: Post, what: str) -> int:
    """How often something happened to this call before; what is no small number is none."""
    written = state(post).get(what, "")
    return int(written) if written.isdecimal() and len(written) == 1 else 0


def trouble_in(post: Post) -> str:
    return phrases(language_of(post)).trouble


def language_of(post: Post, place: Place | None = None) -> str:
    """What this call is spoken in; a caller sent back into the waiting brings no word on it, but the house knows."""
    language = state(post).get("language") or (place.language if place else "")
    return language if language in PHRASES else DEFAULT
