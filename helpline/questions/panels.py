"""What the screens show of a form and of what was answered to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from helpline.channel import Question, QuestionKind
from helpline.envelope import Told
from helpline.questions import actions
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _
from helpline.web.words import spoken


def title(one: Question) -> str:
    """What a question is called at the desk: our own by their words, the others by their name."""
    return one.ask(spoken()).label if one.kind else term(one.name, "question")


def titles(questions: Iterable[Question]) -> dict[str, str]:
    return {one.name: title(one) for one in questions}


async def answered(
    tx: Transaction, form: int, states: Iterable[tuple[str, str]], told: Iterable[Told]
) -> list[dict[str, Any]]:
    """What became of each question of the version that was answered, in its words; nothing where none was."""
    if not form:
        return []
    asked = {one.name: one for one in (await actions.asked(tx, form)).questions}
    answers = {one.name: one for one in told}
    return [
        {
            "question": title(asked[name]) if name in asked else term(name, "question"),
            "state": state,
            "said": said(asked[name], answers[name]) if name in asked and name in answers else "",
        }
        for name, state in states
    ]


def said(one: Question, answer: Told) -> str:
    """An answer as people read it: own words as they are, choices in the words of that version."""
    words: Mapping[str, str] = dict(one.ask(spoken()).choices)
    if one.kind is QuestionKind.YES_NO:
        words = {"yes": _("Yes"), "no": _("No")}
    return answer.text or ", ".join(words.get(value, value) for value in answer.chosen)
