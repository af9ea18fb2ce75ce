"""Pressing 1: call me back."""

import pytest

from channels.phone.phrases import PHRASES
from helpline.cli.simulate.handset import Script
from helpline.envelope import Outcome
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import ALICE, Installation


@pytest.mark.parametrize(("opened", "keys"), [(True, "1"), (False, "1"), (True, "-1")])
async def test_a_caller_may_ask_to_be_called_back_at_any_time(line: Installation, opened: bool, keys: str) -> None:
    """When the line is open, when it is closed, and when nobody answered (first silence, then 1)."""
    await (line.open_all_day() if opened else line.close_all_day())
    handset = await line.call(script=Script(keys=keys))
    assert handset.heard[-1] == PHRASES["fr"].promised
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.MISSED
    assert await promises(line) == 1


async def test_asking_twice_through_a_repeated_webhook_is_one_promise(line: Installation) -> None:
    await line.close_all_day()
    handset = line.handset(script=Script(keys="1"))
    await handset.call()
    again = {"CallSid": handset.sid, "Digits": "1", "From": ALICE}
    await handset.wire.ask("/twilio/voice/menu?language=fr&line=closed", again)
    await line.digested()
    assert await promises(line) == 1


async def test_a_withheld_caller_is_asked_for_a_number_instead(line: Installation) -> None:
    await line.close_all_day()
    handset = await line.call(caller="anonymous", script=Script(keys="1"))
    assert PHRASES["fr"].withheld in handset.heard
    assert "call_back_without_number" in await line.events()
    assert await promises(line) == 0


async def promises(line: Installation) -> int:
    async with line.engine.transaction(SYSTEM) as tx:
        count: int = await tx.db.fetchval("select count(*) from follow_up where kind = 'call_back'")
        return count
