"""The account at the provider: sending, fetching and deleting through its REST interface, errors in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from helpline.channel import Settings, TransportError

PROVIDER = "https://api.twilio.com"

#: Where the provider keeps media and sends us with a redirect; nowhere else do we follow.
MEDIA_HOSTS = frozenset(
    {
        "api.twilio.com",
        "mms.twiliocdn.com",
        "media.twiliocdn.com",
        "s3.amazonaws.com",
        "s3-external-1.amazonaws.com",
        "com-twilio-us1-recordings.s3-external-1.amazonaws.com",
    }
)
LARGEST_FILE = 25_000_000
LIMITS = aiohttp.ClientTimeout(total=30, connect=5)
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Wire(AsyncTwilioHttpClient):  # type: ignore[misc]  # the library ships no types
    """The official asynchronous client: aimed elsewhere where a test wants it, bounded, silent, and never repeating.

    The parent logs every request and keeps the last one in memory; texts and numbers belong in neither place.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    async def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # the parent's signature
        allow_redirects: bool = False,
    ) -> Response:
        aimed = self.base + url.removeprefix(PROVIDER)
        known = {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}
        async with self.session.request(
            method,
            aimed,
            params=params,
            data=data,
            headers={**(headers or {}), **known},
            timeout=LIMITS,
            allow_redirects=False,
        ) as answer:
            return Response(answer.status, await answer.text(), answer.headers)


class Account:
    """One client for the life of a channel, opened in the running loop at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.sid = settings.twilio_account_sid
        self.token = settings.twilio_auth_token.partition(",")[0].strip()
        self.base = (settings.twilio_api_base or provider_in(settings.twilio_region, settings.twilio_edge)).rstrip("/")
        self.may_reach, self.demo = may_reach(settings), settings.demo
        self._wire: Wire | None = None

    def client(self) -> Client:
        """The official client. Raises `TransportError` without an account, and in a demo that would reach outside."""
        return Client(self.sid, self.token, http_client=self.wire())

    def leads_to(self, reference: str) -> bool:
        """Whether what lies there can be reached at all; of a demo nobody expects it."""
        return self.may_reach or self.demo

    def wire(self) -> Wire:
        if not self.may_reach:
            raise TransportError("no_account", permanent=True)
        if self._wire is None:
            self._wire = Wire(self.base)
        return self._wire

    async def fetch(self, path: str) -> tuple[str, bytes]:
        """A file's media type and bytes; `path` is inside our account.

        Our credentials go to the configured host only; one redirect is followed, to an allowed host, without them.
        """
        url = f"{self.base}/2010-04-01/Accounts/{self.sid}/{path}"
        with translated(sending=False):
            session = self.wire().session
            known = {"Authorization": aiohttp.encode_basic_auth(self.sid, self.token)}
            async with session.get(url, headers=known, timeout=LIMITS, allow_redirects=False) as answer:
                if answer.status not in (301, 302, 303, 307, 308):
                    return await file_in(answer)
                elsewhere = self.allowed(answer.headers.get("Location", ""))
            async with session.get(elsewhere, timeout=LIMITS, allow_redirects=False) as answer:
                return await file_in(answer)

    async def date(self) -> str:
        """What time it is at the provider, as its own HTTP header says. Raises `TransportError`."""
        with translated(sending=False):
            async with self.wire().session.get(self.base, timeout=LIMITS, allow_redirects=False) as answer:
                return str(answer.headers.get("Date", ""))

    def allowed(self, location: str) -> str:
        """The redirect's address if we may go there. Raises `TransportError` if not."""
        there, configured = urlsplit(location), urlsplit(self.base)
        at_provider = there.scheme == "https" and there.hostname in MEDIA_HOSTS
        if at_provider or (there.scheme, there.netloc) == (configured.scheme, configured.netloc):
            return location
        raise TransportError("foreign_redirect", permanent=True)

    async def close(self) -> None:
        if self._wire is not None:
            await self._wire.close()


def provider_in(region: str, edge: str) -> str:
    """The provider's address: a region of its own is entered at an edge; the default one has no such name."""
    return f"https://api.{edge}.{region}.twilio.com" if region else PROVIDER


def may_reach(settings: Settings) -> bool:
    """Whether anything may be sent, fetched or dialled: never in a demo that is joined to a real account."""
    here = urlsplit(settings.twilio_api_base).hostname in HERE
    return bool(settings.twilio_account_sid) and (here or not settings.demo)


async def file_in(answer: aiohttp.ClientResponse) -> tuple[str, bytes]:
    """A bounded body. Not there is temporary: a recording is announced a moment before it can be fetched."""
    if answer.status >= 300:
        raise TransportError(str(answer.status), permanent=answer.status in (400, 410))
    body = bytearray()
    async for part in answer.content.iter_chunked(64 * 1024):
        body += part
        if len(body) > LARGEST_FILE:
            raise TransportError("too_large", permanent=True)
    return answer.content_type, bytes(body)


@contextmanager
def translated(*, sending: bool) -> Iterator[None]:
    """The provider's errors as `TransportError`.

    When we were `sending`, a connection lost after it stood, or a server error, may have left a message behind: that
    is `unknown`, and no machine tries again.
    """
    try:
        yield
    except TransportError:
        raise
    except TwilioRestException as problem:
        code = str(problem.code or problem.status)
        temporary = problem.status in (401, 403, 429, 503)
        raise TransportError(
            code,
            permanent=problem.status < 500 and not temporary,
            unknown=sending and problem.status >= 500 and not temporary,
        ) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise TransportError("unreachable") from None
    except (aiohttp.ClientError, OSError):
        raise TransportError("connection_lost", unknown=sending) from None
    except (TwilioException, ValueError) as problem:
        raise TransportError(refused_page(problem) or "unreadable_answer", unknown=sending) from None


def refused_page(problem: Exception) -> str:
    """The status of a list's page that was refused, or "": the library has no error of its own for it."""
    answers = [one for one in problem.args if isinstance(one, Response)]
    return str(answers[0].status_code) if answers else ""


async def gone(deleting: Any) -> str:
    """Waits for a deletion and answers its status, the proof; what is not there any more is as good as deleted."""
    try:
        with translated(sending=False):
            if not await deleting:
                raise TransportError("not_deleted")
    except TransportError as problem:
        if problem.code not in ("404", "20404"):
            raise
        return "404"
    return "204"
