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


def test_every_point_stands_beside_a_sign_or_a_length() -> None:
    assert weight.points().keys() <= set(Sign)
    assert leaning.points().keys() <= {*map(str, Sign), "at_the_start", "long", "short", "tiny"}


def test_nothing_leans_towards_spam() -> None:
    suggestion = suggest(
        Message("Bonjour, ma soeur ne sort plus de sa chambre, à qui parler ? Voici le groupe : http://x.example")
    )
    assert suggestion.disposition is not Disposition.SPAM
