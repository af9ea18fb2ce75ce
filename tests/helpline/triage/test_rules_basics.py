"""What every suggestion holds to, whatever the message."""

from helpline.contacts.model import Channel, Disposition, Language, Urgency
from helpline.triage.model import Field, Message, Standing
from helpline.triage.rules import VERSION, suggest


def test_a_farewell_is_immediate_even_where_a_weapon_is_denied() -> None:
    suggestion = suggest(Message("Il n'a PAS d'arme, mais il a laissé une lettre d'adieu."))
    assert suggestion.disposition is Disposition.URGENT_SAFETY
    assert suggestion.urgency is Urgency.IMMEDIATE


def test_reasons_point_at_the_words_and_copy_nothing() -> None:
    text = "Bonsoir. Ma fille de 15 ans n'est pas rentrée."
    reason = suggest(Message(text)).reasons[0]
    assert (reason.rule, reason.field) == ("missing", Field.TEXT)
    assert "pas rentrée" in text[reason.start : reason.end]


def test_denied_words_are_shown_as_denied() -> None:
    reasons = suggest(Message("Geen wapen in huis, maar we maken ons zorgen om onze zoon.")).reasons
    assert [reason.standing for reason in reasons if reason.rule == "means"] == [Standing.DENIED]


def test_silence_suggests_no_danger_but_a_missed_call_is_looked_at_soon() -> None:
    suggestion = suggest(Message("", channel=Channel.PHONE))
    assert suggestion.disposition is Disposition.OUT_OF_SCOPE
    assert suggestion.urgency is Urgency.SOON
    assert suggestion.unclear


def test_the_writers_choice_of_language_wins() -> None:
    assert suggest(Message("Guten Tag, wann sind Sie da?")).language is Language.DE
    assert suggest(Message("Guten Tag, wann sind Sie da?", language=Language.TR)).language is Language.TR


def test_every_suggestion_names_the_version_of_the_rules() -> None:
    assert suggest(Message("Bonjour")).rules_version == VERSION
