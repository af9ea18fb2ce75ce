"""Killed in the middle, nothing acknowledged is lost, doubled or half-made. `scripts/faults` runs 200 such rounds."""

import time
from pathlib import Path
from random import SystemRandom

from tests.faults.rounds import field

#: A dozen, and fewer on a machine that is busy with other things.
ROUNDS, FEWEST, SECONDS = 12, 3, 20.0


async def test_a_dozen_sudden_deaths_lose_double_and_halve_nothing(tmp_path: Path) -> None:
    """Points 1, 6, 8: kept first, idempotent under the same webhook, and never sent twice, whatever is killed."""
    seed = SystemRandom().randrange(10**6)
    async with field(tmp_path) as ground:
        began = time.monotonic()
        for number in range(ROUNDS):
            if number >= FEWEST and time.monotonic() - began > SECONDS:
                break
            found = await ground.round(seed + number)
            assert not found.wrong, f"scripts/faults --rounds 1 --seed {found.seed}: {found.wrong}"
        assert ground.here.deaths >= FEWEST
        last = await ground.settle()
        assert not last.wrong, f"scripts/faults --rounds {ROUNDS} --seed {seed}: {last.wrong}"
        assert not [kind for kind in ("sms", "call", "lmtp", "imap") if last.at_provider[kind]]
        assert not await ground.receipts_open()
