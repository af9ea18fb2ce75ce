"""The telephone provider's own side: recordings that can be fetched and deleted, and the calls of its switchboard."""

import asyncio
import base64
import hmac
import io
import math
import struct
import wave
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from aiohttp import web

from helpline.cli.simulate.answers import missing
from helpline.cli.simulate.switchboard import Switchboard
from helpline.cli.simulate.wire import Wire, sid
from helpline.clock import now
from helpline.errors import ConfigurationError
from helpline.settings import Settings

RATE = 8000
HERE = ("127.0.0.1", "localhost")
TONES = (440, 494, 523, 587, 659)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Provider:
    """An account with its recordings: `spoken`, or tones. It remembers what was fetched and what was deleted.

    `wire`: where it reports what becomes of the calls that the server asks it to make. `lists`: what it tells whoever
    asks for messages, calls and recordings; `age`: how long ago it says that they came.
    """

    def __init__(self, settings: Settings, spoken: bytes = b"") -> None:
        self.account, self.base = settings.twilio_account_sid, settings.twilio_api_base.rstrip("/")
        self.number = settings.twilio_number
        self.tokens = [token.strip() for token in settings.twilio_auth_token.split(",")]
        self.recordings: dict[str, bytes] = {}
        self.fetched: set[str] = set()
        self.deleted: set[str] = set()
        self.spoken = spoken
        self.lists: dict[str, list[dict[str, str]]] = {"Messages": [], "Calls": [], "Recordings": []}
        self.listed_so_far: set[str] = set()
        self.age = timedelta()
        self.board = Switchboard(self)
        self.wire: Wire | None = None
        self._empty = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def record(self, seconds: int, call: str = "") -> str:
        """A new recording, of a call; its id."""
        made = sid("RE")
        self.recordings[made] = self.spoken or melody(seconds)
        self._empty.clear()
        if call:
            known = {"sid": made, "call_sid": call, "status": "completed"}
            self.lists["Recordings"].insert(0, {**known, "date_created": self.stamp()})
        return made

    def took(self, what: str, fields: dict[str, str]) -> None:
        """A message or a call came in, whether the server learns of it or not."""
        self.lists[what].insert(0, {"direction": "inbound", **fields})

    def stamp(self) -> str:
        """Its time of what happens now."""
        return format_datetime(now() - self.age)

    def address(self, recording: str) -> str:
        """What callbacks say about where it is."""
        return f"{self.base}/2010-04-01/Accounts/{self.account}/Recordings/{recording}"

    async def open(self, host: str, port: int) -> int:
        """Serves until `close`; answers the port. Raises `OSError` when the port is taken."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self.signed_in(request, handler)

        app = web.Application(middlewares=[guarded])
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        return int(self._runner.addresses[0][1])

    def routes(self) -> list[web.RouteDef]:
        root = f"/2010-04-01/Accounts/{self.account}"
        return [
            web.get(root + r"/Recordings/{sid:RE\w+}.wav", self.recording),
            web.delete(root + r"/Recordings/{sid:RE\w+}.json", self.delete),
            web.get(root + r"/{what:Messages|Calls|Recordings}.json", self.listed),
            web.get(root + r"/{what:Calls|Recordings}/{sid:\w+}.json", self.shown),
            *self.board.routes(root),
        ]

    async def signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only with the account's own name and token."""
        known = [base64.b64encode(f"{self.account}:{token}".encode()).decode() for token in self.tokens]
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        if not any(hmac.compare_digest(given.encode(), one.encode()) for one in known):
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        return await handler(request)

    async def recording(self, request: web.Request) -> web.StreamResponse:
        found = self.recordings.get(request.match_info["sid"])
        if found is None:
            return missing()
        self.fetched.add(request.match_info["sid"])
        return web.Response(body=found, content_type="audio/x-wav")

    async def delete(self, request: web.Request) -> web.StreamResponse:
        if self.recordings.pop(request.match_info["sid"], None) is None:
            return missing()
        self.deleted.add(request.match_info["sid"])
        self.lists["Recordings"] = [one for one in self.lists["Recordings"] if one["sid"] not in self.deleted]
        if not self.recordings:
            self._empty.set()
        return web.Response(status=204)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """A page of a list, newest first, with the address of the next one, as the provider pages."""
        what, asked = request.match_info["what"], request.query
        found = [
            one
            for one in self.lists[what]
            if all(asked.get(name) in (None, one.get(name.lower())) for name in ("To", "From"))
        ]
        size, page = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
        shown, more = found[page * size : (page + 1) * size], len(found) > (page + 1) * size
        self.listed_so_far |= {one["sid"] for one in shown}
        following = str(request.rel_url.update_query(Page=str(page + 1))) if more else None
        return web.json_response({what.lower(): shown, "next_page_uri": following})

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """One call or recording by its id."""
        known = self.lists[request.match_info["what"]]
        found = next((one for one in known if one["sid"] == request.match_info["sid"]), None)
        return missing() if found is None else web.json_response(found)

    async def emptied(self, seconds: float) -> bool:
        """Whether every recording was fetched and deleted in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        await self.board.close()
        if self._runner is not None:
            await self._runner.cleanup()


async def serve(provider: Provider, settings: Settings) -> None:
    """Opens the provider's side where the server looks for it. Raises `ConfigurationError`."""
    base = urlsplit(settings.twilio_api_base)
    if base.hostname not in HERE or not base.port:
        raise ConfigurationError(
            "HELPLINE_TWILIO_API_BASE must be http://127.0.0.1:PORT, here and for the server, so that it fetches "
            "the recording from this command."
        )
    try:
        await provider.open(base.hostname or "", base.port)
    except OSError as problem:
        raise ConfigurationError(f"Port {base.port} is taken: is another call being simulated?") from problem


def melody(seconds: int) -> bytes:
    """A WAV file of plain tones, as long as asked: something to hear that says nothing."""
    file = io.BytesIO()
    with wave.open(file, "wb") as track:
        track.setnchannels(1)
        track.setsampwidth(2)
        track.setframerate(RATE)
        for step in range(seconds * 2):
            angle = 2 * math.pi * TONES[step % len(TONES)] / RATE
            samples = (int(9000 * math.sin(angle * place)) for place in range(RATE // 2))
            track.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()
