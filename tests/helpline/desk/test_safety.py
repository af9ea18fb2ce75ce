"""What is safe is noted on the desk, and an answer leaves only when it is. Everybody here is invented."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from helpline.contacts import actions as contacts
from helpline.contacts import safety
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel
from helpline.envelope import AddressKind, SafeContact, Window
from helpline.followups import actions as followups
from helpline.followups.model import FollowUpKind
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent, Purpose, Reason
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from tests.helpline.outbox.conftest import MAIL, NUMBER, allow, arrive
from tests.journeys.pages import Page

Desk = Callable[..., Awaitable[Any]]


@pytest.fixture
async def contact(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await arrive(tx)


async def person_of(engine: Engine, contact: UUID) -> people.PersonView:
    async with engine.transaction(SYSTEM) as tx:
        row = await contact_store.row(tx, contact)
        assert row is not None
        assert row.person_id is not None
        return await people.opened(tx, row.person_id)


async def test_what_is_safe_is_noted_and_then_an_answer_may_leave(at_desk: Desk, engine: Engine, contact: UUID) -> None:
    desk = await at_desk(Role.OPERATOR)
    given = {"may_write": "yes", "windows": "00:00-24:00", "never": "", "cover_phrase": "the library"}
    noted = await desk.post(f"/desk/contacts/{contact}/safe-contact", data=given)
    assert (noted.status_code, noted.headers["location"]) == (303, f"/desk/contacts/{contact}#call")
    rule = (await person_of(engine, contact)).rules[0]
    assert (rule.said.may_write, rule.said.may_call, rule.said.cover_phrase) == (True, None, "the library")
    assert rule.set_by == str(desk.staff.actor)
    history = (await desk.get(f"/desk/contacts/{contact}", headers={"Accept-Language": "en"})).text.partition(
        ">History<"
    )[2]
    assert f"{desk.staff.name} noted what is safe" in history
    assert "the library" not in history
    answered = await desk.post(f"/desk/contacts/{contact}/replies", data={"text": "Call us tomorrow."})
    assert answered.status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select author from outbox") == str(desk.staff.actor)


async def test_what_is_safe_for_a_writer_without_an_address_is_shown_too(at_desk: Desk, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx, Channel.WEBFORM, None)
    desk = await at_desk(Role.OPERATOR)
    assert "the library" not in (await desk.get(f"/desk/contacts/{contact}")).text
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={"cover_phrase": "the library"})
    assert "the library" in (await desk.get(f"/desk/contacts/{contact}")).text


async def test_an_answer_before_anybody_asked_is_refused_and_not_lost(at_desk: Desk, contact: UUID) -> None:
    desk = await at_desk(Role.OPERATOR)
    refused = await desk.post(f"/desk/contacts/{contact}/replies", data={"text": "Call us tomorrow."})
    assert refused.status_code == 409
    for shown in ("ask first", "Call us tomorrow.", f"/desk/contacts/{contact}/safe-contact"):
        assert shown in refused.text


async def test_yes_no_and_not_asked_are_three_answers_and_only_a_no_is_shown_as_a_prohibition(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
        await tx.db.execute("update contact set sender_blind = $1 where id = $2", blind, contact)
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={"may_call": "yes", "may_leave_message": "no"})
    said = (await person_of(engine, contact)).rules[0].said
    assert (said.may_call, said.may_leave_message, said.may_write) == (True, False, None)
    page = (await desk.get(f"/desk/contacts/{contact}")).text
    for shown in (
        '<span class="mark mark--good">may call</span>',
        '<span class="mark mark--danger">leave no message</span>',
        '<span class="mark">writing: not asked</span>',
        "Nobody has asked yet whether we may write",
        "<strong>Possible now: calling.</strong>",
    ):
        assert shown in page
    bar = page[page.index('id="always"') :].partition("</aside>")[0]
    assert ("Possible now: calling." in bar, "whether we may write" in bar) == (True, False)
    form = Page("", 200, page).form("/safe-contact")
    assert (form.filled["may_call"], form.filled["may_leave_message"]) == ("yes", "no")
    assert form.filled["may_write"] == "not_asked"


async def test_a_rule_from_before_the_third_answer_stays_as_strict_as_it_was(tx: Transaction) -> None:
    alice = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER))
    await people.set_rule(tx, alice, None, SafeContact(may_call=True, may_write=False))
    blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
    assert (await people.permission(tx, blind, Purpose.WRITE, tx.now)).reason is Reason.NOT_THIS_WAY
    assert (await people.rules_shown(tx, blind))[0].said.may_write is False


async def test_a_researcher_notes_nothing(at_desk: Desk, contact: UUID) -> None:
    desk = await at_desk(Role.RESEARCHER)
    for path in ("safe-contact", "replies"):
        assert (await desk.post(f"/desk/contacts/{contact}/{path}", data={"text": "x"})).status_code == 403


async def test_a_persons_page_shows_a_mask_and_the_rule(at_desk: Desk, engine: Engine, contact: UUID) -> None:
    desk = await at_desk(Role.CASE_WORKER, "Charlie")
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={"may_call": "yes", "expires": "2031-05-01"})
    person = (await person_of(engine, contact)).person
    changed = await desk.post(
        f"/desk/people/{person.id}/safe-contact",
        data={"may_write": "yes", "may_call": "no", "safe_note": "never by phone"},
    )
    assert changed.status_code == 303
    page = await desk.get(f"/desk/people/{person.id}")
    assert page.status_code == 200
    for shown in ("+44…23", "never by phone", "do not call", "Charlie", "What was said before"):
        assert shown in page.text
    assert NUMBER not in page.text


async def test_what_a_housemate_said_is_shown_and_never_saved_as_the_writers_word(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={"may_write": "yes", "safe_note": "own word"})
    async with engine.transaction(SYSTEM) as tx:
        blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
        await tx.db.execute("update contact set sender_blind = $1 where id = $2", blind, contact)
        bob = await people.add(tx, Kind.REQUESTER, PersonContent("Bob"))
        await people.add_address(tx, bob, AddressKind.PHONE, NUMBER)
        await people.set_rule(tx, bob, None, SafeContact(may_call=True, cover_phrase="the garage"))
    page = (await desk.get(f"/desk/contacts/{contact}")).text
    assert "<strong>Bob</strong>" in page
    assert "the garage" in page
    form = page[page.index('/safe-contact"') :]
    assert "own word" in form
    assert "the garage" not in form[: form.index("</form>")]


async def test_what_is_safe_can_be_said_of_one_address_alone(at_desk: Desk, engine: Engine, contact: UUID) -> None:
    desk = await at_desk(Role.OPERATOR)
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={"may_write": "yes", "address": "here"})
    known = await person_of(engine, contact)
    assert [rule.address_id for rule in known.rules] == [known.addresses[0].id]
    path = f"/desk/people/{known.person.id}"
    assert "Only +44…23" in (await desk.get(path)).text
    changed = await desk.post(f"{path}/safe-contact", data={"address": str(known.addresses[0].id)})
    assert changed.status_code == 303
    assert not (await person_of(engine, contact)).rules[0].said.may_write


async def test_what_was_typed_is_not_lost_when_a_time_cannot_be_read(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={})
    person = (await person_of(engine, contact)).person
    given = {"windows": "after the news", "cover_phrase": "the library", "may_call": "yes"}
    refused = await desk.post(f"/desk/people/{person.id}/safe-contact", data=given)
    assert refused.status_code == 422
    for kept in ("after the news", "the library", "Mon-Fri 09:00-12:00"):
        assert kept in refused.text


async def test_who_is_slower_keeps_what_was_typed_and_sees_what_stands(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await desk.post(f"/desk/contacts/{contact}/safe-contact", data={})
    path = f"/desk/people/{(await person_of(engine, contact)).person.id}"
    given = {"version": "1", "kind": "requester", "language": "nl"}
    assert (await desk.post(f"{path}/description", data=given | {"name": "Alice"})).status_code == 303
    late = await desk.post(f"{path}/description", data=given | {"name": "Alicia", "note": "a sister"})
    assert late.status_code == 409
    for shown in ("Meanwhile it says: Alice", 'value="Alicia"', "a sister"):
        assert shown in late.text
    assert "Alice" in (await desk.post("/desk/search", data={"search": "ali"})).text


async def test_nobody_sees_an_unknown_person(at_desk: Desk) -> None:
    desk = await at_desk(Role.OPERATOR)
    assert (await desk.get("/desk/people/018f0000-0000-7000-8000-000000000000")).status_code == 404


async def test_a_stranger_cannot_loosen_what_another_said_at_the_same_number(tx: Transaction) -> None:
    alice = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER))
    await people.set_rule(tx, alice, None, SafeContact(may_call=False))
    contact = await arrive(tx, Channel.WEBFORM, NUMBER)
    content = (await contacts.opened(tx, contact)).content
    await safety.said_by_writer(tx, contact, content, SafeContact(may_call=True, may_write=True))
    verdict = await people.permission(tx, tx.vault.blind(AddressKind.PHONE, NUMBER), Purpose.CALL, tx.now)
    assert verdict.reason is Reason.NOT_THIS_WAY


async def test_a_writer_may_change_what_the_same_writer_said_in_the_same_conversation(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, MAIL)
    content = (await contacts.opened(tx, contact)).content
    first = await safety.said_by_writer(tx, contact, content, SafeContact())
    assert await safety.said_by_writer(tx, contact, content, SafeContact(may_write=True)) == first


async def test_without_an_address_there_is_nothing_to_keep_to(tx: Transaction) -> None:
    contact = await arrive(tx, Channel.WEBFORM, None)
    content = (await contacts.opened(tx, contact)).content
    assert await safety.said_by_writer(tx, contact, content, SafeContact(may_write=True)) is None


async def test_what_a_contacts_page_lists_of_other_records_is_known_to_the_audit(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    async with engine.transaction(SYSTEM) as tx:
        due = tx.now + timedelta(days=1)
        await followups.promise(tx, kind=FollowUpKind.TASK, what="Ask", due_at=due, owner=None, contact=contact)
    desk = await at_desk(Role.OPERATOR)
    await desk.get(f"/desk/contacts/{contact}")
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select actor, shown from audit_entry where action = 'follow_up.listed'")
    assert row is not None
    assert tuple(row) == (str(desk.staff.actor), 1)


async def test_who_may_not_read_the_queue_is_told_nothing_of_what_moves_in_it(at_desk: Desk) -> None:
    desk = await at_desk(Role.RESEARCHER)
    assert (await desk.get("/desk/events", params={"topic": "queue"})).status_code == 403


async def test_an_answer_is_taken_back_into_the_editor(at_desk: Desk, engine: Engine, contact: UUID) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        await allow(tx, SafeContact(may_write=True))
    page = f"/desk/contacts/{contact}"
    sent = await desk.post(f"{page}/replies", data={"text": "Call us tomorrow.", "leave_at": ""})
    assert sent.headers["location"] == f"{page}#sent"
    (undo,) = re.findall(r'action="([^"]+/withdrawal)"', (await desk.get(page)).text)
    taken_back = await desk.post(undo)
    where = taken_back.headers["location"].partition("#")[0]
    editor = (await desk.get(where)).text.partition('name="text"')[2]
    assert "Call us tomorrow." in editor.partition("</textarea>")[0]
    assert (await desk.post(undo)).status_code == 404


async def test_an_answer_at_an_odd_time_is_refused_and_not_lost(at_desk: Desk, engine: Engine, contact: UUID) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        await allow(tx, SafeContact(may_write=True))
    given = {"text": "Call us tomorrow.", "leave_at": "2020-01-01T10:00"}
    refused = await desk.post(f"/desk/contacts/{contact}/replies", data=given)
    assert refused.status_code == 422
    for shown in ("Call us tomorrow.", "2020-01-01T10:00", "still to come"):
        assert shown in refused.text


async def at_its_number(engine: Engine, contact: UUID) -> None:
    async with engine.transaction(SYSTEM) as tx:
        blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
        await tx.db.execute("update contact set sender_blind = $1 where id = $2", blind, contact)


async def test_a_call_is_offered_where_the_rule_allows_it_now_and_keeps_its_own_promise(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await at_its_number(engine, contact)
    page, button = f"/desk/contacts/{contact}", f'action="/desk/contacts/{contact}/calls"'
    before = (await desk.get(page)).text
    assert "Not asked yet" in before
    assert button not in before
    refused = await desk.post(f"{page}/calls")
    assert refused.status_code == 409
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from follow_up") == 0
    await desk.post(f"{page}/safe-contact", data={"may_call": "yes"})
    assert button in (await desk.get(page)).text
    press = Page("", 200, (await desk.get(page)).text).form("/calls").filled
    called = await desk.post(f"{page}/calls", data=press)
    assert (called.status_code, NUMBER in called.text, "What happened" in called.text) == (200, True, True)
    again = await desk.post(f"{page}/calls", data=press)
    assert again.headers["location"] == f"{promise_in(called.text)}#call"
    opened = (await desk.get(promise_in(called.text))).text
    assert ("Show the number" in opened, NUMBER in opened) == (True, False)
    assert NUMBER in (await desk.post(f"{page}/calls")).text
    async with engine.transaction(SYSTEM) as tx:
        shown = await tx.db.fetch("select detail from audit_entry where action = 'follow_up.number_shown'")
        assert [row["detail"] for row in shown] == ["own", "own"]
        assert await tx.db.fetchval("select count(*) from follow_up") == 1
    sent_on = await (await at_desk(Role.OPERATOR, "Ines")).get(f"{page}/calls")
    assert sent_on.headers["location"] == f"{page}#call"


async def test_a_number_is_shown_at_a_press_to_whoever_proved_lately_who_he_is(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await at_its_number(engine, contact)
    page = f"/desk/contacts/{contact}"
    await desk.post(f"{page}/safe-contact", data={"may_call": "yes"})
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update staff_session set confirmed_at = now() - interval '1 hour'")
    asked = await desk.post(f"{page}/calls")
    assert (asked.status_code, NUMBER in asked.text, f'value="{page}/calls"' in asked.text) == (401, False, True)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from follow_up") == 0


async def test_in_danger_one_press_leads_to_the_page_where_a_ground_opens_the_call(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    """Nothing is loosened: without a ground no number, and both the call and what it overrode are in the audit."""
    desk = await at_desk(Role.OPERATOR)
    await at_its_number(engine, contact)
    page = f"/desk/contacts/{contact}"
    assert "In danger: call all the same" not in (await desk.get(page)).text
    await desk.post(f"{page}/danger", data={"category": "other", "ground": "A knife", "recipient": "112"})
    shown = (await desk.get(page)).text
    assert shown.count("In danger: call all the same") == 2
    assert "In danger: call all the same" in (await desk.get(f"{page}/safe-question")).text
    pressed = await desk.post(f"{page}/danger-calls")
    promise = pressed.headers["location"].removesuffix("#call")
    opened = (await desk.get(promise)).text
    assert ("which danger is it?" in opened, NUMBER in opened) == (True, False)
    assert f'href="{page}/safe-question">what to say' in opened
    assert '<strong dir="ltr">106</strong> Someone who listens, day and night <abbr class="language"' in opened
    refused = await desk.post(f"{promise}/calls", data={"version": "1"})
    assert (refused.status_code, refused.text.count("Nobody has asked yet what is safe.")) == (409, 1)
    assert NUMBER not in refused.text
    assert NUMBER in (await desk.post(f"{promise}/calls", data={"version": "2", "danger": "life"})).text
    async with engine.transaction(SYSTEM) as tx:
        assert (
            await tx.db.fetchval("select detail from audit_entry where action = 'safe_contact.overridden'")
            == "ask_first>life"
        )
        assert await tx.db.fetchval("select detail from audit_entry where action = 'follow_up.number_shown'") == "own"


async def test_a_promise_to_call_says_before_it_is_made_that_no_call_is_allowed_now(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk, page = await at_desk(Role.OPERATOR), f"/desk/contacts/{contact}"
    await at_its_number(engine, contact)
    said = "+44…23 cannot be called now. Nobody has asked this person yet what is safe"
    beside = [re.search(rf'id="{field}-hint"[^>]*>([^<]*)', (await desk.get(page)).text) for field in KINDS]
    assert [said in found[1] for found in beside if found] == [True, True]
    await desk.post(f"{page}/safe-contact", data={"may_call": "yes"})
    assert "cannot be called now" not in (await desk.get(page)).text


KINDS = ("promise-kind", "promise_kind")


def promise_in(page: str) -> str:
    """The address of the promise whose page this is."""
    (found,) = set(re.findall(r'action="(/desk/follow-ups/[0-9a-f-]+)/attempts"', page))
    return str(found)


async def test_a_call_that_a_colleague_promised_is_taken_over_before_it_is_made(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    """Otherwise he would keep a promise that another keeps, and his telephone would stop ringing for it."""
    ines, desk = await at_desk(Role.OPERATOR, "Ines"), await at_desk(Role.OPERATOR)
    await at_its_number(engine, contact)
    page, button = f"/desk/contacts/{contact}", f'action="/desk/contacts/{contact}/calls"'
    await desk.post(f"{page}/safe-contact", data={"may_call": "yes"})
    hers = promise_in((await ines.post(f"{page}/calls")).text)
    assert button in (await ines.get(page)).text
    shown = (await desk.get(page)).text
    assert button not in shown
    assert "Ines promised this call." in shown
    refused = await desk.post(f"{page}/calls")
    assert refused.status_code == 409
    assert "Ines" in refused.text
    version = re.search(r'name="version" value="(\d+)"', shown.partition(f'action="{hers}/owner"')[2])
    assert version
    taken = await desk.post(f"{hers}/owner", data={"owner": str(desk.staff.id), "version": version[1]})
    assert taken.headers["location"] == hers
    assert button in (await desk.get(page)).text
    assert promise_in((await desk.post(f"{page}/calls")).text) == hers


async def test_who_called_is_written_to_by_text_message_where_that_was_allowed(at_desk: Desk, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx, Channel.PHONE, NUMBER)
    await at_its_number(engine, contact)
    desk = await at_desk(Role.OPERATOR)
    page = f"/desk/contacts/{contact}"
    shut = (await desk.get(page)).text
    assert "Nobody has asked this person yet" in shut[shut.index('id="answer"') :]
    await desk.post(f"{page}/safe-contact", data={"may_write": "yes"})
    assert (await desk.post(f"{page}/replies", data={"text": "Call us tomorrow."})).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select channel from outbox") == "sms"


async def test_a_call_that_stood_for_another_day_is_due_at_once_in_danger(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    await at_its_number(engine, contact)
    async with engine.transaction(SYSTEM) as tx:
        week = tx.now + timedelta(days=7)
        await followups.promise(
            tx, kind=FollowUpKind.CALL_BACK, what="Call", due_at=week, owner=desk.staff.id, contact=contact
        )
    await desk.post(f"/desk/contacts/{contact}/danger-calls")
    async with engine.transaction(SYSTEM) as tx:
        [due_at] = await tx.db.fetchrow("select due_at from follow_up")
        assert due_at - tx.now <= timedelta(minutes=15)


async def test_a_number_is_not_shown_against_the_rule_without_a_ground_and_the_page_says_so(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk = await at_desk(Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        due = tx.now + timedelta(days=1)
        promise = await followups.promise(
            tx, kind=FollowUpKind.CALL_BACK, what="Call", due_at=due, owner=desk.staff.id, contact=contact
        )
    shown = await desk.post(f"/desk/follow-ups/{promise}/calls", data={"version": "1"})
    assert shown.status_code == 409
    assert '<a href="#danger">' in shown.text
    assert "the promise stays. Where somebody is in danger, say which danger it is." in shown.text
    assert NUMBER not in shown.text


async def test_what_is_safe_is_asked_from_the_contact_in_prepared_neutral_words(at_desk: Desk, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx, Channel.EMAIL, MAIL)
    desk = await at_desk(Role.OPERATOR)
    page = f"/desk/contacts/{contact}"
    assert f'href="{page}/safe-question"' in (await desk.get(page)).text
    asking = (await desk.get(f"{page}/safe-question")).text
    assert "Uw bericht is goed aangekomen" in asking
    assert f'action="{page}/safe-contact"' in asking
    assert (await desk.post(f"{page}/safe-question")).status_code == 303
    assert "The question is on its way." in (await desk.get(page)).text
    again = await desk.get(f"{page}/safe-question")
    assert "one went already" in again.text


async def test_the_page_of_the_question_promises_to_send_only_where_it_can(
    at_desk: Desk, engine: Engine, contact: UUID
) -> None:
    desk, page = await at_desk(Role.OPERATOR), f"/desk/contacts/{contact}"
    link = "What to say when they call or write again"
    assert (link in (await desk.get(page)).text, "ready to send" in (await desk.get(page)).text) == (True, False)
    shut = (await desk.get(f"{page}/safe-question")).text
    forms = [Page("", 200, text).form("/safe-contact") for text in ((await desk.get(page)).text, shut)]
    assert [form.filled["address"] for form in forms] == ["here", "here"]
    assert shut.count(">Only +44…23</option>") == 1
    assert (link in shut, "Send this question" in shut, "Uw bericht is goed" in shut) == (True, False, False)
    await desk.post(f"{page}/safe-contact", data={"may_write": "yes"})
    assert "ready to send" in (await desk.get(page)).text
    assert "because writing is allowed now" in (await desk.get(f"{page}/safe-question")).text
    assert (await desk.post(f"{page}/safe-question")).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select channel from outbox") == "sms"


async def test_the_question_on_the_site_is_said_to_be_a_colleagues(at_desk: Desk, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx, Channel.WEBFORM, None)
    desk = await at_desk(Role.OPERATOR)
    assert (await desk.post(f"/desk/contacts/{contact}/safe-question")).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        ours = await tx.db.fetchval("select id from contact where direction = 'out'")
    shown = (await desk.get(f"/desk/contacts/{ours}")).text
    assert "standing words, sent by a colleague" in shown
    assert "written by a machine" not in shown
    assert "We wrote this ourselves" in (await desk.get(f"/desk/contacts/{ours}/safe-question")).text


async def test_an_answer_noted_after_asking_keeps_what_was_said_before(at_desk: Desk, engine: Engine) -> None:
    said = SafeContact(
        may_call=True, may_leave_message=False, never=(Window(0, "18:00", "24:00"),), cover_phrase="the car"
    )
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx, Channel.WEBFORM, NUMBER)
        await safety.said_by_writer(tx, contact, (await contacts.opened(tx, contact)).content, said)
        person = (await contacts.opened(tx, contact)).row.person_id
        assert person is not None
        await people.set_rule(tx, person, None, said, tx.now + timedelta(days=9))
    await at_its_number(engine, contact)
    desk, page = await at_desk(Role.OPERATOR), f"/desk/contacts/{contact}"
    form = Page("", 200, (await desk.get(f"{page}/safe-question")).text).form("/safe-contact")
    assert form.filled["address"] == "here"
    assert (await desk.post(f"{page}/safe-contact", data=form.filled | {"may_write": "yes"})).status_code == 303
    now, before = (await person_of(engine, contact)).rules[:2]
    assert (now.said.may_write, now.said.may_call, now.said.may_leave_message) == (True, True, False)
    assert (now.said.never, now.said.cover_phrase) == (said.never, "the car")
    assert (now.address_id is not None, before.address_id) == (True, None)
    assert now.expires_at is not None
    async with engine.transaction(SYSTEM) as tx:
        blind = tx.vault.blind(AddressKind.PHONE, NUMBER)
        noon = (tx.now + timedelta(days=1)).replace(hour=11)
        assert (await people.permission(tx, blind, Purpose.WRITE, noon)).reason is Reason.SAFE
