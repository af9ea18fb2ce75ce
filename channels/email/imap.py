"""One connection to a mailbox, in the words of IMAPClient. Everything here blocks: it runs in a thread of its own."""

import contextlib
import imaplib
import logging
import select
import socket
import ssl
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from msgspec import Struct

from channels.email.accounts import Account
from helpline.channel import TransportError

TIMEOUT = SocketTimeout(connect=20, read=60)

#: The standard library gives up on a line longer than a million bytes: the numbers of a mailbox nobody ever tidied.
imaplib._MAXLINE = 20_000_000  # type: ignore[attr-defined]  # no public name, and IMAPClient's own advice
#: The library writes what it hears into its log, in words: not into ours.
logging.getLogger("imapclient").setLevel(logging.WARNING)


class Lying(Struct, frozen=True):
    """A mail in its mailbox, as the server says: its size in bytes, and since when."""

    size: int
    since: datetime | None


class Connection:
    """A mailbox, opened. `validity`: what its numbers are good for. What breaks it is a `TransportError`."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        with translated("unreachable"):
            plain = not account.tls
            self.client = IMAPClient(
                account.host,
                account.port,
                ssl=account.tls,
                ssl_context=account.context() if account.tls else None,
                timeout=TIMEOUT,
            )
            self.client.normalise_times = False
        try:
            with translated("no_tls"):
                if plain and not account.local:
                    self.client.starttls(account.context())
            with translated("refused_login"):
                self._sign_in(token)
            with translated("no_folder"):
                self.validity = int(self.client.select_folder(account.folder)[b"UIDVALIDITY"])
        except BaseException:
            self.shut()
            raise

    def _sign_in(self, token: str) -> None:
        if not token:
            self.client.login(self.account.user, self.account.password)
        elif self.client.has_capability("AUTH=OAUTHBEARER"):
            self.client.oauthbearer_login(self.account.user, token)
        else:
            self.client.oauth2_login(self.account.user, token)

    def new(self, after: int, most: int) -> list[int]:
        """The numbers above this one, lowest first. Dates and marks of any kind do not count."""
        with translated("broken"):
            self.client.noop()
            # `n:*` names the last mail even where its number is lower than n.
            found = self.client.search(["UID", f"{after + 1}:*"])
        return sorted(uid for uid in found if uid > after)[:most]

    def lying(self, uids: Sequence[int]) -> dict[int, Lying]:
        """How long each mail is and since when it lies there; what was taken away meanwhile is absent."""
        try:
            found = self.client.fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
        except (IMAPClientAbortError, OSError) as gone:
            raise TransportError("broken") from gone
        except IMAPClientError:
            # One mail the server cannot measure must not hide the others.
            return dict.fromkeys(uids, Lying(0, None))
        return {
            uid: Lying(int(found[uid].get(b"RFC822.SIZE", 0)), found[uid].get(b"INTERNALDATE"))
            for uid in uids
            if uid in found
        }

    def lists(self, uid: int) -> bool:
        """Whether this mail is still there, whatever the server answers when it is asked for it."""
        with translated("broken"):
            self.client.noop()
            return uid in self.client.search(["UID", str(uid)])

    def mails(self, uids: Sequence[int], first: int = 0) -> dict[int, bytes]:
        """The mails as they are, or their `first` bytes, without marking them as read.

        Raises `IMAPClientError` where the server answers with something that is no mail.
        """
        part = f"<0.{first}>" if first else ""
        try:
            found = self.client.fetch(list(uids), [f"BODY.PEEK[]{part}"])
        except (IMAPClientAbortError, OSError) as gone:
            raise TransportError("broken") from gone
        return {uid: content for uid in uids if uid in found and (content := body(found[uid])) is not None}

    def done(self, uids: Sequence[int]) -> str:
        """Mark these as read, and move them where the settings say; "" or what of it the server refused."""
        if not uids:
            return ""
        try:
            self.client.add_flags(list(uids), [SEEN], silent=True)
            if self.account.done:
                self._move(list(uids))
        except (IMAPClientAbortError, OSError) as gone:
            raise TransportError("broken") from gone
        except IMAPClientError as refused:
            return "mailbox_full" if "QUOTA" in str(refused).upper() else "not_marked"
        return ""

    def _move(self, uids: list[int]) -> None:
        """Where the server cannot move, it copies; only what was copied is ever taken away."""
        if self.client.has_capability("MOVE"):
            self.client.move(uids, self.account.done)
            return
        self.client.copy(uids, self.account.done)
        self.client.add_flags(uids, [DELETED], silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge(uids)

    def old(self, before: datetime) -> list[int]:
        """The numbers of what lies here since before that day."""
        with translated("broken"):
            return sorted(self.client.search(["BEFORE", before.date()]))

    def expunge(self, uid: int) -> str:
        """Delete one mail for good and no other; a word for how. Raises `TransportError` while it is still there."""
        with translated("not_expunged"):
            if not self.lists(uid):
                return "gone"
            by_number = self.client.has_capability("UIDPLUS")
            if not by_number and self.client.search(["DELETED", "NOT", "UID", str(uid)]):
                # Without numbers, everything that anybody marked would go with it.
                raise TransportError("others_are_marked")
            self.client.add_flags([uid], [DELETED], silent=True)
            self.client.uid_expunge([uid]) if by_number else self.client.expunge()
            if self.lists(uid):
                raise TransportError("not_expunged")
        return "uid expunged" if by_number else "expunged"

    def full(self) -> bool:
        """Whether the mailbox is nearly full, where the server tells."""
        if not self.client.has_capability("QUOTA"):
            return False
        with contextlib.suppress(IMAPClientError):
            _root, quotas = self.client.get_quota_root(self.account.folder)
            return any(quota.limit and quota.usage >= quota.limit * 0.95 for quota in quotas)
        return False

    def wait(self, seconds: float) -> bool:
        """Until the server says something, or the time is over; False where it cannot say anything by itself."""
        with translated("broken"):
            if not self.client.has_capability("IDLE"):
                return False
            self.client.idle()
            if not self._said_already():
                poller = select.poll()
                poller.register(self.client.socket(), select.POLLIN)
                poller.poll(seconds * 1000)
            # What it says is read to its end here; the library's own check breaks off in the middle of a line.
            self.client.idle_done()
        return True

    def _said_already(self) -> bool:
        """Whether something came together with the answer to IDLE: it lies in a buffer, and no socket tells of it."""
        line = self.client.socket()
        line.setblocking(False)
        try:
            return bool(self.client._imap.file.peek(1))
        except OSError:
            return False
        finally:
            line.settimeout(TIMEOUT.read)

    def shut(self) -> None:
        """Break off, from any thread: whoever waits is woken."""
        with contextlib.suppress(Exception):
            self.client.socket().shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(Exception):
            self.client.shutdown()


def body(found: dict[bytes, Any]) -> bytes | None:
    """The mail in an answer: the server may name it with the beginning we asked for."""
    return next((bytes(value) for name, value in found.items() if name.startswith(b"BODY[]") and value), None)


@contextlib.contextmanager
def translated(code: str) -> Iterator[None]:
    """Whatever the library raises as what it means to us."""
    try:
        yield
    except LoginError as refused:
        raise TransportError("refused_login", permanent=True) from refused
    except ssl.SSLError as unsure:
        raise TransportError("certificate") from unsure
    except (IMAPClientAbortError, OSError) as gone:
        raise TransportError("unreachable" if code == "unreachable" else "broken") from gone
    except (IMAPClientError, KeyError, ValueError) as refused:
        raise TransportError(code) from refused
