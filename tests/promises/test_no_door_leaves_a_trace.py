"""The promise, at the doors: what comes in through any channel of a running contact point leaves no readable trace on
the machine: not in the database's files, its log or ours, nor among temporary files; refused and broken input included.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sized

import aiohttp
import httpx
import msgspec
import pytest

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from helpline.contacts.model import ContactView
from helpline.settings import Settings
from tests.channels._twilio.fake import Fake
from tests.promises.canary import Canary, shown_by, sightings, traces
from tests.promises.running import Running, running

CANARY = Canary.hatch()
SAID = f"Je m'appelle {CANARY.word}, mon numéro est le {CANARY.number}, {CANARY.address}."

SETTINGS = Settings(
    twilio_account_sid="AC" + "1" * 32,
    twilio_auth_token="token of today",
    twilio_number="+447700900900",
)


CHOSEN = ("twilio_account_sid", "twilio_auth_token", "twilio_number")


@pytest.fixture(scope="module")
async def provider() -> AsyncIterator[Fake]:
    fake = Fake(SETTINGS)
    fake.base = f"http://127.0.0.1:{await fake.open('127.0.0.1', 0)}"
    yield fake
    await fake.close()


@pytest.fixture(scope="module")
async def house(provider: Fake, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    given = {name: str(getattr(SETTINGS, name)) for name in Settings.__struct_fields__ if name in CHOSEN}
    async with running(tmp_path_factory.mktemp("doors"), twilio_api_base=provider.base, **given) as house:
        yield house


@pytest.fixture
async def wire(house: Running) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(session, house.url, house.url, SETTINGS.twilio_auth_token)


async def test_a_text_message_leaves_no_trace(house: Running, wire: Wire, provider: Fake) -> None:
    fields = {**message(SETTINGS, CANARY.number, SAID), "ProfileName": CANARY.word, CANARY.plain: SAID}
    await wire.ask("/twilio/sms", {**fields, **with_picture(provider, fields["MessageSid"])})
    await wire.ask("/twilio/sms", fields)
    await wire.ask("/twilio/sms", message(SETTINGS, CANARY.number, f"STOP {CANARY.word}\x00"))
    assert (await wire.post("/twilio/sms", {"Body": SAID, "From": CANARY.number}))[0] < 500
    assert await refused(house, "/twilio/sms", fields) == 403
    assert await found(house, "sms") >= 2
    assert await emptied(provider.media), "the picture was not fetched"
    await no_trace(house)


def with_picture(provider: Fake, text: str) -> dict[str, str]:
    picture = provider.picture()
    provider.media[picture] = SAID.encode() * 500
    address = f"{provider.base}/2010-04-01/Accounts/{SETTINGS.twilio_account_sid}/Messages/{text}/Media/{picture}"
    return {"NumMedia": "1", "MediaUrl0": address, "MediaContentType0": "image/png"}


async def test_a_call_and_its_voicemail_leave_no_trace(house: Running, wire: Wire, provider: Fake) -> None:
    provider.spoken = b"RIFF" + SAID.encode() * 500
    script = Script(keys="2")
    handset = Handset(wire, SETTINGS.twilio_account_sid, SETTINGS.twilio_number, CANARY.number, script, provider)
    handset._said["CallerName"] = CANARY.word
    await handset.call()
    assert await emptied(provider.recordings), "the voicemail was not fetched"
    assert await refused(house, "/twilio/voice", {"From": CANARY.number, "CallerName": CANARY.word}) == 403
    assert await found(house, "phone")
    await no_trace(house)


async def refused(house: Running, target: str, fields: Mapping[str, str]) -> int:
    """What somebody who is not the provider is answered."""
    async with httpx.AsyncClient(base_url=house.url) as stranger:
        answer = await stranger.post(target, data=dict(fields), headers={"X-Twilio-Signature": CANARY.plain})
        return answer.status_code


async def emptied(store: Sized) -> bool:
    """Whether the house fetched everything and had it deleted at the provider."""
    for _ in range(300):
        if not len(store):
            return True
        await asyncio.sleep(0.1)
    return False


async def found(house: Running, channel: str) -> int:
    """How many contacts of a channel hold the canary, once everything is read: it really was there."""
    return sum(view.row.channel == channel and holds(view) for view in await house.digested(1))


def holds(view: ContactView) -> bool:
    return any(trace in msgspec.json.encode(view.content) for trace in (CANARY.word.encode(), CANARY.number.encode()))


async def no_trace(house: Running) -> None:
    await house.write_out()
    looked_for = traces(CANARY)
    assert sightings(house.folder, looked_for) == []
    assert await shown_by(house.superuser, looked_for) == []
