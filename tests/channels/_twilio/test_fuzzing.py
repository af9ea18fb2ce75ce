"""Whatever body a webhook brings, it is read, or refused: nothing else ever comes of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from uuid import uuid4
from xml.etree import ElementTree as Xml

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from yarl import URL

from channels._twilio.form import Fields, fields_of
from channels.phone.reading import STEPS, VOICE, written
from channels.phone.reading import read as read_call
from channels.sms.reading import read as read_text
from helpline.envelope import Raw
from tests.channels.conftest import ALICE, PUBLIC, Installation
from tests.channels.email.test_fuzzing import MUCH

ROUTES = (*STEPS, "wait", "accept", "accepted", "leg", "leg/key", "leg/left", "leg/status")
NAMES = st.sampled_from(
    [
        *("CallSid", "From", "To", "Digits", "CallStatus", "QueueResult", "RecordingSid", "RecordingDuration"),
        *("RecordingStatus", "DialCallStatus", "DialBridged", "ErrorCode", "Timestamp", "StatusCallbackEvent"),
        *("ParticipantLabel", "MessageSid", "MessageStatus", "Body", "NumMedia", "MediaUrl0", "MediaContentType0"),
        *("OptOutType", "SmsStatus"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "1",
                "2",
                "-1",
                "²",
                "٣",
                "9" * 5000,
                "0",
                "\0",
                "completed",
                "leave",
                "hangup",
                "error",
                "queue-full",
            ),
            *(ALICE, "anonymous", "+", "sip:a@[b", "CA" + "1" * 32, "RE" + "2" * 32, "SM" + "3" * 32, "caller"),
            *("stop", "delivered", "ARRÊT !"),
            "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM" + "4" * 32 + "/Media/ME" + "5" * 32,
        ]
    ),
    st.text(max_size=40),
)
#: Those that are read as more than words, each with what it would break on.
READ = st.fixed_dictionaries(
    {},
    optional={
        "Timestamp": st.sampled_from(
            [
                *(
                    "Fri, 31 Dec 9999 23:59:59 +0000",
                    "Mon, 01 Jan 0001 00:00:00 +2359",
                    "Thu, 01 Jan 1970 00:00:00 +9999",
                ),
                *("Thu, 01 Jan 1970 00:00:00 " + "9" * 30, "Thu, 99 Jan 1970", "Sun, 22 Nov 2026 12:00:00 +0000", "x"),
            ]
        ),
        "NumMedia": st.sampled_from(["0", "1", "-1", "²", "٣", "9" * 5000]),
        "CallStatus": st.sampled_from(["completed", "in-progress", "no-answer"]),
        "MessageStatus": st.sampled_from(["", "sent", "DELIVERED"]),
    },
).map(lambda found: list(found.items()))
WORDS = st.lists(st.tuples(st.one_of(NAMES, st.text(max_size=8)), VALUES), max_size=12)
FORMS = st.tuples(READ, WORDS).map(lambda found: urlencode(found[0] + found[1]).encode())
PIECES = st.sampled_from(
    [b"&", b"=", b"%", b"%zz", b"%ff", b"%00", b"+", b";", b"\n", b"\0", b"From", b"Digits", b"\xff"]
)
BODIES = st.one_of(FORMS, st.binary(max_size=200), st.lists(PIECES, max_size=60).map(b"".join))
STATES = st.dictionaries(
    st.sampled_from(["language", "line", "misses", "away", "offer", "to", "kind", "x"]),
    st.one_of(VALUES, st.sampled_from(["fr", "open", "closed", "browser", str(uuid4())])),
    max_size=4,
)
PATHS = st.sampled_from(ROUTES).map(lambda name: f"{VOICE}/{name}".rstrip("/"))
TARGETS = st.tuples(PATHS, STATES).map(lambda found: asked(*found))


def asked(path: str, state: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(state, quote_via=quote)}" if state else path


def raw(body: bytes) -> Raw:
    return Raw("any", "key", body, datetime(2026, 11, 22, tzinfo=UTC))


@MUCH
@given(st.one_of(BODIES, st.binary(max_size=100).map(lambda piece: piece * 2000)))
def test_any_body_is_fields_or_is_refused(body: bytes) -> None:
    try:
        fields = fields_of(body)
    except ValueError:
        return
    assert all(fields.get(name) in fields.getall(name) for name in fields)
    assert "".join(fields.get(name) for name in fields).encode() is not None


@MUCH
@given(st.one_of(TARGETS, st.text(st.characters(max_codepoint=255), max_size=30)), BODIES)
def test_any_step_of_a_call_is_read_or_is_refused(target: str, body: bytes) -> None:
    try:
        arrival = read_call(raw(written(target, body)))
    except ValueError:
        return
    assert msgspec.msgpack.encode(arrival)


@MUCH
@given(BODIES)
def test_any_text_message_or_report_is_read_or_is_refused(body: bytes) -> None:
    try:
        reading = read_text(raw(body))
    except ValueError:
        return
    assert msgspec.msgpack.encode(reading)


def made_up() -> list[tuple[str, bytes]]:
    """Steps of calls, the same each time."""
    found: list[tuple[str, bytes]] = []

    @MUCH
    @given(TARGETS, BODIES)
    def collect(target: str, body: bytes) -> None:
        found.append((target, body))

    collect()
    return found


async def test_any_signed_webhook_of_a_call_is_answered_or_is_refused(line: Installation) -> None:
    signer, answers = RequestValidator(line.settings.twilio_auth_token), set()
    for target, body in made_up():
        headers = {
            "X-Twilio-Signature": signer.compute_signature(PUBLIC + target, understood(body)),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        async with line.session.post(URL(line.url + target, encoded=True), data=body, headers=headers) as answer:
            said = await answer.text()
            answers.add(answer.status)
            assert answer.status in (200, 400), (answer.status, target, body)
            assert answer.status == 400 or Xml.fromstring(said).tag == "Response"
    assert answers == {200, 400}


def understood(body: bytes) -> Fields:
    """The fields as the provider signs them; of a body that is none it signs nothing."""
    try:
        return fields_of(body)
    except ValueError:
        return Fields([])


@pytest.mark.parametrize("state", ["", "?offer=", "?offer=none", "?offer=" + "9" * 5000, "?offer=%00", "?to=x"])
@pytest.mark.parametrize("step", ["leg", "leg/key", "leg/status"])
async def test_a_leg_of_no_offer_is_refused(line: Installation, step: str, state: str) -> None:
    status, _ = await line.wire().post(f"{VOICE}/{step}{state}", {"CallStatus": "completed", "Digits": "1"})
    assert status == 400
