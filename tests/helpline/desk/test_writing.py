"""What colleagues are writing about a contact: saved while it is typed, seen by the others, never lost to anybody."""

import asyncio
import json
import wave
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import drafts, looking
from helpline.contacts.model import Channel, Content, Direction, Disposition, NewContact, Urgency
from helpline.contacts.unsent import DraftKind
from helpline.envelope import AddressKind, Arrival, Attachment, Outcome
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.intake.recordings import write_down
from helpline.queue import actions as queue
from helpline.retention.actions import erase_contact
from helpline.staff.permissions import Role
from helpline.triage import actions as triage
from helpline.triage.model import LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory, Promise
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine
from tests.conftest import Desk


@pytest.fixture
async def contact(engine: Engine) -> UUID:
    """A text message that somebody may answer."""
    async with engine.transaction(SYSTEM) as tx:
        key = tx.vault.mint(new_id())
        sender = "+447700900123"
        new = NewContact(
            key=key,
            channel=Channel.SMS,
            direction=Direction.IN,
            occurred_at=tx.now,
            received_at=tx.now,
            content=Content(text="Pouvez-vous me rappeler ?", sender=sender),
            conversation=key.record,
            sender_kind=AddressKind.PHONE,
            sender_blind=tx.vault.blind("phone", sender),
        )
        await contacts.add(tx, [new])
        return new.id


async def types(desk: Desk, contact: UUID, kind: str, version: int = 0, **fields: str) -> tuple[int, dict]:
    given = {"fields": json.dumps(fields), "version": version}
    answer = await desk.post(f"/desk/contacts/{contact}/drafts/{kind}", data=given)
    return answer.status_code, answer.json()


async def test_a_draft_is_there_after_a_reload_and_colleagues_see_whose_it_is(signed_in, contact: UUID) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    assert await types(alice, contact, "decision", disposition="accompaniment", reason="Elle hésite.") == (
        200, {"version": 1, "fields": None},
    )  # fmt: skip
    hers = (await alice.get(f"/desk/contacts/{contact}")).text
    assert "Elle hésite.</textarea>" in hers
    assert 'drafts/decision" data-draft-version="1"' in hers
    his = (await bram.get(f"/desk/contacts/{contact}")).text
    assert "Alice est en train de décider" in his
    assert "Elle hésite." in his
    assert "Elle hésite." in (await bram.get(f"/desk/contacts/{contact}/drafts")).text


async def test_two_who_write_at_once_overwrite_nothing(signed_in, contact: UUID) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    both = await asyncio.gather(
        types(alice, contact, "reply", text="de Alice"), types(bram, contact, "reply", text="de Bram")
    )
    assert [status for status, _ in both] == [200, 200]
    page = (await alice.get(f"/desk/contacts/{contact}/drafts")).text
    assert "de Bram" in page
    assert "de Alice" not in page


async def test_what_was_typed_in_another_window_comes_back_and_stays(signed_in, contact: UUID) -> None:
    alice = await signed_in(Role.OPERATOR, "Alice")
    await types(alice, contact, "reply", text="first window")
    status, kept = await types(alice, contact, "reply", text="second window")
    assert (status, kept) == (409, {"version": 1, "fields": {"text": "first window"}})
    assert (await types(alice, contact, "reply", text="first window"))[0] == 200, "the same words twice are one"


async def test_a_draft_is_taken_over_together_with_what_one_had_typed(signed_in, contact: UUID, engine: Engine) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    await types(alice, contact, "reply", text="de Alice")
    await types(bram, contact, "reply", text="de Bram")
    taking = f"/desk/contacts/{contact}/drafts/reply/taking/{alice.staff.id}"
    assert (await bram.post(taking)).status_code == 303
    assert (await bram.post(taking)).status_code == 404
    assert await types(alice, contact, "reply", 1, text="de Alice, encore") == (200, {"version": 1, "fields": None})
    page = (await alice.get(f"/desk/contacts/{contact}")).text
    assert "de Alice\n\nde Bram" in page
    assert "de Alice, encore" in page


