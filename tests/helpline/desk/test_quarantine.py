"""What was called spam lies before a person's eyes until it is swept."""

from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from helpline.staff.permissions import Role

SignedIn = Callable[..., Awaitable[AsyncClient]]


async def spam(desk: AsyncClient) -> str:
    """Writes something down and calls it spam; answers its page."""
    written = await desk.post("/desk/contacts", data={"channel": "letter", "text": "Win a million", "key": "1"})
    page = str(written.headers["location"])
    typed = {"version": "1", "disposition": "spam", "urgency": "routine", "landing": "quarantine", "reason": "junk"}
    assert (await desk.post(f"{page}/decision", data=typed)).status_code == 303
    return page


async def test_the_queue_leads_to_what_was_called_spam_and_there_it_is_swept(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await spam(desk)
    assert 'href="/desk/quarantine"' in (await desk.get("/desk/queue")).text
    assert page in (await desk.get("/desk/quarantine")).text
    swept = await desk.post("/desk/quarantine/sweepings", data={"seen": f"{page.rpartition('/')[2]}_2"})
    assert swept.status_code == 303
    assert page.rpartition("/")[2] not in (await desk.get("/desk/quarantine")).text


@pytest.mark.parametrize("seen", ["", "x", "x_1", "00000000-0000-7000-8000-000000000000_1", "_", "1_²"])
async def test_a_form_nobody_was_shown_sweeps_nothing(signed_in: SignedIn, seen: str) -> None:
    desk = await signed_in(Role.OPERATOR)
    page = await spam(desk)
    await desk.post("/desk/quarantine/sweepings", data={"seen": seen})
    assert page in (await desk.get("/desk/quarantine")).text


async def test_who_only_reads_sees_the_quarantine_and_cannot_sweep_it(signed_in: SignedIn) -> None:
    reader = await signed_in(Role.DATA_PROTECTION_OFFICER)
    await spam(await signed_in(Role.OPERATOR))
    assert "Mark as swept" not in (await reader.get("/desk/quarantine")).text
    assert (await reader.post("/desk/quarantine/sweepings", data={"seen": "x"})).status_code == 403
