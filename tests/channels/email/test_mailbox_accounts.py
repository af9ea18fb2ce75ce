"""Which mailboxes are read, and by what we are known there."""

import asyncio
import base64
from typing import Any

import pytest
from aiohttp import web
from msgspec import structs

from channels.email.accounts import accounts
from channels.email.channel import listeners
from channels.email.mailbox import MailboxListener
from channels.email.oauth import Tokens
from helpline.channel import ConfigurationError, TransportError
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.vault.transaction import Engine
from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import PASSWORD, USER, Instead
from tests.channels.email.reading_along import Mail, kept


@pytest.mark.parametrize("mechanism", [b"XOAUTH2", b"OAUTHBEARER"])
async def test_a_mailbox_without_a_password_takes_a_token(mailbox: Mailbox, mail: Mail, mechanism: bytes) -> None:
    """Point 24: OAuth2, with a token that is renewed when the server refuses it."""
    asked: list[dict[str, str]] = []

    async def give(request: web.Request) -> web.Response:
        asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response({"access_token": f"token-{len(asked)}", "expires_in": 3600, "refresh_token": "next"})

    waiting: list[bytes] = []

    def authenticate(tag: bytes, command: bytes) -> bytes | None:
        if command.upper() == b"CAPABILITY" and not waiting:
            return b"* CAPABILITY IMAP4rev1 AUTH=" + mechanism + b"\r\n" + tag + b" OK done\r\n"
        if command.startswith(b"AUTHENTICATE"):
            assert command.split(b" ")[1] == mechanism
            waiting.append(tag)
            return b"+ \r\n"
        if waiting and not command:
            said = base64.b64decode(tag)
            if b"Bearer token-2\x01" not in said:
                return waiting.pop() + b" NO [AUTHENTICATIONFAILED] expired\r\n"
            return Instead(waiting.pop() + f' LOGIN {USER} "{PASSWORD}"\r\n'.encode())
        return None

    runner = web.AppRunner(application(give))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    mailbox.wire.rule = authenticate
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/token"
    tokens = Tokens(Settings(mail_oauth_url=url, mail_oauth_client="us", mail_oauth_refresh_token="first"))
    account = mailbox.server.account(mailbox.folder, port=mailbox.wire.port, password="")
    listener = MailboxListener(House(mailbox.engine, Settings()), account, tokens, rhythm=0.5, pauses=(0.05,))
    await mailbox.put(mail(1))
    await listener.start()
    try:
        await kept(mailbox, 1)
    finally:
        await listener.stop()
        await runner.cleanup()
    assert [form["refresh_token"] for form in asked] == ["first", "next"]
    assert {form["grant_type"] for form in asked} == {"refresh_token"}


def application(give: Any) -> web.Application:
    app = web.Application()
    app.router.add_post("/token", give)
    return app


@pytest.mark.parametrize(
    ("url", "more"),
    [("http://x", {}), ("imaps://host/INBOX", {}), ("imaps://u@host:x/INBOX", {}), ("imaps://u@host/INBOX", {})],
)
def test_a_mailbox_that_cannot_be_is_said_at_the_start(url: str, more: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="HELPLINE_IMAP"):
        accounts(structs.replace(Settings(imap_url=url), **more))


def test_several_mailboxes_stand_in_one_setting() -> None:
    settings = Settings(imap_url="imaps://a%40example.org:x@one.example.org/INBOX imap://b@localhost:1143/Mail")
    settings = structs.replace(settings, imap_password="y")
    found = [(one.user, one.host, one.port, one.tls, one.password, one.folder) for one in accounts(settings)]
    assert found == [
        ("a@example.org", "one.example.org", 993, True, "x", "INBOX"),
        ("b", "localhost", 1143, False, "y", "Mail"),
    ]


async def test_a_token_server_that_is_away_or_refuses_is_a_failure_like_any_other() -> None:
    tokens = Tokens(Settings(mail_oauth_url="http://127.0.0.1:1/token", mail_oauth_client="us"))
    with pytest.raises(TransportError, match="oauth_unreachable"):
        await asyncio.wait_for(tokens.token(), 10)


@pytest.mark.parametrize(("host", "doors"), [("127.0.0.1", 1), ("imap.example.org", 0)])
def test_a_demo_touches_no_mailbox_but_one_of_its_own_machine(engine: Engine, host: str, doors: int) -> None:
    settings = Settings(demo=True, imap_url=f"imap://contact@{host}/INBOX", imap_password="a password")
    assert len(listeners(House(engine, settings), settings, None)) == doors
