"""What the rules read is an argument: phrases of the program, or as people changed them, and nothing else."""

from helpline.contacts.model import Disposition, Language, Urgency
from helpline.triage.lexicon import EVERYTHING, GROUPS, SWITCHED_OFF, Entry, Lexicon, entries, lexicon, seed
from helpline.triage.model import Message
from helpline.triage.reading import Passage
from helpline.triage.rules import VERSION, suggest

DANGER = Message("Il a laissé une lettre d'adieu.")
EN = Language.EN


def test_the_phrases_given_are_the_phrases_read() -> None:
    message = Message("The zorblax is packed, I am telling you.")
    assert suggest(message).disposition is not Disposition.URGENT_SAFETY
    more = Lexicon([*seed(), Entry(EN, "suicide", "(zorblax|zorblaxes) is packed")], "7", lexicon())
    made = suggest(message, more)
    assert (made.disposition, made.rules_version) == (Disposition.URGENT_SAFETY, f"{VERSION}/7")
    assert suggest(message).disposition is not Disposition.URGENT_SAFETY, "the program's own are not touched"


def test_a_later_version_compiles_only_what_is_new() -> None:
    suggest(DANGER)
    more = Lexicon([*seed(), Entry(EN, "suicide", "zorblax is packed")], "2", lexicon())
    new = {id(phrase) for phrase in more.phrases} - {id(phrase) for phrase in lexicon().phrases}
    assert len(new) == 1
    assert suggest(DANGER, more).reasons == suggest(DANGER).reasons


def test_a_sign_switched_off_in_one_language_is_not_looked_for_in_it() -> None:
    off = Lexicon([*seed(), Entry(Language.FR, SWITCHED_OFF, "farewell")], "3", lexicon())
    assert "farewell" in {reason.rule for reason in suggest(DANGER).reasons}
    assert "farewell" not in {reason.rule for reason in suggest(DANGER, off).reasons}
    assert suggest(Message("This is a farewell letter."), off) != suggest(Message("Il fait beau."), off)


def test_a_language_switched_off_has_no_suggestion_and_is_looked_at_soon() -> None:
    off = Lexicon([*seed(), Entry(Language.FR, SWITCHED_OFF, EVERYTHING)], "4", lexicon())
    made = suggest(DANGER, off)
    assert (made.switched_off, made.urgency, made.reasons) == (True, Urgency.SOON, ())
    assert suggest(Message("Ich werde mich heute Nacht umbringen."), off).urgency is Urgency.IMMEDIATE


def test_everything_switched_off_leaves_no_message_with_a_suggestion() -> None:
    every = [Entry(language, SWITCHED_OFF, EVERYTHING) for language in Language]
    off = Lexicon([*seed(), *every], "5", lexicon())
    assert all(suggest(Message(text), off).switched_off for text in ("", "??", "hello", "Ich werde mich umbringen."))


def test_a_group_with_other_words_further_down_is_another_group() -> None:
    text = "groups\n  @a=one|two\nworry\n  @a x\ngroups\n  @a=three\nworry\n  @a y\n"
    found = list(entries(EN, text))
    assert [entry.written for entry in found] == ["@a=one|two", "@a x", "@a2=three", "@a2 y"]
    assert [entry.heading for entry in found if entry.heading == GROUPS] == [GROUPS, GROUPS]
    assert {phrase.written for phrase in Lexicon(found).phrases} == {"(one|two) x", "(three) y"}


def test_a_digit_inside_a_word_is_a_letter_and_before_a_unit_a_number() -> None:
    assert Passage("m3a drari, ma b9atch l9ntra").words == ["m3a", "drari", ",", "ma", "b9atch", "l9ntra"]
    assert Passage("jai2enfants de 14ans").words == ["jai", "2", "enfants", "de", "14", "ans"]
