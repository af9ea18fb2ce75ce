"""A reply goes out once, and its reports come back in any order."""

import aiohttp
import pytest
from msgspec import structs

from channels._twilio.account import Account
from helpline.channel import TransportError
from helpline.clock import new_id, now
from helpline.envelope import Delivery, DeliveryState, Parcel, Raw, Verification
from tests.channels._twilio.fake import PICTURE
from tests.channels.conftest import ALICE, PUBLIC, Installation

ANSWER = Parcel(new_id(), ALICE, "Bonjour, nous pouvons vous appeler demain.")


async def test_a_reply_leaves_once_from_our_number_and_asks_for_reports(line: Installation) -> None:
    sent = await line.channels["sms"].senders["sms"].send(ANSWER)
    assert line.fake.messages == {
        sent.provider_id: {
            "To": ALICE,
            "From": line.settings.twilio_number,
            "Body": ANSWER.text,
            "StatusCallback": f"{PUBLIC}/twilio/sms/status",
        }
    }


@pytest.mark.parametrize(
    ("answer", "code", "permanent", "unknown"),
    [
        ("400 21610", "opted_out", True, False),
        ("400 21211", "no_such_number", True, False),
        ("401 20003", "20003", False, False),
        ("429 20429", "20429", False, False),
        ("503", "503", False, False),
        ("500", "500", False, True),
        ("lost", "connection_lost", False, True),
    ],
)
async def test_each_failure_says_whether_to_try_again(
    line: Installation, answer: str, code: str, permanent: bool, unknown: bool
) -> None:
    line.fake.answers = [answer]
    with pytest.raises(TransportError) as caught:
        await line.channels["sms"].senders["sms"].send(ANSWER)
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == (code, permanent, unknown)


async def test_a_lost_connection_is_never_repeated_by_the_client_itself(line: Installation) -> None:
    line.fake.answers = ["lost"]
    with pytest.raises(TransportError):
        await line.channels["sms"].senders["sms"].send(ANSWER)
    assert len(line.fake.messages) == 1


async def test_a_provider_that_is_down_is_tried_again(line: Installation) -> None:
    await line.fake.close()
    with pytest.raises(TransportError) as caught:
        await line.channels["sms"].senders["sms"].send(ANSWER)
    assert (caught.value.code, caught.value.permanent, caught.value.unknown) == ("unreachable", False, False)


@pytest.mark.parametrize("chosen", [{"demo": True}, {"twilio_number": ""}, {"twilio_account_sid": ""}])
async def test_a_demo_and_an_unfinished_account_send_nothing(line: Installation) -> None:
    assert line.channels["sms"].senders == {}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("queued", DeliveryState.QUEUED),
        ("sending", DeliveryState.SENT),
        ("delivered", DeliveryState.DELIVERED),
        ("undelivered", DeliveryState.FAILED),
        ("a status invented next year", DeliveryState.SENT),
    ],
)
async def test_a_report_is_read_as_a_delivery(line: Installation, word: str, state: DeliveryState) -> None:
    body = f"MessageSid=SM1&MessageStatus={word}&ErrorCode=30003".encode()
    raw = Raw("sms", "SM1", body, now(), Verification.SIGNED)
    assert line.channels["sms"].read(raw) == Delivery("SM1", state, raw.received_at, "unreachable")


async def test_reports_are_kept_once_each_whatever_their_order(line: Installation) -> None:
    """Point 6: status callbacks are keyed on (sid, status)."""
    sent = await line.channels["sms"].senders["sms"].send(ANSWER)
    await line.fake.report(line.wire(), sent.provider_id, "delivered", "sent", "queued", "sent", "delivered")
    async with line.engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        assert await db.fetchval("select count(*) from inbox") == 3
    assert await line.digested() == []


async def test_a_picture_is_fetched_through_one_redirect_without_our_credentials_and_then_deleted(
    line: Installation,
) -> None:
    channel, picture = line.channels["sms"], line.fake.picture()
    reference = f"MM{'2' * 32}/{picture}"
    assert (await channel.fetch(reference)).body == PICTURE
    assert line.fake.credentials_seen == [(f"/store/{picture}", False)]
    await channel.discard(reference)
    assert line.fake.media == {}
    await channel.discard(reference)


@pytest.mark.parametrize(
    "elsewhere", ["http://mms.twiliocdn.com", "https://example.org", "http://127.0.0.1:1", "file://"]
)
async def test_a_redirect_to_a_strange_host_is_not_followed(line: Installation, elsewhere: str) -> None:
    """Point 17: media only from the provider's host, at most one redirect to an allow-listed host."""
    line.fake.redirects_to = elsewhere
    with pytest.raises(TransportError, match="foreign_redirect"):
        await line.channels["sms"].fetch(f"MM{'2' * 32}/{line.fake.picture()}")


async def test_a_message_names_its_files_by_the_providers_ids_only(line: Installation) -> None:
    message, file = "MM" + "2" * 32, "ME" + "3" * 32
    ours = f"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{message}/Media/{file}"
    body = (
        f"MessageSid={message}&From=%2B447700900101&Body=&NumMedia=2&MediaUrl0={ours}&MediaContentType0=image/png"
        "&MediaUrl1=https://evil.example.org/Messages/x/Media/y&MediaContentType1=image/png"
    )
    reading = line.channels["sms"].read(Raw("sms", "", body.encode(), now()))
    assert [file.reference for file in getattr(reading, "enclosures", ())] == [f"{message}/{file}"]


async def test_a_demo_reaches_nothing_outside_this_machine(line: Installation) -> None:
    demo = Account(structs.replace(line.settings, demo=True, twilio_api_base=""))
    with pytest.raises(TransportError, match="no_account"):
        await demo.fetch("Recordings/RE1.wav")


async def test_the_client_is_opened_in_the_running_loop_and_closed(line: Installation) -> None:
    account = Account(line.settings)
    session: aiohttp.ClientSession = account.wire().session
    await account.close()
    assert session.closed
