"""Denials, quotations, jokes and idioms neither raise an alarm nor hide one."""

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import Field, Message, Standing, Suggestion
from helpline.triage.rules import suggest

ALARM = (Urgency.IMMEDIATE, Urgency.URGENT)


def judged(text: str, **more: str) -> Suggestion:
    return suggest(Message(text, **more))  # type: ignore[arg-type]  # Only texts are passed on.


@pytest.mark.parametrize(
    "text",
    [
        "Mon fils n'a PAS d'arme et il n'a jamais menacé personne, mais il parle mal à sa mère.",
        "Il n'y a aucune arme à la maison, je voudrais juste parler de mon fils.",
        "Je ne pense pas qu'il ait une arme. Mon frère a simplement changé.",
        "Geen wapens in huis, hij heeft nooit iemand bedreigd, maar onze zoon is veranderd.",
        "Een wapen heeft mijn broer niet, maar hij praat niet meer met ons.",
        "Mein Sohn hat keine Waffe und will niemanden töten, aber er redet nicht mehr mit uns.",
        "Waffen hat er keine. Das ist kein Notfall. Mein Bruder hat sich verändert.",
        "My son has no weapon and never threatened anyone, but he doesn't talk to us anymore.",
        "He didn't say he would kill anyone. I'm just worried about my brother.",
        "Oğlumun silahı yok, bıçağı da yok, ama bizimle konuşmuyor.",
        "ابني ليس عنده سلاح ولم يهدد أحدا، لكنه تغير.",
    ],
)
def test_what_is_denied_raises_nothing(text: str) -> None:
    assert judged(text).urgency not in ALARM


@pytest.mark.parametrize(
    "text",
    [
        "PAS d'arme, PAS de menace. Mais une lettre d'adieu sur son lit.",
        "Geen wapen, geen dreigement, wel een afscheidsbrief.",
        "Kein Notfall, keine Waffe. Aber er hat einen Abschiedsbrief geschrieben.",
        "No gun, no threats, but she left a goodbye letter.",
        "Bıçak YOK, silah YOK ama veda mektubu bırakmış.",
        "لا سلاح ولا تهديد لكنه ترك رسالة وداع",
    ],
)
def test_a_denial_hides_no_farewell(text: str) -> None:
    assert judged(text).urgency is Urgency.IMMEDIATE


@pytest.mark.parametrize(
    "text",
    [
        "Je ne sais pas s'il a une arme, mais il dit qu'il va tuer sa femme ce soir.",
        "Il n'arrête pas de dire qu'il va tuer des gens à la gare demain.",
        "I don't know if he has a gun but he says he'll shoot his boss tomorrow.",
        "Ik weet niet of hij een mes heeft, hij zegt dat hij vanavond iedereen gaat doodsteken.",
        "Er hört nicht auf zu drohen, dass er morgen alle umbringen wird.",
        "Si je sors sans son accord il me tuera.",
    ],
)
def test_not_knowing_is_no_denial(text: str) -> None:
    assert judged(text).urgency in ALARM


@pytest.mark.parametrize(
    "text",
    [
        "Je suis morte de rire, votre affiche c'est de la bombe ! Vous êtes ouverts demain ?",
        "Mes parents vont me tuer si j'ai encore raté mon examen.",
        "Ik lach me dood, mijn ma gaat me vermoorden als ik te laat ben.",
        "Meine Mutter bringt mich um, wenn ich zu spät komme. Wann haben Sie offen?",
        "My dad will kill me if I miss the bus. What are your opening hours?",
        "This heat is killing me. Are you open today?",
        "Gülmekten öldüm, kaçta açıksınız?",
    ],
)
def test_a_figure_of_speech_is_no_danger(text: str) -> None:
    assert judged(text).urgency not in ALARM


@pytest.mark.parametrize("text", ["je vais le tuer mdr 😂", "ik ga hem vermoorden haha", "gonna kill him lol"])
def test_laughter_is_left_unclear_for_a_human(text: str) -> None:
    suggestion = judged(text)
    assert suggestion.unclear
    assert suggestion.urgency is Urgency.SOON
    assert "meant_or_not" in suggestion.flags


