"""Somebody asks by mail, is answered by mail, and the answer to our answer finds its way back."""

from email.message import Message

import pytest

from tests.channels.email.test_doors import Sink
from tests.journeys.conftest import Employ
from tests.journeys.people import Colleague, Outside, eventually

TEACHER = "teacher@example.org"
QUESTION = "Bonjour, quels sont vos horaires, et peut-on rester anonyme ?"
ANSWER = "Bonjour. Nous sommes là le mardi matin, et oui."
THANKS = "Merci. Puis-je venir mardi ?"

pytestmark = pytest.mark.usefixtures("open_line")


async def test_a_question_is_answered_and_the_next_mail_joins_the_case(
    outside: Outside, employ: Employ, letters: Sink
) -> None:
    alice = await employ("alice")
    sent = await asked_and_answered(outside, alice, letters)

    # The answer to our answer comes to the address we gave, from a sender our border could prove.
    await outside.mail(TEACHER, "Re: " + sent["Subject"], THANKS, proven=True, to=sent["Reply-To"])
    further = await alice.finds(THANKS)
    assert "sender not proven" not in further.words

    # Its default is the case it belongs to; Alice only confirms.
    path = further.link("/desk/cases/")
    decision = further.form("/decision").filled
    assert (decision["landing"], decision["case_id"]) == ("case", path.rpartition("/")[2])
    await alice.send(further, "/decision", disposition="information_request", urgency="routine", reason="Demain suffit")

    # The case tells both, and its promise is kept before it is closed.
    case = await alice.open(path)
    for told in (QUESTION, ANSWER, THANKS):
        assert told in case.words, told
    case = await alice.send(case, "/follow-ups", kind="task", what="Envoyer la brochure", due_at="2031-05-05T10:00")
    promise = await alice.open(case.link("/desk/follow-ups/"))
    await alice.send(promise, "/closure", how="kept")
    case = await alice.send(await alice.open(path), "/closure", closing_reason="answered", reason="")
    assert case.offers("/reopening")
    assert "Envoyer la brochure" in case.words


async def test_whoever_cannot_be_proven_joins_nothing_and_is_only_suggested(
    outside: Outside, employ: Employ, letters: Sink
) -> None:
    alice = await employ("alice")
    sent = await asked_and_answered(outside, alice, letters)
    await outside.mail(TEACHER, "Re: " + sent["Subject"], THANKS, In_Reply_To=sent["Message-ID"])
    further = await alice.finds(THANKS)
    assert "sender not proven" in further.words
    assert "Perhaps the same people" in further.words
    case = await alice.open(further.link("/desk/cases/"))
    assert THANKS not in case.words


async def asked_and_answered(outside: Outside, alice: Colleague, letters: Sink) -> Message:
    """A question that became a case, and what left as its answer."""
    await outside.mail(TEACHER, "Une question", QUESTION, proven=True)
    contact = await alice.finds("Une question")

    # The house thanks by itself, once, and says nothing.
    await eventually(lambda: left(letters, 1))
    thanks = letters.taken[0]
    assert thanks["Auto-Submitted"] == "auto-replied"
    assert QUESTION not in thanks.get_payload(decode=True).decode()

    await alice.send(contact, "/claim")
    contact = await alice.send(contact, "/safe-contact", may_write="yes")
    contact = await alice.send(contact, "/replies", text=ANSWER)
    await eventually(lambda: left(letters, 2))
    answer: Message = letters.taken[1]
    assert (answer["To"], answer.get_payload(decode=True).decode().strip()) == (TEACHER, ANSWER)
    await alice.send(
        contact,
        "/decision",
        disposition="information_request",
        urgency="routine",
        landing="case",
        case_title="Question d'une école",
        reason="Elle revient",
    )
    return answer


async def left(letters: Sink, count: int) -> bool:
    return len(letters.taken) >= count
