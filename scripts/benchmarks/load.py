"""A load generator that costs little beside what it measures: prepared requests over kept connections."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct


class Figures(Struct, frozen=True):
    """One run. Times in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    count: int


async def run(base: str, requests: Sequence[bytes], concurrency: int, seconds: float) -> Figures:
    """Send the prepared requests over `concurrency` connections until they or the seconds are used up.

    Raises `RuntimeError` for any answer that is not 200: a benchmark of refusals measures nothing.
    """
    url = urlsplit(base)
    left, times = iter(requests), list[float]()
    end = time.perf_counter() + seconds
    began = time.perf_counter()
    await asyncio.gather(*(one(url.hostname or "", url.port or 80, left, times, end) for _ in range(concurrency)))
    return figures(times, time.perf_counter() - began)


async def one(host: str, port: int, left: Iterator[bytes], times: list[float], end: float) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for request in left:
            began = time.perf_counter()
            writer.write(request)
            await answer(reader)
            now = time.perf_counter()
            times.append(now - began)
            if now > end:
                return
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of a 200; `RuntimeError` for anything else."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    body = await reader.readexactly(length)
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
        raise RuntimeError(head[:80].decode("latin-1") + body[:300].decode("utf-8", "replace"))
    return body


def figures(times: list[float], seconds: float) -> Figures:
    ordered = sorted(times)
    at = lambda share: 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]  # noqa: E731
    return Figures(len(times) / seconds, at(0.5), at(0.95), at(0.99), len(times))


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """One POST, ready to be written to a connection."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: bench\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def get(path: str, headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n{lines}\r\n".encode()
