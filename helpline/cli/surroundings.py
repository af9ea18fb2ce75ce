"""What `helpline doctor` looks at around the program: clocks, disk, the secret's file, certificates.

Each answers a sentence with the remedy, a `Doubt` for what could not be looked at, or None.
"""

import asyncio
import shutil
import socket
import ssl
import stat
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from helpline.channel import Doubt
from helpline.clock import now
from helpline.db.pool import Pool
from helpline.settings import Settings

MOST_APART = timedelta(seconds=2)
LEAST_FREE, LEAST_SHARE = 2_000_000_000, 0.05
RENEWED_BEFORE = timedelta(days=14)
SECONDS = 10.0


async def database_clock(pool: Pool) -> str | None:
    """Promises fall due by our clock, jobs by the database's."""
    before = now()
    try:
        there: datetime = await pool.fetchval("select clock_timestamp()")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Doubt("The database's clock could not be asked.")
    return apart(before + (now() - before) / 2, there)


def apart(here: datetime, there: datetime) -> str | None:
    gap = abs(here - there)
    if gap <= MOST_APART:
        return None
    seconds = gap.total_seconds()
    return f"This clock and the database's are {seconds:.0f} seconds apart: let both machines follow NTP (timedatectl)."


def secret_file(path: Path) -> str | None:
    """Whoever reads it reads everything. That others cannot read the file itself is a condition of the start."""
    try:
        folder, file = path.parent.stat(), path.stat()
    except OSError as problem:
        return f"{path} cannot be looked at ({problem.strerror}): restore it, or correct HELPLINE_SECRET_FILE."
    if file.st_mode & 0o077:
        return f"{path} can be read by others than its owner: chmod 600 {path}."
    if folder.st_mode & 0o022 and not folder.st_mode & stat.S_ISVTX:
        return f"Others may put another file in the place of {path}: chmod go-w {path.parent}."
    return None


def disk(folder: Path) -> str | None:
    """A full disk stops everything, and nothing is acknowledged any more."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if there is None:
        return Doubt("The disk could not be looked at.")
    usage = shutil.disk_usage(there)
    if not full(usage.free, usage.total):
        return None
    return f"Only {usage.free / 1e9:.1f} GB are free under {folder}: make room before nothing can be kept any more."


def full(free: int, total: int) -> bool:
    return free < LEAST_FREE or free < total * LEAST_SHARE


async def certificate(settings: Settings) -> str | None:
    """Visitors and providers refuse an address whose certificate has run out."""
    url = urlsplit(settings.base_url)
    if url.scheme != "https" or not url.hostname:
        return None
    try:
        ends = await asyncio.wait_for(asyncio.to_thread(certificate_ends, url.hostname, url.port or 443), SECONDS + 5)
    except ssl.SSLCertVerificationError as problem:
        return f"The certificate of {url.hostname} is not valid ({problem.verify_message}): renew it at the proxy."
    except (OSError, TimeoutError, ValueError):
        return Doubt(f"The certificate of {url.hostname} could not be asked from here.")
    return running_out(url.hostname, ends, now())


def certificate_ends(host: str, port: int) -> datetime:
    """When the certificate that a host shows ends. Raises `OSError`."""
    with (
        socket.create_connection((host, port), SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
    ):
        shown = secure.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), now().tzinfo)


def running_out(host: str, ends: datetime, at: datetime) -> str | None:
    left = ends - at
    if left >= RENEWED_BEFORE:
        return None
    return f"The certificate of {host} ends in {max(left.days, 0)} days: see why it is not renewed by itself."
