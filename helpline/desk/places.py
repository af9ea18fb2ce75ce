"""Every page one can open by its name, with the right it asks for: what the palette goes to. Each entry of the menu is
one of them, which a test holds.
"""

import unicodedata

from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission as P
from helpline.web.words import N_
from helpline.web.words import gettext as _

PLACES = (
    ("/desk/queue", P.QUEUE_READ, N_("Queue")),
    ("/desk/queue?whose=mine", P.QUEUE_READ, N_("Queue: mine")),
    ("/desk/queue?whose=nobody", P.QUEUE_READ, N_("Queue: nobody's")),
    ("/desk/queue?overdue=1", P.QUEUE_READ, N_("Queue: overdue")),
    ("/desk/quarantine", P.QUEUE_READ, N_("Quarantine")),
    ("/desk/contacts/new", P.CONTACT_WRITE, N_("Write down a visit, letter or call")),
    ("/desk/line", P.LINE_ANSWER, N_("Line")),
    ("/desk/follow-ups", P.FOLLOW_UP_READ, N_("Follow-ups: my day")),
    ("/desk/follow-ups?show=overdue", P.FOLLOW_UP_READ, N_("Follow-ups: overdue")),
    ("/desk/follow-ups/week", P.FOLLOW_UP_READ, N_("Follow-ups: week")),
    ("/desk/follow-ups?show=all", P.FOLLOW_UP_READ, N_("Follow-ups: everybody's")),
    ("/desk/follow-ups/calendar", P.FOLLOW_UP_READ, N_("Follow-ups: in your calendar")),
    ("/desk/cases", P.CASE_READ, N_("Cases")),
    ("/desk/search", P.CONTACT_READ, N_("Search")),
    ("/desk/board", P.BOARD_READ, N_("Board")),
    ("/desk/board/wall", P.BOARD_READ, N_("Wallboard")),
    ("/desk/partners", P.PARTNER_READ, N_("Partners")),
    ("/desk/partners/new", P.PARTNER_WRITE, N_("A new partner")),
    ("/desk/roster", P.ROSTER_READ, N_("Roster")),
    ("/desk/rules", P.RULES_READ, N_("Rules")),
    ("/desk/rules/versions", P.RULES_READ, N_("Rules: versions")),
    ("/desk/rules/trial", P.RULES_READ, N_("Rules: try a message")),
    ("/desk/rules/differences", P.RULES_WRITE, N_("Rules: where people decide otherwise")),
    ("/desk/reports", P.REPORT_READ, N_("Reports")),
    ("/desk/settings", P.SETTINGS_READ, N_("Settings")),
    ("/desk/settings/texts", P.WORDING_WRITE, N_("Settings: texts and answers")),
    ("/desk/settings/answers/new", P.WORDING_WRITE, N_("A new prepared answer")),
    ("/desk/settings/form", P.WORDING_WRITE, N_("Settings: the public form")),
    ("/desk/settings/retention", P.SETTINGS_READ, N_("Settings: how long things are kept")),
    ("/desk/hours", P.HOURS_WRITE, N_("Hours")),
    ("/desk/staff", P.STAFF_READ, N_("Staff")),
    ("/desk/audit", P.AUDIT_READ, N_("Audit")),
    ("/desk/health", P.HEALTH_READ, N_("Health")),
    ("/desk/account", P.SIGNED_IN, N_("My account")),
    ("/desk/account/password", P.SIGNED_IN, N_("My password")),
)


def named(staff: SignedIn, typed: str) -> list[tuple[str, str]]:
    """Where this person may go, as (address, name), by words of the name in the reader's language or in English."""
    words = plain(typed).split()
    return [
        (href, _(name))
        for href, permission, name in PLACES
        if (permission is P.SIGNED_IN or staff.may(permission))
        and any(all(word in plain(said) for word in words) for said in (_(name), name))
    ]


def plain(text: str) -> str:
    """Without accents and capitals: whoever types in a hurry types none."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