async def test_only_ones_own_draft_goes_when_one_decides(signed_in, contact: UUID, engine: Engine) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    for desk in (alice, bram):
        await types(desk, contact, "decision", reason=f"from {desk.staff.name}")
    said = {"version": 1, "disposition": "spam", "urgency": "routine", "landing": "quarantine", "reason": "from Alice"}
    assert (await alice.post(f"/desk/contacts/{contact}/decision", data=said)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert [one.name for one in (await drafts.of_contact(tx, contact)).others] == ["Bram"]


async def test_two_who_decide_at_once_both_see_both_texts(signed_in, contact: UUID) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    said = {"version": 1, "disposition": "spam", "urgency": "routine", "landing": "quarantine"}
    await alice.post(f"/desk/contacts/{contact}/decision", data=said | {"reason": "words of Alice"})
    refused = await bram.post(f"/desk/contacts/{contact}/decision", data=said | {"reason": "words of Bram"})
    assert refused.status_code == 409
    assert "words of Alice" in refused.text
    assert "words of Bram" in refused.text


async def recorded(engine: Engine, call: str) -> UUID:
    """A call that left a recording, as yet without words."""
    sound = BytesIO()
    with wave.open(sound, "wb") as made:
        made.setparams((1, 2, 8000, 0, "NONE", ""))
        made.writeframes(bytes(2 * 8000 * 65))
    voice = (Attachment("voicemail.wav", "audio/wav", sound.getvalue()),)
    left = Arrival("phone", call, datetime.now(UTC), outcome=Outcome.VOICEMAIL, attachments=voice)
    contact = (await intake.keep(engine, intake.by_hand(left, call))).record
    await Digestion(engine, {}).at_once(contact)
    return contact


DEPARTURE = "Il part ce soir en Syrie, il a pris son passeport et un couteau."


async def test_what_a_recording_says_is_written_down_under_it_and_read_for_danger(signed_in, engine: Engine) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    contact = await recorded(engine, "CA1")
    page, where = f"/desk/contacts/{contact}", f"/desk/contacts/{contact}/recording"
    assert f'action="{where}"' in (await alice.get(page)).text
    assert '</audio> <span class="quiet">1:05</span>' in (await alice.get(page)).text
    assert "Message vocal · 1:05" in (await alice.get("/desk/queue")).text
    await types(alice, contact, "recording", heard="Il part ce")
    assert "Il part ce</textarea>" in (await alice.get(page)).text
    assert (await bram.post(where, data={"version": 1, "heard": " "})).status_code == 422
    assert (await alice.post(where, data={"version": 1, "heard": DEPARTURE})).status_code == 303
    late = await bram.post(where, data={"version": 1, "heard": "words of Bram"})
    assert late.status_code == 409
    assert "words of Bram</textarea>" in late.text
    shown = (await alice.get(page)).text
    assert "Alice a noté ce que dit l’enregistrement" in shown
    assert "Il part ce</textarea>" not in shown
    async with engine.transaction(SYSTEM) as tx:
        [line] = await queue.lines(tx)
        assert (line.row.urgency, line.gist.beginning) == (Urgency.IMMEDIATE, DEPARTURE)


async def test_a_recording_somebody_goes_on_with_waits_again_only_for_a_danger_nobody_decided_about(
    signed_in, engine: Engine
) -> None:
    alice = await signed_in(Role.OPERATOR, "Alice")
    calm, grave, known, closed = [await recorded(engine, call) for call in ("CA1", "CA2", "CA3", "CA4")]
    async with engine.transaction(Actor(ActorKind.STAFF, Role.OPERATOR, alice.staff.id)) as tx:
        case = Choice(
            disposition=Disposition.ACCOMPANIMENT, urgency=Urgency.SOON, landing=LandingKind.CASE, case_title="M."
        )
        silent = Choice(
            disposition=Disposition.OUT_OF_SCOPE, urgency=Urgency.ROUTINE, landing=LandingKind.CLOSING,
            reason="Nothing is heard", closing_reason="silent",
        )  # fmt: skip
        for decided, how in ((calm, case), (grave, case), (closed, silent)):
            await triage.decide(tx, decided, 1, how)
        promise = Promise("Rappeler le père", tx.now + timedelta(hours=1), alice.staff.id)
        danger = Choice(
            disposition=Disposition.URGENT_SAFETY, urgency=Urgency.IMMEDIATE, landing=LandingKind.FOLLOW_UP,
            promise=promise,
        )  # fmt: skip
        await triage.log_danger(tx, known, DangerCategory.DEPARTURE, Danger(ground="Il part", recipient="112"))
        await triage.decide(tx, known, 1, danger)
        await write_down(tx, calm, "Bonjour, quels sont vos horaires ?", 2)
        await write_down(tx, known, DEPARTURE, 2)
        assert await queue.lines(tx) == []
        await write_down(tx, grave, DEPARTURE, 2)
        assert [(line.row.id, line.row.urgency) for line in await queue.lines(tx)] == [(grave, Urgency.IMMEDIATE)]
        steps = [one.event for one in await contacts.history(tx, grave)]
        assert steps[-2:] == ["written_down", "danger_heard"]
        await write_down(tx, closed, "Je m'inquiète pour mon fils, rappelez-moi.", 2)
        assert {line.row.id for line in await queue.lines(tx)} == {grave, closed}
        assert [one.event for one in await contacts.history(tx, closed)][-1] == "words_heard"


async def test_an_emptied_answer_is_no_draft(signed_in, contact: UUID, engine: Engine) -> None:
    alice = await signed_in(Role.OPERATOR, "Alice")
    await types(alice, contact, "reply", text="un mot")
    assert await types(alice, contact, "reply", 1, text=" ") == (200, {"version": 0, "fields": None})
    async with engine.transaction(SYSTEM) as tx:
        assert (await drafts.of_contact(tx, contact)).others == ()


async def test_a_draft_takes_what_its_form_has_and_nothing_else(signed_in, contact: UUID) -> None:
    alice = await signed_in(Role.OPERATOR, "Alice")
    where = f"/desk/contacts/{contact}/drafts"
    assert (await alice.post(f"{where}/reply", data={"fields": '{"password": "x"}'})).status_code == 422
    assert (await alice.post(f"{where}/reply", data={"fields": "{"})).status_code == 422
    assert (await alice.post(f"{where}/novel", data={"fields": "{}"})).status_code in (400, 404, 422)


async def test_who_only_reads_types_nothing(signed_in, contact: UUID) -> None:
    officer = await signed_in(Role.DATA_PROTECTION_OFFICER)
    answer = await officer.post(f"/desk/contacts/{contact}/drafts/reply", data={"fields": '{"text": "x"}'})
    assert answer.status_code == 403


async def test_what_was_being_written_about_an_erased_contact_goes_with_it(
    signed_in, contact: UUID, engine: Engine
) -> None:
    alice = await signed_in(Role.OPERATOR, "Alice")
    await types(alice, contact, "reply", text="un mot")
    await alice.get(f"/desk/contacts/{contact}")
    async with engine.transaction(SYSTEM) as tx:
        await erase_contact(tx, contact)
        for table in ("contact_draft", "contact_look"):
            assert await tx.db.fetchval(f"select count(*) from {table}") == 0


async def test_who_else_looks_is_named_and_forgotten_within_minutes(signed_in, contact: UUID, engine: Engine) -> None:
    alice, bram = await signed_in(Role.OPERATOR, "Alice"), await signed_in(Role.OPERATOR, "Bram")
    assert "regarde aussi" not in (await alice.get(f"/desk/contacts/{contact}")).text
    assert "Alice regarde aussi" in (await bram.get(f"/desk/contacts/{contact}")).text
    assert "Bram regarde aussi" in (await alice.get(f"/desk/contacts/{contact}/looks")).text
    assert (await bram.post(f"/desk/contacts/{contact}/looks/end")).status_code == 204
    assert "Bram" not in (await alice.get(f"/desk/contacts/{contact}/looks")).text
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update contact_look set seen_at = seen_at - interval '2 minutes'")
        await looking.forget(tx)
        assert await tx.db.fetchval("select count(*) from contact_look") == 0


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        ({"text": "a"}, {"text": "b"}, {"text": "a\n\nb"}),
        ({"text": "a"}, {"text": "a"}, {"text": "a"}),
        ({"urgency": "soon", "what": "x"}, {"urgency": "urgent", "what": "y"}, {"urgency": "soon", "what": "x / y"}),
        ({"reason": ""}, {"reason": "b", "landing": "case"}, {"reason": "b", "landing": "case"}),
    ],
)
def test_of_two_drafts_no_word_is_lost(theirs: dict[str, str], mine: dict[str, str], together: dict[str, str]) -> None:
    assert drafts.both(theirs, mine) == together


def test_every_form_keeps_what_is_typed_in_it() -> None:
    assert all(set(drafts.TYPED[kind]) <= drafts.FIELDS[kind] for kind in DraftKind)
