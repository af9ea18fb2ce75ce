"""Somebody calls while two operators sit at their browsers: answered, written down, handed over, decided."""

import base64
import json
from urllib.parse import urlsplit

import pytest
from msgspec import structs
from playwright.async_api import Page, WebSocketRoute, expect

from helpline.clock import new_id
from helpline.envelope import AddressKind, SafeContact
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.settings import Settings
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Look, SignIn
from tests.journeys.operators import Operator, at_the_line, caller, until
from tests.journeys.people import Outside

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("open_line")]

MOTHER = "+447700900123"
SAID = "La mère dit : « il ne parle plus à personne depuis mai ». Elle rappelle demain."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With a key for the browsers' tickets."""
    return structs.replace(settings, twilio_api_key_sid="SK" + "1" * 32, twilio_api_key_secret="secret of the key")


@pytest.fixture
def telephones(outside: Outside, provider: Fake) -> Fake:
    """The telephone company, ready to ring: one of its seconds lasts a twentieth of ours."""
    provider.wire, provider.board.pace = outside.wire, 0.05
    return provider


async def identity(engine: Engine, name: str) -> str:
    async with engine.transaction(SYSTEM) as tx:
        return (await tx.db.fetchval("select id from staff where sign_in_name = $1", name.lower())).hex


async def test_a_call_is_answered_in_the_browser_noted_as_typed_hung_up_and_decided(
    outside: Outside, sign_in: SignIn, look: Look, telephones: Fake, settings: Settings, engine: Engine
) -> None:
    """Point 15: Operators answer in the browser; ring without number or name."""
    page = await sign_in("Maya", Role.OPERATOR)
    async with at_the_line(page, telephones, await identity(engine, "Maya")) as maya:
        await look(page)
        async with caller(outside, settings, telephones, MOTHER) as mother:
            await it_rings_without_a_number(page, look)
            await page.keyboard.press("F2")
            await they_talk(maya, mother.sid)
            await she_asks_what_is_safe_first(page, look)
            await she_types_and_nothing_is_lost(page)
            await danger_is_one_key_away(page)
            await she_holds_and_talks_again(page, telephones, mother.sid)
            await her_ticket_is_renewed(page)
            await page.click("#hang-up button")
            await mother.over.wait()
        await expect(page.locator("#call-controls")).to_contain_text("You hung up.")
        await she_decides(page, look)


async def it_rings_without_a_number(page: Page, look: Look) -> None:
    ring = page.locator("#line-ring")
    await expect(ring).to_be_visible()
    assert MOTHER not in await page.content()
    assert "+44" not in await page.inner_text("body")
    await look(page)


async def they_talk(operator: Operator, caller: str) -> None:
    rooms = operator.provider.board.rooms
    await until(lambda: any(caller in room.members and len(room.members) == 2 for room in rooms.values()))
    await expect(operator.page.locator("#call-controls")).to_contain_text("In contact")
    await expect(operator.page.locator("#guide")).to_contain_text("Can you speak safely now?")


async def she_asks_what_is_safe_first(page: Page, look: Look) -> None:
    await page.check("#may_call")
    await page.click("button:text('Save what is safe')")
    await expect(page.locator("#safe")).to_contain_text("may call")
    assert MOTHER not in await page.content()
    await look(page)


async def she_types_and_nothing_is_lost(page: Page) -> None:
    await page.fill("#note-text", SAID[:30])
    await expect(page.locator("[data-note-state]")).to_contain_text("Saved at")
    await page.type("#note-text", SAID[30:])
    await page.evaluate("document.querySelector('[data-note-state]').textContent = ''")
    await expect(page.locator("[data-note-state]")).to_contain_text("Saved at")
    assert await page.input_value("#note-text") == SAID


async def danger_is_one_key_away(page: Page) -> None:
    assert not await page.locator("#danger form").is_visible()
    await page.keyboard.press("F4")
    await expect(page.locator("#danger form")).to_be_visible()


