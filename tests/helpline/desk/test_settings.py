"""Supervisors change what the house says; operators choose from it, and see it as its reader will."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from helpline.envelope import SafeContact
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.outbox.conftest import allow, arrive

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/settings"
TEXTS = "/desk/settings/texts"
ANSWER = {"title": "Where we are", "language": "nl", "text": "Wij zijn hier. {emergency}", "review_on": "2031-01-01"}


@pytest.fixture
async def contact(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        await allow(tx, SafeContact(may_write=True))
        return await arrive(tx)


async def test_a_text_is_previewed_saved_and_keeps_its_versions(farid: Any) -> None:
    page = f"{HOME}/acknowledgements/nl"
    given = {"subject": "Uw bericht", "text": "Bedankt, nr. {reference}. {emergency}", "version": "0"}
    assert "Bedankt, nr. 123. 112" in (await farid.post(f"{page}/preview", data=given)).text
    assert "Bedankt" not in (await farid.get(page)).text, "a preview keeps nothing"
    assert (await farid.post(f"{page}/versions", data=given)).status_code == 303
    late = await farid.post(f"{page}/versions", data=given | {"text": "Dank u."})
    assert late.status_code == 409
    assert "Dank u." in late.text
    telling = await farid.post(f"{page}/versions", data=given | {"text": "Radicalisering", "version": "1"})
    assert (telling.status_code, "Radicalisering tells others" in telling.text) == (422, True)


async def test_where_a_word_goes_out_is_switched(farid: Any) -> None:
    assert 'value="email:fr" checked' in (await farid.get(TEXTS)).text
    assert (await farid.post(f"{HOME}/switches", data={"sends": ["sms:fr"]})).status_code == 303
    shown = (await farid.get(TEXTS)).text
    assert 'value="sms:fr" checked' in shown
    assert 'value="email:fr" checked' not in shown


async def test_a_prepared_answer_is_put_into_the_editor_and_seen_as_it_will_be_read(farid: Any, contact: UUID) -> None:
    assert (await farid.post(f"{HOME}/answers", data=ANSWER)).status_code == 303
    page = f"/desk/contacts/{contact}"
    (chosen,) = re.findall(r'<option value="([^"]+)">Where we are', (await farid.get(page)).text)
    typed = {"text": "Dag,", "prepared": chosen, "leave_at": ""}
    drafted = await farid.post(f"{page}/replies/preview", data=typed)
    assert drafted.status_code == 200
    assert "Dag,\n\nWij zijn hier. 112</textarea>" in drafted.text
    for shown in ("1 message", "24 characters, 136 left", "GSM-7", "+3225550100"):
        assert shown in drafted.text


async def test_the_preview_counts_parts_and_names_words_that_tell(farid: Any, contact: UUID) -> None:
    """Point 22: segments: GSM-7 160/153, UCS-2 70/67; show the count before sending."""
    page = f"/desk/contacts/{contact}/replies/preview"
    shown = (await farid.post(page, data={"text": "ş" * 71 + " terrorisme"})).text
    for word in ("2 messages", "UCS-2", "terrorisme: others who see this"):
        assert word in shown


async def test_an_answer_is_changed_and_retired(farid: Any) -> None:
    await farid.post(f"{HOME}/answers", data=ANSWER)
    (answer,) = re.findall(rf'href="({HOME}/answers/[0-9a-f-]+)"', (await farid.get(TEXTS)).text)
    changed = ANSWER | {"text": "Wij zijn daar.", "version": "1"}
    assert (await farid.post(f"{answer}/versions", data=changed)).status_code == 303
    shown = (await farid.get(answer)).text
    assert "Wij zijn daar." in shown
    assert "Wij zijn hier." in shown, "earlier versions stay"
    assert (await farid.post(f"{answer}/retirement")).status_code == 303
    assert "Where we are" not in (await farid.get(TEXTS)).text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CASE_WORKER, Role.ADMINISTRATOR, Role.RESEARCHER])
async def test_others_change_nothing_of_it(signed_in: Desk, role: Role) -> None:
    desk = await signed_in(role)
    assert (await desk.get(TEXTS)).status_code == 403
    assert (await desk.post(f"{HOME}/switches", data={})).status_code == 403
