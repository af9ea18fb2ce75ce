"""How long reading a mail takes, over the corpora of mail: from kept bytes to what stands in the contact.

Beside it in the same run: the standard library's parser alone, that makes a tree and chooses no text.
"""

import email
import email.policy
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import msgspec
from msgspec import Struct

from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.envelope import Raw

CORPORA = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data")) / "mail"


class Timing(Struct, frozen=True):
    """One set of mails, in milliseconds of work; `slowest` names the file."""

    corpus: str
    mails: int
    p50: float
    p99: float
    longest: float
    slowest: str
    bare_p50: float


def measure() -> list[Timing]:
    """Every set, and all of them together. Nothing where the corpora are not there."""
    folders = sorted(path for path in CORPORA.iterdir() if path.is_dir()) if CORPORA.exists() else []
    sets = {folder.name: sorted(path for path in folder.rglob("*") if path.is_file()) for folder in folders}
    read = reader("mx.example.org")
    found = [timing(name, files, read) for name, files in sets.items()]
    return [*found, timing("all", [path for files in sets.values() for path in files], read)] if found else []


def timing(name: str, files: list[Path], read: Callable[[Raw], object]) -> Timing:
    took, bare = [], []
    for path in files:
        content = path.read_bytes()
        body = msgspec.msgpack.encode(Delivered("a@example.org", ("contact@example.org",), content))
        raw = Raw("email", "k", body, datetime.now(UTC))
        took.append((timed(lambda raw=raw: read(raw)), path.name))
        bare.append(timed(lambda content=content: email.message_from_bytes(content, policy=email.policy.compat32)))
    took.sort()
    bare.sort()
    p50, p99 = took[len(took) // 2][0], took[int(len(took) * 0.99)][0]
    return Timing(name, len(took), p50, p99, *took[-1], bare[len(bare) // 2])


def timed(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return (process_time() - begun) * 1000


def table(timings: list[Timing]) -> list[list[str]]:
    head = ["corpus", "mails", "p50 ms", "p99 ms", "max ms", "bare p50", "slowest"]
    return [head, *(line(one) for one in timings)]


def line(one: Timing) -> list[str]:
    figures = (one.p50, one.p99, one.longest, one.bare_p50)
    return [one.corpus, f"{one.mails:,}", *(f"{figure:.2f}" for figure in figures), one.slowest]


def as_json(timings: list[Timing]) -> dict[str, object]:
    return {"parse": [msgspec.to_builtins(one) for one in timings]}
