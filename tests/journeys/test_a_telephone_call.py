"""The line is closed, and people call: a voicemail that is heard, a call-back that is kept, a ring that is not lost."""

import pytest

from helpline.cli.simulate.handset import Script
from helpline.cli.simulate.provider import melody
from helpline.staff.permissions import Role
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Employ
from tests.journeys.pages import Page
from tests.journeys.people import Outside

FATHER, STRANGER = "+447700900201", "+447700900202"

pytestmark = pytest.mark.usefixtures("closed_line")


async def test_a_father_leaves_a_voicemail_is_heard_and_called_back(
    outside: Outside, employ: Employ, provider: Fake
) -> None:
    bob = await employ("bob", Role.CASE_WORKER)

    # He calls, chooses his language, hears that nobody is there, and speaks after the tone.
    call = await outside.call(FATHER, Script(language="nl", keys="2", seconds=3))
    assert call.rang_duty == ""
    assert len(call.heard) > 4

    # His voicemail stands in the queue; the recording is brought here and deleted at the telephone company.
    contact = await bob.finds("Voicemail")
    assert FATHER not in contact.source
    contact = await bob.until(contact.path, lambda page: bool(page.sounds))
    assert provider.recordings == {}
    sound = await bob.client.get(contact.sounds[0])
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/x-wav")
    assert sound.content == melody(3)
    assert "sandbox" in sound.headers["content-security-policy"]

    # Bob listens and decides: an accompaniment. He asked to be called, which Bob notes.
    await bob.send(contact, "/claim")
    contact = await bob.send(contact, "/safe-contact", may_call="yes", safe_note="Wants to be called on this number.")
    contact = await bob.send(
        contact,
        "/decision",
        disposition="accompaniment",
        urgency="urgent",
        landing="case",
        case_title="Vader van K.",
    )
    contact = await bob.send(contact, "/follow-ups", kind="call_back", what="Terugbellen", due_at="2031-05-05T10:00")

    # The promise is kept, and the case says so.
    promise = await bob.open(contact.link("/desk/follow-ups/"))
    dialled = await bob.send(promise, "/calls")
    assert FATHER in dialled.words
    await bob.send(dialled, "/attempts", outcome="reached", note="Komt woensdag langs")
    case = await bob.open(contact.link("/desk/cases/"))
    for told in ("Voicemail", "Terugbellen", "Komt woensdag langs"):
        assert told in case.words, told


async def test_who_asks_to_be_called_back_is_promised_it_before_anybody_looked(
    outside: Outside, employ: Employ
) -> None:
    bob = await employ("bob")
    await outside.call(FATHER, Script(keys="1"))
    agenda = await bob.sees("/desk/follow-ups", "Asked to be called back")
    promise = await bob.open(agenda.links["Asked to be called back"])

    # Pressing the key allowed this one call, and nothing else.
    dialled = await bob.send(promise, "/calls")
    assert FATHER in dialled.words
    assert "leave no message" in dialled.words
    await bob.send(dialled, "/attempts", outcome="reached", note="")
    assert "Asked to be called back" not in (await bob.open("/desk/follow-ups")).words


async def test_a_ring_that_nobody_answered_is_a_contact_on_the_supervisors_list(
    outside: Outside, employ: Employ
) -> None:
    carla = await employ("carla", Role.SUPERVISOR)
    await outside.call(STRANGER, Script(steps=3))

    def missed(board: Page) -> bool:
        return "+44…02" in board.words

    board = await carla.until("/desk/board", missed)
    contact = await carla.open(board.link("/desk/contacts/"))
    assert "Missed" in contact.words
    contact = await carla.send(
        contact,
        "/decision",
        disposition="out_of_scope",
        urgency="routine",
        landing="closing",
        closing_reason="silent",
        reason="Hung up",
    )
    assert not missed(await carla.open("/desk/board"))
