"""What a form may look like."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from helpline.channel import AskedForm, Choice, Question, QuestionKind
from helpline.errors import Invalid
from helpline.questions.model import ALWAYS, LANGUAGES, NewQuestion, Worded
from helpline.web.terms import term
from helpline.web.words import gettext as _

LONGEST_LABEL, LONGEST_HINT = 120, 300
#: Whoever is afraid is not asked much: so many questions of our own at once, and so many choices in one.
MOST_OWN, MOST_CHOICES = 8, 12
LISTED = (QuestionKind.ONE, QuestionKind.SEVERAL)


def changed(
    form: AskedForm, language: str, order: Sequence[str], asked: Sequence[str], words: Mapping[str, Worded]
) -> AskedForm:
    """The form with another order, other questions left out, and other words in one language. Raises `Invalid`.

    `words`: what was typed, by question.
    """
    known = {one.name: one for one in form.questions}
    problems = {}
    if language not in LANGUAGES:
        problems["language"] = _("Choose one of the languages shown.")
    if sorted(order) != sorted(known):
        problems[""] = _("Every question needs a place.")
    for name, typed in words.items():
        problems |= {f"{field}_{name}": why for field, why in problems_of(known.get(name), typed, language).items()}
    if problems:
        raise Invalid(problems)
    questions = tuple(question(known[name], language, name in asked, words[name]) for name in order)
    few_enough(questions)
    return AskedForm(form.number, first(questions))


def problems_of(one: Question | None, typed: Worded, language: str) -> dict[str, str]:
    """What is wrong with a question's words; one of our own may be without them in a language until it is published."""
    problems = {}
    if (not typed.label.strip() and not (one and one.kind)) or len(typed.label) > LONGEST_LABEL:
        problems["label"] = _("A question needs words, of at most 120 characters.")
    if len(typed.hint) > LONGEST_HINT:
        problems["hint"] = _("A hint of at most 300 characters.")
    if one and one.kind in LISTED:
        lines = typed.choices.strip().splitlines()
        if len(lines) > MOST_CHOICES or any(len(line) > LONGEST_LABEL for line in lines):
            problems["choices"] = _("At most 12 choices, each of at most 120 characters.")
        elif any(choice.labels.get(language) for choice, line in padded(one, lines) if not line.strip()):
            problems["choices"] = _("Each choice keeps its line; add new ones below.")
        elif moved := misplaced(one, lines, language):
            problems["choices"] = _(
                "“%(line)s” is the word of choice %(number)s: each choice keeps its line, because what was answered"
                " and the other languages go by it."
            ) % {"line": moved[0], "number": moved[1]}
    return problems


def misplaced(one: Question, lines: Sequence[str], language: str) -> tuple[str, int] | None:
    """The first line that is the standing word of another choice, with that choice's place: swapped, the same answer
    would mean another thing in each language.
    """
    standing = [choice.labels.get(language, "").strip().casefold() for choice in one.choices]
    for at, line in enumerate(lines):
        said = line.strip().casefold()
        stays = at < len(standing) and said == standing[at]
        if said and said in standing and not stays:
            return line.strip(), standing.index(said) + 1
    return None


def padded(one: Question, lines: Sequence[str]) -> list[tuple[Choice, str]]:
    """Each choice that stands, with the line that is its word now."""
    return [(choice, lines[at] if at < len(lines) else "") for at, choice in enumerate(one.choices)]


def question(one: Question, language: str, asked: bool, typed: Worded) -> Question:
    label, hint = on_one_line(typed.label), on_one_line(typed.hint)
    return replace(
        one,
        asked=asked or one.name == ALWAYS,
        labels=worded(one.labels, language, label),
        hints=worded(one.hints, language, hint),
        choices=chosen(one, language, typed.choices.strip().splitlines()) if one.kind in LISTED else (),
    )


def on_one_line(text: str) -> str:
    """Without line ends; the spaces between its words stay what they are, because French has several."""
    return " ".join(line.strip() for line in text.strip().splitlines())


def worded(words: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    return {code: said for code, said in words.items() if code != language} | ({language: text} if text else {})


def chosen(one: Question, language: str, lines: Sequence[str]) -> tuple[Choice, ...]:
    """The choices with their words of one language; further lines are further choices, with values of their own."""
    known = [
        replace(choice, labels=worded(choice.labels, language, line.strip())) for choice, line in padded(one, lines)
    ]
    more = [line.strip() for line in lines[len(known) :] if line.strip()]
    return (*known, *(Choice(f"c{at}", {language: line}) for at, line in enumerate(more, len(known) + 1)))


def added(form: AskedForm, new: NewQuestion) -> AskedForm:
    """The form with one question more, at its end. Raises `Invalid`."""
    names = {one.name for one in form.questions}
    one = Question(next(f"own_{number}" for number in range(1, 100) if f"own_{number}" not in names), kind=new.kind)
    problems: dict[str, str] = {}
    for language, typed in new.words.items():
        wrong = problems_of(one, typed, language)
        problems |= {f"{field}_{language}": why for field, why in wrong.items()}
        one = question(one, language, True, typed)
    if not one.labels:
        problems[f"label_{LANGUAGES[0]}"] = _("Give the question in one language at least.")
    if new.kind in LISTED and len(one.choices) < 2:
        problems[f"choices_{LANGUAGES[0]}"] = _("Give two choices at least, one a line.")
    if problems:
        raise Invalid(problems)
    few_enough((*form.questions, one))
    return AskedForm(form.number, (*form.questions, one))


def few_enough(questions: Sequence[Question]) -> None:
    """Raises `Invalid` for a form that asks too much."""
    if sum(1 for one in questions if one.asked and one.kind) > MOST_OWN:
        raise Invalid({"": _("At most %(most)d questions of your own are asked at once.") % {"most": MOST_OWN}})


def removed(form: AskedForm, published: AskedForm, name: str) -> AskedForm:
    """The form without a question. Raises `Invalid` for one that somebody may have answered."""
    if name in {one.name for one in published.questions}:
        raise Invalid({"": _("This question was asked already: it can be switched off, and stays readable.")})
    return AskedForm(form.number, tuple(one for one in form.questions if one.name != name))


def missing(form: AskedForm) -> dict[str, list[str]]:
    """In which languages which of our own questions have no words yet, or not for each of their choices."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for one in form.own():
            if not all(words.get(language) for words in (one.labels, *(choice.labels for choice in one.choices))):
                found.setdefault(language, []).append(one.name)
    return found


def whole(form: AskedForm) -> None:
    """Raises `Invalid` for a form that would leave somebody without words in their language."""
    if lacking := missing(form):
        names = ", ".join(term(language, "language") for language in lacking)
        raise Invalid(
            {"": _("Some words are missing, so that this cannot be published yet: %(names)s.") % {"names": names}}
        )


def first(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """What the writer wants to say comes before anything we want to know."""
    return tuple(sorted(questions, key=lambda one: one.name != ALWAYS))


def differences(before: AskedForm, after: AskedForm) -> list[str]:
    """The questions that are asked otherwise, for whoever publishes."""
    known = {one.name: one for one in before.questions}
    moved = [one.name for one in before.questions] != [one.name for one in after.questions]
    return [one.name for one in after.questions if known.get(one.name) != one] + (["order"] if moved else [])
