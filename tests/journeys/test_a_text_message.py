"""A worried mother sends a text message. How it travels from the door to the day somebody calls back."""

import pytest

from helpline.staff.permissions import Role
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Employ
from tests.journeys.people import Outside, eventually

MOTHER = "+447700900123"
WORRY = "Bonjour, je suis inquiète pour mon fils, il ne parle plus à personne. Pouvez-vous nous accompagner ?"
ANSWER = "Bonjour. Nous pouvons vous appeler demain matin."


@pytest.mark.usefixtures("open_line")
async def test_a_worried_mother_writes_and_is_accompanied_until_the_case_is_closed(
    outside: Outside, employ: Employ, provider: Fake
) -> None:
    alice = await employ("alice", Role.CASE_WORKER)

    # Her message stands in the queue, with what the rules propose and without her number.
    await outside.text(MOTHER, WORRY)
    contact = await alice.finds("inquiète pour mon fils")
    assert WORRY in contact.words
    assert MOTHER not in contact.source

    # Alice takes it; nobody answers before it is known what is safe.
    contact = await alice.send(contact, "/claim")
    assert "Put back" in contact.words
    assert not any("text" in form.names for form in contact.forms if form.action.endswith("/replies"))
    refused = await alice.post(f"{contact.path}/replies", {"text": ANSWER})
    assert refused.status == 409
    assert ANSWER in refused.source
    assert provider.messages == {}

    # Once it is noted that she may be written to and called, the answer leaves and its arrival is seen.
    contact = await alice.send(
        contact, "/safe-contact", may_write="yes", may_call="yes", cover_phrase="la bibliothèque"
    )
    contact = await alice.send(contact, "/replies", text=ANSWER)
    await eventually(lambda: sent(provider))
    [left] = provider.messages.values()
    assert (left["To"], left["Body"]) == (MOTHER, ANSWER)
    await outside.report("sent", "delivered")
    contact = await alice.sees(contact.path, "Delivered")

    # Alice decides: an accompaniment, in a new case. It leaves the queue.
    contact = await alice.send(
        contact,
        "/decision",
        disposition="accompaniment",
        urgency="soon",
        landing="case",
        case_id="new",
        case_title="Maman de N.",
        reason="Elle peut attendre demain",
    )
    assert "Decided" in contact.words
    assert "inquiète" not in (await alice.open("/desk/queue")).words

    # In the case she writes a note, and promises to call back.
    case = await alice.open(contact.link("/desk/cases/"))
    assert "Maman de N." in case.words
    case = await alice.send(case, "/notes", note="La mère dit qu'il reste dans sa chambre.", note_kind="talk")
    contact = await alice.send(
        contact, "/follow-ups", kind="call_back", what="Rappeler la mère", due_at="2031-05-05T10:00"
    )
    promise = await alice.open(contact.link("/desk/follow-ups/"))

    # While it is promised, the case cannot be closed.
    end = {"closing_reason": "aims_reached", "reason": "Ils se parlent de nouveau"}
    refused = await alice.send(await alice.open(case.path), "/closure", **end)
    assert "still open" in refused.words
    assert end["reason"] in refused.source

    # The first time nobody answers, so the promise stays; the second time it is kept.
    dialled = await alice.send(promise, "/calls")
    assert MOTHER in dialled.words
    await alice.send(dialled, "/attempts", outcome="not_reached", note="Pas de réponse")
    promise = await alice.open(promise.path)
    dialled = await alice.send(promise, "/calls")
    await alice.send(dialled, "/attempts", outcome="reached", note="Rendez-vous jeudi")
    promise = await alice.open(promise.path)
    assert "Promise kept" in promise.words
    assert MOTHER not in promise.source

    # The case tells all of it, and is closed.
    case = await alice.open(case.path)
    for told in (WORRY, ANSWER, "reste dans sa chambre", "Rappeler la mère", "Pas de réponse", "Rendez-vous jeudi"):
        assert told in case.words, told
    case = await alice.send(case, "/closure", **end)
    assert end["reason"] in case.words
    assert case.offers("/reopening")


async def sent(provider: Fake) -> int:
    return len(provider.messages)
