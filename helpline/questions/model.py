"""What the public form asks, in versions."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from helpline.channel import AskedForm, Choice, Question, QuestionKind

__all__ = ["Answered", "AskedForm", "Choice", "Question", "QuestionKind", "Version"]

#: In which languages the form speaks.
LANGUAGES = ("fr", "nl", "de", "en", "ar", "tr")
#: The one question that is always asked; everything else may be left out, and is never obligatory.
ALWAYS = "message"


class Answered(StrEnum):
    """What became of a question: no answer is ever supposed."""

    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class Worded(Struct, frozen=True):
    """A question's words in one language, as they were typed; `choices`: one a line, in their order."""

    label: str
    hint: str = ""
    choices: str = ""


class NewQuestion(Struct, frozen=True):
    """A question that the house adds itself, by language. Nobody will have to answer it."""

    kind: QuestionKind
    words: dict[str, Worded]


class Version(Struct, frozen=True):
    """One version as a list shows it. `published_at` is None for the draft."""

    number: int
    body: str
    draft_version: int
    by: str
    written_at: datetime
    published_at: datetime | None
