"""The provider as a whole, stateful: an account that sends, records, keeps media, and drives signed webhooks back.

It builds on what `helpline simulate` plays against a running server, and adds what only tests need: outgoing messages
with their reports, pictures behind a redirect, and every way in which a request can fail.
"""

import asyncio

from aiohttp import web
from msgspec import Struct

from helpline.cli.simulate.answers import missing, refused
from helpline.cli.simulate.provider import Handler, Provider
from helpline.cli.simulate.wire import Wire, sid
from helpline.settings import Settings

PICTURE = b"\x89PNG\r\n\x1a\n an invented picture"


class Asked(Struct, frozen=True):
    """A request as it came: `target` is path and query."""

    method: str
    target: str
    body: bytes


class Fake(Provider):
    """`answers` are statuses to give to the next messages instead of sending; "lost" breaks the connection.

    `broken`: parts of addresses that fail now, or with "!" in front that are not there.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.messages: dict[str, dict[str, str]] = {}
        self.media: dict[str, bytes] = {}
        self.lists["IncomingPhoneNumbers"] = []
        self.answers: list[str] = []
        self.redirects_to = ""
        self.recordings_at = ""
        self.broken: list[str] = []
        self.credentials_seen: list[tuple[str, bool]] = []
        self.asked: list[Asked] = []

    def routes(self) -> list[web.RouteDef]:
        root = f"/2010-04-01/Accounts/{self.account}"
        return [
            *super().routes(),
            web.post(root + "/Messages.json", self.send),
            web.get(root + r"/Messages/{message:\w+}/Media/{sid:ME\w+}", self.redirected),
            web.delete(root + r"/Messages/{message:\w+}/Media/{sid:ME\w+}.json", self.delete_media),
            web.delete(root + r"/Messages/{message:(?:SM|MM)\w+}.json", self.delete_message),
            web.get(root + ".json", self.signed_in_account),
            web.get(root + "/IncomingPhoneNumbers.json", self.numbers),
            web.get("/", self.door),
            web.get(root + r"/Messages/{message:\w+}/Media.json", self.listed_media),
            web.get(r"/store/{sid:ME\w+}", self.stored),
            web.get(r"/store/{sid:RE\w+}", self.recording_stored),
        ]

    async def signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The store behind the redirect knows no credentials, and notes when it is given some."""
        if request.path == "/":
            return await handler(request)
        if request.path.startswith("/store/"):
            self.credentials_seen.append((request.path, "Authorization" in request.headers))
            return await handler(request)
        if broken := next((one for one in self.broken if one.lstrip("!") in request.path_qs), ""):
            return missing() if broken.startswith("!") else refused(500, 20500)
        self.asked.append(Asked(request.method, request.path_qs, await request.read()))
        return await super().signed_in(request, handler)

    async def send(self, request: web.Request) -> web.StreamResponse:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        answer = self.answers.pop(0) if self.answers else "201"
        made = sid("SM")
        if answer in ("201", "lost"):
            self.messages[made] = fields
        if fields["To"] == self.number and self.wire is not None:
            await self.wire.ask("/twilio/sms", {**fields, "MessageSid": made, "NumMedia": "0"})
        if answer == "lost":
            assert request.transport is not None
            request.transport.close()
            await asyncio.sleep(1)
        status, _, code = answer.partition(" ")
        if status != "201":
            return web.json_response(
                {"code": int(code or status), "message": "no", "status": int(status)}, status=int(status)
            )
        return web.json_response(
            {"sid": made, "status": "queued", "to": fields["To"], "body": fields["Body"]}, status=201
        )

    async def report(self, wire: Wire, message: str, *statuses: str, code: str = "") -> None:
        """Status callbacks for a message, in this order."""
        sent = self.messages[message]
        for status in statuses:
            error = {"ErrorCode": code} if code else {}
            known = {"MessageSid": message, "SmsSid": message, "MessageStatus": status, "SmsStatus": status}
            await wire.ask(sent["StatusCallback"], {**known, **error, "To": sent["To"], "From": sent["From"]})

    def picture(self) -> str:
        made = sid("ME")
        self.media[made] = PICTURE
        return made

    async def redirected(self, request: web.Request) -> web.StreamResponse:
        """Media are never where the message says: the provider sends us on to its store."""
        if request.match_info["sid"] not in self.media:
            return missing()
        raise web.HTTPTemporaryRedirect((self.redirects_to or self.base) + f"/store/{request.match_info['sid']}")

    async def stored(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self.media[request.match_info["sid"]], content_type="image/png")

    async def recording(self, request: web.Request) -> web.StreamResponse:
        """A recording, or the way to where it is."""
        if self.recordings_at:
            raise web.HTTPTemporaryRedirect(f"{self.recordings_at}/store/{request.match_info['sid']}")
        return await super().recording(request)

    async def recording_stored(self, request: web.Request) -> web.StreamResponse:
        return web.Response(body=self.recordings[request.match_info["sid"]], content_type="audio/x-wav")

    async def delete_media(self, request: web.Request) -> web.StreamResponse:
        if self.media.pop(request.match_info["sid"], None) is None:
            return missing()
        return web.Response(status=204)

    async def delete_message(self, request: web.Request) -> web.StreamResponse:
        """Gone with its words; a second request finds nothing."""
        if request.match_info["message"] in self.deleted:
            return missing()
        self.deleted.add(request.match_info["message"])
        return web.Response(status=204)

    async def numbers(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"incoming_phone_numbers": self.lists["IncomingPhoneNumbers"], "next_page_uri": None})

    async def door(self, request: web.Request) -> web.StreamResponse:
        """Anybody may ask what time it is."""
        return web.Response(status=200)

    async def listed_media(self, request: web.Request) -> web.StreamResponse:
        found = [{"sid": file, "content_type": "image/png"} for file in self.media]
        return web.json_response({"media_list": found, "next_page_uri": None})

    async def signed_in_account(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"sid": self.account, "status": "active"})
