"""What one step of a call says, read from its signed target and form.

What is kept is the target (path and query) on the first line and the form after it, because the step is in the path.
"""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from channels._twilio.form import Fields, fields_of
from channels._twilio.numbers import e164, sender_of
from channels._twilio.rounds import moment
from channels.phone.phrases import DIGITS
from helpline.envelope import Arrival, Enclosure, Outcome, Raw, SafeContact

VOICE = "/twilio/voice"

#: What tells two steps at one address apart.
APART = {
    VOICE + "/menu": ("Digits",),
    VOICE + "/recorded": ("RecordingSid",),
    VOICE + "/recording": ("RecordingSid", "RecordingStatus"),
    VOICE + "/status": ("CallStatus",),
    VOICE + "/waited": ("Digits",),
    VOICE + "/left": ("QueueResult",),
    VOICE + "/room": ("StatusCallbackEvent",),
}


class Step(Struct, frozen=True):
    """What one request adds to a call."""

    event: str
    outcome: Outcome | None = None
    language: str | None = None
    recording: str = ""
    call_back: bool = False


def key_of(target: str, fields: Mapping[str, str]) -> str:
    """What makes a step of a call one step: the call, its address, and what else may come twice for one address."""
    apart = "".join(fields.get(name, "") for name in APART.get(target.partition("?")[0], ()))
    return f"{fields.get('CallSid')} {target} {apart}"


def written(target: str, body: bytes) -> bytes:
    """What to keep of a step."""
    return target.encode("latin-1") + b"\n" + body


def read(raw: Raw) -> Arrival:
    """One step as an arrival; the call's id makes all of them one contact. Raises `ValueError` for what is none."""
    target, _, body = raw.body.partition(b"\n")
    url = urlsplit(target.decode("latin-1"))
    name = url.path.rpartition(VOICE)[2].strip("/")
    fields = fields_of(body)
    if name not in STEPS:
        raise ValueError("no step of a call")
    step = STEPS[name](fields, dict(parse_qsl(url.query)))
    number = e164(fields.get("From"))
    called_back = number if step.call_back else None
    return Arrival(
        channel="phone",
        external_id=fields.get("CallSid"),
        occurred_at=moment(fields, raw.received_at),
        sender=sender_of(fields.get("From")),
        recipient=e164(fields.get("To")) or fields.get("To"),
        language=step.language,
        enclosures=(Enclosure(step.recording, "voicemail.wav", "audio/wav"),) if step.recording else (),
        event=step.event,
        outcome=step.outcome,
        call_back=called_back,
        safe_contact=SafeContact(may_call=True) if called_back else None,
    )


def rang(fields: Fields, state: Mapping[str, str]) -> Step:
    return Step("rang", Outcome.RINGING)


def fell_back(fields: Fields, state: Mapping[str, str]) -> Step:
    """The provider could not reach us at first; its error code says why."""
    code = fields.get("ErrorCode")
    return Step(f"fell_back:{code}" if code.isdecimal() else "fell_back", Outcome.RINGING)


def language(fields: Fields, state: Mapping[str, str]) -> Step:
    chosen = DIGITS.get(fields.get("Digits"))
    return Step(f"language:{chosen}", language=chosen) if chosen else Step("language_not_chosen")


def menu(fields: Fields, state: Mapping[str, str]) -> Step:
    """Asking for a call-back, or waiting when the line is closed, means that nobody has answered yet."""
    digit, line = fields.get("Digits"), state.get("line")
    if digit in ("1", "2"):
        return chose(digit, fields)
    return Step("joined_line") if line == "open" else Step("voicemail_offered", Outcome.MISSED)


def chose(digit: str, fields: Fields) -> Step:
    """Call me back, or a message."""
    if digit == "2":
        return Step("chose_voicemail", Outcome.MISSED)
    if e164(fields.get("From")):
        return Step("call_back", Outcome.MISSED, call_back=True)
    return Step("call_back_without_number", Outcome.MISSED)


def waited(fields: Fields, state: Mapping[str, str]) -> Step:
    """A key pressed in the line; silence is kept after closing time only."""
    digit = fields.get("Digits")
    return chose(digit, fields) if digit in ("1", "2") else Step("voicemail_offered", Outcome.MISSED)


def left(fields: Fields, state: Mapping[str, str]) -> Step:
    """Out of the line. Whoever was brought to somebody is told of by the room."""
    result = fields.get("QueueResult")
    if result == "hangup" or hung_up(fields):
        return Step("hung_up_waiting", Outcome.ABANDONED)
    if result == "leave":
        return Step("", Outcome.MISSED)
    if result == "queue-full":
        return Step("line_full", Outcome.MISSED)
    return Step("line_failed", Outcome.MISSED) if result in ("error", "system-error") else Step("")


def room(fields: Fields, state: Mapping[str, str]) -> Step:
    """The caller came into the room where somebody is; who that is, the line itself writes into the history."""
    return Step("", Outcome.ANSWERED)


def talked(fields: Fields, state: Mapping[str, str]) -> Step:
    """A talk is over; who ended it, the line writes into the history."""
    return Step("", Outcome.ANSWERED)


def dialled(fields: Fields, state: Mapping[str, str]) -> Step:
    if answered(fields):
        return Step("answered", Outcome.ANSWERED)
    if caller_left(fields):
        return Step("hung_up", Outcome.ABANDONED)
    return Step("unanswered", Outcome.MISSED)


def answered(fields: Fields) -> bool:
    """Whether caller and duty phone were joined: somebody took it and pressed the key."""
    return fields.get("DialCallStatus") in ("completed", "answered") and fields.get("DialBridged") != "false"


def caller_left(fields: Fields) -> bool:
    return hung_up(fields) or fields.get("DialCallStatus") == "canceled"


def hung_up(fields: Fields) -> bool:
    """Whether the call that a step belongs to is over."""
    return fields.get("CallStatus") in ("completed", "canceled")


def recorded(fields: Fields, state: Mapping[str, str]) -> Step:
    """The caller finished speaking, or hung up; a recording of no length is none."""
    sid = fields.get("RecordingSid")
    if not sid or fields.get("RecordingDuration") == "0":
        return Step("voicemail_empty")
    return Step("voicemail", Outcome.VOICEMAIL, recording=sid)


def recording(fields: Fields, state: Mapping[str, str]) -> Step:
    """The provider on the same message; only its failure is news that `recorded` does not tell."""
    status = fields.get("RecordingStatus")
    if status == "completed":
        return Step("", Outcome.VOICEMAIL, recording=fields.get("RecordingSid"))
    return Step("" if status == "absent" else "recording_failed")


def ended(fields: Fields, state: Mapping[str, str]) -> Step:
    """The call is over. Whatever came further than hanging up stands already, or will."""
    return Step("completed" if fields.get("CallStatus") == "completed" else "hung_up", Outcome.ABANDONED)


STEPS: Mapping[str, Callable[[Fields, Mapping[str, str]], Step]] = {
    "": rang,
    "fallback": fell_back,
    "language": language,
    "menu": menu,
    "waited": waited,
    "left": left,
    "room": room,
    "talked": talked,
    "dialled": dialled,
    "recorded": recorded,
    "recording": recording,
    "status": ended,
}
