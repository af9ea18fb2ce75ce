"""Point 35: Works without script; one question a page where it helps; nothing required but a message; anonymous by
default; why a question is asked; languages incl. right-to-left; safe-contact block; no third-party request.
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from channels.webform.carrying import decoded, opened
from channels.webform.pages import LANGUAGES
from helpline.channel import House, NotFound
from tests.channels.webform.conftest import Arrived, Writer
from tests.journeys.pages import Page

WORRY = "I am worried about my brother."


def heading(page: Page) -> str:
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", page.source)
    assert found, page.source
    return unescape(found[1])


def receipt(page: Page) -> list[str]:
    assert page.status == 200, page.words
    return [unescape(said) for said in re.findall(r"<dd[^>]*>([^<]+)</dd>", page.source)]


async def test_one_question_a_page_then_the_summary_then_the_receipt(writer: Writer, arrived: Arrived) -> None:
    """Point 35: one question a page where it helps."""
    await writer.open()
    seen = [heading(writer.page)]
    for typed in ({"message": WORRY}, {"requester": "relative"}, {"answer": "phone"}, {"phone": "+447700900123"}):
        seen.append(heading(await writer.press("next", **typed)))
    assert seen == [
        "Write to us",
        "Who are you?",
        "How may we answer safely?",
        "What is safe for you?",
        "Look it over, then send",
    ]
    for said in (WORRY, "A relative", "By telephone", "+447700900123"):
        assert said in writer.page.words
    assert len(receipt(await writer.press("send"))) == 2
    (contact,) = await arrived()
    assert contact.content.text == WORRY
    assert contact.row.requester == "relative"
    assert contact.content.call_back == "+447700900123"


async def test_an_address_that_was_left_out_is_asked_for(writer: Writer) -> None:
    """An empty field is not told that it looks like nothing."""
    await writer.open()
    for typed in ({"message": WORRY}, {}, {"answer": "email"}):
        await writer.press("next", **typed)
    assert "Please enter an address." in (await writer.press("next", email=" ")).words
    assert "does not look like an e-mail address" in (await writer.press("next", email="anna")).words


async def test_nothing_is_required_but_a_message(writer: Writer, arrived: Arrived) -> None:
    """Point 35: nothing required but a message; anonymous by default."""
    page = await writer.open()
    page = await writer.press("next", message=" ")
    assert (page.status, "Please write a few words." in page.words) == (422, True)
    page = await writer.press("next", message=WORRY)
    for _ in range(2):
        page = await writer.press("next")
    assert heading(page) == "Look it over, then send"
    await writer.press("send")
    (contact,) = await arrived()
    assert (contact.content.sender, contact.content.call_back, contact.row.requester) == (None, None, None)


async def test_whoever_does_not_want_to_be_reached_is_not_asked_how(writer: Writer) -> None:
    """Point 35: safe-contact block, for those it concerns."""
    await writer.open()
    await writer.press("next", message=WORRY)
    await writer.press("next")
    assert heading(await writer.press("next", answer="here")) == "Look it over, then send"
    await writer.press("answer")
    assert heading(await writer.press("next", answer="email")) == "What is safe for you?"
    page = await writer.press("next", email="no address")
    assert page.status == 422
    assert '<a href="#email">' in page.source
    assert 'value="no address"' in page.source


async def test_every_question_says_why_it_is_asked(writer: Writer) -> None:
    """Point 35: why a question is asked."""
    page = await writer.open()
    for typed in ({"message": WORRY}, {}, {"answer": "email"}):
        assert "Why do we ask?" in page.words
        page = await writer.press("next", **typed)
    assert "Why do we ask?" in page.words


async def test_a_change_from_the_summary_leads_back_to_it(writer: Writer) -> None:
    """Point 35: a summary before sending, with a way to each answer."""
    await writer.open()
    await writer.press("next", message=WORRY)
    await writer.press("next", requester="friend")
    await writer.press("next")
    page = await writer.press("who")
    assert page.form("/write").filled["requester"] == "friend"
    page = await writer.press("next", requester="professional")
    assert heading(page) == "Look it over, then send"
    assert "A professional" in page.words


async def test_back_keeps_what_was_typed_on_both_pages(writer: Writer) -> None:
    """Point 35: nothing is lost on the way."""
    await writer.open()
    await writer.press("next", message=WORRY)
    page = await writer.press("back", requester="friend")
    assert page.form("/write").filled["message"] == WORRY
    page = await writer.press("next")
    assert page.form("/write").filled["requester"] == "friend"


async def test_a_box_that_is_unticked_is_unticked(writer: Writer, arrived: Arrived) -> None:
    """Point 35: the safe-contact block says what was last said."""
    await writer.open()
    await writer.press("next", message=WORRY)
    await writer.press("next")
    await writer.press("next", answer="phone")
    page = await writer.press("next", phone="+447700900123", may_leave_message="yes", may_say_service_name="yes")
    page = await writer.press("safe")
    form = page.form("/write")
    assert form.filled.pop("may_leave_message") == "yes"
    page = await writer.press("next")
    page = await writer.press("safe")
    assert "may_leave_message" not in page.form("/write").filled
    assert page.form("/write").filled["may_say_service_name"] == "yes"


async def test_whoever_changes_the_language_loses_nothing(writer: Writer) -> None:
    """Point 35: languages incl. right-to-left."""
    await writer.open()
    await writer.press("next", message=WORRY)
    form = writer.page.form("/write")
    answer = await writer.client.post("/ar/write", data={**form.filled, "go": "here", "requester": "friend"})
    assert '<html lang="ar" dir="rtl"' in answer.text
    page = Page("", answer.status_code, answer.text)
    assert page.form("/write").filled["requester"] == "friend"
    assert page.form("/write").action == "/ar/write"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_speaks_its_language_and_asks_no_stranger(writer: Writer, language: str) -> None:
    """Point 35: languages incl. right-to-left; no third-party request."""
    writer.language = language
    page = await writer.open()
    for typed in ({"message": WORRY}, {"requester": "friend"}, {"answer": "phone"}, {"phone": "+447700900123"}):
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page.source
        assert not re.search(r'(src|href|action)="(https?:)?//', page.source)
        page = await writer.press("next", **typed)
    assert len(receipt(await writer.press("send"))) == 2


async def test_what_was_typed_goes_on_sealed_and_stale_pages_open_nothing(writer: Writer) -> None:
    """Point 35: nothing typed stands readable in a hidden field, which browsers write to disk."""
    await writer.open()
    page = await writer.press("next", message=WORRY)
    assert WORRY not in page.source
    state = page.form("/write").filled["state"]
    for broken in ("", "x", state[:-4], "A" * 200, state[:20] + "AAAA" + state[24:]):
        answer = await writer.client.post("/en/write", data={"page": "who", "go": "next", "state": broken})
        assert WORRY not in answer.text
    assert answer.status_code == 422
    assert "open too long" in answer.text


async def test_a_form_of_all_fields_at_once_is_sent_at_once(writer: Writer, arrived: Arrived) -> None:
    """Point 35: programs and old pages may send everything in one go."""
    typed = {"message": WORRY, "answer": "email", "email": "sister@example.org", "may_leave_message": "yes"}
    answer = await writer.client.post("/en/write", data=typed)
    assert len(receipt(Page("", answer.status_code, answer.text))) == 2
    (contact,) = await arrived()
    assert contact.content.sender == "sister@example.org"
    wrong = await writer.client.post("/en/write", data={**typed, "email": "nowhere"})
    assert wrong.status_code == 422
    assert "does not look like an e-mail address" in wrong.text
    page = Page("", 422, wrong.text)
    writer.page = page
    assert "Thank you" in (await writer.press(email="sister@example.org")).words


@pytest.mark.parametrize(
    "odd", [{"go": "../x"}, {"page": "nowhere", "go": "back"}, {"page": "check", "go": "next"}, {"go": ""}]
)
async def test_odd_buttons_lead_to_a_page(writer: Writer, odd: dict[str, str]) -> None:
    answer = await writer.client.post("/en/write", data={"message": WORRY, **odd})
    assert answer.status_code == 200
    assert "<h1" in answer.text


async def test_a_message_of_more_than_anybody_reads_is_shown_again(writer: Writer) -> None:
    answer = await writer.client.post("/en/write", data={"message": "x" * 60_001})
    assert answer.status_code == 422
    assert "x" * 60_001 in answer.text


async def test_a_page_that_was_open_all_night_opens_nothing(writer: Writer, house: House) -> None:
    """Point 35: whoever finds the machine later finds nothing on it."""
    await writer.open()
    state = (await writer.press("next", message=WORRY)).form("/write").filled["state"]
    now = datetime.now(UTC)
    assert opened(house, state, now).typed.message == WORRY
    with pytest.raises(NotFound):
        opened(house, state, now + timedelta(hours=13))
    with pytest.raises(NotFound):
        decoded(b"\x81\xa5typed\x81\xa3old\x01")
