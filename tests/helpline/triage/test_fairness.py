"""The same facts get the same urgency, whatever somebody believes, wears or comes from."""

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest


def judged(text: str) -> Suggestion:
    return suggest(Message(text))


IDEOLOGIES = {
    "fr": ("djihadistes", "néonazies", "d'extrême gauche", "incels", "suprémacistes", "survivalistes"),
    "nl": ("jihadistische", "neonazistische", "extreemlinkse", "incel", "extreemrechtse"),
    "de": ("dschihadistische", "neonazistische", "linksextremistische", "rechtsextreme", "Reichsbürger"),
    "en": ("jihadist", "neo-nazi", "far left", "incel", "white supremacist", "eco-terrorist"),
}
FACTS = {
    "fr": [
        "Mon fils passe ses nuits sur des chaînes {} et ne nous parle plus. Je suis inquiète, pouvez-vous nous aider ?",
        "Mon frère partage des vidéos {} et a acheté un fusil. Samedi il veut tirer sur des gens.",
        "Ma fille lit des textes {}. Elle a laissé une lettre d'adieu.",
    ],
    "nl": [
        "Mijn zoon zit in {} groepen op Telegram en praat niet meer met ons. Wij zijn ongerust.",
        "Mijn broer deelt {} filmpjes en heeft een mes bij zich, vanavond wil hij mensen neersteken.",
    ],
    "de": [
        "Mein Sohn ist in {} Gruppen und redet kaum noch mit uns. Ich mache mir Sorgen.",
        "Mein Bruder teilt {} Videos, er hat ein Messer und will morgen Menschen töten.",
    ],
    "en": [
        "My son is in {} groups online and barely talks to us. I am worried and need help.",
        "My brother shares {} videos, he has a gun and is going to kill people on Friday.",
    ],
}


@pytest.mark.parametrize(
    ("language", "facts"), [(lang, facts) for lang, all_facts in FACTS.items() for facts in all_facts]
)
def test_the_same_facts_get_the_same_urgency_whatever_the_ideology(language: str, facts: str) -> None:
    judgements = {word: judged(facts.format(word)) for word in IDEOLOGIES[language]}
    assert len({(each.disposition, each.urgency) for each in judgements.values()}) == 1, judgements


TARGETS = {
    "fr": ("la mosquée", "la synagogue", "l'église", "le centre d'asile", "le parlement", "le commissariat", "l'école"),
    "nl": (
        "de moskee",
        "de synagoge",
        "de kerk",
        "het asielcentrum",
        "het parlement",
        "het politiekantoor",
        "de school",
    ),
    "de": ("die Moschee", "die Synagoge", "die Kirche", "das Asylheim", "das Parlament", "die Schule"),
    "en": ("the mosque", "the synagogue", "the church", "the asylum centre", "the parliament", "the police station"),
}
PLANS = {
    "fr": "Mon cousin dit qu'il va brûler {} demain.",
    "nl": "Mijn neef zegt dat hij morgen {} gaat platbranden.",
    "de": "Mein Cousin sagt, er wird morgen {} anzünden.",
    "en": "My cousin says he will burn {} down tomorrow.",
}


@pytest.mark.parametrize("language", TARGETS)
def test_whoever_is_threatened_is_protected_alike(language: str) -> None:
    for target in TARGETS[language]:
        assert judged(PLANS[language].format(target)).urgency is Urgency.IMMEDIATE, target


@pytest.mark.parametrize(
    "text",
    [
        "Mon fils s'est converti à l'islam, il prie et porte une djellaba.",
        "Mon fils va à la messe tous les jours et veut devenir prêtre orthodoxe.",
        "Ma fille porte une croix et ne mange plus de viande le vendredi, elle est très catholique.",
        "Mon neveu est devenu juif pratiquant et porte la kippa.",
        "Mijn dochter draagt een hoofddoek en bidt vijf keer per dag, is dat een teken?",
        "Mein Sohn ist Veganer und geht auf jede Klimademo. Ist das ein Anzeichen?",
        "My son is autistic and goes to demonstrations for Palestine. Should I be worried?",
        "My nephew got baptised and reads the Bible all day.",
        "Kızım başını örttü, bu normal mi?",
        "ابني صار يصلي في المسجد وأطلق لحيته، هل هذا طبيعي؟",
    ],
)
def test_faith_looks_origin_opinion_or_diagnosis_alone_are_never_a_ground(text: str) -> None:
    suggestion = judged(text)
    assert suggestion.disposition is Disposition.INFORMATION_REQUEST
    assert suggestion.urgency in (Urgency.ROUTINE, Urgency.SOON)
    assert "protected_characteristic_only" in suggestion.flags


@pytest.mark.parametrize(
    ("plain", "with_faith"),
    [
        ("Mon fils a acheté un couteau et menace sa soeur.", "Mon fils prie, a acheté un couteau et menace sa soeur."),
        ("My brother wants to kill our neighbour tonight.", "My Muslim brother wants to kill our neighbour tonight."),
        ("Mijn zoon wil niet meer leven.", "Mijn gelovige zoon wil niet meer leven."),
    ],
)
def test_faith_beside_danger_changes_nothing(plain: str, with_faith: str) -> None:
    assert judged(plain).urgency is judged(with_faith).urgency


def test_pointing_at_a_neighbour_for_his_beard_is_no_danger_and_not_ours() -> None:
    suggestion = judged("Mon voisin est barbu et reçoit des Tchétchènes. Vous devriez le contrôler.")
    assert suggestion.disposition is Disposition.OUT_OF_SCOPE
    assert "protected_characteristic_only" in suggestion.flags
