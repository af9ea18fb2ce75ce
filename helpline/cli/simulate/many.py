"""Does one thing many times, some at once, and says how it went."""

import asyncio
import json
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from statistics import quantiles
from types import MappingProxyType

from aiohttp import ClientConnectorError, ClientError
from rich.progress import Progress

from helpline.cli.simulate.options import say
from helpline.errors import HelplineError

NOTHING: Mapping[str, object] = MappingProxyType({})


class Refused(HelplineError):
    """The server did not take what we sent; the sentence says why and what to do."""


async def many(given: Namespace, one: Callable[[int], Awaitable[None]], also: Mapping[str, object] = NOTHING) -> int:
    """Runs `one` for each number below --times, prints the result, and answers the exit code.

    `also`: what `one` found meanwhile, for a program that reads the result.
    """
    took: list[float] = []
    failures: Counter[str] = Counter()
    waiting = iter(range(given.times))
    with Progress(transient=True, disable=given.times < 20) as progress:
        task = progress.add_task(given.kind, total=given.times)

        async def some() -> None:
            for number in waiting:
                begun = time.perf_counter()
                try:
                    await one(number)
                except (HelplineError, ClientError, TimeoutError) as problem:
                    failures[sentence_for(problem)] += 1
                else:
                    took.append(time.perf_counter() - begun)
                progress.advance(task)

        begun = time.perf_counter()
        await asyncio.gather(*(some() for _ in range(given.concurrency)))
        whole = time.perf_counter() - begun
    report(given, took, failures, whole, also)
    return 1 if failures else 0


def sentence_for(problem: Exception) -> str:
    """What went wrong, and what to do about it."""
    if isinstance(problem, ClientConnectorError):
        return f"No server listens on {problem.host}:{problem.port}: start one (scripts/demo), or name it with --url."
    return str(problem) or type(problem).__name__


def report(
    given: Namespace, took: list[float], failures: Counter[str], whole: float, also: Mapping[str, object]
) -> None:
    """Counts, rate and times in milliseconds."""
    cuts = quantiles(took, n=100) if len(took) > 1 else took * 99
    middle, slow = (round(cuts[place] * 1000, 1) if cuts else None for place in (49, 98))
    if given.json:
        found = {"done": len(took), "failed": failures.total(), "seconds": round(whole, 3), "p50_ms": middle}
        print(json.dumps({**found, "p99_ms": slow, "failures": dict(failures), **also}))
        return
    times = f"; p50 {middle} ms, p99 {slow} ms" if took else ""
    say(f"{given.kind}: {len(took)} of {given.times} done in {whole:.1f} s{times}.")
    for sentence, count in failures.most_common(5):
        say(f"{count} failed: {sentence}")
