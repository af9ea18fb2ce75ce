"""The standard terms of the field, as people read them: one table per kind of word.

Keys are the values that stand in the database; templates say `{{ contact.urgency | term("urgency") }}`.
"""

from collections.abc import Iterable

from helpline.web.rule_terms import FLAGS, RULES
from helpline.web.words import N_, gettext

TERMS: dict[str, dict[str, str]] = {
    "channel": {
        "phone": N_("Phone"),
        "voicemail": N_("Voicemail"),
        "sms": N_("SMS"),
        "email": N_("E-mail"),
        "webform": N_("Web form"),
        "visit": N_("Visit"),
        "letter": N_("Letter"),
    },
    "presence": {
        "available": N_("Available"),
        "in_contact": N_("In contact"),
        "wrapping_up": N_("Wrapping up"),
        "away": N_("Away"),
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
    "direction": {"in": N_("Received"), "out": N_("Sent")},
    "urgency": {
        "immediate": N_("Immediate"),
        "urgent": N_("Urgent"),
        "soon": N_("Soon"),
        "routine": N_("Routine"),
    },
    "promise": {
        "immediate": N_("now, day and night"),
        "urgent": N_("the same working day"),
        "soon": N_("within 2 working days"),
        "routine": N_("within 5 working days"),
    },
    "disposition": {
        "information_request": N_("Information request"),
        "accompaniment": N_("Accompaniment"),
        "professional_support": N_("Professional support"),
        "urgent_safety": N_("Urgent safety"),
        "out_of_scope": N_("Out of scope"),
        "spam": N_("Spam"),
        "unclear": N_("Unclear"),
    },
    "disposition_hint": {
        "information_request": N_("An answer, some reading or another service settles it. No file on a person."),
        "accompaniment": N_("A relative, a friend or the person asks to be followed."),
        "professional_support": N_("A professional or an organisation asks for advice, a session or training."),
        "urgent_safety": N_("Danger to life, a missing child, a departure, violence now."),
        "out_of_scope": N_("Another service, press, police, nuisance, silence, wrong number, thanks."),
        "spam": N_("Commercial, fraud or robot. Set apart; a person looks through it every day."),
    },
    "language": {
        "fr": N_("French"),
        "nl": N_("Dutch"),
        "de": N_("German"),
        "en": N_("English"),
        "ar": N_("Arabic"),
        "tr": N_("Turkish"),
    },
    "requester": {
        "relative": N_("Relative"),
        "friend": N_("Friend"),
        "professional": N_("Professional"),
        "person": N_("The person"),
        "other": N_("Someone else"),
    },
    "case_kind": {
        "information_request": N_("Information request"),
        "accompaniment": N_("Accompaniment"),
        "professional_support": N_("Professional support"),
    },
    "case_state": {"open": N_("Open"), "closed": N_("Closed")},
    "stage": {
        "contact": N_("Contact"),
        "clearing": N_("Clearing"),
        "frame_agreed": N_("Frame agreed"),
        "path": N_("The path"),
        "resources": N_("Resources"),
        "plan": N_("Plan"),
        "accompanying": N_("Accompanying"),
        "transition": N_("Release or transition"),
        "closing": N_("Closing together"),
        "after_care": N_("After-care"),
    },
    "frame": {
        "voluntary": N_("Voluntary"),
        "probation": N_("Probation condition"),
        "conditional_release": N_("Conditional release"),
        "prison": N_("Prison"),
        "youth_court": N_("Youth court"),
        "relative": N_("Relative"),
        "professional": N_("Professional"),
    },
    "role": {
        "operator": N_("Operator"),
        "case_worker": N_("Case worker"),
        "supervisor": N_("Supervisor"),
        "researcher": N_("Researcher"),
        "data_protection_officer": N_("Data-protection officer"),
        "administrator": N_("Administrator"),
    },
    "participant": {
        "requester": N_("Requester"),
        "concerned": N_("Person concerned"),
        "professional": N_("Professional"),
    },
    "closing_reason": {
        "answered": N_("Answered"),
        "oriented_elsewhere": N_("Oriented elsewhere"),
        "no_way_to_answer": N_("No way to answer"),
        "session_or_tool_given": N_("Session or tool given"),
        "handed_over": N_("Handed over to the emergency services"),
        "talked_down": N_("Talked down"),
        "unfounded": N_("Unfounded"),
        "other_service": N_("Another service"),
        "press": N_("Press"),
        "police_asking": N_("Police asking for data"),
        "nuisance": N_("Nuisance or abuse"),
        "silent": N_("Silent"),
        "wrong_number": N_("Wrong number"),
        "thanks": N_("Thanks"),
        "swept": N_("Swept"),
        "aims_reached": N_("Aims reached"),
        "continues_elsewhere": N_("Continues elsewhere"),
        "mandate_ended": N_("Mandate ended"),
        "withdrew": N_("Withdrew"),
        "no_contact": N_("No contact after several attempts"),
        "moved": N_("Moved or transferred"),
        "not_our_field": N_("Not our field"),
        "unfounded_worry": N_("Unfounded worry"),
        "died": N_("Died"),
        "other": N_("Other"),
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
    "danger_ground": {
        "life": N_("A life is in danger"),
        "child": N_("A child is in danger"),
        "violence": N_("Violence is about to happen"),
    },
    "outcome": {
        "reached": N_("Reached"),
        "not_reached": N_("Not reached"),
        "later": N_("Later"),
        "blocked": N_("Blocked by a safe-contact rule"),
    },
    "safe_reason": {
        "safe": N_("This is safe now"),
        "ask_first": N_("Nobody has asked yet what is safe"),
        "expired": N_("What was said to be safe has expired"),
        "not_this_way": N_("The person does not want to be reached this way"),
        "never_now": N_("The person said never at this hour"),
        "outside_windows": N_("It is outside the hours the person gave"),
        "opted_out": N_("The person asked us to stop writing"),
        "overridden": N_("Overridden because a life is in danger"),
    },
    "call": {
        "ringing": N_("Ringing"),
        "abandoned": N_("Hung up"),
        "missed": N_("Missed"),
        "voicemail": N_("Voicemail"),
        "answered": N_("Answered"),
    },
    "note_kind": {
        "note": N_("Note"),
        "talk": N_("Talk"),
        "agreement": N_("Agreement"),
        "motivation": N_("What motivated joining"),
        "impact": N_("Impact of violence"),
        "connection": N_("Connection before confrontation"),
        "passions": N_("Old passions"),
        "wishes": N_("Who the person wishes to be"),
        "inclusion": N_("Partners in inclusion"),
        "group": N_("Group activities"),
    },
    "case_change": {
        "opened": N_("Case opened"),
        "closed": N_("Case closed"),
        "reopened": N_("Case opened again"),
        "described": N_("Title or summary changed"),
        "kind": N_("Kind changed"),
        "worker": N_("Worker"),
        "deputy": N_("Deputy"),
        "participant": N_("Person added"),
        "stage": N_("Stage"),
        "frame": N_("Frame"),
        "review": N_("Reviewed; next review"),
    },
    "follow_up_change": {
        "promised": N_("Promised"),
        "postponed": N_("Promise postponed"),
        "handed_over": N_("Promise handed over"),
        "kept": N_("Promise kept"),
        "dropped": N_("Promise dropped"),
        "escalated": N_("Promise overdue: the supervisor knows"),
    },
    "follow_up": {
        "call_back": N_("Call back"),
        "reply": N_("Reply"),
        "review": N_("Review"),
        "check": N_("Check"),
        "task": N_("Task"),
    },
    "ended": {"kept": N_("Kept"), "dropped": N_("Dropped")},
    "danger": {
        "violence": N_("Violence"),
        "suicide": N_("Suicide"),
        "missing_child": N_("A missing child"),
        "departure": N_("Departure"),
        "other": N_("Something else"),
    },
    "referral": {
        "proposed": N_("Proposed"),
        "accepted": N_("Accepted"),
        "declined": N_("Declined"),
        "arrived": N_("Arrived"),
        "done": N_("Done"),
        "revoked": N_("Revoked"),
    },
    "file_kind": {
        "image": N_("A picture"),
        "audio": N_("A sound"),
        "video": N_("A film"),
        "text": N_("A text"),
        "application": N_("A file of another kind"),
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
    "letter_purpose": {
        "reply": N_("Reply"),
        "acknowledgement": N_("A word that something arrived"),
        "page": N_("Page to a colleague"),
    },
    "health_count": {
        "unread": N_("not read yet"),
        "parked": N_("unreadable"),
        "letters_waiting": N_("to be sent"),
        "failed_today": N_("not delivered today"),
        "bad_signatures": N_("wrong signatures today"),
        "holes_filled": N_("holes filled today"),
    },
    "rule": RULES,
    "flag": FLAGS,
}


def term(value: str, kind: str) -> str:
    """The word for `value` among the terms of `kind`, in the language spoken now."""
    known = TERMS[kind].get(str(value))
    return gettext(known) if known else str(value).replace("_", " ").capitalize()


def joined(what: str, about: str) -> str:
    """`Stage: Clearing`, as the language writes a colon; without anything after it there is none."""
    return gettext("%(what)s: %(about)s") % {"what": what, "about": about} if about else what


def with_term(values: Iterable[str], kind: str) -> list[tuple[str, str]]:
    """Choices for a select or radios: each value with its word."""
    return [(value, term(value, kind)) for value in values]
