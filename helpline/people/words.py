"""A sentence for every refusal. Apart from the panels, because actions that refuse say it too."""

from helpline.people.model import Purpose, Reason
from helpline.web.words import gettext as _


def refusal(reason: Reason, purpose: Purpose) -> str:
    """Why we may not do that, in one sentence; "" when we may."""
    return {
        Purpose.CALL: {
            Reason.NOT_ASKED: _("Nobody has asked yet whether we may call: ask first, or note what they said."),
            Reason.NOT_THIS_WAY: _("This person said: do not call."),
        },
        Purpose.WRITE: {
            Reason.NOT_ASKED: _("Nobody has asked yet whether we may write: ask first, or note what they said."),
            Reason.NOT_THIS_WAY: _("This person said: do not write."),
        },
        Purpose.LEAVE_MESSAGE: {
            Reason.NOT_ASKED: _("Nobody has asked yet whether we may leave a message."),
            Reason.NOT_THIS_WAY: _("This person said: leave no message."),
        },
    }[purpose].get(reason) or {
        Reason.SAFE: "",
        Reason.OVERRIDDEN: "",
        Reason.ASK_FIRST: _("Nobody has asked this person yet what is safe: ask first, or note what they said."),
        Reason.UNREAD: _("Times were said that nobody has entered yet: put them into the fields."),
        Reason.EXPIRED: _("What this person said is safe has expired: ask again."),
        Reason.NEVER_NOW: _("This person said: never at this time."),
        Reason.OUTSIDE_WINDOWS: _("This is outside the times at which this person may be reached."),
        Reason.OPTED_OUT: _(
            "This number told the provider to stop: it cannot be reached by text message until it sends START."
        ),
    }.get(reason, "")
