"""The pages of cases, promises, partners and the board, as the staff walk through them."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.clock import new_id, now
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.directory import actions as directory
from helpline.directory.model import Entry
from helpline.envelope import AddressKind, SafeContact
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from helpline.web.dates import local

SignedIn = Callable[..., Awaitable[Any]]
NUMBER = "+447700900123"


@pytest.fixture
async def contact(engine: Engine) -> UUID:
    """A text message from an invented number whose owner may be called."""
    async with engine.transaction(SYSTEM) as tx:
        key = tx.vault.mint(new_id())
        new = NewContact(
            key=key, channel=Channel.SMS, direction=Direction.IN, occurred_at=tx.now, received_at=tx.now,
            content=Content(text="Rappelez-moi svp", sender=NUMBER), conversation=key.record,
            sender_kind=AddressKind.PHONE, sender_blind=tx.vault.blind("phone", NUMBER),
        )  # fmt: skip
        await contacts.add(tx, [new])
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER))
        await people.set_rule(tx, person, None, SafeContact(may_call=True))
    return key.record


@pytest.fixture
async def case(engine: Engine, contact: UUID) -> str:
    """An accompaniment that grew from the contact."""
    async with engine.transaction(SYSTEM) as tx:
        opened = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.", contact=contact)
    return f"/desk/cases/{opened}"


async def test_a_case_is_worked_on_and_closed(signed_in: SignedIn, case: str) -> None:
    desk = await signed_in(Role.CASE_WORKER, "Alice")
    desk.cookies.set("language", "en")
    for path, form in {
        "notes": {"note": "Première rencontre", "note_kind": "talk"},
        "assignment": {"version": "1", "worker": str(desk.staff.id), "deputy": ""},
        "stage": {"version": "1", "stage": "clearing", "stage_words": ""},
        "frame": {"version": "2", "frame": "relative", "frame_words": "Personne n'est informé"},
        "participants": {"role": "concerned", "name": "N.", "phone": "", "email": ""},
        "referrals": {"partner_id": "", "service": "1712", "referral_note": "Aide aux victimes"},
    }.items():
        assert (await desk.post(f"{case}/{path}", data=form)).headers.get("location") == case, path
    page = (await desk.get(case)).text
    for words in ("Première rencontre", "Clearing", "Relative", "N.", "1712", "Worker: Alice", "Rappelez-moi svp"):
        assert words in page
    assert "Maman de N." in (await desk.get("/desk/cases?view=mine")).text


async def test_a_refused_form_keeps_every_word(signed_in: SignedIn, case: str) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    form = {"version": "1", "closing_reason": "answered", "reason": "Un long texte écrit"}
    refused = await desk.post(f"{case}/closure", data=form)
    assert refused.status_code == 422
    assert "Un long texte écrit" in refused.text


async def test_a_case_is_printed_by_somebody_whose_name_is_on_the_paper_and_in_the_audit(
    signed_in: SignedIn, engine: Engine, case: str
) -> None:
    desk = await signed_in(Role.CASE_WORKER, "Alice")
    await desk.post(f"{case}/notes", data={"note": "Première rencontre", "note_kind": "talk"})
    paper = (await desk.get(f"{case}/print")).text
    for words in ("Maman de N.", "Première rencontre", "Rappelez-moi svp", "Imprimé par Alice"):
        assert words in paper
    assert "<nav" not in paper
    assert "<textarea" not in paper
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from audit_entry where action = 'case.printed'") == 1


async def test_two_descriptions_at_once_show_both_texts(signed_in: SignedIn, case: str) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    await desk.post(f"{case}/description", data={"version": "1", "title": "N.", "summary": "Vue par Alice"})
    late = await desk.post(f"{case}/description", data={"version": "1", "title": "N.", "summary": "Vue par Bob"})
    assert late.status_code == 409
    assert "Vue par Alice" in late.text
    assert "Vue par Bob" in late.text


async def test_a_case_answers_whom_it_may_write_to(
    signed_in: SignedIn, engine: Engine, case: str, contact: UUID
) -> None:
    desk = await signed_in(Role.CASE_WORKER, "Alice")
    answer = {"contact_id": str(contact), "text": "Nous pouvons en parler demain."}
    blocked = await desk.post(f"{case}/replies", data=answer)
    assert blocked.status_code == 409
    assert answer["text"] in blocked.text

    async with engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER))
        await people.set_rule(tx, person, None, SafeContact(may_write=True))
    assert (await desk.post(f"{case}/replies", data=answer)).headers["location"] == case
    assert answer["text"] in (await desk.get(case)).text


async def test_a_call_back_is_promised_dialled_and_kept(signed_in: SignedIn, contact: UUID) -> None:
    desk = await signed_in(Role.OPERATOR)
    form = {"kind": "call_back", "what": "Rappeler ce soir", "due_at": "2031-05-05T10:00", "owner": str(desk.staff.id)}
    assert (await desk.post(f"/desk/contacts/{contact}/follow-ups", data=form)).status_code == 303
    listed = (await desk.get("/desk/follow-ups")).text
    assert "Rappeler ce soir" in listed
    assert NUMBER not in listed
    promise = listed.split('<tr id="follow-up-')[1].split('"')[0]

    assert NUMBER not in (await desk.get(f"/desk/follow-ups/{promise}")).text
    assert NUMBER in (await desk.post(f"/desk/follow-ups/{promise}/calls", data={"version": "1"})).text
    done = {"version": "2", "outcome": "reached", "note": "Elle va mieux", "due_at": ""}
    kept = (await desk.post(f"/desk/follow-ups/{promise}/attempts", data=done)).headers["location"]
    assert 'id="done" role="status">\n  <p>Promesse tenue' in (await desk.get(kept)).text
    assert "Elle va mieux" in (await desk.get(f"/desk/follow-ups/{promise}")).text


def soon() -> str:
    """In half an hour, as a browser sends it."""
    return local(now() + timedelta(minutes=30))


async def test_the_navigation_reminds_of_what_is_due_within_the_hour(signed_in: SignedIn, contact: UUID) -> None:
    desk = await signed_in(Role.OPERATOR)
    assert (await desk.get("/desk/follow-ups/reminder")).text.strip() == ""
    form = {"kind": "task", "what": "Envoyer l'adresse", "due_at": soon(), "owner": str(desk.staff.id)}
    await desk.post(f"/desk/contacts/{contact}/follow-ups", data=form)
    assert ">1<" in (await desk.get("/desk/follow-ups/reminder")).text


async def test_a_partner_is_written_verified_and_found(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.CASE_WORKER, "Alice")
    desk.cookies.set("language", "en")
    refused = await desk.post(
        "/desk/partners/entries", data={"name": "Planning Inventé", "services": "", "version": "0"}
    )
    assert refused.status_code == 422
    assert "Planning Inventé" in refused.text
    entry = {
        "name": "Planning Inventé",
        "services": "écoute, aide",
        "phone": "+3281000000",
        "active": "yes",
        "version": "0",
    }
    partner = (await desk.post("/desk/partners/entries", data=entry)).headers["location"]
    await desk.post(f"{partner}/verification", data={"version": "1"})
    assert "Verified today by Alice" in (await desk.get(partner)).text
    assert "Planning Inventé" in (await desk.get("/desk/partners?words=aide")).text


async def test_an_orientation_is_declined_with_a_reason(signed_in: SignedIn, engine: Engine, case: str) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    async with engine.transaction(SYSTEM) as tx:
        partner = await directory.add(tx, Entry(name="Planning Inventé", services=("écoute",), phone="+3281000000"))
    await desk.post(f"{case}/referrals", data={"partner_id": str(partner), "service": "", "referral_note": "Écoute"})
    referral = "/desk/referrals/" + (await desk.get(case)).text.split("/desk/referrals/")[1].split('"')[0]
    refused = await desk.post(f"{referral}/state", data={"version": "1", "state": "declined", "reason": ""})
    assert refused.status_code == 422
    await desk.post(f"{referral}/state", data={"version": "1", "state": "declined", "reason": "Pas de place"})
    assert "Pas de place" in (await desk.get(referral)).text


async def test_an_orientation_names_a_partner_or_a_number_we_know(signed_in: SignedIn, case: str) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    for unknown in ("", "0900 12 345", "Tante Emma"):
        form = {"partner_id": "", "service": unknown, "referral_note": "Une écoute"}
        refused = await desk.post(f"{case}/referrals", data=form)
        assert refused.status_code == 422
        assert "Une écoute" in refused.text
    assert '<option value="0800 32 123">' in (await desk.get(case)).text


async def test_the_board_is_the_supervisors(signed_in: SignedIn, case: str) -> None:
    assert (await (await signed_in(Role.OPERATOR)).get("/desk/board")).status_code == 403
    page = await (await signed_in(Role.SUPERVISOR, "Charlie")).get("/desk/board")
    assert page.status_code == 200
    assert "Charlie" in page.text


async def test_the_board_says_what_happened_since_the_moment_chosen_last(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.SUPERVISOR)
    evening = '<a href="?since=evening" aria-current="page">'
    assert evening not in (await desk.get("/desk/board")).text
    await desk.get("/desk/board?since=evening")
    assert evening in (await desk.get("/desk/board")).text
    await desk.get("/desk/board?since=closed")
    assert evening not in (await desk.get("/desk/board")).text


async def promised(desk: Any, contact: UUID) -> str:
    """A promise of whoever sits at the desk; its address."""
    form = {"kind": "task", "what": "Envoyer l'adresse", "due_at": "2031-05-05T10:00", "owner": str(desk.staff.id)}
    await desk.post(f"/desk/contacts/{contact}/follow-ups", data=form)
    listed = (await desk.get("/desk/follow-ups")).text
    return "/desk/follow-ups/" + listed.split('<tr id="follow-up-')[1].split('"')[0]


async def test_a_promise_is_postponed_handed_over_and_dropped_with_a_reason(signed_in: SignedIn, contact: UUID) -> None:
    desk, bob = await signed_in(Role.OPERATOR), await signed_in(Role.OPERATOR, "Bob")
    promise = await promised(desk, contact)
    await desk.post(f"{promise}/postponement", data={"version": "1", "later": "2032-06-07T10:00"})
    await desk.post(f"{promise}/owner", data={"version": "2", "owner": str(bob.staff.id)})
    refused = await bob.post(f"{promise}/closure", data={"version": "3", "how": "dropped", "reason": ""})
    assert refused.status_code == 422
    await bob.post(f"{promise}/closure", data={"version": "3", "how": "dropped", "reason": "Elle a retiré sa demande"})
    page = (await bob.get(promise)).text
    assert "2032" in page
    assert "Bob" in page
    assert f"{promise}/closure" not in page


async def test_a_moment_in_the_past_and_a_colleague_nobody_knows_are_refused(
    signed_in: SignedIn, contact: UUID
) -> None:
    desk = await signed_in(Role.OPERATOR)
    promise = await promised(desk, contact)
    past = {"version": "1", "outcome": "later", "due_at": "2020-01-01T10:00", "note": "Elle préfère lundi"}
    refused = await desk.post(f"{promise}/attempts", data=past)
    assert refused.status_code == 422
    assert "Elle préfère lundi" in refused.text
    assert (await desk.post(f"{promise}/owner", data={"version": "1", "owner": str(new_id())})).status_code == 422


async def test_a_contact_is_put_into_a_case_and_taken_out(signed_in: SignedIn, case: str, contact: UUID) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    assert (await desk.post(f"{case}/contacts/{contact}/removal")).headers["location"] == case
    assert "Rappelez-moi" not in (await desk.get(case)).text
    assert (await desk.post(f"{case}/contacts", data={"contact_id": str(contact)})).headers["location"] == case
    assert "Rappelez-moi" in (await desk.get(case)).text
    its, _, others = (
        (await desk.get(f"/desk/contacts/{contact}")).text.partition("Son dossier")[2].partition('id="earlier"')
    )
    assert case in its
    assert case not in others
    assert (await desk.post(f"{case}/contacts", data={"contact_id": str(new_id())})).status_code == 404


async def test_a_case_changes_its_kind_is_closed_and_reopened(signed_in: SignedIn, engine: Engine) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    async with engine.transaction(SYSTEM) as tx:
        opened = await cases.open(tx, kind=CaseKind.INFORMATION_REQUEST, title="Horaires")
    case = f"/desk/cases/{opened}"
    assert (await desk.post(f"{case}/stage", data={"version": "1", "stage": "path"})).status_code == 422
    for path, form in {
        "kind": {"version": "1", "case_kind": "accompaniment", "kind_reason": "Elle demande un suivi"},
        "reviews": {"version": "1", "found": "Toujours utile", "next_review": "2031-01-01"},
    }.items():
        assert (await desk.post(f"{case}/{path}", data=form)).status_code == 303, path
    closing = {"version": "2", "closing_reason": "withdrew", "reason": ""}
    assert (await desk.post(f"{case}/closure", data=closing)).status_code == 303
    assert "Review" not in (await desk.get("/desk/follow-ups?show=all")).text
    await desk.post(f"{case}/reopening", data={"version": "3", "reason": "Elle rappelle"})
    assert "Elle rappelle" in (await desk.get(case)).text


def named(html: str, masked: str) -> str:
    """The value of the choice that shows a masked number."""
    return re.split(rf", {re.escape(masked)}[^<]*</option>", html)[0].rsplit('<option value="', 1)[1].split('"')[0]


async def test_a_call_back_promised_from_a_case_rings_whom_it_was_promised_to(
    signed_in: SignedIn, engine: Engine, case: str, contact: UUID
) -> None:
    desk, fathers = await signed_in(Role.CASE_WORKER), "+447700900456"
    father = {"role": "requester", "name": "Papa", "phone": fathers, "email": ""}
    await desk.post(f"{case}/participants", data=father)
    page = (await desk.get(case)).text
    assert NUMBER not in page
    assert fathers not in page
    assert ", +44…56 · pas maintenant : Personne n’a encore demandé ce qui est sûr</option>" in page
    assert ", +44…23</option>" in page
    form = {"kind": "call_back", "what": "Rappeler", "due_at": "2031-05-05T10:00", "owner": str(desk.staff.id)}
    for masked, number, where in (
        ("+44…56", fathers, "/desk/people/"),
        ("+44…23", NUMBER, f"/desk/contacts/{contact}"),
    ):
        chosen = form | {"what": number[-3:], "whom": named(page, masked)}
        made = await desk.post(f"{case}/follow-ups", data=chosen)
        assert made.headers.get("location") == case, made.text
        told = (await desk.get(case)).text.split(f">{number[-3:]}</a>")[0]
        promise = "/desk/follow-ups/" + told.rsplit("/desk/follow-ups/", 1)[1].split('"')[0]
        called = (await desk.post(f"{promise}/calls", data={"version": "1"})).text
        if number == NUMBER:
            assert f"tel:{number}" in called
        else:
            assert number not in called
            assert f'href="{where}' in called


async def test_a_call_back_from_a_case_says_whom_and_nobody_from_elsewhere(
    signed_in: SignedIn, case: str, contact: UUID
) -> None:
    desk = await signed_in(Role.CASE_WORKER)
    form = {"kind": "call_back", "what": "Rappeler la mère", "due_at": "2031-05-05T10:00", "owner": ""}
    for whom in ("", str(new_id())):
        refused = await desk.post(f"{case}/follow-ups", data=form | {"whom": whom})
        assert refused.status_code == 422
        assert "Rappeler la mère" in refused.text
        assert "promise-whom-problem" in refused.text
