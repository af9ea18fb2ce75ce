"""A form's body into plain fields and files, within bounds. Read here and nowhere else: the framework's own reader
would keep what people write in a cache, and put their files on a disk.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from channels.webform.model import Given, LeftOut
from helpline.channel import Head, Invalid, Multipart, Sink, boundary, kind_of, named
from helpline.envelope import Attachment

LONGEST = 1_200_000
FIELDS = 40

MOST_FILES = 5
LARGEST_FILE = 10_000_000
LARGEST_TOGETHER = 20_000_000
#: What is read of one body before nobody listens any more; what goes beyond the bounds above is read and forgotten.
LARGEST_BODY = 100_000_000
#: The memory that all files on their way in may take together, in one process.
ROOM = 100_000_000


class Room:
    """How much of this process's memory files may still take. When it is full, messages come in without theirs."""

    def __init__(self, size: int = ROOM) -> None:
        self.left = size

    def take(self, size: int) -> bool:
        if size > self.left:
            return False
        self.left -= size
        return True


@asynccontextmanager
async def given(request: Request[Any, Any, Any], room: Room) -> AsyncIterator[Given]:
    """What was sent; its files hold their room until the block ends.

    Raises `Invalid` for what is too long, broken or no form at all.
    """
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        yield Given(fields(await whole(request)))
        return
    taking = Taking(room)
    try:
        reader = Multipart(boundary(content_type), taking.begin)
        async for chunk in request.stream():
            reader.feed(chunk)
        reader.close()
        yield taking.given()
    finally:
        room.left += taking.taken


async def whole(request: Request[Any, Any, Any]) -> bytes:
    """The body of a form without files. Raises `Invalid` for more than anybody writes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise Invalid({"message": "too_long"})
    return bytes(body)


def fields(body: bytes) -> dict[str, str]:
    """Each field once, the first that came."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise Invalid({"": "broken"}) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, plain(value))
    return found


def plain(value: str) -> str:
    return value.replace("\0", "").replace("\r\n", "\n")


class Taking:
    """What of a form with files is remembered. `taken`: how much of the room its files hold."""

    def __init__(self, room: Room) -> None:
        self.room, self.taken = room, 0
        self.texts: dict[str, bytearray] = {}
        self.length = 0
        self.files: list[Attachment] = []
        self.left_out: list[LeftOut] = []

    def begin(self, head: Head) -> Sink:
        return self._text(head.name) if head.filename is None else self._file(head.filename)

    def _text(self, name: str) -> Sink:
        text = bytearray()
        if len(self.texts) < FIELDS:
            self.texts.setdefault(name, text)

        def take(piece: bytes | None) -> None:
            self.length += len(piece or b"")
            if self.length > LONGEST:
                raise Invalid({"message": "too_long"})
            text.extend(piece or b"")

        return take

    def _file(self, name: str) -> Sink:
        body, why = bytearray(), ""

        def take(piece: bytes | None) -> None:
            nonlocal why
            if piece is None:
                self._done(name, body, why)
            elif not why and not (why := self._refusal(len(body) + len(piece), len(piece))):
                body.extend(piece)
                self.taken += len(piece)
            else:
                self._give_back(len(body))
                body.clear()

        return take

    def _refusal(self, size: int, more: int) -> str:
        """Why a file cannot grow on, as a code; "" when it can."""
        if len(self.files) >= MOST_FILES:
            return "too_many"
        if size > LARGEST_FILE or self.taken + more > LARGEST_TOGETHER:
            return "too_large"
        return "" if self.room.take(more) else "no_room"

    def _give_back(self, size: int) -> None:
        self.taken -= size
        self.room.left += size

    def _done(self, name: str, body: bytearray, why: str) -> None:
        if not name and not body:
            return  # Nothing was chosen: browsers send an empty file without a name then.
        if not why and not body:
            why = "empty"
        content = bytes(body)
        kind = None if why else kind_of(content)
        if kind is None:
            self.left_out.append(LeftOut(name[-120:], why or "kind"))
        else:
            self.files.append(Attachment(named(name, kind), kind, content))

    def given(self) -> Given:
        try:
            texts = {name: plain(text.decode("utf-8")) for name, text in self.texts.items()}
        except UnicodeDecodeError:
            raise Invalid({"": "broken"}) from None
        return Given(texts, tuple(self.files), tuple(self.left_out))
