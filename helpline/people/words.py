"""A sentence for every refusal. Apart from the panels, because actions that refuse say it too."""

from helpline.people.model import Reason
from helpline.web.words import gettext as _


def refusal(reason: Reason) -> str:
    """Why we may not, in one sentence; "" when we may."""
    return {
        Reason.SAFE: "",
        Reason.OVERRIDDEN: "",
        Reason.ASK_FIRST: _("Nobody has asked this person yet what is safe: ask first, or note what they said."),
        Reason.EXPIRED: _("What this person said is safe has expired: ask again."),
        Reason.NOT_THIS_WAY: _("This person does not want to be reached this way."),
        Reason.NEVER_NOW: _("This person said: never at this time."),
        Reason.OUTSIDE_WINDOWS: _("This is outside the times at which this person may be reached."),
        Reason.OPTED_OUT: _(
            "This number told the provider to stop: it cannot be reached by text message until it sends START."
        ),
    }[reason]