def test_laughter_beside_a_weapon_and_a_day_is_still_an_alarm() -> None:
    assert judged("mdr il va tous les buter samedi avec son couteau au lycée").urgency in ALARM


OLD_MAIL = (
    "Merci, à jeudi.\n\nLe 3 mars 2026 à 10:12, Alice <alice@example.org> a écrit :\n> Il a menacé de tuer sa mère.\n"
)


def test_an_alarm_that_is_only_quoted_weighs_less_and_says_so() -> None:
    suggestion = judged(OLD_MAIL)
    assert suggestion.urgency is Urgency.SOON
    assert suggestion.unclear
    assert "alarm_only_in_quote" in suggestion.flags
    assert Standing.QUOTED in {reason.standing for reason in suggestion.reasons}


def test_quoted_text_from_the_channel_weighs_like_a_quotation_in_the_text() -> None:
    suggestion = judged("Merci, à jeudi.", quoted_text="Il a menacé de tuer sa mère.")
    assert suggestion.urgency is Urgency.SOON
    assert suggestion.reasons[-1].field is Field.QUOTED_TEXT


def test_a_new_alarm_above_an_old_mail_counts_in_full() -> None:
    assert judged("Il a laissé une lettre d'adieu cette nuit.\n\n" + OLD_MAIL).urgency is Urgency.IMMEDIATE


def test_words_passed_on_without_one_of_their_own_are_read_one_step_calmer() -> None:
    suggestion = judged("---------- Forwarded message ----------\nI am going to kill them all tomorrow.")
    assert suggestion.disposition is Disposition.URGENT_SAFETY
    assert suggestion.urgency is Urgency.URGENT
    assert suggestion.unclear


def test_what_a_disclaimer_says_is_no_message() -> None:
    text = "Bonjour, êtes-vous ouverts lundi ?\n-- \nCe message et ses annexes sont confidentiels. Menaces : police."
    assert judged(text).disposition is Disposition.INFORMATION_REQUEST


@pytest.mark.parametrize(
    "text",
    [
        "Mn frer a di kil va tuer tt le mond 2m1 o lycee",
        "jveu mourir g pris des cachets",
        "kwil nimeer leve",
        "im gonna kill myself tonite",
    ],
)
def test_short_forms_of_text_messages_are_understood(text: str) -> None:
    assert judged(text).urgency in ALARM


def test_two_languages_in_one_breath_are_both_read() -> None:
    suggestion = judged("Mon frère écrit partout 'I'm going to kill them all on Friday', je suis très inquiète.")
    assert suggestion.urgency is Urgency.IMMEDIATE


def test_a_word_of_another_language_is_not_mistaken() -> None:
    assert judged("Mes enfants sont au lit, êtes-vous ouverts à cette heure ?").urgency not in ALARM
    assert judged("Mijn arme moeder is tot morgen op reis, wanneer zijn jullie open?").urgency not in ALARM


@pytest.mark.parametrize(
    "told",
    [
        "En 2019, un élève avait acheté un couteau et écrit une lettre d'adieu.",
        "In 2019 had een leerling een mes gekocht en een afscheidsbrief geschreven.",
        "Im Jahr 2019 hatte ein Schüler ein Messer gekauft und einen Abschiedsbrief geschrieben.",
        "In 2019 a pupil had bought a knife and written a goodbye letter.",
    ],
)
def test_what_is_told_of_long_ago_in_one_sentence_with_its_year_is_over(told: str) -> None:
    assert judged(told).disposition is not Disposition.URGENT_SAFETY
    again = f"{told} Gisteren, hier, yesterday, gestern: une lettre d'adieu, afscheidsbrief, goodbye letter."
    assert judged(again).disposition is Disposition.URGENT_SAFETY


def test_who_is_addressed_in_a_threat_is_not_us() -> None:
    threat = "Zondag feest, zondag brand, kunnen jullie nog slapen?"
    assert judged(f'Hij vond een briefje onder het rolluik: "{threat}"').urgency in ALARM


@pytest.mark.parametrize("bridge", ["Göhltalbrücke", "Autobahnbrücke", "Brücke"])
def test_a_word_may_be_joined_to_another(bridge: str) -> None:
    assert judged(f"Ich steh auf der {bridge}.").urgency in ALARM
