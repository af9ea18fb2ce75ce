"""A letter whose worker dies in the middle is handed over once, or nobody knows, and then a person does."""

import asyncio
from pathlib import Path
from random import Random

from tests.faults.providers import DUTY
from tests.faults.rounds import Field, field
from tests.faults.site import Victim

TEXT = "Quelqu'un attend."


async def posted(ground: Field) -> None:
    """A letter, once there is a contact whose key can seal it."""
    await ground.traffic.text(Random(1), frozenset())
    await ground.all_read()
    await ground.ledger.post(TEXT, DUTY)


async def test_a_letter_the_provider_took_from_a_dying_worker_stands_before_a_human_and_never_leaves_twice(
    tmp_path: Path,
) -> None:
    """Point 8: unknown is never retried in a loop, shown to a human."""
    async with field(tmp_path) as ground:
        died = asyncio.Event()

        async def doom() -> None:
            await ground.here.kill(Victim.WORKER)
            died.set()

        ground.traffic.telephony.deadly, ground.traffic.telephony.doom = r"/Messages\.json$", doom
        await posted(ground)
        await asyncio.wait_for(died.wait(), 60)
        found = await ground.settle()
    assert not found.wrong
    assert ground.traffic.telephony.given[TEXT] == 1
    assert found.letters == {"unknown": 1}


async def test_a_letter_posted_while_no_worker_lives_leaves_once_when_one_does(tmp_path: Path) -> None:
    """Point 8: an outbox with lease."""
    async with field(tmp_path) as ground:
        await ground.traffic.text(Random(1), frozenset())
        await ground.all_read()
        await ground.here.pause("worker")
        await ground.ledger.post(TEXT, DUTY)
        ground.here.resume("worker")
        found = await ground.settle()
    assert not found.wrong
    assert ground.traffic.telephony.given[TEXT] == 1
    assert found.letters == {"sent": 1}
