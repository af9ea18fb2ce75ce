"""Somebody speaks after the tone, and a colleague hears it at the desk, in a real browser."""

import pytest
from playwright.async_api import expect

from helpline.cli.simulate.handset import Script
from helpline.staff.permissions import Role
from tests.journeys.conftest import SignIn
from tests.journeys.people import Outside

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("closed_line")]

FATHER = "+447700900124"
PLAYED = "sound => new Promise(done => { sound.onended = () => done(sound.duration); sound.play(); })"


async def test_a_voicemail_is_played_at_the_desk(outside: Outside, sign_in: SignIn) -> None:
    """Point 17: a voicemail is fetched to our store, sealed, and heard from there alone."""
    desk = await sign_in("Maya", Role.OPERATOR)
    await outside.call(FATHER, Script(keys="2", seconds=2))
    await desk.click("#queue-list a.list__words")
    sound = desk.locator("audio")
    await expect(sound).to_have_count(1)
    assert await sound.evaluate(PLAYED) == pytest.approx(2, abs=0.3)
    assert FATHER not in await desk.content()
