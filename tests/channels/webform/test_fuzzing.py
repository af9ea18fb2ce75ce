"""Whatever somebody posts without being known, it is read or refused in words; nothing that was taken is lost."""

import re
from urllib.parse import urlencode

import pytest
from httpx import AsyncClient, Response
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from msgspec import Struct

from channels.webform.rules import TYPED
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.guards import handlers
from tests.channels._twilio.test_fuzzing import PIECES
from tests.channels.email.test_fuzzing import MUCH
from tests.channels.webform.conftest import Arrived

FORM = "application/x-www-form-urlencoded"


def encoded(fields: list[tuple[str, str]]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()


GO = st.sampled_from(["send", "send", "next", "back", "keep", "forget", "message", "safe", "check", "x", "", "\0"])
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "\0",
                "x" * 60_001,
                "+447700900123",
                "a@example.org",
                "here",
                "phone",
                "email",
                "relative",
                "on",
            ),
            *(
                "a b c d e f",
                "ABCD-EFGH",
                "²",
                "9" * 5000,
                "\ud83d",
                "A" * 24,
                "\u202e",
                "=?utf-8?q?x?=",
                "safe",
                "who",
            ),
        ]
    ),
)
NAMES = st.sampled_from(
    [
        *(*TYPED, "page", "state", "token", "website", "may_leave_message", "reference", "words", "challenge", "nonce"),
        *("files", "name", "password", "language", "next", "form_key", "", "message", "message"),
    ]
)
FIELDS = st.lists(st.tuples(NAMES, WORDS), max_size=8)
SENT = st.builds(lambda go, fields: [("go", go), *fields], GO, FIELDS)
MESSAGES = st.builds(
    lambda words, fields, go: [("message", words), *fields, *go],
    st.text(min_size=1, max_size=30),
    FIELDS,
    st.one_of(st.just([]), GO.map(lambda go: [("go", go)])),
)
PLAIN = st.one_of(
    st.one_of(SENT, MESSAGES).map(encoded),
    st.lists(PIECES, max_size=60).map(b"".join),
    st.binary(max_size=200),
)
LINE = b"--x7\r\n"
PARTS = st.lists(
    st.one_of(
        st.tuples(NAMES, WORDS).map(
            lambda part: b'Content-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % octets(*part)
        ),
        WORDS.map(
            lambda name: (
                b'Content-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%%PDF-1.7\r\n' % octets(name)
            )
        ),
        st.binary(max_size=60),
        st.sampled_from(
            [b"\r\n\r\n", b"Content-Disposition: form-data\r\n\r\n", b"--x7--\r\n", b"\r\n--x7", b"\0\r\n"]
        ),
    ),
    max_size=6,
).map(lambda parts: LINE + LINE.join(parts) + b"--x7--\r\n")
KINDS = st.sampled_from(
    ["", "text/plain", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 80, FORM + ";x"]
)


def octets(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode("utf-8", "surrogatepass") for text in texts)


class Sending(Struct):
    """A body and what it calls itself. `carried`: with the state of a page, as a browser sends it along."""

    body: bytes
    kind: str
    carried: bool


SENDINGS = st.one_of(
    st.builds(Sending, PLAIN, st.just(FORM), st.booleans()),
    st.builds(Sending, PARTS, st.just("multipart/form-data; boundary=x7"), st.booleans()),
    st.builds(Sending, st.one_of(PLAIN, PARTS), KINDS, st.booleans()),
)


WRITTEN = st.builds(Sending, MESSAGES.map(encoded), st.just(FORM), st.booleans())


def made_up(sendings: st.SearchStrategy[Sending]) -> list[Sending]:
    """The same each time."""
    found: list[Sending] = []

    @MUCH
    @given(sendings)
    def collect(sending: Sending) -> None:
        found.append(sending)

    collect()
    return found


def doors(app: Litestar) -> list[str]:
    """Every address that takes something from whoever comes; one language of six."""
    return sorted(
        path
        for path, handler in handlers(app)
        if "POST" in getattr(handler, "http_methods", ()) and handler.opt.get("permission") == "public"
        if not re.match("/(ar|de|fr|nl|tr)/", path)
    )


async def test_whatever_is_posted_at_an_open_door_is_answered_or_refused(
    app: Litestar, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Every such address of the route table, a new one too."""
    paths = doors(app)
    assert {"/en/write", "/en/return"} < set(paths)
    answers: dict[str, set[int]] = {path: set() for path in paths}
    for number, sending in enumerate(made_up(SENDINGS)):
        path = paths[number % len(paths)]
        answers[path].add((await post(client, path, sending, "")).status_code)
    assert all(found <= {200, 303, 400, 401, 403, 413, 422, 429} for found in answers.values()), answers
    assert surprises(caplog) == []


async def test_every_message_that_got_a_receipt_stands_before_a_human_and_no_other(
    client: AsyncClient, engine: Engine, arrived: Arrived, caplog: pytest.LogCaptureFixture
) -> None:
    """Point 40: Double submit gives one contact; drafts are kept only if the writer asks."""
    receipts, drafts = set(), set()
    page = (await client.get("/en/write")).text
    [state] = re.findall('name="state" value="([^"]+)"', page)
    for sending in made_up(SENDINGS) + made_up(WRITTEN):
        answer = await post(client, "/en/write", sending, state if sending.carried else "")
        assert answer.status_code in (200, 413, 422, 429), (answer.status_code, sending)
        if "We keep it for you" in answer.text:
            drafts.add(reference(answer.text))
        elif "Your message has arrived" in answer.text:
            receipts.add(reference(answer.text))
    assert len(receipts) > 10
    assert len(await arrived()) == len(receipts)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from draft") == len(drafts)
        assert await tx.db.fetchval("select count(*) from inbox where state <> 'read'") == 0
    assert surprises(caplog) == []


async def post(client: AsyncClient, path: str, sending: Sending, state: str) -> Response:
    body = sending.body
    if state and sending.kind == FORM:
        body += b"&" + urlencode({"state": state}).encode()
    return await client.post(path, content=body, headers={"Content-Type": sending.kind} if sending.kind else {})


def reference(page: str) -> str:
    """What a receipt, or the paper of a draft, shows."""
    [found] = re.findall(r"<dd[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})</dd>", page)
    return str(found)


def surprises(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info or record.levelname == "ERROR"]
