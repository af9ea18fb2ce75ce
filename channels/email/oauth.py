"""Access tokens for mailboxes and mail servers that take no password (RFC 6749)."""

import time
from urllib.parse import urlsplit

import aiohttp

from channels.email.accounts import HERE
from helpline.channel import ConfigurationError, Settings, TransportError

SECONDS = aiohttp.ClientTimeout(total=20)
#: A token is renewed this long before its end, in seconds: signing in takes a moment.
EARLY = 60
LONGEST = 100_000


class Tokens:
    """Asks for access tokens where the settings say, with a refresh token, or in the program's own name."""

    def __init__(self, settings: Settings) -> None:
        url = urlsplit(settings.mail_oauth_url)
        if url.scheme != "https" and url.hostname not in HERE:
            raise ConfigurationError("HELPLINE_MAIL_OAUTH_URL must be the https:// address that gives out tokens.")
        if not settings.mail_oauth_client:
            raise ConfigurationError("HELPLINE_MAIL_OAUTH_CLIENT is empty: it names this program to the token server.")
        self.settings = settings
        self.refresh = settings.mail_oauth_refresh_token
        self._token, self._until = "", 0.0

    async def token(self) -> str:
        """A token that is good for a while yet. Raises `TransportError`."""
        if time.monotonic() >= self._until:
            await self._ask()
        return self._token

    def forget(self) -> None:
        """The server refused it: the next one is a new one."""
        self._until = 0.0

    async def _ask(self) -> None:
        try:
            async with (
                aiohttp.ClientSession(timeout=SECONDS) as session,
                session.post(self.settings.mail_oauth_url, data=self._form(), allow_redirects=False) as answer,
            ):
                if answer.status != 200:
                    raise TransportError(f"oauth_{answer.status}", permanent=400 <= answer.status < 500)
                given = await answer.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError) as away:
            raise TransportError("oauth_unreachable") from away
        except ValueError as unreadable:
            raise TransportError("oauth_unreadable") from unreadable
        if not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
            raise TransportError("oauth_unreadable")
        # Some give a new refresh token with each answer and let the old one die: the newest counts, as long as we run.
        self.refresh = str(given.get("refresh_token") or self.refresh)
        self._token = given["access_token"][:LONGEST]
        self._until = time.monotonic() + seconds(given.get("expires_in")) - EARLY

    def _form(self) -> dict[str, str]:
        settings = self.settings
        grant = {"grant_type": "refresh_token", "refresh_token": self.refresh}
        form = grant if self.refresh else {"grant_type": "client_credentials"}
        form |= {"client_id": settings.mail_oauth_client}
        form |= {"client_secret": settings.mail_oauth_secret} if settings.mail_oauth_secret else {}
        return form | ({"scope": settings.mail_oauth_scope} if settings.mail_oauth_scope else {})


def seconds(said: object) -> float:
    """How long a token lives; ten minutes where nothing sensible is said."""
    try:
        return min(max(float(str(said)), EARLY), 86_400.0)
    except ValueError:
        return 600.0
