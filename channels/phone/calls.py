"""Answers each step of a call: kept first, then told what to do. A caller is never left because something broke."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

from channels._twilio.account import may_reach
from channels._twilio.door import PATIENCE, Door, Post
from channels._twilio.numbers import e164
from channels.phone import flow
from channels.phone.phrases import DEFAULT, DIGITS, PHRASES, phrases
from channels.phone.reading import answered, caller_left, key_of, written
from helpline.channel import House, Opening, Settings
from helpline.clock import ZONE, now

log = logging.getLogger(__name__)

MISSES_ALLOWED = 2


class Calls:
    """What the routes need: the door, the house, and the settings."""

    def __init__(self, door: Door, house: House, settings: Settings) -> None:
        self.door, self.house, self.settings = door, house, settings

    async def keep(self, post: Post) -> bool:
        """One step, kept under its own key."""
        fields = {**{name: post.fields.get(name) for name in post.fields}, "CallSid": post.key("CallSid")}
        return await self.door.keep(key_of(post.target, fields), written(post.target, post.body))

    async def taken(self, post: Post, step: Callable[[Post], Awaitable[str]]) -> str:
        """Keep, then answer. What cannot be kept now is kept later; what cannot be answered becomes a voicemail."""
        await self.keep(post)
        try:
            async with asyncio.timeout(2 * PATIENCE):
                return await step(post)
        except Exception as problem:
            log.error("a step of a call failed: %s", type(problem).__name__)
            return flow.voicemail(self.settings, language_of(post), phrases(language_of(post)).trouble)

    async def ring(self, post: Post) -> str:
        return flow.asking_language(self.settings, 0)

    async def language(self, post: Post) -> str:
        """A chosen language, a second chance, or the default one; never hung up on."""
        chosen = DIGITS.get(post.fields.get("Digits"))
        misses = int(state(post).get("misses", "0")) + 1
        if chosen is None and misses < MISSES_ALLOWED:
            return flow.asking_language(self.settings, misses)
        opening = await self.opening()
        if opening is None:
            return flow.welcome(self.settings, chosen or DEFAULT, is_open=True)
        opens_at = opening.opens_at.astimezone(ZONE) if opening.opens_at else None
        return flow.welcome(self.settings, chosen or DEFAULT, opening.open, opens_at)

    async def opening(self) -> Opening | None:
        """The opening hours; None when they cannot be had, which counts as open."""
        try:
            async with asyncio.timeout(PATIENCE / 2):
                return await self.house.opening(now())
        except Exception as problem:
            log.error("opening hours are away: %s", type(problem).__name__)
            return None

    async def menu(self, post: Post) -> str:
        digit, language = post.fields.get("Digits"), language_of(post)
        if digit == "1":
            if e164(post.fields.get("From")) is None:
                return flow.withheld(self.settings, language)
            return flow.goodbye(language, phrases(language).promised)
        if digit == "2" or state(post).get("line") != "open":
            return flow.voicemail(self.settings, language)
        number = await self.duty_phone()
        return flow.ringing(self.settings, language, number) if number else flow.offering(self.settings, language)

    async def duty_phone(self) -> str | None:
        """Who is on duty; the number of the settings when the roster cannot be had. A demo dials nobody real."""
        if not may_reach(self.settings):
            return None
        try:
            async with asyncio.timeout(PATIENCE / 2):
                return await self.house.duty_phone(now())
        except Exception as problem:
            log.error("the roster is away: %s", type(problem).__name__)
            return self.settings.duty_phone or None

    async def dialled(self, post: Post) -> str:
        if answered(post.fields) or caller_left(post.fields):
            return flow.silence()
        return flow.offering(self.settings, language_of(post))

    async def recorded(self, post: Post) -> str:
        return flow.goodbye(language_of(post), phrases(language_of(post)).thanks)

    async def fallback(self, post: Post) -> str:
        number = self.settings.duty_phone if may_reach(self.settings) else ""
        return flow.falling_back(self.settings, number)


def state(post: Post) -> dict[str, str]:
    """What the call had decided before this step."""
    return dict(parse_qsl(urlsplit(post.target).query))


def language_of(post: Post) -> str:
    language = state(post).get("language", DEFAULT)
    return language if language in PHRASES else DEFAULT
