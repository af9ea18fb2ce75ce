"""Cuts a form with files (RFC 7578) into its parts while it streams by. Nothing is ever written to a disk, and whoever
receives a part decides what of it is remembered.
"""

import re
from collections.abc import Callable
from enum import Enum
from urllib.parse import unquote

from msgspec import Struct

from helpline.errors import Invalid

LONGEST_HEAD = 8_192
MOST_PARTS = 100
PADDING = b" \t"

BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
DISPOSITION = re.compile(r"^content-disposition:\s*form-data\s*;(.*)$", re.IGNORECASE | re.MULTILINE)
NAME = re.compile(r'(?:^|;)\s*name="([^"]*)"', re.IGNORECASE)
FILENAME = re.compile(r'(?:^|;)\s*filename="([^"]*)"', re.IGNORECASE)
EXTENDED = re.compile(r"(?:^|;)\s*filename\*=utf-8''([^\s;]*)", re.IGNORECASE)


class Head(Struct, frozen=True):
    """What a part calls itself. `filename` is None for a plain field."""

    name: str
    filename: str | None


#: Given a part's head, answers who takes its bytes; called with None when the part is over.
Sink = Callable[[bytes | None], None]


class At(Enum):
    """Where in the stream the reader stands."""

    BODY = "body"
    HEAD = "head"
    AFTER = "after"
    END = "end"


def boundary(content_type: str) -> bytes:
    """The line between the parts. Raises `Invalid` for a form that names none."""
    found = BOUNDARY.search(content_type)
    if found is None:
        raise broken()
    return (found[1] or found[2]).encode("latin-1", "replace")


class Multipart:
    """Feed it what comes, in pieces of any size; `close` when there is no more."""

    def __init__(self, boundary: bytes, begin: Callable[[Head], Sink]) -> None:
        self.delimiter, self.begin = b"\r\n--" + boundary, begin
        self.buffer = bytearray(b"\r\n")  # The first line between parts has nothing before it.
        self.at, self.parts = At.BODY, 0
        self.sink: Sink | None = None

    def feed(self, chunk: bytes) -> None:
        """Raises `Invalid` for what is no such form."""
        if self.at is At.END:
            return
        self.buffer += chunk
        while self._step():
            pass

    def close(self) -> None:
        """Raises `Invalid` for a form that broke off: what came of it may be half a message."""
        if self.at is not At.END:
            raise broken()

    def _step(self) -> bool:
        match self.at:
            case At.BODY:
                return self._body()
            case At.AFTER:
                return self._after()
            case At.HEAD:
                return self._head()
            case At.END:
                return False

    def _body(self) -> bool:
        """Hands on what certainly belongs to the part; the beginning of a line between parts may still be coming."""
        end = self.buffer.find(self.delimiter)
        sure = end if end >= 0 else len(self.buffer) - len(self.delimiter) + 1
        if sure > 0:
            if self.sink:
                self.sink(bytes(self.buffer[:sure]))
            del self.buffer[:sure]
        if end < 0:
            return False
        if self.sink:
            self.sink(None)
        del self.buffer[: len(self.delimiter)]
        self.sink, self.at = None, At.AFTER
        return True

    def _after(self) -> bool:
        """Behind the line between parts: another part, or the end."""
        rest = self.buffer.lstrip(PADDING)
        if len(rest) < len(b"--"):
            self._bounded()
            return False
        if rest.startswith(b"--"):
            self.buffer.clear()
            self.at = At.END
            return False
        if not rest.startswith(b"\r\n"):
            raise broken()
        self.buffer, self.at = bytearray(rest), At.HEAD
        return True

    def _head(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            self._bounded()
            return False
        self.parts += 1
        if self.parts > MOST_PARTS or end > LONGEST_HEAD:
            raise broken()
        self.sink, self.at = self.begin(head_in(bytes(self.buffer[:end]))), At.BODY
        del self.buffer[: end + len(b"\r\n\r\n")]
        return True

    def _bounded(self) -> None:
        """A head that never ends is not waited for."""
        if len(self.buffer) > LONGEST_HEAD:
            raise broken()


def head_in(lines: bytes) -> Head:
    """A part's name and file name; browsers write them in UTF-8 and put %22 for a quotation mark."""
    said = DISPOSITION.search(lines.decode("utf-8", "replace").replace("\r\n", "\n"))
    name = NAME.search(said[1]) if said else None
    if said is None or name is None:
        raise broken()
    file, extended = FILENAME.search(said[1]), EXTENDED.search(said[1])
    if extended:
        return Head(plain(name[1]), unquote(extended[1]))
    return Head(plain(name[1]), plain(file[1]) if file else None)


def plain(quoted: str) -> str:
    return quoted.replace("%22", '"').replace("%0D", " ").replace("%0A", " ")


def broken() -> Invalid:
    return Invalid({"": "broken"})
