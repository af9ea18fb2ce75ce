"""What the screens say about safety: the context of `people/_safe_contact.html`, and a sentence for every refusal."""

from typing import Any

from helpline.people.model import Reason, RuleShown, Verdict
from helpline.people.windows import written
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
        Reason.OPTED_OUT: _("The provider was told to stop writing to this number."),
    }[reason]


def safe(shown: RuleShown | None, verdict: Verdict, names: dict[str, str]) -> dict[str, Any] | None:
    """The rule that counts, for a screen; None when nobody has asked. `names`: actors as people call them."""
    if shown is None:
        return None
    said = shown.said
    return {
        "may_call": said.may_call,
        "may_write": said.may_write,
        "may_leave_message": said.may_leave_message,
        "may_say_service_name": said.may_say_service_name,
        "windows": written(said.windows),
        "never": written(said.never),
        "cover_phrase": said.cover_phrase,
        "if_other_answers": said.if_other_answers,
        "note": said.note,
        "set_by": names.get(shown.set_by, shown.set_by.partition(":")[0]),
        "set_at": shown.set_at,
        "expires_at": shown.expires_at,
        "now_blocked": refusal(verdict.reason),
    }
