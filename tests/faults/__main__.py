"""`scripts/faults`: rounds of traffic and sudden deaths, and whether anything was lost or doubled."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import msgspec
from rich.progress import Progress

from tests.faults.ledger import Counts
from tests.faults.rounds import Field, Round, field

#: After so many rounds everything has to be there, the open letters and the voicemails too.
STRETCH = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, metavar="N", help="default: 200")
    parser.add_argument("--seed", type=int, help="of the first round; the next has the next; default: any")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    # What our own connections to a database that dies have to say is not news here.
    logging.disable()
    seed = SystemRandom().randrange(10**6) if given.seed is None else given.seed
    rounds, last = asyncio.run(proof(given.rounds, seed))
    show(rounds, last)
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode({"rounds": rounds, "last": last})))
    return 1 if any(one.wrong for one in rounds) or last.wrong else 0


async def proof(count: int, seed: int) -> tuple[list[Round], Counts]:
    """So many rounds, the first failure ends them."""
    rounds: list[Round] = []
    with tempfile.TemporaryDirectory(prefix="hlf-") as folder, Progress() as progress:
        task = progress.add_task(f"seed {seed}", total=count)
        async with field(Path(folder)) as ground:
            last = await stretched(ground, rounds, count, seed, lambda: progress.update(task, completed=len(rounds)))
    return rounds, last


async def stretched(ground: Field, rounds: list[Round], count: int, seed: int, tick: Callable[[], None]) -> Counts:
    last = await ground.settle()
    for number in range(count):
        rounds.append(await ground.round(seed + number))
        tick()
        if rounds[-1].wrong:
            return last
        if (number + 1) % STRETCH == 0 or number + 1 == count:
            last = await ground.settle()
            closed = await ground.receipts_open()
            last = msgspec.structs.replace(last, wrong=(*last.wrong, *(f"receipt does not open: {m}" for m in closed)))
            print(f"{number + 1} rounds: {'not ' * bool(last.wrong)}everything is there", flush=True)
        if last.wrong:
            return last
    return last


def show(rounds: list[Round], last: Counts) -> None:
    """The table, and how to see a failure again."""
    deaths = Counter(victim for one in rounds for victim in one.deaths)
    times = sorted(one.seconds for one in rounds)
    print(f"{len(rounds)} rounds, {times[len(times) // 2]:.1f} s each (half of them), {times[-1]:.1f} s at most")
    print("ended without warning: " + ", ".join(f"{victim} {count}" for victim, count in sorted(deaths.items())))
    print(f"{'':10}{'in the ledger once':>20}{'not there':>12}")
    for kind, there in last.in_ledger.items():
        print(f"{kind:10}{there:>20}{last.at_provider[kind]:>12}")
    print("letters: " + ", ".join(f"{state} {count}" for state, count in sorted(last.letters.items())))
    for one in rounds:
        for sentence in one.wrong:
            print(f"seed {one.seed}: {sentence}", file=sys.stderr)
        if one.wrong:
            print(f"again: scripts/faults --rounds 1 --seed {one.seed}", file=sys.stderr)
    for sentence in last.wrong:
        print(f"at the end: {sentence}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
