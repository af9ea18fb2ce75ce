"""What a writer fills in, and how it travels as bytes."""

from msgspec import Struct

from helpline.channel import Filled
from helpline.envelope import Attachment


class Written(Filled, frozen=True, forbid_unknown_fields=True):
    """One message as the form sends it, kept exactly so. Nothing is required but a message.

    `token` makes a second click harmless; `reference` and `secret_mac` are the receipt's, never its words;
    `conversation` is set when a writer came back with a receipt. `left_out` counts files that could not be taken. What
    only marks: `trapped`, a field was filled in that no person sees; `hurried`, sent within seconds; `flooded`, came by
    waiting while very many came. `form` is the version of the form that was answered, and `answers` says of each of its
    questions whether it was answered, not asked, left open or declined: no answer is ever supposed.
    """

    language: str = "fr"
    token: str = ""
    written_at: float = 0.0
    reference: str = ""
    secret_mac: bytes = b""
    conversation: str = ""
    trapped: bool = False
    hurried: bool = False
    flooded: bool = False
    files: tuple[Attachment, ...] = ()
    left_out: int = 0
    form: int = 0
    answers: tuple[tuple[str, str], ...] = ()


class State(Struct, frozen=True):
    """What goes from page to page inside the page itself, sealed. `begun_at`: when the first page was shown, 0 for a
    form that came without; `summed_up`: the summary was reached; `reference` and `words`: of the draft that this is.
    """

    typed: Written
    begun_at: float = 0.0
    summed_up: bool = False
    reference: str = ""
    words: str = ""


class LeftOut(Struct, frozen=True):
    """A file that could not be taken, and why, as a code."""

    name: str
    why: str


class Given(Struct, frozen=True):
    """What a browser sent: each field once, and the files that could be taken."""

    fields: dict[str, str]
    files: tuple[Attachment, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
