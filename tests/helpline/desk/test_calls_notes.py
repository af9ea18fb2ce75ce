"""The note of a call: saved as typed, finished as seen, read by whom it concerns, and erased with what it is about."""

import asyncio
from uuid import UUID

import pytest
from litestar import Litestar

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict, Erased
from helpline.followups import actions as followups
from helpline.followups.model import Address, FollowUpKind
from helpline.intake import jobs as intake_jobs
from helpline.intake import noting
from helpline.intake.digest import Digestion
from helpline.line import jobs as line_jobs
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.retention.actions import erase_case, erase_contact
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.conftest import Desk
from tests.helpline.desk.operators import AVAILABLE, at_the_line, promised, talks
from tests.helpline.line.conftest import CALLER, Line


async def test_what_is_typed_is_saved_as_typed_and_is_there_after_a_reload(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    typed = {"text": "La mère dit :\n « il est parti ».", "version": 0}
    assert (await desk.post(f"/desk/line/calls/{call}/note/typing", data=typed)).json()["version"] == 1
    assert "« il est parti »" in (await desk.get("/desk/line")).text


async def test_two_who_type_at_once_lose_nothing_and_see_both_texts(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    texts = [{"text": f"text {number}", "version": 0} for number in range(5)]
    typing = f"/desk/line/calls/{call}/note/typing"
    answers = await asyncio.gather(*(desk.post(typing, data=text) for text in texts))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    saved = next(text["text"] for text, answer in zip(texts, answers, strict=True) if answer.status_code == 200)
    assert refused == {"version": 1, "text": saved}
    page = await desk.post(f"/desk/line/calls/{call}/note", data={"text": "mine, without script", "version": 0})
    assert page.status_code == 409
    assert saved in page.text
    assert "mine, without script" in page.text


async def test_wrapping_up_makes_the_note_the_contacts_words_reads_them_for_danger_and_leads_to_a_decision(
    signed_in, line: Line
) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    words = "La mère dit : il part en Syrie ce soir, il a pris son passeport et un couteau."
    await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": words, "version": 0})
    assert (await desk.post(f"/desk/line/calls/{call}/end")).status_code == 303
    await line.jobs()
    assert 'id="decide"' not in (await desk.get("/desk/line")).text
    assert (await desk.post(f"/desk/line/calls/{call}/closure")).status_code == 303
    page = (await desk.get("/desk/line")).text
    assert 'id="decide"' in page
    row = await line.row()
    contact = (await desk.get(f"/desk/contacts/{row.contact_id}")).text
    assert "passeport" in contact
    assert "Immediate" in contact
    assert "Who hung up" in contact
    again = await desk.post(f"/desk/line/calls/{call}/closure")
    assert again.status_code == 303
    assert (await desk.get(f"/desk/contacts/{row.contact_id}")).text.count("il part en Syrie") <= 2


async def test_what_was_typed_after_a_death_in_the_middle_of_finishing_reaches_the_contact_too(
    signed_in, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    typing = f"/desk/line/calls/{call}/note/typing"
    await desk.post(typing, data={"text": "Elle a parlé.", "version": 0})

    async def died(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(noting.notes, "finish", died)
        with pytest.raises(ConnectionError):
            await noting.finish(line.engine, Digestion(line.engine, {}), SYSTEM, call)
    await desk.post(typing, data={"text": "Elle a parlé. Le chat est gris.", "version": 1})
    assert (await desk.post(f"/desk/line/calls/{call}/closure", data={"version": 2})).status_code == 303
    assert "Le chat est gris." in (await desk.get(f"/desk/contacts/{(await line.row()).contact_id}")).text


async def test_words_typed_while_a_note_is_being_finished_are_never_marked_as_finished(
    signed_in, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    typing, digestion = f"/desk/line/calls/{call}/note/typing", Digestion(line.engine, {})
    await desk.post(typing, data={"text": "Elle a parlé.", "version": 0})
    read = digestion.at_once

    async def meanwhile(record: UUID) -> None:
        await read(record)
        saved = await desk.post(typing, data={"text": "Elle a parlé. Le chat est gris.", "version": 1})
        assert saved.status_code == 200

    monkeypatch.setattr(digestion, "at_once", meanwhile)
    with pytest.raises(Conflict):
        await noting.finish(line.engine, digestion, SYSTEM, call)
    assert "Le chat est gris." in (await desk.get("/desk/line")).text
    await noting.finish(line.engine, Digestion(line.engine, {}), SYSTEM, call)
    assert "Le chat est gris." in (await desk.get(f"/desk/contacts/{(await line.row()).contact_id}")).text


async def test_who_finishes_a_note_that_says_more_than_his_screen_is_told_so(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    for version, text in enumerate(("Elle a parlé.", "Elle a parlé. Le chat est gris.")):
        await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": text, "version": version})
    refused = await desk.post(f"/desk/line/calls/{call}/closure", data={"version": 1})
    assert refused.status_code == 409
    assert "Somebody typed meanwhile" in refused.text
    assert "Le chat est gris." in refused.text


async def test_a_calls_note_is_read_and_written_by_who_is_on_it_and_by_supervisors_alone(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    typing = f"/desk/line/calls/{call}/note/typing"
    await desk.post(typing, data={"text": "Elle a parlé.", "version": 0})
    other = await at_the_line(signed_in, "Bob")
    for path in (typing, f"/desk/line/calls/{call}/note", f"/desk/line/calls/{call}/closure"):
        refused = await other.post(path, data={"version": 7} | ({} if "closure" in path else {"text": "mine"}))
        assert refused.status_code == 403, path
        assert "Elle a parlé." not in refused.text
    line.people[other.staff.id] = "bob"
    await desk.post(f"/desk/line/calls/{call}/consultation", data={"to": str(other.staff.id)})
    assert (await line.answers()).room
    asked = await other.post(typing, data={"text": "Elle a peur. Oui.", "version": 1})
    assert asked.status_code == 200
    supervisor = await signed_in(Role.SUPERVISOR, "Farid")
    assert (await supervisor.post(typing, data={"text": "", "version": 1})).json()["text"] == "Elle a peur. Oui."


async def test_who_read_or_wrote_a_calls_note_is_known(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    for version in range(3):
        typed = {"text": f"Elle a peur {version}", "version": version}
        await desk.post(f"/desk/line/calls/{call}/note/typing", data=typed)
    supervisor = await signed_in(Role.SUPERVISOR, "Farid")
    await supervisor.post(f"/desk/line/calls/{call}/note/typing", data={"text": "", "version": 1})
    async with line.engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select actor, action from audit_entry where action like 'line.note%' order by 2")
    assert [(row["actor"], row["action"]) for row in rows] == [
        (f"staff:{supervisor.staff.id}", "line.note_read"), (f"staff:{desk.staff.id}", "line.note_saved"),
    ]  # fmt: skip


async def test_one_note_that_cannot_be_finished_never_stops_the_others_and_is_never_deleted(
    signed_in, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await at_the_line(signed_in)
    line.people[desk.staff.id] = desk.staff.name
    for name in ("CAbad", "CAgood"):
        await line.call(name)
        assert (await line.answers(name)).room
        call = (await line.row(name)).id
        await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": f"Note {name}", "version": 0})
        await desk.post(f"/desk/line/calls/{call}/end")
        await desk.post("/desk/line/presence", data=AVAILABLE)
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set left_at = left_at - interval '8 days'")
        await tx.db.execute("update line_call set left_at = left_at - interval '1 day' where id = $1",
                            (bad := await line.row("CAbad")).id)  # fmt: skip
    arrival_of = noting.arrival_of

    def broken(tx, call, text):  # type: ignore[no-untyped-def]  # as the original
        if call.id == bad.id:
            raise Erased("This case was erased.")
        return arrival_of(tx, call, text)

    monkeypatch.setattr(noting, "arrival_of", broken)
    with pytest.raises(Erased):
        await intake_jobs.finish_notes(line.premises)
    good = await line.row("CAgood")
    assert "Note CAgood" in (await desk.get(f"/desk/contacts/{good.contact_id}")).text
    await line_jobs.tend(line.premises)
    assert (await line.row("CAgood")).wrapped is None
    assert (await line.row("CAbad")).wrapped is not None
    monkeypatch.undo()
    await intake_jobs.finish_notes(line.premises)
    assert "Note CAbad" in (await desk.get(f"/desk/contacts/{bad.contact_id}")).text


async def test_a_note_that_is_not_finished_stays_on_the_screen_and_is_finished_by_itself_in_the_end(
    signed_in, line: Line, app: Litestar
) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": "Elle rappelle demain.", "version": 0})
    await desk.post(f"/desk/line/calls/{call}/end")
    await desk.post("/desk/line/presence", data=AVAILABLE)
    assert "Elle rappelle demain." in (await desk.get("/desk/line")).text
    async with line.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update line_call set left_at = left_at - interval '2 hours'")
    await intake_jobs.finish_notes(line.premises)
    row = await line.row()
    assert "Elle rappelle demain." in (await desk.get(f"/desk/contacts/{row.contact_id}")).text
    assert "Elle rappelle demain." not in (await desk.get("/desk/line")).text


async def test_an_erased_contact_takes_its_calls_note_and_the_providers_id_along(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    call = await talks(line, desk)
    await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": "secret", "version": 0})
    await desk.post(f"/desk/line/calls/{call}/end")
    row = await line.row()
    async with line.engine.transaction(SYSTEM) as tx:
        assert await erase_contact(tx, row.contact_id)
    assert (await line.row()).wrapped is None
    async with line.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from call_note") == 0
    assert (await desk.get("/desk/line")).status_code == 200


async def test_what_was_typed_and_the_providers_id_read_as_noise_in_the_database(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    line.people[desk.staff.id] = desk.staff.name
    await line.call("CAcanary")
    await line.answers("CAcanary")
    call = (await line.row("CAcanary")).id
    await desk.post(f"/desk/line/calls/{call}/note/typing", data={"text": "typed canary", "version": 0})
    await promised(line)
    async with line.engine.transaction(SYSTEM) as tx:
        for table in ("line_call", "line_offer", "call_note", "presence", "pgqueuer", "audit_entry"):
            for row in await tx.db.fetch(f"select to_jsonb(t) as all, t::text from {table} t"):
                assert "canary" not in row["t"]
                assert b"canary".hex() not in row["t"]
                assert CALLER not in row["t"]


async def noted_for_a_case(line: Line, desk: Desk) -> tuple[UUID, UUID]:
    """A call-back from a case, with its note typed; the case and the call."""
    line.people[desk.staff.id] = desk.staff.name
    async with line.engine.transaction(SYSTEM) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, CALLER))
        await people.set_rule(tx, person, None, SafeContact(may_call=True))
        promise = await followups.promise(
            tx, kind=FollowUpKind.CALL_BACK, what="Rappeler", due_at=tx.now.replace(year=tx.now.year + 1), owner=None,
            case=case, address=Address(AddressKind.PHONE, CALLER),
        )  # fmt: skip
    assert (await desk.post(f"/desk/follow-ups/{promise}/line-calls", data={"version": 1})).status_code == 200
    await line.jobs()
    async with line.engine.transaction(SYSTEM) as tx:
        offer, call = await tx.db.fetchrow("select id, call_id from line_offer where kind = 'out'")
    assert (await line.house.picked_up(offer, f"CA{offer.hex}")).room
    note = {"text": "Elle va mieux, elle viendra mercredi.", "version": 0}
    assert (await desk.post(f"/desk/line/calls/{call}/note/typing", data=note)).status_code == 200
    return case, call


async def test_the_note_of_a_call_back_from_a_case_is_a_talk_of_that_case(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    case, call = await noted_for_a_case(line, desk)
    assert "Elle va mieux" in (await desk.get("/desk/line")).text
    await desk.post(f"/desk/line/calls/{call}/end")
    await desk.post(f"/desk/line/calls/{call}/closure")
    assert "Elle va mieux" in (await desk.get(f"/desk/cases/{case}")).text


async def test_an_erased_case_takes_the_calls_of_its_promises_along(signed_in, line: Line) -> None:
    desk = await at_the_line(signed_in)
    case, call = await noted_for_a_case(line, desk)
    await desk.post(f"/desk/line/calls/{call}/end")
    async with line.engine.transaction(SYSTEM) as tx:
        assert await erase_case(tx, case)
        assert await tx.db.fetchval("select count(*) from call_note") == 0
        assert await tx.db.fetchval("select wrapped from vault_key where record = $1", call) is None
    await intake_jobs.finish_notes(line.premises)
