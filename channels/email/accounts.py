"""The mailboxes the settings name."""

import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from helpline.channel import ConfigurationError, Settings

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS = {"imaps": 993, "imap": 143}


class Account(Struct, frozen=True):
    """One mailbox. `done`: the folder that read mail moves to; "" leaves it where it is, marked as read."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str
    done: str

    @property
    def name(self) -> str:
        """What its bookmark is found by; the password may change, the mailbox stays the same."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"

    @property
    def local(self) -> bool:
        return self.host in HERE

    def context(self) -> ssl.SSLContext:
        """TLS as anybody should have it: the certificate and the name are checked."""
        return ssl.create_default_context()


def accounts(settings: Settings) -> tuple[Account, ...]:
    """Every mailbox of HELPLINE_IMAP_URL, which may name several. Raises `ConfigurationError`."""
    return tuple(account(urlsplit(url), settings) for url in settings.imap_url.split())


def account(url: SplitResult, settings: Settings) -> Account:
    try:
        port = url.port
    except ValueError:
        port = -1
    password = unquote(url.password or "") or settings.imap_password
    if url.scheme not in PORTS or not url.hostname or not url.username or port == -1:
        raise ConfigurationError("HELPLINE_IMAP_URL must be imaps://user@host/folder; write a @ in user as %40.")
    if not password and not settings.mail_oauth_url:
        raise ConfigurationError("HELPLINE_IMAP_PASSWORD is empty: set it, or HELPLINE_MAIL_OAUTH_URL.")
    return Account(
        host=url.hostname,
        port=port or PORTS[url.scheme],
        tls=url.scheme == "imaps",
        user=unquote(url.username),
        password=password,
        folder=unquote(url.path.strip("/")) or "INBOX",
        done=settings.imap_done_folder,
    )
