"""Who studies, and what began long ago, is heard: neither a thesis nor a year makes a danger told today a calm one."""

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import Message
from helpline.triage.rules import suggest


@pytest.mark.parametrize(
    "text",
    [
        "Je suis étudiante en droit. Je vais me suicider ce soir, j'ai écrit ma lettre d'adieu.",
        "I am a student at university. I want to kill my professor tomorrow, I have bought a knife.",
        "Ich bin Student an der Uni. Ich werde morgen alle erschiessen, die Waffe habe ich.",
        "Ik schrijf mijn thesis over haat. Ik wil dood, ik heb mijn afscheidsbrief geschreven.",
        "I am a lecturer at the university. A bomb is in my office, they will blow it up tomorrow.",
        "Je suis étudiant à Liège. J'ai un couteau dans mon sac et je vais tuer mon prof demain.",
        "Doctorante en histoire, mon copain me bat et menace de me tuer si je parle.",
        "Ik ben studente criminologie. Mijn ex staat nu voor mijn deur met een mes.",
        "Ich bin Doktorandin an der Uni Köln. Mein Freund hat mich geschlagen und droht mich umzubringen.",
    ],
)
def test_who_studies_and_is_in_danger_is_heard(text: str) -> None:
    made = suggest(Message(text))
    assert (made.disposition, made.urgency) == (Disposition.URGENT_SAFETY, Urgency.IMMEDIATE)


@pytest.mark.parametrize(
    "text",
    [
        "Depuis septembre 2023 il me bat et me menace de mort.",
        "Seit Januar 2024 droht er, mich umzubringen.",
        "La police a classé l'affaire mais il dit qu'il va me tuer.",
        "The police took no action, he still threatens to kill me with a knife.",
        "Depuis mars 2024 mon mari me frappe et il garde un fusil sous le lit.",
        "Sinds maart 2024 slaat mijn man mij en dreigt hij mij te vermoorden.",
        "Seit März 2023 schlägt mich mein Mann und er hat eine Pistole im Schrank.",
        "De politie heeft het dossier geseponeerd, maar hij slaat mij nog altijd.",
        "Police found nothing. He says he will kill me with an axe.",
    ],
)
def test_a_danger_that_goes_on_is_never_long_ago(text: str) -> None:
    made = suggest(Message(text))
    assert (made.disposition, made.urgency) == (Disposition.URGENT_SAFETY, Urgency.IMMEDIATE)


@pytest.mark.parametrize(
    "text",
    [
        "Je suis étudiante en criminologie et je rédige un mémoire sur les attentats. Auriez-vous des statistiques ?",
        "Ik schrijf mijn thesis over jihadisme en aanslagen. Kan ik een interview doen?",
    ],
)
def test_a_thesis_about_attacks_is_a_request_for_reading(text: str) -> None:
    assert suggest(Message(text)).disposition is Disposition.INFORMATION_REQUEST


def test_what_is_set_aside_as_long_ago_never_waits_longest() -> None:
    assert suggest(Message("En mars 2019 un homme a sorti un couteau au guichet.")).urgency is not Urgency.ROUTINE
