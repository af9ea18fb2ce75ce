"""Weighing: what is said plainly is not outweighed, no belief weighs anything, nothing leans towards spam."""

import pytest

from helpline.contacts.model import Disposition, Urgency
from helpline.triage import leaning, weight
from helpline.triage.model import Message
from helpline.triage.rules import suggest
from helpline.triage.signs import Sign

COURTEOUS = "Bonjour Madame, {} Pourriez-vous me donner un conseil, je suis inquiète ? D'avance merci. Bien à vous."
BELIEFS = (Sign.EXTREMISM, Sign.HATE, Sign.PROTECTED, Sign.NO_EMERGENCY)


@pytest.mark.parametrize("sign", BELIEFS)
def test_no_belief_weighs_anything(sign: Sign) -> None:
    assert sign not in weight.points()


@pytest.mark.parametrize(
    "plainly",
    [
        "mon fils veut mourir ce soir.",
        "mon mari me frappe.",
        "mon frère dit qu'il va tuer des gens demain à la gare.",
        "ma fille de 15 ans a disparu depuis hier.",
    ],
)
def test_courtesy_outweighs_nothing_that_is_said_plainly(plainly: str) -> None:
    assert suggest(Message(COURTEOUS.format(plainly))).disposition is Disposition.URGENT_SAFETY


def test_courtesy_takes_away_no_more_than_its_limit() -> None:
    polite = sum(weight.points()[sign] for sign in weight.POLITE)
    assert polite < weight.MOST_POLITE


def test_a_combination_that_is_outweighed_is_looked_at_soon_and_says_so() -> None:
    suggestion = suggest(
        Message(
            "My son gave away his guitar and his amps because his new church says music is sinful. He's cheerful, works"
            " full time, still comes for Sunday lunch. I miss the noise. Is there a group for parents?"
        )
    )
    assert "weighed_less" in suggestion.flags
    assert suggestion.urgency is Urgency.SOON
    assert suggestion.unclear


def test_every_point_stands_beside_a_sign_or_a_look_of_the_text() -> None:
    assert weight.points().keys() <= set(Sign)
    assert leaning.points().keys() <= {*map(str, Sign), "at_the_start", "by_name", "long", "short", "tiny"}


def test_nothing_leans_towards_spam() -> None:
    suggestion = suggest(
        Message("Bonjour, ma soeur ne sort plus de sa chambre, à qui parler ? Voici le groupe : http://x.example")
    )
    assert suggestion.disposition is not Disposition.SPAM


def test_all_that_speaks_against_danger_takes_away_no_more_than_its_limit() -> None:
    against = sum(number for sign, number in weight.points().items() if number < 0 and sign is not Sign.OVER)
    assert against < weight.MOST_AGAINST < weight.MOST_POLITE < 0


def test_what_is_over_and_closed_is_looked_at_without_alarm() -> None:
    told = "Dear colleagues, a 2018 case: a pupil had posted a countdown. It {}. Would you join a learning session?"
    suggestion = suggest(Message(told.format("was resolved without harm and the case is closed")))
    assert suggestion.disposition is Disposition.PROFESSIONAL_SUPPORT


def test_how_many_pills_were_taken_denies_none() -> None:
    assert suggest(Message("k heb pillen genomen niet zo veel")).urgency is Urgency.IMMEDIATE


@pytest.mark.parametrize(
    ("told", "disposition"),
    [
        ("Two of them stood at my door asking why I don't come any more.", Disposition.ACCOMPANIMENT),
        ("Two of them stood at my daughter's school asking for her.", Disposition.URGENT_SAFETY),
    ],
)
def test_who_wants_out_and_is_visited_is_in_danger_where_a_child_is_meant(told: str, disposition: Disposition) -> None:
    suggestion = suggest(Message(f"I left the group in May and I want out. {told}"))
    assert suggestion.disposition is disposition
    assert suggestion.urgency is Urgency.URGENT


def test_who_studies_farewells_is_in_no_danger_unless_somebody_they_know_is() -> None:
    studies = (
        "Bonjour, je rédige un mémoire sur les lettres d'adieu d'auteurs d'attentats. Avez-vous une bibliographie ?"
    )
    assert suggest(Message(studies)).disposition is Disposition.INFORMATION_REQUEST
    assert suggest(Message(f"{studies} Ma soeur m'en a laissé une hier.")).disposition is Disposition.URGENT_SAFETY
