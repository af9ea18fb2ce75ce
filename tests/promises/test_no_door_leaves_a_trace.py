"""The promise, at the doors: what comes in through any channel of a running contact point leaves no readable trace on
the machine: not in the database's files, its log or ours, nor among temporary files; refused and broken input included.
"""

import asyncio
from collections.abc import Mapping, Sized

import httpx

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from tests.channels._twilio.fake import Fake
from tests.promises.canary import Canary
from tests.promises.conftest import ACCOUNT
from tests.promises.running import Running

CANARY = Canary.hatch()
SAID = CANARY.sentence


async def test_a_text_message_leaves_no_trace(
    house: Running, wire: Wire, provider: Fake, anyone: httpx.AsyncClient
) -> None:
    fields = {**message(ACCOUNT, CANARY.number, SAID), "ProfileName": CANARY.word, CANARY.plain: SAID}
    await wire.ask("/twilio/sms", {**fields, **with_picture(provider, fields["MessageSid"])})
    await wire.ask("/twilio/sms", fields)
    await wire.ask("/twilio/sms", message(ACCOUNT, CANARY.number, f"STOP {CANARY.word}\x00"))
    assert (await wire.post("/twilio/sms", {"Body": SAID, "From": CANARY.number}))[0] < 500
    assert await forged(anyone, "/twilio/sms", fields) == 403
    assert await house.holding(CANARY, "sms") >= 2
    assert await emptied(provider.media), "the picture was not fetched"
    assert await house.shows(CANARY) == []


async def test_a_call_and_its_voicemail_leave_no_trace(
    house: Running, wire: Wire, provider: Fake, anyone: httpx.AsyncClient
) -> None:
    provider.spoken = b"RIFF" + SAID.encode() * 500
    script = Script(keys="2")
    await Handset(wire, ACCOUNT.twilio_account_sid, ACCOUNT.twilio_number, CANARY.number, script, provider).call()
    assert await emptied(provider.recordings), "the voicemail was not fetched"
    assert await forged(anyone, "/twilio/voice", {"From": CANARY.number, "CallerName": CANARY.word}) == 403
    assert await house.holding(CANARY, "phone") == 1
    assert await house.shows(CANARY) == []


def with_picture(provider: Fake, text: str) -> Mapping[str, str]:
    picture = provider.picture()
    provider.media[picture] = SAID.encode() * 500
    address = f"{provider.base}/2010-04-01/Accounts/{ACCOUNT.twilio_account_sid}/Messages/{text}/Media/{picture}"
    return {"NumMedia": "1", "MediaUrl0": address, "MediaContentType0": "image/png"}


async def forged(stranger: httpx.AsyncClient, target: str, fields: Mapping[str, str]) -> int:
    """What somebody who is not the provider is answered."""
    answer = await stranger.post(target, data=dict(fields), headers={"X-Twilio-Signature": CANARY.plain})
    return answer.status_code


async def emptied(store: Sized) -> bool:
    """Whether the house fetched everything and had it deleted at the provider."""
    for _ in range(300):
        if not len(store):
            return True
        await asyncio.sleep(0.1)
    return False
