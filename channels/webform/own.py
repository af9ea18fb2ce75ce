"""Questions that the house added to the form itself: what the page sends of them, and what of it is an answer.

No file of its neighbours, because here alone a form's words are looked up instead of known. Nobody has to answer, and
nothing that is typed here is ever refused: what fits no answer is none, and a day in words stays words.
"""

import re
from collections.abc import Mapping

from channels.webform.model import Written
from helpline.channel import AskedForm, Question, QuestionKind
from helpline.envelope import Told

#: The names of such questions, and with a further word those of their boxes.
NAME = re.compile(r"own_[1-9]\d?", re.ASCII)
BOX = re.compile(r"(own_[1-9]\d?)_(\w{1,20})", re.ASCII)
#: Said on purpose, which is another thing than leaving a question open.
DECLINED = "declined"
#: "I do not know", which tells as much as an open question.
UNKNOWN = "unknown"
YES_NO = ("yes", "no")
PICKED = (QuestionKind.ONE, QuestionKind.YES_NO)


def entered(before: tuple[Told, ...], given: Mapping[str, str]) -> tuple[Told, ...]:
    """What was told so far, and over it what this page sends: of its own question also what was unticked."""
    boxes = [found for name in given if (found := BOX.fullmatch(name))]
    names = {name for name in (*given, given.get("page", "")) if NAME.fullmatch(name)} | {box[1] for box in boxes}
    told = {one.name: one for one in before}
    for name in sorted(names):
        told[name] = Told(name, given.get(name, ""), tuple(box[2] for box in boxes if box[1] == name))
    return tuple(told.values())


def answered(typed: Written, form: AskedForm) -> tuple[Told, ...]:
    """What is an answer to one of the form's own questions."""
    found = (answer(one, typed.told_to(one.name)) for one in form.own())
    return tuple(one for one in found if one)


def answer(question: Question, told: Told) -> Told | None:
    """What was answered; None for nothing, for "I do not know", and for what was declined."""
    if declined(question, told):
        return None
    known = YES_NO if question.kind is QuestionKind.YES_NO else [one.value for one in question.choices]
    match question.kind:
        case QuestionKind.ONE | QuestionKind.YES_NO:
            chosen = tuple(value for value in known if value == told.text)
        case QuestionKind.SEVERAL:
            chosen = tuple(value for value in known if value in told.chosen)
        case _:
            text = told.text.strip()
            return Told(told.name, text) if text else None
    return Told(told.name, chosen=chosen) if chosen else None


def declined(question: Question, told: Told) -> bool:
    return told.text == DECLINED if question.kind in PICKED else DECLINED in told.chosen


def state(question: Question, typed: Written) -> str:
    """What became of one of the form's own questions."""
    told = typed.told_to(question.name)
    if declined(question, told):
        return DECLINED
    return "answered" if answer(question, told) else UNKNOWN
