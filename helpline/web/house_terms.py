"""What the house says of itself: its people, its line, its letters, its health."""

from helpline.web.words import N_

HOUSE: dict[str, dict[str, str]] = {
    "role": {
        "operator": N_("Operator"),
        "case_worker": N_("Case worker"),
        "supervisor": N_("Supervisor"),
        "researcher": N_("Researcher"),
        "data_protection_officer": N_("Data-protection officer"),
        "administrator": N_("Administrator"),
    },
    "list": {
        "contact_closing": N_("Reasons to close a contact"),
        "case_closing": N_("Reasons to close a case"),
        "life_area": N_("Life areas"),
        "legal_ground": N_("Legal grounds"),
    },
    "legal_ground": {
        "necessity": N_("Necessity: serious and immediate danger"),
        "consent": N_("The person agreed"),
        "minor_or_vulnerable": N_("A minor or a vulnerable person in danger"),
        "consultation": N_("Consultation organised by law"),
        "testimony": N_("Testimony before a judge"),
    },
    "holiday": {
        name: name
        for name in (
            N_("New Year"),
            N_("Easter Monday"),
            N_("Labour Day"),
            N_("Ascension"),
            N_("Whit Monday"),
            N_("National Day"),
            N_("Assumption"),
            N_("All Saints"),
            N_("Armistice"),
            N_("Christmas"),
        )
    },
    "presence": {
        "available": N_("Available"),
        "in_contact": N_("In contact"),
        "wrapping_up": N_("Wrapping up"),
        "away": N_("Away"),
    },
    "offer": {
        "ringing": N_("is ringing"),
        "answered": N_("answered"),
        "ended": N_("answered"),
        "lost": N_("was too late"),
        "no_answer": N_("did not answer"),
        "busy": N_("was busy"),
        "failed": N_("could not be rung"),
        "declined": N_("did not take it"),
        "cancelled": N_("rang in vain"),
    },
    "left_line": {
        "hung_up": N_("hung up while waiting"),
        "call_back": N_("asked to be called back"),
        "message": N_("chose to leave a message"),
        "closed": N_("waited until the line closed"),
        "full": N_("could not wait: the line was full"),
        "trouble": N_("was lost by the telephone"),
        "talked": N_("talked"),
        "not_reached": N_("was not reached"),
    },
    "delivery": {
        "stored": N_("Waits for its reader"),
        "queued": N_("Waiting to be sent"),
        "sending": N_("Being sent"),
        "sent": N_("Sent"),
        "delivered": N_("Delivered"),
        "failed": N_("Not delivered"),
        "blocked": N_("Blocked by a safe-contact rule"),
        "unknown": N_("Not known whether it left: look at it"),
        "withdrawn": N_("Taken back"),
        "here": N_("Waits on the site for the writer"),
    },
    "letter_purpose": {
        "reply": N_("Reply"),
        "acknowledgement": N_("A word that something arrived"),
        "page": N_("Page to a colleague"),
    },
    "fault": {
        "no_poll": N_("The provider could not be looked at for an hour"),
        "refused_login": N_("The provider refuses our name or password"),
        "bad_signatures": N_("Many requests with a wrong signature"),
        "backlog": N_("What arrived is not read"),
        "not_sending": N_("Messages do not leave"),
        "page_failed": N_("A duty page did not get through"),
    },
    "told_by": {
        "sms": N_("told by text message"),
        "email": N_("told by mail"),
        "nobody": N_("nobody could be told"),
    },
    "health_count": {
        "unread": N_("not read yet"),
        "parked": N_("unreadable"),
        "letters_waiting": N_("to be sent"),
        "failed_today": N_("not delivered today"),
        "bad_signatures": N_("wrong signatures today"),
        "holes_filled": N_("holes filled today"),
    },
}
