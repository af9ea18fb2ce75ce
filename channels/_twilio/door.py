"""The door both channels share: only what the provider signed comes in, and what came in is kept or tried again."""

import asyncio
import logging
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.exceptions import ClientException, HTTPException, PermissionDeniedException
from msgspec import Struct
from twilio.request_validator import RequestValidator

from channels._twilio.form import Fields, fields_of
from helpline.channel import House, Settings
from helpline.clock import now
from helpline.envelope import Raw, Verification

log = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Signature"

#: The provider waits 15 s before it gives up; a caller in silence hangs up long before.
PATIENCE = 1.0

#: Nobody waits for what is turned away, so counting it may take longer.
COUNTING = 5.0
PAUSES = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1200)
MOST_WAITING = 500


class Post(Struct, frozen=True):
    """One request that the provider signed. `target` is the path with its query, exactly as it was signed.

    `kept`: it is durable, so the house is there to be asked.
    """

    target: str
    body: bytes
    fields: Fields
    kept: bool = True

    def key(self, name: str) -> str:
        """The provider's own id in this field, or the body's hash where it is missing."""
        return self.fields.get(name) or sha256(self.body).hexdigest()


class Door:
    """Verifies and keeps for one channel. `channel` is its entry point's name."""

    def __init__(self, channel: str, house: House, settings: Settings) -> None:
        self.channel, self.house, self.settings = channel, house, settings
        tokens = [token.strip() for token in settings.twilio_auth_token.split(",")]
        self.validators = [RequestValidator(token) for token in tokens if token and settings.twilio_account_sid]
        self._waiting: dict[asyncio.Task[None], Raw] = {}

    async def verified(self, request: Request[Any, Any, Any]) -> Post:
        """The request, once its signature is proven; otherwise it is counted and answered 403 (413, 400)."""
        try:
            body = await request.body()
            fields = fields_of(body)
        except HTTPException as problem:
            await self.refuse("too_large")
            raise problem
        except ValueError as problem:
            await self.refuse("broken_form")
            raise ClientException("broken_form") from problem
        target = target_of(request)
        if why := self.doubt(target, fields, request.headers.get(SIGNATURE, "")):
            await self.refuse(why)
            raise PermissionDeniedException(why)
        return Post(target, body, fields)

    def doubt(self, target: str, fields: Fields, signature: str) -> str:
        """Why this request is not believed, as a code, or "".

        The URL is built from the configured public base, never from Host or a proxy's headers. During a rotation
        either of two tokens is good.
        """
        if not self.validators:
            return "no_account"
        if not signature:
            return "no_signature"
        url = self.settings.base_url + target
        return "" if any(check.validate(url, fields, signature) for check in self.validators) else "bad_signature"

    async def refuse(self, why: str) -> None:
        """Count what is turned away; a database that is down does not open the door."""
        log.warning("%s: turned away: %s", self.channel, why)
        try:
            async with asyncio.timeout(COUNTING):
                await self.house.refused(self.channel, why)
        except Exception as problem:
            log.warning("%s: not counted: %s", self.channel, type(problem).__name__)

    async def keep(self, key: str, body: bytes) -> bool:
        """Whether it is durable now. What is not is tried again in the background, as long as the process lives."""
        raw = Raw(self.channel, key, body, now(), Verification.SIGNED)
        if await self._kept(raw):
            return True
        if len(self._waiting) < MOST_WAITING:
            task = asyncio.create_task(self._keep_later(raw, PAUSES))
            self._waiting[task] = raw
            task.add_done_callback(lambda done: self._waiting.pop(done, None))
        return False

    async def _kept(self, raw: Raw) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.house.keep(raw)
        except Exception as problem:
            log.error("%s: not kept: %s", self.channel, type(problem).__name__)
            return False
        return True

    async def _keep_later(self, raw: Raw, pauses: Sequence[float]) -> None:
        for pause in pauses:
            await asyncio.sleep(pause)
            if await self._kept(raw):
                return

    async def close(self) -> None:
        """One last attempt for what still waits, all at once: nobody waits long for a process that stops."""
        waiting = dict(self._waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*(self._kept(raw) for raw in waiting.values()))


def target_of(request: Request[Any, Any, Any]) -> str:
    """Path and query as they were asked for, byte for byte."""
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")
