"""The built style sheets, scripts and signs. Their names carry a hash, so browsers may keep them for ever."""

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, get
from msgspec import Struct

from helpline.errors import NotFound
from helpline.staff.permissions import Permission
from helpline.web import templates

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".wav": "audio/wav",
}
FOR_EVER = "public, max-age=31536000, immutable"


class Built(Struct, frozen=True):
    """One built file, as it is and compressed."""

    media_type: str
    plain: bytes
    compressed: bytes


class StaticFiles(Controller):
    path = "/static"
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/{name:str}", include_in_schema=False)
    async def file(self, request: Request[Any, Any, Any], name: str) -> Response[bytes]:
        found = files().get(name)
        if found is None:
            raise NotFound("There is no such file.")
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(found.plain, media_type=found.media_type, headers=headers)
        return Response(found.compressed, media_type=found.media_type, headers=headers | {"Content-Encoding": "gzip"})


@cache
def files() -> dict[str, Built]:
    """Every built file by its name, read once: a handful of small ones."""
    return {path.name: built(path) for path in templates.BUILD.glob("*") if path.suffix in TYPES}


def built(path: Path) -> Built:
    plain = path.read_bytes()
    return Built(TYPES[path.suffix], plain, gzip.compress(plain, mtime=0))
