"""The calls and voicemails that the provider took for us, as their webhooks would have come."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

from channels._twilio.account import Account, translated
from channels._twilio.rounds import MOST, PAGE, Listed, Listing, form, settled
from channels.phone.reading import VOICE, key_of, written
from channels.phone.recordings import other_number
from helpline.channel import Settings

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


#: Calls that were somebody else's are remembered, up to so many, so that each round does not ask for them again.
MOST_FOREIGN = 10_000


def listing(account: Account, settings: Settings) -> Listing:
    """Calls that rang since a moment, how they ended, and what was recorded in them."""
    foreign: set[str] = set()

    async def since(start: datetime) -> AsyncIterator[Listed]:
        with translated(sending=False):
            if len(foreign) > MOST_FOREIGN:
                foreign.clear()
            client, ours, known = account.client(), settings.twilio_number, set[str]()
            async for call in await client.calls.stream_async(
                to=ours, start_time_after=start, limit=MOST, page_size=PAGE
            ):
                known.add(call.sid)
                for one in steps(call):
                    yield one
            async for recording in await client.recordings.stream_async(
                date_created_after=start, limit=MOST, page_size=PAGE
            ):
                called = recording.call_sid
                if str(recording.status) != "completed" or called in foreign or not settled(recording.date_created):
                    continue
                if called not in known and await other_number(client, called, ours):
                    foreign.add(called)
                else:
                    yield step(VOICE + "/recording", recording.date_created, recorded(recording))

    return since


def steps(call: Any) -> Iterator[Listed]:
    """That it rang, and how it ended."""
    if call.direction != "inbound" or not settled(call.start_time):
        return
    yield step(VOICE, call.start_time, {**who(call), "CallStatus": "ringing"})
    if str(call.status) in OVER and settled(call.end_time):
        yield step(VOICE + "/status", call.end_time, {**who(call), "CallStatus": str(call.status)})


def who(call: Any) -> dict[str, str]:
    """The fields of a call; the library's types are not ours to name."""
    return {"CallSid": call.sid, "From": call._from or "", "To": call.to or ""}


def recorded(recording: Any) -> dict[str, str]:
    return {"CallSid": recording.call_sid, "RecordingSid": recording.sid, "RecordingStatus": "completed"}


def step(target: str, at: datetime, fields: dict[str, str]) -> Listed:
    return Listed(key_of(target, fields), written(target, form(at, fields)))
