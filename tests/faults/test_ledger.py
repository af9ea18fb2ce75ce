"""A proof that could not fail proves nothing: what is lost, doubled or half-made is seen."""

from pathlib import Path
from random import Random

from tests.faults.__main__ import STRETCH
from tests.faults.providers import DUTY, MOST_LISTED
from tests.faults.rounds import COUNTS, field


async def test_the_ledger_sees_what_is_lost_doubled_and_half_made(tmp_path: Path) -> None:
    async with field(tmp_path) as ground:
        await ground.traffic.text(Random(1), frozenset())
        await ground.all_read()
        await ground.ledger.post("Bonjour", DUTY)
        assert not (await ground.settle()).wrong
        (mark,) = ground.traffic.told.accepted["sms"]
        ground.traffic.told.accepted["form"].add("m0123456789abcdef")
        ground.ledger.marks[mark] += 1
        ground.traffic.telephony.given["Bonjour"] += 1
        await ground.here.told("delete from waiting")
        wrong = (await ground.ledger.check()).wrong
    assert {
        "form: lost: m0123456789abcdef",
        f"there 2 times: {mark}",
        "1 contacts are half-made",
        "a letter was handed over 2 times",
    } <= set(wrong)


def test_what_the_provider_lists_reaches_back_to_the_last_time_everything_had_to_be_there() -> None:
    assert STRETCH * max(COUNTS.values()) <= MOST_LISTED
