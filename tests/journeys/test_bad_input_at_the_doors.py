"""Whatever comes to a door is answered clearly; what was acknowledged stands before a human, as it was said."""

import asyncio
from uuid import UUID

import pytest

from helpline.cli.simulate.sms import message
from helpline.vault.transaction import SYSTEM, Engine
from tests.journeys.conftest import Employ
from tests.journeys.people import FORM, Outside, eventually

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
NUMBER = "+447700900666"

pytestmark = pytest.mark.usefixtures("open_line")


async def contacts(engine: Engine, count: int) -> list[UUID]:
    """The contacts that came in, as soon as there are so many."""

    async def look() -> list[UUID]:
        async with engine.transaction(SYSTEM) as tx:
            found = await tx.db.fetch("select id from contact where direction = 'in' order by number")
        return [row["id"] for row in found] if len(found) >= count else []

    return await eventually(look)


async def test_script_in_every_field_of_every_channel_is_shown_and_never_executed(
    outside: Outside, employ: Employ, engine: Engine
) -> None:
    alice, writer = await employ("alice"), await outside.browser()
    odd = dict.fromkeys(("FromCity", "ProfileName", "Odd"), SCRIPT)
    await outside.wire.ask("/twilio/sms", {**message(outside.settings, NUMBER, SCRIPT), **odd})
    await outside.mail('"<script>alert(1)</script>" <a@example.org>', SCRIPT, SCRIPT, proven=True, Organization=SCRIPT)
    typed = dict.fromkeys(("windows", "never", "cover_phrase", "requester", "token"), SCRIPT)
    sent = await writer.post("/fr/write", {"message": SCRIPT, "answer": "phone", "phone": NUMBER, **typed})
    assert sent.status == 200
    for contact in await contacts(engine, 3):
        page = await alice.open(f"/desk/contacts/{contact}")
        assert SCRIPT in page.words
        assert "<script>alert" not in page.source
        assert "<img src=x" not in page.source
    assert "<script>alert" not in (await alice.open("/desk/queue")).source


@pytest.mark.parametrize(
    "body",
    ["a\0b", "x" * 20_000, "👩 \u202eقلق", "%s {0} {{7*7}}", "STOP\0", " "],
    ids=["a NUL byte", "20,000 letters", "signs of all kinds", "a template", "a broken word", "a blank"],
)
async def test_a_signed_text_message_is_never_lost(outside: Outside, employ: Employ, engine: Engine, body: str) -> None:
    alice = await employ("alice")
    odd = {"NumMedia": "99999999999", "MediaUrl0": "http://127.0.0.1:1/x", "NumSegments": "-1", "SmsStatus": SCRIPT}
    await outside.wire.ask("/twilio/sms", {**message(outside.settings, "nobody", body), **odd})
    [contact] = await contacts(engine, 1)
    assert (await alice.open(f"/desk/contacts/{contact}")).status == 200


async def test_what_the_telephone_company_did_not_sign_is_refused_and_kept_nowhere(
    outside: Outside, engine: Engine
) -> None:
    stranger = (await outside.browser()).client
    for path in ("/twilio/sms", "/twilio/sms/status", "/twilio/voice", "/twilio/voice/recorded", "/twilio/voice/menu"):
        for body, signature in ((b"Body=x", "x"), (b"Body=x", ""), (b"", "\xff"), (b"Body=%ff", "x"), (b"\xff", "x")):
            headers = {**FORM, "X-Twilio-Signature": signature.encode("latin-1")}
            answer = await stranger.post(path, content=body, headers=headers)
            assert answer.status_code in (400, 403), (path, body, answer.status_code)
        many = b"&".join(b"f%d=1" % number for number in range(10_000))
        assert (await stranger.post(path, content=many, headers=FORM)).status_code in (400, 403, 413)
        assert (await stranger.post(path, content=b"x" * 3_000_000, headers=FORM)).status_code in (400, 403, 413)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from inbox") == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"message=",
        b"message=%ff",
        b"\xff\xfe",
        b"message=" + b"x" * 100_000,
        b"&" * 5_000,
        b"x" * 3_000_000,
        b"=&=&=",
    ],
    ids=["nothing", "no words", "broken UTF-8", "no text", "too long", "only signs", "far too long", "no names"],
)
async def test_a_form_that_cannot_be_read_is_refused_in_words(outside: Outside, engine: Engine, body: bytes) -> None:
    writer = (await outside.browser()).client
    for path in ("/fr/write", "/fr/return", "/desk/sign-in"):
        answer = await writer.post(path, content=body, headers=FORM)
        assert answer.status_code in (400, 401, 413, 422), (path, answer.status_code)
        assert len(answer.text) > 200
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from inbox") == 0


async def test_a_mail_of_10000_nested_parts_stands_before_a_human(
    outside: Outside, employ: Employ, engine: Engine
) -> None:
    alice = await employ("alice")
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(10_000))
    said = f"From: a@example.org\r\nSubject: Au secours\r\n{nested}\r\nAu secours\r\n.\r\n".encode()
    assert (await brought(outside, said)).startswith("250 2.6.0")
    await outside.mail("b@example.org", "Et moi", "Bonjour")
    first, _second = await contacts(engine, 2)
    assert "Au secours" in (await alice.open(f"/desk/contacts/{first}")).words


async def test_a_mail_whose_bytes_are_nonsense_stands_before_a_human(
    outside: Outside, employ: Employ, engine: Engine
) -> None:
    alice = await employ("alice")
    for nonsense in (
        b"\xff\xfe\r\n.\r\n",
        b"\r\n\r\nno header\r\n.\r\n",
        b"From: \0\r\nSubject: =?x?y?z?=\r\n\r\n\0\r\n.\r\n",
    ):
        assert (await brought(outside, nonsense)).startswith("250 2.6.0")
    for contact in await contacts(engine, 3):
        assert (await alice.open(f"/desk/contacts/{contact}")).status == 200


async def brought(outside: Outside, content: bytes) -> str:
    """What our mail server is answered after these bytes."""
    host, _colon, port = outside.settings.lmtp_listen.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    await reader.readline()
    for line in (b"LHLO mx", b"MAIL FROM:<a@example.org>", b"RCPT TO:<contact@example.org>", b"DATA"):
        writer.write(line + b"\r\n")
        while (await reader.readline())[3:4] == b"-":
            pass
    writer.write(content)
    answer = (await asyncio.wait_for(reader.readline(), 30)).decode()
    writer.close()
    return answer
