"""A word and a number that exist nowhere else, and a search for them in every disguise a computer gives them."""

import base64
import struct
from collections.abc import Iterator
from pathlib import Path
from secrets import randbelow, token_hex

import asyncpg
from msgspec import Struct

CHUNK = 64 * 1024 * 1024
OVERLAP = 4096
EMPTY = bytes(64)
TABLES = """
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1
"""


class Canary(Struct, frozen=True):
    """`word` has an accent, so that every encoding shows; `plain` is for where accents cannot go; `number` is E.164."""

    word: str
    plain: str
    number: str

    @classmethod
    def hatch(cls) -> "Canary":
        """A new one; the number is in the range kept free for drama."""
        tail = token_hex(5)
        return cls(f"quökka{tail}", f"quokka{tail}", f"+447700900{randbelow(1000):03}")

    @property
    def sentence(self) -> str:
        """All three as somebody would say them."""
        return f"Je m'appelle {self.word}, mon numéro est le {self.number}, {self.address}. "

    @property
    def address(self) -> str:
        return f"{self.plain}@example.org"


def traces(canary: Canary) -> dict[bytes, str]:
    """What to look for, in lower case, each with the name of its disguise.

    The letters after the accent stand together in every charset, in URLs, quoted-printable, JSON and HTML alike.
    """
    core = canary.plain.removeprefix("quo")
    digits = canary.number.removeprefix("+44")
    found = {
        form.lower(): f"{spelling} as {name}"
        for spelling in (core, core.upper(), digits)
        for name, form in disguises(spelling)
    }
    for spaced in (f"{digits[:4]} {digits[4:]}", f"{digits[:3]} {digits[3:]}"):
        found[spaced.encode()] = f"{spaced} as text"
    for order, name in (("<q", "a little-endian number"), (">q", "a big-endian number")):
        found[struct.pack(order, int(canary.number)).lower()] = f"{canary.number} as {name}"
    return found


def disguises(spelling: str) -> Iterator[tuple[str, bytes]]:
    """Every form a program, a mail or a dump may give to plain letters; wide ones in either byte order."""
    for name, encoding in (("text", "ascii"), ("UTF-16", "utf-16-le"), ("UTF-32", "utf-32-le")):
        raw = spelling.encode(encoding).rstrip(b"\0")
        yield name, raw
        yield f"hex of {name}", raw.hex().encode()
        for shift in range(3):
            yield f"base64 of {name}, shifted {shift}", _base64_core(raw, shift)


def _base64_core(raw: bytes, shift: int) -> bytes:
    """The part of the base64 that does not depend on what stands before and after."""
    encoded = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
    head = (0, 2, 3)[shift]
    whole = (len(raw) + shift) % 3 == 0
    return encoded[head:] if whole else encoded[head:-1]


def sightings(
    folder: Path, looked_for: dict[bytes, str], chunk: int = CHUNK, clean: dict[Path, tuple[int, int]] | None = None
) -> list[str]:
    """Where under a folder a trace shows: `path: disguise`, none when all is noise.

    `clean` remembers files without one, so that they are searched again only after a change.
    """
    clean = {} if clean is None else clean
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        try:
            known = path.stat()
            stamp = (known.st_size, known.st_mtime_ns)
            if clean.get(path) == stamp:
                continue
            seen = _seen_in(path, looked_for, chunk)
        except FileNotFoundError:
            continue  # Postgres removes its own temporary files while we look.
        found += [f"{path.relative_to(folder)}: {disguise}" for disguise in seen]
        if not seen:
            clean[path] = stamp
    return found


def _seen_in(path: Path, looked_for: dict[bytes, str], chunk: int) -> set[str]:
    seen: set[str] = set()
    with path.open("rb") as file:
        tail = b""
        while read := file.read(chunk):
            seen |= seen_in(tail + read, looked_for)
            tail = read[-OVERLAP:]
    return seen


def seen_in(hay: bytes, looked_for: dict[bytes, str]) -> set[str]:
    """The disguises that show in these bytes, also where a mail's line ends cut through them."""
    lower = hay.replace(EMPTY, EMPTY[:8]).lower()
    hays = {lower, lower.replace(b"=\r\n", b"").replace(b"=\n", b"").replace(b"\r\n", b"").replace(b"\n", b"")}
    return {disguise for trace, disguise in looked_for.items() for one in hays if trace in one}


async def shown_by(dsn: str, looked_for: dict[bytes, str]) -> list[str]:
    """Where a trace shows to somebody who may query every table, whatever Postgres packed or toasted on disk."""
    connection = await asyncpg.connect(dsn)
    found = []
    try:
        for table in await connection.fetch(TABLES):
            rows = await connection.fetch(f"select t::text from {table['name']} t")
            everything = "\n".join(row[0] for row in rows).encode()
            found += [f"table {table['name']}: {disguise}" for disguise in seen_in(everything, looked_for)]
    finally:
        await connection.close()
    return found
