"""The order of the pages, and which of them holds which answer. Everything here is decided from what was answered."""

from collections.abc import Iterable, Mapping

from channels.webform import own
from channels.webform.model import State, Written

MESSAGE, WHO, ANSWER, SAFE, CHECK = "message", "who", "answer", "safe", "check"

#: The questions with a page of their own, as the house asks them unless the form says otherwise.
ASKED = ("requester", "answer")

FIELDS = {
    MESSAGE: ("message",),
    WHO: ("requester",),
    ANSWER: ("answer",),
    SAFE: ("phone", "email", "windows", "never", "cover_phrase"),
    CHECK: ("files",),
}
#: Boxes: one that is not ticked is not sent, so its page has to be known.
TICKS = {SAFE: ("may_leave_message", "may_say_service_name")}


def route(typed: Written, asked: Iterable[str] = ASKED) -> tuple[str, ...]:
    """The pages of this writer, for the questions `asked` in their order: what is safe is asked of whoever wants to be
    called or written to.
    """
    reached = (SAFE,) if typed.answer in ("phone", "email") else ()
    pages = {"requester": (WHO,), "answer": (ANSWER, *reached)}
    return (MESSAGE, *(page for name in asked for page in pages.get(name, own_page(name))), CHECK)


def own_page(name: str) -> tuple[str, ...]:
    """A question that the house added itself has a page of its name."""
    return (name,) if own.NAME.fullmatch(name) else ()


def onward(page: str, go: str, state: State, asked: Iterable[str] = ASKED) -> str:
    """The page a button leads to: the next, the one before, this one again, or the one it names.

    Whoever changes an answer from the summary goes back there at once, but for what the new answer makes us ask.
    """
    pages = route(state.typed, asked)
    left = pages.index(ANSWER) if ANSWER in pages else 0
    here = pages.index(page) if page in pages else left
    match go:
        case "next" if state.summed_up and page != ANSWER:
            return CHECK
        case "next":
            return pages[min(here + 1, len(pages) - 1)]
        case "back":
            return pages[max(here - 1, 0)]
        case _:
            return go if go in pages else pages[here]


def of_problem(problems: Mapping[str, str], page: str) -> str:
    """The first page that holds what is wrong; for what no field holds, the page one was on."""
    if told := next(filter(own.NAME.fullmatch, problems), ""):
        return told
    here = page if page in FIELDS or own.NAME.fullmatch(page) else MESSAGE
    return next((page for page, names in FIELDS.items() if problems.keys() & set(names)), here)


def on_page(page: str, problems: Mapping[str, str]) -> dict[str, str]:
    """Those problems that are this page's."""
    return {name: code for name, code in problems.items() if name in FIELDS.get(page, (page,))}
