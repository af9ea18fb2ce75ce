"""The promise, at the desk: what staff write, search for and mistype leaves no readable trace on the machine."""

import asyncio
from collections.abc import Callable
from smtplib import LMTP
from urllib.parse import urlsplit

import httpx

from helpline.cli.simulate.sms import message
from helpline.cli.simulate.wire import Wire
from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.vault.transaction import SYSTEM
from tests.channels._twilio.fake import Fake
from tests.promises.canary import Canary
from tests.promises.conftest import ACCOUNT, Postman
from tests.promises.running import Running

CANARY = Canary.hatch()
SAID = CANARY.sentence.strip()


async def test_a_note_a_search_and_a_decision_leave_no_trace(house: Running, anna: httpx.AsyncClient) -> None:
    contact = await noted(anna)
    assert CANARY.word in (await anna.get(contact)).text
    for typed in (CANARY.word, CANARY.number):
        assert contact in (await anna.post("/desk/search", data={"search": typed})).text, typed
    await danger_and_decision(house, anna, contact)
    assert await house.holding(CANARY, "letter") == 1
    assert await house.shows(CANARY) == []


async def test_an_answer_by_text_and_by_mail_leaves_no_trace(
    house: Running, anna: httpx.AsyncClient, wire: Wire, provider: Fake, postman: Postman
) -> None:
    await wire.ask("/twilio/sms", message(ACCOUNT, CANARY.number, "Bonjour"))
    await asyncio.to_thread(delivered, postman.lmtp)
    assert await house.holding(CANARY, "sms", more_than=0)
    for view in await house.digested():
        if view.content.sender in (CANARY.number, CANARY.address) and view.row.channel in ("sms", "email"):
            page = f"/desk/contacts/{view.row.id}"
            assert (await anna.post(f"{page}/safe-contact", data=SAFE)).status_code == 303
            assert (await anna.post(f"{page}/replies", data={"text": SAID})).status_code == 303
    assert await sent(lambda: any(CANARY.word in text["Body"] for text in provider.messages.values()))
    assert await sent(lambda: any(CANARY.plain.encode() in mail for mail in postman.taken))
    assert await house.shows(CANARY) == []


SAFE = {
    "may_call": "yes",
    "may_write": "yes",
    "may_leave_message": "yes",
    "may_say_service_name": "yes",
    **dict.fromkeys(("cover_phrase", "if_other_answers", "safe_note"), SAID),
}


def delivered(port: int) -> None:
    with LMTP("127.0.0.1", port) as server:
        letter = f"From: {CANARY.address}\r\nSubject: Bonjour\r\n\r\n{CANARY.plain}\r\n"
        server.sendmail(CANARY.address, ["contact@example.org"], letter)


async def sent(arrived: Callable[[], bool]) -> bool:
    for _ in range(300):
        if arrived():
            return True
        await asyncio.sleep(0.1)
    return False


async def test_what_the_desk_refuses_leaves_no_trace(house: Running, anna: httpx.AsyncClient) -> None:
    wrong = {"channel": "letter", "text": SAID, "address": CANARY.word, "name": SAID}
    answer = await anna.post("/desk/contacts", data=wrong)
    assert (answer.status_code, CANARY.word in answer.text) == (422, True)
    assert (await anna.post("/desk/contacts", data={**wrong, CANARY.plain: SAID})).status_code == 422
    assert (await anna.post("/desk/contacts", content=SAID.encode("utf-16"))).status_code == 422
    assert (await anna.get(f"/desk/contacts/{CANARY.plain}")).status_code == 404
    assert (await anna.post("/desk/sign-in", data={"name": CANARY.word, "password": SAID})).status_code == 422
    assert await house.shows(CANARY) == []


async def noted(anna: httpx.AsyncClient) -> str:
    """A letter written down, its sender named; the page it stands on."""
    note = {
        "channel": "letter",
        "text": SAID * 40,
        "key": CANARY.plain,
        "language": "fr",
        "requester": "relative",
        "name": CANARY.word,
        "address": CANARY.number,
        "occurred_at": f"{now():%Y-%m-%dT%H:%M}",
    }
    answer = await anna.post("/desk/contacts", data=note)
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.headers["Location"]).path


async def danger_and_decision(house: Running, anna: httpx.AsyncClient, contact: str) -> None:
    danger = dict.fromkeys(("place", "who", "means", "ground", "recipient", "told_caller"), SAID)
    assert (await anna.post(f"{contact}/danger", data=danger)).status_code == 303
    async with house.engine.transaction(SYSTEM) as tx:
        version = (await contacts.opened(tx, contact.rsplit("/", 1)[1])).row.version
    decision = {
        "version": str(version),
        "disposition": "accompaniment",
        "urgency": "routine",
        "landing": "case",
        "case_title": CANARY.word,
        "reason": SAID,
    }
    assert (await anna.post(f"{contact}/decision", data={**decision, "version": "99"})).status_code == 409
    answer = await anna.post(f"{contact}/decision", data=decision)
    assert answer.status_code == 303, answer.text
