"""How the provider's REST interface refuses."""

from aiohttp import web


def missing() -> web.Response:
    return refused(404, 20404)


def refused(status: int, code: int) -> web.Response:
    return web.json_response({"code": code, "message": "no", "status": status}, status=status)