async def she_holds_and_talks_again(page: Page, provider: Fake, caller: str) -> None:
    (room,) = provider.board.rooms.values()
    await page.keyboard.press("F9")
    await until(lambda: room.held == {caller})
    await expect(page.locator("#call-controls")).to_contain_text("on hold")
    await page.click("button:has-text('Talk again')")
    await until(lambda: not room.held)
    await page.click("#mute")
    await expect(page.locator("#mute")).to_have_attribute("aria-pressed", "true")
    assert await page.input_value("#note-text") == SAID


async def her_ticket_is_renewed(page: Page) -> None:
    """Point 15: access token with voice grant, refreshed on `tokenWillExpire`."""
    async with page.expect_response("**/desk/line/tickets"):
        await page.evaluate("telephone.say('tokenWillExpire')")
    await page.wait_for_timeout(200)
    assert await page.evaluate("window.renewed") == 1


async def she_decides(page: Page, look: Look) -> None:
    await look(page)
    assert await page.locator("#decide").count() == 0
    await what_cannot_be_saved_is_not_finished(page)
    await page.click("button:text('Finish the note')")
    await expect(page.locator("#call-note")).to_contain_text("part of the contact now")
    await look(page)
    await page.check("input[value=accompaniment]")
    await page.check("input[name=urgency][value=soon]")
    await page.check("input[name=landing][value=case]")
    await page.fill("#case_title", "Maman de N.")
    if await page.locator("#reason").is_visible():
        await page.fill("#reason", "Elle rappelle demain.")
    await page.click("button:text('Save the decision')")
    await expect(page.locator("#decided")).to_contain_text("Maya")
    contact = await page.get_attribute("#caller a", "href")
    await page.goto(contact or "")
    await expect(page.locator(".said").first).to_contain_text("il ne parle plus à personne")
    await expect(page.locator("#on-the-line")).to_contain_text("Maya")
    await look(page)


async def what_cannot_be_saved_is_not_finished(page: Page) -> None:
    """A note whose last words did not arrive stays on the screen, and is not closed over them."""
    await page.route("**/note/typing", lambda route: route.fulfill(status=200, body=""))  # Cut short on its way.
    await page.fill("#note-text", SAID + " Oui.")
    await page.click("button:text('Finish the note')")
    await expect(page.locator("#line-problem")).to_contain_text("Not saved yet")
    assert await page.input_value("#note-text") == SAID + " Oui."
    await page.unroute("**/note/typing")
    await expect(page.locator("[data-note-state]")).to_contain_text("Saved at", timeout=15_000)


async def test_of_two_operators_one_has_the_call_and_the_other_is_told(
    outside: Outside, sign_in: SignIn, telephones: Fake, settings: Settings, engine: Engine
) -> None:
    """Point 14: Claim by compare-and-set; the loser's leg is cancelled."""
    first, second = await sign_in("Maya", Role.OPERATOR), await sign_in("Bob", Role.OPERATOR)
    async with (
        at_the_line(first, telephones, await identity(engine, "Maya")) as maya,
        at_the_line(second, telephones, await identity(engine, "Bob")) as bob,
        caller(outside, settings, telephones, MOTHER) as mother,
    ):
        await expect(first.locator("#line-ring")).to_be_visible()
        await expect(second.locator("#line-waiting")).to_contain_text("Maya")
        # Bob takes the caller out of turn; his browser answers by itself, and Maya's stops ringing.
        await second.click("#line-waiting button:has-text('Take')")
        await they_talk(bob, mother.sid)
        await expect(first.locator("#line-ring")).to_be_hidden()
        await expect(first.locator("#line-there")).to_contain_text("Bob talks since")
        await until(lambda: maya.legs[0].over.is_set())
        await it_is_handed_over(first, second, mother.sid, telephones)


