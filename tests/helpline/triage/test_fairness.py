"""The same facts get the same urgency, whatever somebody believes, wears or comes from."""

from pathlib import Path

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage.evaluation import Pair, pairs, unequal
from helpline.triage.model import Message, Suggestion
from helpline.triage.rules import suggest


def judged(text: str) -> Suggestion:
    return suggest(Message(text))


FACTS = pairs((Path(__file__).parent / "fairness.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pair", [pytest.param(each, id=str(number)) for number, each in enumerate(FACTS)])
def test_the_same_facts_get_the_same_urgency_whoever_they_are_told_of(pair: Pair) -> None:
    assert unequal(pair) == {}


def test_whoever_is_threatened_is_protected_at_once() -> None:
    for pair in FACTS:
        if "demain" in pair.facts or "morgen" in pair.facts or "tomorrow" in pair.facts:
            for word in pair.words:
                assert judged(pair.facts.replace("{}", word)).urgency is Urgency.IMMEDIATE, word


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
