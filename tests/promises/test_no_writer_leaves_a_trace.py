"""The promise to whoever writes in the form, page by page and with files: nothing of it is readable on the machine.

Point 38: No IP address or user agent in any row or log.
Point 39: Form bodies never reach a cache: Litestar's own reader of forms keeps up to 1,024 of them.
"""

import re
from html import unescape

import httpx
import pytest
from litestar import _parsers

from tests.journeys.pages import Page
from tests.promises.canary import Canary, shown_by, sightings
from tests.promises.running import Running

CANARY = Canary.hatch()
SAID = CANARY.sentence
LARGE = (SAID * (2_000_000 // len(SAID.encode()))).encode()
ADDRESS = "203.0.113.77"

#: What browsers and proxies tell about whoever writes.
TOLD = {
    "User-Agent": f"Mozilla/5.0 ({CANARY.plain})",
    "Referer": f"https://example.org/{CANARY.plain}",
    "X-Forwarded-For": ADDRESS,
    "X-Real-IP": ADDRESS,
    "Forwarded": f"for={ADDRESS};by={CANARY.plain}",
    "Via": f"1.1 {CANARY.plain}",
    "Cookie": f"visited={CANARY.plain}",
    "Accept-Language": f"fr, {CANARY.plain}",
}


@pytest.fixture
def writer(anyone: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser that tells everything."""
    anyone.headers.update(TOLD)
    return anyone


async def press(writer: httpx.AsyncClient, page: Page, go: str, files: object = None, **typed: str) -> Page:
    form = page.form("/fr/write")
    fields = {name: value for name, value in form.with_answers({**typed, "go": go}).items() if name != "files"}
    answer = await writer.post(form.action, data=fields, files=files)  # type: ignore[arg-type]  # httpx's own union
    assert answer.status_code == 200, answer.text
    return Page(form.action, answer.status_code, answer.text)


async def looked_over(writer: httpx.AsyncClient) -> Page:
    """The summary of a form that holds the canary on every page."""
    page = Page("", 200, (await writer.get("/fr/write")).text)
    page = await press(writer, page, "next", message=SAID * 100)
    page = await press(writer, page, "next", requester="relative")
    page = await press(writer, page, "next", answer="phone")
    said = dict.fromkeys(("windows", "never", "cover_phrase"), SAID)
    return await press(writer, page, "next", phone=CANARY.number, **said)


def receipt(page: Page) -> dict[str, str]:
    reference, words = [unescape(said) for said in re.findall(r"<dd[^>]*>([^<]+)</dd>", page.source)][:2]
    return {"reference": reference, "words": words}


async def test_a_form_with_two_megabytes_leaves_no_trace(house: Running, writer: httpx.AsyncClient) -> None:
    """Point 38: No IP address or user agent in any row or log. Point 39: Form bodies never reach a cache."""
    page = await looked_over(writer)
    files = [
        ("files", (f"{CANARY.word}.txt", LARGE, "text/plain")),
        ("files", (f"{CANARY.plain}.pdf", b"%PDF-" + LARGE, "application/pdf")),
        ("files", (f"{CANARY.plain}.exe", b"MZ\0" + LARGE, "image/png")),
    ]
    sent = receipt(await press(writer, page, "send", files))
    assert await house.holding(CANARY, "webform", more_than=0) == 1
    again = {**sent, "message": SAID}
    answer = await writer.post("/fr/return", data=again, files=[files[0]])
    assert answer.status_code == 200, answer.text
    assert await house.holding(CANARY, "webform", more_than=1) == 2
    assert CANARY.word in (await writer.post("/fr/return", data=sent)).text
    assert await house.shows(CANARY) == []
    assert sightings(house.folder, {ADDRESS.encode(): "the address"}) == []
    assert await shown_by(house.superuser, {ADDRESS.encode(): "the address"}) == []


async def test_a_draft_leaves_no_trace_kept_or_deleted(house: Running, writer: httpx.AsyncClient) -> None:
    """Point 40: a draft is kept for whoever asks, and readable to nobody else."""
    kept = receipt(await press(writer, await looked_over(writer), "keep"))
    answer = await writer.post("/fr/return", data=kept)
    assert CANARY.word in answer.text
    assert await house.shows(CANARY) == []
    await press(writer, Page("", 200, answer.text), "forget")
    assert (await writer.post("/fr/return", data=kept)).status_code == 422
    assert await house.shows(CANARY) == []


async def test_a_form_that_breaks_off_leaves_no_trace(house: Running, writer: httpx.AsyncClient) -> None:
    """Point 39: refused and broken bodies included."""
    kind = {"Content-Type": f"multipart/form-data; boundary={CANARY.plain}"}
    part = f'--{CANARY.plain}\r\nContent-Disposition: form-data; name="message"\r\n\r\n{SAID}'.encode()
    endless = f"--{CANARY.plain}\r\nX-{CANARY.plain}: ".encode() + LARGE
    for body in (part, part + LARGE, endless, LARGE):
        assert (await writer.post("/fr/write", content=body, headers=kind)).status_code == 422
    assert (await writer.post("/fr/write", data={"message": LARGE.decode()})).status_code == 422
    assert (await writer.post("/fr/write", data={"state": SAID, "page": CANARY.plain})).status_code == 422
    assert await house.shows(CANARY) == []


async def test_litestars_cache_of_forms_stays_empty(client: httpx.AsyncClient) -> None:
    """Point 39: Litestar's `request.form()` keeps up to 1,024 url-encoded bodies; nobody here calls it."""
    before = _parsers.parse_url_encoded_form_data.cache_info().currsize
    await client.post("/fr/write", data={"message": SAID})
    await client.post("/fr/write", data={"message": SAID}, files=[("files", ("a.txt", LARGE))])
    await client.post("/fr/write", data={"message": SAID, "go": "keep"})
    await client.post("/fr/return", data={"reference": CANARY.plain, "words": SAID, "message": SAID})
    assert _parsers.parse_url_encoded_form_data.cache_info().currsize == before
