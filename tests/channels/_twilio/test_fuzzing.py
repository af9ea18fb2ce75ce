"""Whatever body a webhook brings, it is read, or refused: nothing else ever comes of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlencode
from uuid import uuid4
from xml.etree import ElementTree as Xml

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from twilio.request_validator import RequestValidator
from yarl import URL

from channels._twilio.form import Fields, fields_of
from channels.phone.reading import STEPS, VOICE, written
from channels.phone.reading import read as read_call
from channels.sms.reading import read as read_text
from helpline.clock import now
from helpline.envelope import Delivery, Raw
from helpline.intake.actions import kept_as
from helpline.vault.transaction import SYSTEM
from helpline.web.guards import handlers
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


def made_up(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Webhooks to these addresses, each of them more than once, the same each time."""
    found: list[tuple[str, bytes]] = []

    @MUCH
    @given(STATES, BODIES)
    def collect(state: dict[str, str], body: bytes) -> None:
        found.append((asked(paths[len(found) % len(paths)], state), body))

    collect()
    return found


def webhooks(app: Litestar) -> list[str]:
    """Every address at which the provider asks or tells."""
    return sorted({path for path, handler in handlers(app) if handler.opt.get("permission") == "provider"})


async def test_the_line_of_these_tests_has_every_webhook_there_is(line: Installation, app: Litestar) -> None:
    assert webhooks(line.app) == webhooks(app)
    assert {VOICE, "/twilio/sms", "/twilio/sms/status"} < set(webhooks(app))


async def test_any_signed_webhook_is_answered_or_is_refused(
    line: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """Every address of the route table, a new one too."""
    answers: dict[str, set[int]] = {path: set() for path in webhooks(line.app)}
    for target, body in made_up(list(answers)):
        status, said = await signed(line, target, body)
        answers[target.partition("?")[0]].add(status)
        assert status in (200, 400), (status, target, body)
        assert status == 400 or Xml.fromstring(said).tag == "Response"
    assert all(answers.values())
    assert set.union(*answers.values()) == {200, 400}
    assert unheard_of(caplog) == []


async def test_any_text_message_that_was_taken_is_kept_once_and_stands_before_a_human(
    line: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """Point 6: whatever comes twice, or with fields of another, the first is kept as it was said."""
    taken: dict[str, bytes] = {}
    for target, body in made_up(["/twilio/sms", "/twilio/sms/status"]):
        status, _said = await signed(line, target, body)
        if status == 200:
            taken.setdefault(key_of(target, body), body)
    for key, body in taken.items():
        assert await kept_as(line.engine, Raw("sms", key, b"", now())) == body
    assert [row["count"] for row in await line.rows("select count(*) from inbox")] == [len(taken)]
    await stands_before_a_human(line, list(taken.values()))
    assert unheard_of(caplog) == []


async def signed(line: Installation, target: str, body: bytes) -> tuple[int, str]:
    """The provider's request, and our answer."""
    signer = RequestValidator(line.settings.twilio_auth_token)
    headers = {
        "X-Twilio-Signature": signer.compute_signature(PUBLIC + target, understood(body)),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    async with line.session.post(URL(line.url + target, encoded=True), data=body, headers=headers) as answer:
        return answer.status, await answer.text()


def key_of(target: str, body: bytes) -> str:
    """What the provider's message is known by; one without an id by its bytes."""
    fields = fields_of(body)
    name = fields.get("MessageSid") or sha256(body).hexdigest()
    return f"{name}/{fields.get('MessageStatus')}" if "/status" in target else name


async def stands_before_a_human(line: Installation, bodies: Sequence[bytes]) -> None:
    """Each that is no report of delivery is a contact in the end, or what a message already said adds to it."""
    while await line.rows("select from inbox where state = 'new'"):
        await line.digested()
        async with line.engine.transaction(SYSTEM) as tx:
            await tx.db.execute("update inbox set due_at = now() where state = 'new'")
    messages = [body for body in bodies if not isinstance(reading_of(body), Delivery)]
    known = {fields_of(body).get("MessageSid") or str(uuid4()) for body in messages}
    assert len(await line.digested()) == len(known)


def reading_of(body: bytes) -> object:
    try:
        return read_text(raw(body))
    except ValueError:
        return None


def unheard_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was not foreseen: traces of where it broke."""
    return [record.getMessage() for record in caplog.records if record.exc_info or record.levelname == "ERROR"]


def understood(body: bytes) -> Fields:
    """The fields as the provider signs them; of a body that is none it signs nothing."""
    try:
        return fields_of(body)
    except ValueError:
        return Fields([])


@pytest.mark.parametrize("state", ["", "?offer=", "?offer=none", "?offer=" + "9" * 5000, "?offer=%00", "?to=x"])
@pytest.mark.parametrize("said", ["completed", "in-progress", ""])
@pytest.mark.parametrize("step", ["leg", "leg/key", "leg/status"])
async def test_a_leg_of_no_offer_is_refused(line: Installation, step: str, said: str, state: str) -> None:
    status, _ = await line.wire().post(f"{VOICE}/{step}{state}", {"CallStatus": said, "Digits": "1"})
    assert status == 400
