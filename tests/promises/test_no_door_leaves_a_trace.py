"""The promise, at the doors: what comes in through any channel of a running contact point leaves no readable trace on
the machine: not in the database's files, its log or ours, nor among temporary files; refused and broken input included.
"""

import asyncio
import re
from collections.abc import Mapping, Sized
from email.message import EmailMessage
from email.policy import SMTP
from smtplib import LMTP, SMTPException

import httpx
import pytest

from helpline.cli.simulate.handset import Handset, Script
from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from tests.channels._twilio.fake import Fake
from tests.promises.canary import Canary
from tests.promises.conftest import ACCOUNT, Postman
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
    provider.spoken = b"RIFF\0\0\0\0WAVE" + SAID.encode() * 500
    script = Script(keys="2")
    await Handset(wire, ACCOUNT.twilio_account_sid, ACCOUNT.twilio_number, CANARY.number, script, provider).call()
    assert await emptied(provider.recordings), "the voicemail was not fetched"
    assert await forged(anyone, "/twilio/voice", {"From": CANARY.number, "CallerName": CANARY.word}) == 403
    assert await house.holding(CANARY, "phone") == 1
    assert await house.shows(CANARY) == []


@pytest.mark.parametrize(("charset", "transfer"), [("utf-8", "base64"), ("iso-8859-1", "quoted-printable")])
async def test_a_mail_leaves_no_trace(house: Running, postman: Postman, charset: str, transfer: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = f"{CANARY.word} <{CANARY.address}>", "contact@example.org"
    letter["Subject"], letter["Message-ID"] = SAID, f"<{transfer}.{CANARY.plain}@example.org>"
    letter[f"X-{CANARY.plain}"] = SAID
    letter.set_content(SAID * 100, charset=charset, cte=transfer)
    letter.add_alternative(f"<p>{SAID}</p>", subtype="html")
    letter.add_attachment(SAID.encode() * 20_000, maintype="text", subtype="plain", filename=f"{CANARY.word}.txt")
    letter.add_attachment(letter_in_a_letter(), filename="inside.eml")
    before = await house.holding(CANARY, "email")
    await asyncio.to_thread(delivered, postman.lmtp, letter.as_bytes(policy=SMTP))
    assert await house.holding(CANARY, "email", more_than=before)
    assert await house.shows(CANARY) == []


async def test_a_mail_that_breaks_every_rule_leaves_no_trace(house: Running, postman: Postman) -> None:
    before = await house.holding(CANARY, "email")
    broken = f"From: {CANARY.word}\r\nSubject: =?no-charset?Q?{CANARY.plain}?=\r\nbroken {SAID}\r\n\r\n{SAID}"
    await asyncio.to_thread(delivered, postman.lmtp, broken.encode("latin-1") + b"\x00\xff\r\n")
    assert await house.holding(CANARY, "email", more_than=before)
    with pytest.raises(SMTPException):
        await asyncio.to_thread(delivered, postman.lmtp, SAID.encode() * 400_000)
    assert await house.shows(CANARY) == []


async def test_the_web_form_leaves_no_trace(house: Running, anyone: httpx.AsyncClient) -> None:
    page = await anyone.post("/fr/write", data=await filled_in(anyone))
    assert page.status_code == 200, page.text
    reference, words = re.findall(r"<dd[^>]*>([^<]+)</dd>", page.text)[:2]
    assert await house.holding(CANARY, "webform", more_than=0) == 1
    page = await anyone.post("/fr/return", data={"reference": reference, "words": words, "message": SAID})
    assert page.status_code == 200, page.text
    assert await house.holding(CANARY, "webform", more_than=1) == 2
    assert await house.shows(CANARY) == []


async def test_a_form_filled_in_wrongly_leaves_no_trace(house: Running, anyone: httpx.AsyncClient) -> None:
    mistyped = {"message": SAID, "answer": "email", "email": CANARY.word}
    assert (await anyone.post("/fr/write", data=mistyped)).status_code == 422
    assert (await anyone.post("/fr/write", data={"message": SAID * 10_000})).status_code in (413, 422)
    assert (await anyone.post("/fr/write", content=SAID.encode("latin-1"))).status_code == 422
    assert (await anyone.post("/fr/return", data={"reference": CANARY.plain, "words": SAID})).status_code == 422
    assert (await anyone.get(f"/{CANARY.plain}?q={CANARY.word}")).status_code == 404
    assert await house.shows(CANARY) == []


async def filled_in(writer: httpx.AsyncClient) -> Mapping[str, str]:
    """The form with the canary in every field, and in one that it does not have."""
    page = (await writer.get("/fr/write")).text
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)
    assert token, page
    said = dict.fromkeys(("message", "windows", "never", "cover_phrase", CANARY.plain), SAID * 20)
    known = {"requester": "relative", "answer": "phone", "phone": CANARY.number, "email": CANARY.address}
    return {"token": token[1], **said, **known}


def letter_in_a_letter() -> EmailMessage:
    inside = EmailMessage()
    inside["Subject"], inside["From"] = SAID, CANARY.address
    inside.set_content(SAID)
    return inside


def delivered(port: int, content: bytes) -> None:
    """As a site's own mail server does it, the canary in the envelope too."""
    with LMTP("127.0.0.1", port) as server:
        server.sendmail(CANARY.address, [f"contact+{CANARY.plain}@example.org"], content)


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
