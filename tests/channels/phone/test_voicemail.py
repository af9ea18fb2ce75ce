"""A message is brought to us, and then it is nowhere else."""

import asyncio

import pytest

from helpline.channel import TransportError
from helpline.cli.simulate.handset import Script
from helpline.cli.simulate.options import Fault
from helpline.cli.simulate.provider import melody
from helpline.envelope import Outcome
from helpline.intake.jobs import fetch
from helpline.intake.model import Fetch
from tests.channels.conftest import Installation


@pytest.mark.parametrize("faults", [(), (Fault.DROP,), (Fault.REORDER,), (Fault.DUPLICATE,)])
async def test_a_voicemail_is_fetched_sealed_and_deleted_at_the_provider(
    line: Installation, faults: tuple[Fault, ...]
) -> None:
    """Point 17: recording fetched to our store, sealed, verified, then deleted at Twilio.

    Even when the callback that announces it never comes: the caller's last step names it as well.
    """
    await line.close_all_day()
    await line.call(*faults)
    (view,) = await line.digested()
    (recording,) = line.fake.recordings
    job = Fetch(view.row.id, "phone", recording, "voicemail.wav", "audio/wav", view.row.occurred_at)
    for _ in range(2):
        await fetch(line.premises, job)
    (view,) = await line.digested()
    (file,) = view.attachments
    assert (file.name, file.size) == ("voicemail.wav", len(melody(3)))
    assert line.fake.deleted == {recording}


async def test_both_announcements_name_the_same_recording(line: Installation) -> None:
    await line.close_all_day()
    await line.call()
    async with line.engine.pool.acquire() as db:
        jobs = await db.fetchval("select count(*) from pgqueuer where entrypoint = 'intake.fetch'")
    assert jobs == 0
    await line.digested()
    async with line.engine.pool.acquire() as db:
        assert await db.fetchval("select count(*) from pgqueuer where entrypoint = 'intake.fetch'") == 1


async def test_a_recording_that_is_not_ready_is_tried_again(line: Installation) -> None:
    with pytest.raises(TransportError) as caught:
        await line.channels["phone"].fetch("RE" + "0" * 32)
    assert (caught.value.permanent, caught.value.unknown) == (False, False)


async def test_deleting_what_is_gone_is_done(line: Installation) -> None:
    await line.channels["phone"].discard("RE" + "0" * 32)


async def test_a_caller_who_hangs_up_at_the_tone_leaves_no_voicemail_but_is_missed(line: Installation) -> None:
    await line.close_all_day()
    await line.call(script=Script(steps=3))
    (view,) = await line.digested()
    assert view.row.outcome is Outcome.MISSED
    assert [step.event for step in view.history].count("voicemail_empty") == 1


async def test_twenty_callers_at_once_leave_twenty_messages(line: Installation) -> None:
    await line.close_all_day()
    await asyncio.gather(*(line.call(script=Script(seconds=1)) for _ in range(20)))
    assert [view.row.outcome for view in await line.digested()] == [Outcome.VOICEMAIL] * 20
    assert len(line.fake.recordings) == 20
