"""Search: whoever types a word finds the texts that hold it, in whatever language and spelling they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.vault import Secrets, Vault

VAULT = Vault(Secrets.for_tests())


def found(typed: str, text: str, language: str | None = None) -> bool:
    stored = set(VAULT.tokens(text, language))
    wanted = VAULT.query(typed)
    return bool(wanted) and all(stored.intersection(alternatives) for alternatives in wanted)


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        ("radicalisation", "Mon fils se radicalise, j'ai peur de la radicalisation.", "fr"),
        ("école", "Il ne va plus à l'ecole depuis lundi", "fr"),
        ("ecole", "Les écoles ont appelé", "fr"),
        ("inquiet", "Je suis très inquiète", "fr"),
        ("INQUIÈTE", "je suis inquiete", "fr"),
        ("soeur", "ma sœur", "fr"),
        ("filmpje", "hij bekijkt filmpjes op internet", "nl"),
        ("vriend", "zijn oude vrienden", "nl"),
        ("zoon", "mijn zoon is vertrokken", "nl"),
        ("Mädchen", "das Maedchen ist weg", "de"),
        ("Strasse", "auf der Straße", "de"),
        ("Freunde", "mit den Freunden", "de"),
        ("threatened", "he was threatening his teacher", "en"),
        ("son", "My son has changed", "en"),
        ("war", "he wants to go to war", "en"),
        ("die", "he says he wants to die", "en"),
        ("İstanbul", "istanbul'a gitti", "tr"),
        ("ısrar", "ISRAR ediyor", "tr"),
        ("çocuk", "cocuk kayıp", "tr"),
        ("مدرسه", "المُدَرِّس في مدرسة", "ar"),
        ("احمد", "أحمد لم يعد", "ar"),
        ("كتاب", "كتـــاب", "ar"),
        ("٢٠٢٦", "year 2026", "ar"),
        ("ﻣﺪﺭﺳﺔ", "مدرسة", "ar"),
        ("straße", "STRASSE", None),
        ("ｆｕｌｌ", "full width", None),
    ],
)
def test_a_typed_word_finds_the_text(typed: str, text: str, language: str | None) -> None:
    assert found(typed, text, language)


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en", "ar", "tr", "uk", None, "fr-BE", ""])
def test_the_exact_word_is_found_whatever_language_the_text_was_said_to_be_in(language: str | None) -> None:
    assert found("radicalisée", "Elle est radicalisée, aidez-nous.", language)


def test_a_text_written_in_another_language_than_its_form_is_found_by_stem() -> None:
    text = "Mijn zoon is veranderd en hij ziet zijn oude vrienden niet meer, ik maak me zorgen"
    assert found("vriend", text, "fr")


def test_a_text_without_a_known_language_is_found_by_the_stem_of_any() -> None:
    assert found("école", "écoles", None)
    assert found("vriend", "vrienden", None)


def test_every_typed_word_must_be_there() -> None:
    assert found("school vrienden", "zijn vrienden op school", "nl")
    assert not found("school moskee", "zijn vrienden op school", "nl")


def test_common_words_are_passed_over_on_both_sides() -> None:
    assert found("my son and the school", "son, school", "en")
    assert VAULT.query("the and of") == []
    assert VAULT.tokens("a b c the and of", "en") == []


def test_digits_are_words() -> None:
    assert found("17", "il a 17 ans", "fr")


@given(st.text(), st.sampled_from(["fr", "nl", "de", "en", "ar", "tr", None]))
def test_any_text_gives_sorted_distinct_signed_64_bit_numbers(text: str, language: str | None) -> None:
    tokens = VAULT.tokens(text, language)
    assert tokens == sorted(set(tokens))
    assert all(-(2**63) <= token < 2**63 for token in tokens)


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=2, max_size=80), st.sampled_from(["fr", "tr", None]))
def test_any_word_that_counts_finds_itself(word: str, language: str | None) -> None:
    wanted = VAULT.query(word)
    stored = set(VAULT.tokens(word, language))
    assert all(stored.intersection(alternatives) for alternatives in wanted)


def test_a_huge_text_is_bounded() -> None:
    text = " ".join(f"word{number}" for number in range(60_000))
    assert len(VAULT.tokens(text, "en")) <= 40_000
    assert len(VAULT.query(text)) == 12


def test_a_query_never_shows_which_word_it_was() -> None:
    [alternatives] = VAULT.query("school")
    assert all(isinstance(token, int) for token in alternatives)
    assert alternatives != Vault(Secrets({1: b"1" * 32}, b"x" * 32)).query("school")[0]


@pytest.mark.parametrize(
    "typed", ["Fa", "fatim", "FATIMA", "zoh", "mül", "mul", "muell", "Fatima Mü", "Müller Fat", "zohra-mu"]
)
def test_a_name_is_found_while_it_is_typed(typed: str) -> None:
    stored = set(VAULT.prefixes("Fatima-Zohra Müller"))
    wanted = VAULT.prefix(typed)
    assert wanted
    assert stored.issuperset(wanted)


@pytest.mark.parametrize("typed", ["tima", "fatimb", "Fatima Bo"])
def test_a_beginning_that_is_not_the_names_finds_nothing(typed: str) -> None:
    assert not set(VAULT.prefixes("Fatima-Zohra Müller")).issuperset(VAULT.prefix(typed))


def test_one_letter_is_not_enough_to_look_for_a_name() -> None:
    assert VAULT.prefix("F") == []


def test_beginnings_end_at_twelve_letters() -> None:
    assert set(VAULT.prefixes("Konstantinopel")).issuperset(VAULT.prefix("Konstantinopolis"))
    assert len(VAULT.prefixes("Konstantinopel")) == 11


def test_a_name_and_a_word_have_different_tokens() -> None:
    assert not set(VAULT.prefixes("school")) & set(VAULT.tokens("school", "en"))