async def test_two_who_type_at_once_see_both_texts_and_lose_neither(
    outside: Outside, sign_in: SignIn, telephones: Fake, settings: Settings, engine: Engine, complaints: list[str]
) -> None:
    page = await sign_in("Maya", Role.OPERATOR)
    async with (
        at_the_line(page, telephones, await identity(engine, "Maya")),
        caller(outside, settings, telephones, MOTHER),
    ):
        await expect(page.locator("#line-ring")).to_be_visible()
        await page.keyboard.press("F2")
        await page.fill("#note-text", "Elle appelle de chez sa soeur.")
        await expect(page.locator("[data-note-state]")).to_contain_text("Saved at")
        call = await page.get_attribute("#line-call", "data-call")
        other = {"text": "Un collègue a entendu la fin.", "version": "1"}
        typed = await page.context.request.post(
            f"/desk/line/calls/{call}/note/typing", form=other, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert typed.ok
        await page.type("#note-text", " Elle pleure.")
        await expect(page.locator("#note-theirs")).to_contain_text("Un collègue a entendu la fin.")
        assert "Elle pleure." in await page.input_value("#note-text")
        await page.click("[data-both]")
        await expect(page.locator("[data-note-state]")).to_contain_text("Saved at")
        await page.click("#hang-up button")
        await page.click("button:text('Finish the note')")
        for text in ("Un collègue a entendu la fin.", "Elle appelle de chez sa soeur. Elle pleure."):
            await expect(page.locator("#call-note")).to_contain_text(text)
        assert [said for said in complaints if "409" not in said] == []
        complaints.clear()


async def it_is_handed_over(first: Page, second: Page, caller: str, provider: Fake) -> None:
    """Point 16: Warm transfer: hold, consult, hand over; whoever was asked may leave before."""
    (room,) = provider.board.rooms.values()
    for leaves in (True, False):
        await second.click("button:text('Ask')")
        await until(lambda: room.held == {caller})
        await expect(second.locator("#call-controls")).to_contain_text("on hold")
        await expect(first.locator("#line-ring")).to_be_visible()
        await first.click("#answer")
        await until(lambda: len(room.members) == 3)
        await expect(first.locator("#call-controls")).to_contain_text("A colleague asks you")
        if leaves:
            await first.click("#leave-call button")
            await until(lambda: len(room.members) == 2)
            await expect(first.locator("#call-controls")).to_have_count(0)
            await expect(second.locator("button:text('Ask')")).to_be_visible()
    await second.click("button:text('Hand over')")
    await until(lambda: len(room.members) == 2 and not room.held)
    await expect(first.locator("#hang-up")).to_be_visible()
    await expect(second.locator("#call-controls")).to_have_count(0)
    await first.click("#hang-up button")
    await until(lambda: not provider.board.rooms)


async def test_calling_back_shows_a_mask_and_rings_as_the_service(
    outside: Outside, sign_in: SignIn, look: Look, telephones: Fake, settings: Settings, engine: Engine
) -> None:
    """Click-to-call: the number stays on the server, and safe-contact rules hold at that minute."""
    page = await sign_in("Maya", Role.OPERATOR)
    async with at_the_line(page, telephones, await identity(engine, "Maya")) as maya:
        async with caller(outside, settings, telephones, MOTHER):
            await expect(page.locator("#line-ring")).to_be_visible()
        await expect(page.locator("#line-ring")).to_be_hidden()
        await page.evaluate("fetch('/desk/queue').then(answer => answer.text())")
        other = await page.context.new_page()
        await other.goto("/desk/queue")
        await other.click("#queue-list a.list__words")
        await other.click("summary:text('Promise something')")
        await other.select_option("#promise-kind", "call_back")
        await other.fill("#promise-what", "Rappeler la mère")
        await other.fill("#promise-due", "2031-05-05T10:00")
        await other.click("form[action$=follow-ups] button")
        await other.click("#follow-ups a:text('Rappeler la mère')")
        async with engine.transaction(SYSTEM) as tx:
            person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, MOTHER))
            await people.set_rule(tx, person, None, SafeContact(may_call=True))
        await other.click("button:text('Call through the line')")
        await expect(other.locator("#call")).to_contain_text("+44…23")
        assert MOTHER not in await other.content()
        # Her own browser answers by itself, because she asked for it; then the mother is rung as the service.
        board = telephones.board
        await until(lambda: any(leg.asked["To"] == MOTHER for leg in board.legs))
        rung = next(leg for leg in board.legs if leg.asked["To"] == MOTHER)
        assert rung.asked["From"] == settings.twilio_number
        await until(lambda: any(len(room.members) == 2 for room in board.rooms.values()))
        await expect(page.locator("#call-controls")).to_contain_text("we called")
        assert MOTHER not in await page.content()
        await page.click("#hang-up button")
        await until(lambda: not board.rooms)
        await until(maya.legs[-1].over.is_set)


