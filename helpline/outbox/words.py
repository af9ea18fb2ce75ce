"""What to do about an answer that did not arrive. Apart from the panels: lists and conversations both say it."""

from helpline.outbox.model import State
from helpline.web.words import gettext as _

OPTED_OUT = "opted_out"


def remedy(state: State | None, code: str | None) -> str:
    """The next step in one sentence; "" where there is nothing to do. `code`: of the channel, or a rule's reason."""
    match state:
        case State.FAILED:
            return cure(code or "")
        case State.UNKNOWN:
            return _("The connection broke while it left: ask whether it arrived before you send it again.")
        case State.BLOCKED:
            return _(
                "It did not leave, because it was not safe at that minute: look at what is noted, then write again."
            )
    return ""


def cure(code: str) -> str:
    """What helps when a provider could not deliver."""
    known = {
        OPTED_OUT: _("This number told the provider to stop. Call, if that is safe, or wait for its START."),
        "unreachable": _("The telephone is off or out of reach: try again later, or call if that is safe."),
        "no_such_number": _("Nobody has this number: compare it with what was noted."),
        "no_texts": _("This line takes no text messages: call, if that is safe."),
        "not_to_there": _("The provider does not send to that country: call, if that is safe."),
        "refused": _("The network refused the message: say it in other words, or call if that is safe."),
    }
    return known.get(code, _("Try again later, or another way that is safe."))
