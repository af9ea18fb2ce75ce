"""The master secrets: the one file that must never lie beside the database or in its backup.

    # helpline masters: see docs/security.md
    index:pB5wY2mnrV2C9V4Nf1yJkWgK4mV0m4lq3kzqYq9n1hE=
    1:2Vx9l8b3rKqk0o0T3f1nJwJ3v8b2y4m6c8d0e2f4g6A=
    2:...

A numbered line is a master for wrapping: the highest number wraps new keys, the others still open old ones. The `index`
line is the master of everything that must stay comparable when wrapping moves on: blind indexes, search words,
idempotency, receipts, mail tokens. From each, HKDF-SHA-256 (RFC 5869) makes one sub-key per purpose.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpline.errors import ConfigurationError

LENGTH = 32
INDEX = "index"
SALT = b"helpline/vault/1"
MOST_VERSIONS = 0xFFFF


class Secrets:
    """The masters, in memory only; `repr` shows version numbers and nothing else."""

    __slots__ = ("_index", "_masters")

    def __init__(self, masters: Mapping[int, bytes], index: bytes) -> None:
        self._masters, self._index = dict(masters), index

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Reads the file; raises ConfigurationError in one sentence with the remedy when it cannot be trusted."""
        return cls._parse(_read_private(Path(path)), Path(path))

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Writes a new file, readable by its owner alone and on disk before anything is sealed with it."""
        path = Path(path)
        lines = [f"{name}:{base64.b64encode(os.urandom(LENGTH)).decode()}" for name in (INDEX, "1")]
        _write_private(
            path, "# helpline masters: without this file nothing can be read again.\n" + "\n".join(lines) + "\n"
        )
        return cls.load(path)

    @classmethod
    def add(cls, path: Path | str) -> int:
        """Adds a master with the next number to the file, on disk before anything is wrapped under it."""
        path = Path(path)
        version = cls.load(path).current + 1
        line = f"{version}:{base64.b64encode(os.urandom(LENGTH)).decode()}\n"
        with path.open("r+", encoding="utf-8") as file:
            before = file.read()
            file.write(line if before.endswith("\n") else "\n" + line)
            file.flush()
            os.fsync(file.fileno())
        return cls.load(path).current

    @classmethod
    def for_tests(cls) -> Self:
        """The same masters in every test process. Never for a person's words."""
        return cls({1: b"1" * LENGTH, 2: b"2" * LENGTH}, b"i" * LENGTH)

    @classmethod
    def _parse(cls, text: str, path: Path) -> Self:
        found: dict[str, bytes] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            name, _, value = line.strip().partition(":")
            if name in found or not _is_name(name) or (master := _decoded(value)) is None:
                raise ConfigurationError(
                    f"Line {number} of the secret file {path} is not `VERSION:BASE64` with {LENGTH} bytes, or repeats a"
                    " version: correct it or restore the file from its second holder."
                )
            found[name] = master
        index = found.pop(INDEX, None)
        if index is None or not found:
            raise ConfigurationError(
                f"The secret file {path} needs one `{INDEX}:` line and at least one numbered line:"
                " restore it from its second holder, or make one with `helpline keys create` for an empty database."
            )
        return cls({int(name): master for name, master in found.items()}, index)

    @property
    def current(self) -> int:
        """The version that wraps new keys."""
        return max(self._masters)

    @property
    def versions(self) -> tuple[int, ...]:
        """Every version that still opens something."""
        return tuple(sorted(self._masters))

    def wrapping(self, version: int) -> bytes:
        """The wrapping key of a version; KeyError when its master is gone."""
        return derive(self._masters[version], f"wrapping/{version}")

    def comparing(self, purpose: str) -> bytes:
        """The sub-key for a purpose whose results are compared for years: the same whatever wraps today."""
        return derive(self._index, purpose)

    def __repr__(self) -> str:
        return f"Secrets(versions={self.versions})"

    def __reduce__(self) -> str:
        raise TypeError("Masters are never copied out of the process.")


def _read_private(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise ConfigurationError(
            f"The secret file {path} cannot be read ({error.strerror}): set HELPLINE_SECRET_FILE to a file only the"
            " program's user can read, or make one with `helpline keys create`."
        ) from error
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & 0o077:
            raise ConfigurationError(f"The secret file {path} can be read by others than its owner: chmod 600 {path}.")
        return file.read()


def _write_private(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigurationError(
            f"The secret file {path} exists already and is never overwritten: what it opens would be lost."
        ) from error
    except OSError as error:
        raise ConfigurationError(f"The secret file {path} cannot be written ({error.strerror}).") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # The name of a new file is durable only when its folder is.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_name(name: str) -> bool:
    return name == INDEX or (
        name.isascii() and name.isdigit() and 0 < int(name[:9]) <= MOST_VERSIONS and name[0] != "0"
    )


def _decoded(value: str) -> bytes | None:
    try:
        master = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return master if len(master) == LENGTH else None


def derive(master: bytes, purpose: str) -> bytes:
    """One sub-key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869)."""
    return HKDF(SHA256(), LENGTH, SALT, purpose.encode()).derive(master)
