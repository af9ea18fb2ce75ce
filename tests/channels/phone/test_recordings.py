"""A voicemail's way from the provider to us, and what may go wrong on it."""

import pytest
from msgspec import structs

from channels.phone.recordings import whole
from helpline.channel import TransportError
from helpline.cli.simulate.provider import melody
from helpline.contacts import store
from helpline.contacts.model import ContactView
from helpline.envelope import Outcome
from helpline.intake.jobs import discard, fetch
from helpline.intake.model import Fetch
from helpline.vault.transaction import SYSTEM
from tests.channels.conftest import ALICE, Installation

CALL, FOREIGN = "CA" + "7" * 32, "RE" + "7" * 32


async def left(line: Installation) -> tuple[ContactView, Fetch]:
    """A call that left a message, and the job that brings it."""
    await line.close_all_day()
    await line.call()
    (view,) = await line.digested()
    (recording,) = line.fake.recordings
    return view, Fetch(view.row.id, "phone", recording, "voicemail.wav", "audio/wav", view.row.occurred_at)


async def test_what_is_stored_is_sealed(line: Installation) -> None:
    """Point 17: recording fetched to our store, sealed."""
    _, job = await left(line)
    await fetch(line.premises, job)
    (row,) = await line.rows("select label, body from attachment")
    assert b"RIFF" not in row["body"]
    assert b"voicemail" not in row["label"]


async def test_half_a_recording_is_not_ours_and_the_provider_keeps_its_copy(line: Installation) -> None:
    """Point 17: verified, then deleted at Twilio."""
    _, job = await left(line)
    whole_one = line.fake.recordings[job.reference]
    for broken in (whole_one[:-1000], b"<html>try later</html>", b""):
        line.fake.recordings[job.reference] = broken
        with pytest.raises(TransportError, match="not_whole") as caught:
            await fetch(line.premises, job)
        assert not caught.value.permanent
    assert line.fake.deleted == set()
    line.fake.recordings[job.reference] = whole_one
    await fetch(line.premises, job)
    assert line.fake.deleted == {job.reference}


async def test_the_deletion_stands_in_the_history_with_the_providers_answer(line: Installation) -> None:
    """Point 17: then deleted at Twilio with the proof kept."""
    _, job = await left(line)
    await fetch(line.premises, job)
    await discard(line.premises)
    (view,) = await line.digested()
    assert [step.event for step in view.history].count("deleted_there:recording (204)") == 1


async def test_where_a_webhook_says_that_a_recording_is_does_not_count(line: Installation) -> None:
    """Point 17: media only from the provider's host."""
    known = {"CallSid": "CA1", "RecordingSid": "RE" + "1" * 32, "RecordingDuration": "4"}
    evil = {**known, "RecordingUrl": "https://evil.example.org/RE1"}
    await line.wire().ask("/twilio/voice/recorded?language=fr", evil)
    await line.digested()
    rows = await line.rows("select payload from pgqueuer where entrypoint = 'intake.fetch'")
    assert len(rows) == 1
    assert b"evil" not in bytes(rows[0]["payload"])


@pytest.mark.parametrize("reference", ["../Messages/SM1", "RE1", "", "RE" + "1" * 32 + "/../x"])
async def test_what_is_no_id_of_a_recording_is_never_asked_for(line: Installation, reference: str) -> None:
    """Point 17: media only from the provider's host."""
    with pytest.raises(TransportError, match="no_recording"):
        await line.channels["phone"].fetch(reference)
    assert line.fake.asked == []


async def test_a_recording_is_not_followed_to_a_strange_host(line: Installation) -> None:
    """Point 17: at most one redirect to an allow-listed host and that without credentials."""
    _, job = await left(line)
    line.fake.recordings_at = "https://evil.example.org"
    with pytest.raises(TransportError, match="foreign_redirect"):
        await line.channels["phone"].fetch(job.reference)
    line.fake.recordings_at = line.fake.base
    assert (await line.channels["phone"].fetch(job.reference)).body == melody(3)
    assert line.fake.credentials_seen == [(f"/store/{job.reference}", False)]


def test_a_sound_whose_length_was_not_known_when_it_began_is_whole() -> None:
    body = melody(1)
    assert whole(body)
    assert whole(body[:4] + b"\xff\xff\xff\xff" + body[8:])
    assert not whole(body[:-1])


async def test_a_job_names_the_recording_and_nothing_of_the_caller(line: Installation) -> None:
    _, job = await left(line)
    assert "+" not in str(structs.asdict(job))


async def test_a_recording_in_somebody_elses_account_is_told_and_never_asked_for(line: Installation) -> None:
    """Point 17: media only from the provider's host, and only what is ours."""
    elsewhere = f"https://api.twilio.com/2010-04-01/Accounts/AC{'9' * 32}/Recordings/{FOREIGN}"
    steps = {"CallSid": CALL, "RecordingSid": FOREIGN, "RecordingDuration": "4", "RecordingUrl": elsewhere}
    await line.wire().ask("/twilio/voice/recorded?language=fr", steps)
    (view,) = await line.digested()
    assert (view.history[-1].event, view.row.outcome) == ("recording_elsewhere", Outcome.MISSED)
    assert await line.rows("select payload from pgqueuer where entrypoint = 'intake.fetch'") == []


@pytest.mark.parametrize(("to", "brought"), [("+447700900900", True), ("+447700900999", False)])
async def test_a_recording_whose_call_nobody_told_us_of_is_brought_if_our_number_was_called(
    line: Installation, to: str, brought: bool
) -> None:
    """Point 17: what another number of the same account recorded stays there, and a human is told."""
    job = await announced(line)
    line.fake.lists["Recordings"] = [{"sid": FOREIGN, "call_sid": CALL, "status": "completed"}]
    with pytest.raises(TransportError, match="no_call_known") as caught:
        await fetch(line.premises, job)
    assert not caught.value.permanent, "the provider may know it in a moment"
    line.fake.lists["Calls"] = [{"sid": CALL, "direction": "inbound", "to": to, "from": ALICE}]
    for _ in range(2):
        await fetch(line.premises, job)
    (view,) = await line.digested()
    assert [file.name for file in view.attachments] == ["voicemail.wav"] * brought
    assert line.fake.deleted == ({FOREIGN} if brought else set())
    assert [step.event for step in view.history].count(f"not_ours:{FOREIGN}") == (not brought)


async def test_a_foreign_recording_is_not_brought_after_a_human_was_told_of_it(line: Installation) -> None:
    job = await announced(line)
    async with line.engine.transaction(SYSTEM) as tx:
        await store.add_events(tx, [(job.contact, f"unfetched:{FOREIGN}", tx.now, "phone")])
    line.fake.lists["Recordings"] = [{"sid": FOREIGN, "call_sid": CALL, "status": "completed"}]
    line.fake.lists["Calls"] = [{"sid": CALL, "direction": "inbound", "to": "+447700900999", "from": ALICE}]
    await fetch(line.premises, job)
    assert line.fake.fetched == set()


async def announced(line: Installation) -> Fetch:
    """A recording that the provider speaks of, and nothing else about its call; the job that would bring it."""
    line.fake.recordings[FOREIGN] = melody(3)
    steps = {"CallSid": CALL, "RecordingSid": FOREIGN, "RecordingStatus": "completed"}
    await line.wire().ask("/twilio/voice/recording", steps)
    (view,) = await line.digested()
    return Fetch(view.row.id, "phone", FOREIGN, "voicemail.wav", "audio/wav", view.row.occurred_at)
