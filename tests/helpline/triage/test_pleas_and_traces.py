"""What an operator would never leave waiting, however few the words, in every language we read."""

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest

PLEAS = (
    "au secours", "Au secours, aidez-moi !", "à l'aide", "aide", "help", "HELP!!!", "help me please", "Help ons aub",
    "hulp", "Hilfe!", "helft mir", "imdat", "yardım edin", "النجدة", "ساعدوني",
)  # fmt: skip
QUESTIONS = (
    "I need help with my application", "Can you help me?", "Pouvez-vous m'aider ?", "Kunnen jullie helpen?",
    "Können Sie mir helfen?", "Qui aide les familles ?", "Is er hulp voor ouders?", "Gibt es Hilfe für Eltern?",
    "Yardım hattı kaça kadar açık?",
)  # fmt: skip
ARMED_AND_GONE = (
    "Il a un fusil et il est parti.", "Hij heeft een geweer en is weg.", "Hij heeft een geweer en hij is vertrokken",
    "He has a gun and he left.", "Er hat ein Gewehr und ist weg.", "Silahı var ve gitti.", "عنده سلاح وخرج",
)  # fmt: skip
GONE_WITH_A_PASSPORT = (
    "Mijn zoon van 16 is sinds gisteren weg met zijn paspoort", "Mon fils de 16 est parti hier avec son passeport",
    "My son of 16 has been gone since yesterday with his passport",
    "Mein Sohn, 16, ist seit gestern weg mit seinem Pass",
    "16 yaşındaki oğlum dünden beri yok, pasaportunu almış", "ابني عمره 16 سنة غائب منذ البارحة ومعه جواز سفره",
)  # fmt: skip
READY_TO_GO = (
    "Mijn dochter van 17 heeft haar paspoort genomen en een ticket gekocht",
    "Ma fille de 17 ans a pris son passeport et acheté un billet",
    "My daughter of 17 has taken her passport and there is a plane ticket",
    "Meine Tochter, 17, hat ihren Pass genommen und ein Ticket gekauft",
)


def judged(text: str) -> Suggestion:
    return suggest(Message(text))


@pytest.mark.parametrize("text", PLEAS)
def test_a_plea_alone_is_never_left_waiting(text: str) -> None:
    found = judged(text)
    assert (found.disposition, found.urgency) == (Disposition.URGENT_SAFETY, Urgency.IMMEDIATE)
    assert found.unclear


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_about_help_is_no_plea(text: str) -> None:
    assert judged(text).disposition is not Disposition.URGENT_SAFETY


@pytest.mark.parametrize("text", ARMED_AND_GONE)
def test_somebody_armed_who_left_is_immediate_in_every_language(text: str) -> None:
    assert (judged(text).disposition, judged(text).urgency) == (Disposition.URGENT_SAFETY, Urgency.IMMEDIATE)


@pytest.mark.parametrize("text", GONE_WITH_A_PASSPORT)
def test_a_child_gone_with_a_passport_is_immediate_in_every_language(text: str) -> None:
    assert (judged(text).disposition, judged(text).urgency) == (Disposition.URGENT_SAFETY, Urgency.IMMEDIATE)


@pytest.mark.parametrize("text", READY_TO_GO)
def test_a_minor_with_a_passport_and_a_ticket_is_urgent(text: str) -> None:
    assert judged(text).disposition is Disposition.URGENT_SAFETY
    assert judged(text).urgency in (Urgency.IMMEDIATE, Urgency.URGENT)
