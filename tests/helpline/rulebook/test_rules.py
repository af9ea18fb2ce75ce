"""A phrase that cannot be looked for is refused in a sentence that says what to do."""

from pathlib import Path

import pytest

from helpline.contacts.model import Language
from helpline.errors import Invalid
from helpline.rulebook.model import Step
from helpline.rulebook.published import groups_of
from helpline.rulebook.rules import FAMILIES, checked, weakens
from helpline.triage.lexicon import SWITCHED_OFF, WORD_LISTS, Entry, seed
from helpline.triage.signs import Sign

EN = Language.EN
GROUPS = {"@kin": "son|daughter"}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "Write something"),
        ("one; two", "semicolon"),
        ("(one two", "bracket"),
        ("one) two", "bracket"),
        ("(one|) two", "Nothing stands"),
        ("@nobody left", "no group @nobody"),
        ("[my] son", "begins with a word"),
        (".. son", "begins with a word"),
        ("a*", "begins with a word"),
        ("kill.+", "marks"),
        ("ki*ll", "marks"),
        ("a .. b .. c .. d .. e .. f", "gaps"),
        ("son ...... gun", "gap is two"),
        ("x" * 3000, "too long"),
        ("((((((((((((((one))))))))))))))", "bracket"),
    ],
)
def test_a_bad_phrase_gets_a_clear_sentence(written: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        checked(EN, "worry", written, GROUPS)


def refused(entry: Entry, groups: dict[str, str]) -> str:
    try:
        checked(entry.language, entry.heading, entry.written, groups)
    except Invalid as problem:
        return f"{entry.written}: {problem}"
    return ""


def test_what_the_program_is_written_in_would_be_accepted() -> None:
    entries = list(seed())
    groups = {language: groups_of(entries, language) for language in Language}
    found = [sentence for one in entries if (sentence := refused(one, groups[one.language]))]
    assert len(found) < 10, "a mark that means nothing only makes a phrase of ours useless: more of them are a mistake"


def test_every_sign_has_its_place_on_the_page() -> None:
    shown = [heading for _family, headings in FAMILIES for heading in headings]
    assert len(shown) == len(set(shown))
    assert set(shown) == {*Sign, *WORD_LISTS, "groups", "short_forms"}


@pytest.mark.parametrize(
    ("step", "weak"),
    [
        (Step(EN, "suicide", "end it", None), True),
        (Step(EN, "suicide", "end it", "end it all"), True),
        (Step(EN, "suicide", None, "end it"), False),
        (Step(EN, "irony", None, "haha"), True),
        (Step(EN, "irony", "haha", None), False),
        (Step(EN, "worry", "worried", None), False),
        (Step(EN, "denies_what_follows", None, "not"), True),
        (Step(EN, SWITCHED_OFF, None, "suicide"), True),
        (Step(EN, SWITCHED_OFF, None, "*"), True),
        (Step(EN, SWITCHED_OFF, "*", None), False),
        (Step(EN, SWITCHED_OFF, None, "worry"), False),
    ],
)
def test_what_could_let_a_danger_be_missed_is_known(step: Step, weak: bool) -> None:
    assert weakens(step) is weak


def test_the_judgement_reads_no_table() -> None:
    """Evaluation is pure: what judges imports neither the database nor this room."""
    folder = Path(__file__).parents[3] / "helpline" / "triage"
    pure = ("rules", "evidence", "danger", "hints", "matters", "lexicon", "notation", "reading", "denial", "language")
    for name in pure:
        source = (folder / f"{name}.py").read_text("utf-8")
        assert not {word for word in ("rulebook", "asyncpg", "vault", "helpline.db", "await") if word in source}, name
