"""Real IMAP servers for tests, pymap always and Debian's Dovecot where it is installed; and a wire that breaks."""

import asyncio
import grp
import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from imapclient import IMAPClient

from channels.email.accounts import Account
from tests.promises.conftest import free_port

T = TypeVar("T")
USER, PASSWORD = "contact", "not-a-secret"
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{place}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={place}/mail
}}
"""


class MailServer:
    """A server that runs. Its folders are made and filled by another program than ours."""

    def __init__(self, name: str, port: int) -> None:
        self.name, self.port = name, port

    def account(self, folder: str, *, port: int = 0, done: str = "", password: str = PASSWORD) -> Account:
        return Account("127.0.0.1", port or self.port, False, USER, password, folder, done)

    async def ask(self, question: Callable[[IMAPClient], T]) -> T:
        """Somebody else's program, for one question."""

        def asked() -> T:
            with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
                client.login(USER, PASSWORD)
                return question(client)

        return await asyncio.to_thread(asked)

    async def create(self, folder: str) -> None:
        await self.ask(lambda client: client.create_folder(folder))

    async def put(self, folder: str, *mails: bytes, flags: tuple[bytes, ...] = ()) -> None:
        await self.ask(lambda client: [client.append(folder, mail, flags) for mail in mails])

    async def renumber(self, folder: str) -> None:
        """The folder is made anew with the same mails: what restoring a backup does."""

        def renumbered(client: IMAPClient) -> None:
            before = client.select_folder(folder)[b"UIDVALIDITY"]
            mails = [found[b"BODY[]"] for _uid, found in sorted(client.fetch(client.search(), ["BODY.PEEK[]"]).items())]
            client.unselect_folder() if client.has_capability("UNSELECT") else client.close_folder()
            client.rename_folder(folder, f"{folder}-old")
            client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail)
            assert client.folder_status(folder)[b"UIDVALIDITY"] != before

        await self.ask(renumbered)

    async def flags(self, folder: str) -> list[set[bytes]]:
        """What each mail in a folder is marked with."""

        def marked(client: IMAPClient) -> list[set[bytes]]:
            if not client.select_folder(folder, readonly=True)[b"EXISTS"]:
                return []
            return [set(flags) - {b"\\Recent"} for _uid, flags in sorted(client.get_flags(client.search()).items())]

        return await self.ask(marked)


@asynccontextmanager
async def pymap() -> AsyncIterator[MailServer]:
    """pymap with its mails in memory."""
    port = free_port()
    program = str(Path(sys.executable).with_name("pymap"))
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    services = [part for name in ("admin", "managesieve") for part in ("--no-service", name)]
    demo = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    async with running([*command, *services, *demo], MailServer("pymap", port)) as server:
        yield server


@asynccontextmanager
async def dovecot() -> AsyncIterator[MailServer]:
    """Debian's, in the foreground, with everything it writes below one folder. Needs root, as Dovecot does.

    Not under TMPDIR, whose parents may be closed to the user it works as.
    """
    assert DOVECOT is not None
    port, user = free_port(), "nobody"
    with tempfile.TemporaryDirectory(prefix="helpline-", dir="/tmp") as place:
        settings = furnished(Path(place), port, user)
        async with running([DOVECOT, "-F", "-c", str(settings)], MailServer("dovecot", port)) as server:
            yield server


def furnished(place: Path, port: int, user: str) -> Path:
    """The folders it needs, and its configuration."""
    place.chmod(0o755)
    (place / "mail").mkdir()
    shutil.chown(place / "mail", user)
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    settings = place / "dovecot.conf"
    settings.write_text(CONFIGURATION.format(place=place, port=port, user=user, group=group, password=PASSWORD))
    return settings


@asynccontextmanager
async def running(command: list[str], server: MailServer) -> AsyncIterator[MailServer]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        for attempt in range(100):
            assert process.returncode is None, "the mail server ended by itself"
            try:
                await server.ask(lambda client: client.noop())
                break
            except OSError:
                assert attempt < 99, "the mail server does not answer"
                await asyncio.sleep(0.1)
        yield server
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class Broken(Exception):
    """The connection ends here."""


class Instead(bytes):
    """What the server hears in place of what was said."""


#: What happens to a command: None lets it pass, `Instead` replaces it, other bytes answer in the server's place, and
#: `Broken` ends the connection.
Rule = Callable[[bytes, bytes], bytes | None]


class Wire:
    """Between us and the server: refuses, answers in its place, or breaks off, as a rule says."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, 0
        self.rule: Rule = lambda tag, command: None
        self.cut = False
        self.connections = 0
        self.commands: list[bytes] = []
        self._writers: set[asyncio.StreamWriter] = set()

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut:
            writer.close()
            return
        self.connections += 1
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.to)
        self._writers |= {writer, to_server}
        back = asyncio.create_task(pour(from_server, writer))
        with suppress(Broken, OSError):
            while line := await reader.readline():
                tag, _space, command = line.rstrip().partition(b" ")
                self.commands.append(command)
                answer = self.rule(tag, command)
                passes = answer is None or isinstance(answer, Instead)
                (to_server if passes else writer).write(line if answer is None else answer)
        back.cancel()
        for one in (writer, to_server):
            self._writers.discard(one)
            one.close()

    def break_off(self) -> None:
        """From here on the server is away."""
        self.cut = True
        for writer in list(self._writers):
            writer.transport.abort()


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def wired(server: MailServer) -> AsyncIterator[Wire]:
    wire = Wire(server.port)
    listening = await asyncio.start_server(wire.relay, "127.0.0.1", 0, limit=1_000_000)
    wire.port = listening.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        wire.break_off()
        listening.close()


async def until(question: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """Waits for something that must become true."""
    for _ in range(int(seconds / 0.05)):
        if await question():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


#: The servers that can run here.
SERVERS = {"pymap": pymap, "dovecot": dovecot}


def can_run(name: str) -> bool:
    """Whether a server is here. Debian's Dovecot may be absent; under CI one that is installed has to run."""
    if name != "dovecot" or (DOVECOT is not None and os.geteuid() == 0):
        return True
    assert DOVECOT is None or not os.environ.get("CI"), "Dovecot is installed and cannot run: it needs root"
    return False
