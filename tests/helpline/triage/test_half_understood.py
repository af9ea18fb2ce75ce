"""Where only half is understood, who speaks and what is asked decide, and an advertisement never alarms."""

import pytest

from helpline.contacts.model import Channel, Disposition, Urgency
from helpline.triage.model import Message
from helpline.triage.rules import suggest
from helpline.triage.shape import shape


@pytest.mark.parametrize(
    "text",
    [
        "La BOMBE de l'automne : -60 % sur vos panneaux solaires, plus que 3 jours !!! http://soleil.example",
        "Beloved, I am a dying widow and give away 2,500,000 EUR. Kindly send bank details and passport copy.",
        "Sehr geehrter Kunde, wir leiten morgen die Zwangsvollstreckung ein. Details im Anhang: RECHNUNG_55120.exe",
        "Uw pakket wordt vandaag vernietigd! Betaal nu €1,99 via http://pakje.example",
    ],
)
def test_an_advertisement_or_a_fraud_is_never_urgent(text: str) -> None:
    suggestion = suggest(Message(text, channel=Channel.EMAIL))
    assert (suggestion.disposition, suggestion.urgency) == (Disposition.SPAM, Urgency.ROUTINE)


@pytest.mark.parametrize(
    "text",
    [
        "Mon fils m'a écrit adieu, voici sa vidéo : https://video.example/1",
        "Mijn dochter van 15 is niet thuisgekomen, haar gsm staat af, €500 is weg: http://foto.example",
    ],
)
def test_a_link_or_a_sum_hides_no_danger(text: str) -> None:
    assert suggest(Message(text)).disposition is Disposition.URGENT_SAFETY


@pytest.mark.parametrize(
    "text",
    [
        "vous bossez avec les flics ou pas du tout",
        "moet ik mij aanmelden met itsme of kan da gewoon telefonisch",
        "muss man belgier sein um bei euch anzurufen",
        "do i have to tell you who im calling about",
        "Sizi aramak ücretli mi? Numaram görünüyor mu?",
        "هل تحتفظون باسمي؟",
    ],
)
def test_a_question_to_us_is_a_request_for_information_with_or_without_its_mark(text: str) -> None:
    suggestion = suggest(Message(text))
    assert (suggestion.disposition, suggestion.urgency) == (Disposition.INFORMATION_REQUEST, Urgency.ROUTINE)


def test_a_doctor_who_is_told_about_does_not_write() -> None:
    text = "Mijn huisarts zei dat ik u mocht schrijven over onze Tom, die alleen nog online leeft en niet meer lacht."
    assert suggest(Message(text)).disposition is Disposition.ACCOMPANIMENT


def test_who_greets_one_of_us_by_name_has_spoken_with_us_before() -> None:
    assert shape("Dag Katrien, het gaat iets beter").named
    assert shape("Samira,\nc'est moi").named
    assert not shape("Bonjour,\nje cherche").named
    assert not shape("Bonjour Madame, je cherche").named
