"""The calls and voicemails that the provider took for us, as their webhooks would have come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from channels._twilio.account import Account, translated
from channels._twilio.rounds import MOST, Listed, Listing, form, settled
from channels.phone.reading import VOICE, key_of, written
from helpline.channel import Settings

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def listing(account: Account, settings: Settings) -> Listing:
    """Calls that rang since a moment, how they ended, and what was recorded."""

    async def since(start: datetime) -> Sequence[Listed]:
        with translated(sending=False):
            client = account.client()
            calls = await client.calls.list_async(to=settings.twilio_number, start_time_after=start, limit=MOST)
            recordings = await client.recordings.list_async(date_created_after=start, limit=MOST)
        rang = [call for call in calls if call.direction == "inbound" and settled(call.start_time)]
        ended = [call for call in rang if str(call.status) in OVER and settled(call.end_time)]
        ready = [one for one in recordings if str(one.status) == "completed" and settled(one.date_created)]
        return [
            *(step(VOICE, call.start_time, {**who(call), "CallStatus": "ringing"}) for call in rang),
            *(step(VOICE + "/status", call.end_time, {**who(call), "CallStatus": str(call.status)}) for call in ended),
            *(step(VOICE + "/recording", one.date_created, recorded(one)) for one in ready),
        ]

    return since


def who(call: Any) -> dict[str, str]:
    """The fields of a call; the library's types are not ours to name."""
    return {"CallSid": call.sid, "From": call._from or "", "To": call.to or ""}


def recorded(recording: Any) -> dict[str, str]:
    return {"CallSid": recording.call_sid, "RecordingSid": recording.sid, "RecordingStatus": "completed"}


def step(target: str, at: datetime, fields: dict[str, str]) -> Listed:
    return Listed(key_of(target, fields), written(target, form(at, fields)))
