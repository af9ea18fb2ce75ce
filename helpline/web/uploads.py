"""Files from a worker's machine: typed by their content, within bounds, in memory only and never on a disk.

What cannot be taken is refused whole, with a sentence for it: whoever chose a file still has it.
"""

from typing import Any

from litestar import Request

from helpline.envelope import Attachment
from helpline.errors import Invalid
from helpline.kinds import kind_of, named
from helpline.multipart import Head, Multipart, Sink, boundary
from helpline.web.words import gettext as _

FIELD = "document"
MOST, LARGEST, TOGETHER = 5, 10_000_000, 20_000_000
#: What is read of a body before nobody listens any more; what goes beyond the bounds above is read and forgotten.
LARGEST_BODY = 100_000_000


async def files(request: Request[Any, Any, Any]) -> list[Attachment]:
    """The files of a form. Raises `Invalid`."""
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise Invalid({FIELD: _("Choose a file.")})
    taking = Taking()
    try:
        reader = Multipart(boundary(content_type), taking.begin)
        async for chunk in request.stream():
            reader.feed(chunk)
        reader.close()
    except Invalid:
        raise Invalid({FIELD: _("This did not arrive whole; choose it once more.")}) from None
    return taking.files()


class Taking:
    """What of a form is remembered: its files, until they are too many or too large."""

    def __init__(self) -> None:
        self.found: list[tuple[str, bytearray]] = []
        self.sizes: list[int] = []

    def begin(self, head: Head) -> Sink:
        body, at = bytearray(), len(self.found)
        if head.filename is not None:
            self.found.append((head.filename, body))
            self.sizes.append(0)

        def take(piece: bytes | None) -> None:
            if head.filename is not None and piece:
                self.sizes[at] += len(piece)
                if self.too_much(at):
                    body.clear()
                else:
                    body.extend(piece)

        return take

    def too_much(self, at: int) -> bool:
        return at > MOST or self.sizes[at] > LARGEST or sum(self.sizes) > TOGETHER

    def files(self) -> list[Attachment]:
        """Raises `Invalid` where one of them cannot be taken."""
        chosen = [(name, bytes(body), size) for (name, body), size in zip(self.found, self.sizes, strict=True) if name]
        if not chosen:
            raise Invalid({FIELD: _("Choose a file.")})
        if len(chosen) > MOST:
            raise Invalid({FIELD: _("At most %(most)d files at once.") % {"most": MOST}})
        if sum(self.sizes) > TOGETHER:
            raise Invalid({FIELD: _("Together these are too large: at most 20 MB.")})
        return [taken(*one) for one in chosen]


def taken(name: str, body: bytes, size: int) -> Attachment:
    shown = name[-60:]
    if size > LARGEST:
        raise Invalid({FIELD: _("%(name)s is too large: at most 10 MB.") % {"name": shown}})
    if not size:
        raise Invalid({FIELD: _("%(name)s is empty.") % {"name": shown}})
    kind = kind_of(body)
    if kind is None:
        why = _("%(name)s is of a kind that cannot be kept; a picture or a PDF of it can.")
        raise Invalid({FIELD: why % {"name": shown}})
    return Attachment(named(name, kind), kind, body)
