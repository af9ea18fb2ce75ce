"""What a form may look like."""

from collections.abc import Mapping, Sequence

from helpline.channel import AskedForm, Question
from helpline.errors import Invalid
from helpline.questions.model import ALWAYS, LANGUAGES
from helpline.web.words import gettext as _

LONGEST_LABEL, LONGEST_HINT = 120, 300


def changed(
    form: AskedForm, language: str, order: Sequence[str], asked: Sequence[str], words: Mapping[str, tuple[str, str]]
) -> AskedForm:
    """The form with another order, other questions left out, and other words in one language. Raises `Invalid`.

    `words`: label and hint by question.
    """
    known = {one.name: one for one in form.questions}
    problems = {}
    if language not in LANGUAGES:
        problems["language"] = _("Choose one of the languages shown.")
    if sorted(order) != sorted(known):
        problems[""] = _("Every question needs a place.")
    for name, (label, hint) in words.items():
        if not label.strip() or len(label) > LONGEST_LABEL:
            problems[f"label_{name}"] = _("A question needs words, of at most 120 characters.")
        if len(hint) > LONGEST_HINT:
            problems[f"hint_{name}"] = _("A hint of at most 300 characters.")
    if problems:
        raise Invalid(problems)
    questions = (question(known[name], language, name in asked, words[name]) for name in order)
    return AskedForm(form.number, first(tuple(questions)))


def question(one: Question, language: str, asked: bool, words: tuple[str, str]) -> Question:
    label, hint = (text.strip() for text in words)
    hints = {code: text for code, text in one.hints.items() if code != language} | ({language: hint} if hint else {})
    return Question(one.name, asked or one.name == ALWAYS, one.labels | {language: label}, hints)


def first(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """What the writer wants to say comes before anything we want to know."""
    return tuple(sorted(questions, key=lambda one: one.name != ALWAYS))


def differences(before: AskedForm, after: AskedForm) -> list[str]:
    """The questions that are asked otherwise, for whoever publishes."""
    known = {one.name: one for one in before.questions}
    moved = [one.name for one in before.questions] != [one.name for one in after.questions]
    return [one.name for one in after.questions if known.get(one.name) != one] + (["order"] if moved else [])
