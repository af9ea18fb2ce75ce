"""The operators' page: what a browser shows, may do, and is never told."""

from datetime import timedelta

from helpline.clock import new_id
from helpline.line import actions
from helpline.line.model import NewDuty
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.helpline.desk.operators import at_the_line, talks
from tests.helpline.line.conftest import CALLER, Line


async def test_nobody_at_the_line_sees_a_number_or_a_name(signed_in, line: Line) -> None:
    """Point 15: Ring and notification without number or name."""
    desk = await at_the_line(signed_in)
    await line.call()
    for path in ("/desk/line", "/desk/line/bar"):
        page = (await desk.get(path)).text
        assert CALLER not in page
        assert "+44" not in page
    assert "Waiting now" in (await desk.get("/desk/line")).text


async def test_only_the_page_with_the_telephone_may_use_the_microphone_and_the_provider(signed_in, line: Line) -> None:
    """Its policy is the one exception, and names the provider's addresses alone."""
    desk = await at_the_line(signed_in)
    answer = await desk.get("/desk/line")
    assert "connect-src 'self' wss://telephone.example.org;" in answer.headers["content-security-policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    other = await desk.get("/desk/queue")
    assert "connect-src 'self';" in other.headers["content-security-policy"]
    assert "microphone=()" in other.headers["permissions-policy"]


async def test_a_ticket_is_for_who_may_answer_and_names_nobody(signed_in, line: Line) -> None:
    """Point 15: access token with voice grant."""
    desk = await at_the_line(signed_in)
    ticket = (await desk.post("/desk/line/tickets")).json()
    assert ticket["identity"] == desk.staff.id.hex
    officer = await signed_in(Role.DATA_PROTECTION_OFFICER)
    assert (await officer.post("/desk/line/tickets")).status_code == 403
    assert (await officer.get("/desk/line")).status_code == 403


async def test_the_contact_opens_with_the_call_the_guide_beside_it_and_danger_one_key_away(signed_in, line) -> None:
    desk = await at_the_line(signed_in)
    await talks(line, desk)
    page = (await desk.get("/desk/line")).text
    for said in ("Can you speak safely now?", "Do not ask, and do not write", "Who calls", "F4", "Note what is safe"):
        assert said in page, said
    assert CALLER not in page
    assert page.index("Safe contact") < page.index('id="danger"')


async def test_what_a_colleague_does_on_a_call_that_is_not_his_is_refused_in_a_sentence(signed_in, line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    other = await at_the_line(signed_in, "Bob")
    for verb, data in (("end", {}), ("hold", {"on": "yes"}), ("transfer", {}), ("offers", {})):
        refused = await other.post(f"/desk/line/calls/{call}/{verb}", data=data)
        assert refused.status_code == 409, verb
        assert "Please look at this again" in refused.text
    assert (await other.post(f"/desk/line/calls/{new_id()}/end")).status_code == 404


async def test_the_board_shows_who_waits_and_for_how_long(signed_in, line: Line) -> None:
    supervisor = await signed_in(Role.SUPERVISOR)
    supervisor.headers["Accept-Language"] = "en"
    await line.call()
    board = (await supervisor.get("/desk/board")).text
    assert "Waiting on the line" in board
    assert "A caller waits for" in board


async def test_a_contact_is_handed_to_somebody_chosen_and_those_at_the_line_stand_first(signed_in, line: Line) -> None:
    anna = await signed_in(Role.OPERATOR, "Anna")
    bob = await signed_in(Role.OPERATOR, "Bob")
    typed = {"channel": "visit", "text": "A visit.", "key": "1"}
    page = str((await anna.post("/desk/contacts", data=typed)).headers["location"])
    await bob.post("/desk/line/presence", data={"state": "available", "handset": "browser", "languages": "fr"})
    cleo, _dora = (await signed_in(Role.OPERATOR, "Cleo")).staff, await signed_in(Role.OPERATOR, "Dora")
    async with line.engine.transaction(SYSTEM) as tx:
        turn = NewDuty(cleo.id, tx.now - timedelta(hours=1), tx.now + timedelta(hours=1))
        await actions.add_duty(tx, turn)
    shown = (await anna.get(page, headers={"Accept-Language": "en"})).text
    first = shown[shown.index('<select class="govuk-select" id="to"') :].partition("</select>")[0]
    assert first.index("Bob · at the line<") < first.index("Cleo · on duty<") < first.index("Dora · away<")
    assert ">Anna<" in first, "whoever reads this is here"
    nobody = await anna.post(f"{page}/hand-over", data={"holder": "", "to": "", "word": "Elle est sourde."})
    assert nobody.status_code == 422
    assert '<a href="#to">' in nobody.text
    assert 'value="Elle est sourde."' in nobody.text
    await anna.post(f"{page}/hand-over", data={"holder": "", "to": str(bob.staff.id), "word": "Elle est sourde."})
    for where in ("/desk/queue", page):
        unopened = (await anna.get(where, headers={"Accept-Language": "en"})).text
        assert "handed to Bob, not opened yet" in unopened
        assert f'action="{page}/claim"' in unopened
    said = {"version": 1, "disposition": "spam", "urgency": "routine", "landing": "quarantine"}
    refused = await anna.post(f"{page}/decision", data=said, headers={"Accept-Language": "en"})
    assert refused.status_code == 409
    assert "This contact was handed to Bob, who has not opened it; take it first." in refused.text
    await bob.get(page, headers={"HX-Request": "true", "HX-Target": "sent-live"})
    still = (await anna.get(page, headers={"Accept-Language": "en"})).text
    assert "handed to Bob, not opened yet" in still, "a page that renews itself is not somebody who looks"
    await bob.get(page)
    assert "Bob is on it" in (await anna.get(page, headers={"Accept-Language": "en"})).text
    for where in ("/desk/queue", page):
        his, hers = (await bob.get(where)).text, (await anna.get(where)).text
        assert "Anna vous l’a transmis" in his
        assert "vous l’a transmis" not in hers