async def test_a_call_back_that_rings_unasked_never_answers_itself(
    sign_in: SignIn, telephones: Fake, engine: Engine, complaints: list[str]
) -> None:
    """Whoever presses *Take* meanwhile is refused; what rings then is answered by a human, or by nobody."""
    page = await sign_in("Maya", Role.OPERATOR)
    async with at_the_line(page, telephones, await identity(engine, "Maya")):
        await page.evaluate("telephone.ring('CAback', 'offer=0197&back=1')")
        await expect(page.locator("#line-ring")).to_contain_text("answer, and it is dialled")
        taking = (
            f'<form method="post" action="/desk/line/calls/{new_id()}/offers" data-take><button>Now</button></form>'
        )
        await page.evaluate("form => document.getElementById('line-now').insertAdjacentHTML('beforeend', form)", taking)
        await page.click("#line-now button:text('Now')")
        await expect(page.locator("#line-problem")).to_contain_text("no such call")
        async with page.expect_response("**/desk/line"):
            await page.evaluate("document.getElementById('line').dispatchEvent(new Event('sse:line'))")
        await page.wait_for_timeout(200)
        # A ring nobody knows of may have ended by itself meanwhile; it was never answered.
        assert await page.evaluate("telephone.calls.CAback?.state ?? 'gone'") in ("pending", "gone")
        assert [said for said in complaints if "404" not in said] == []
        complaints.clear()


async def test_the_providers_own_library_registers_under_our_policy_and_asks_nobody_but_its_signalling(
    sign_in: SignIn, telephones: Fake, engine: Engine
) -> None:
    """No third-party script, no sound and no report from elsewhere: the one address besides ours is the signalling."""
    page = await sign_in("Maya", Role.OPERATOR)
    sockets: list[str] = []
    tickets: list[str] = []

    def signalling(socket: WebSocketRoute) -> None:
        sockets.append(socket.url)

        def hear(message: str | bytes) -> None:
            said = json.loads(message) if str(message).strip() else {}
            if said.get("type") == "listen":
                tickets.append(said["payload"]["token"])
                known = {"edge": "dublin", "gateway": "gateway", "region": "ie1", "token": {}}
                socket.send(json.dumps({"type": "connected", "version": "1.6", "payload": known}))
            if said.get("type") == "register":
                socket.send(json.dumps({"type": "ready", "version": "1.6", "payload": {}}))

        socket.on_message(hear)

    await page.route_web_socket(lambda url: url.startswith("wss:"), signalling)
    await page.goto("/desk/line")
    await page.check("#presence-state")
    await page.click("#line-me button")
    await expect(page.locator("#line-handset")).to_contain_text("ready")
    assert {urlsplit(url).hostname for url in sockets} == {"voice-js.dublin.twilio.com"}
    grants = json.loads(base64.urlsafe_b64decode(tickets[0].split(".")[1] + "=="))["grants"]
    assert grants["identity"] == await identity(engine, "Maya")
    assert grants["voice"] == {"incoming": {"allow": True}}
