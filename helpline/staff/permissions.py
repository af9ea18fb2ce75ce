"""Who may do what: the one place that says so. A route names a permission, a role or a token holds it."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is employed to do here."""

    OPERATOR = "operator"
    CASE_WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    RESEARCHER = "researcher"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a route asks for. The first four are held by nobody: they say who needs no right of his own."""

    PUBLIC = "public"  # Anybody, without an account.
    PROVIDER = "provider"  # A provider's machine; the channel itself checks its signature.
    ENTERING = "entering"  # Who gave the right password and owes a second factor.
    SIGNED_IN = "signed_in"  # Any member of staff, whatever the role.

    QUEUE_READ = "queue.read"
    VIEW_SHARE = "view.share"
    CONTACT_READ = "contact.read"
    CONTACT_WRITE = "contact.write"
    CONTACT_DECIDE = "contact.decide"
    CONTACT_REPLY = "contact.reply"
    LINE_ANSWER = "line.answer"
    CASE_READ = "case.read"
    CASE_WRITE = "case.write"
    FOLLOW_UP_READ = "follow_up.read"
    FOLLOW_UP_WRITE = "follow_up.write"
    NUMBER_READ = "number.read"
    PERSON_READ = "person.read"
    PERSON_WRITE = "person.write"
    PARTNER_READ = "partner.read"
    PARTNER_WRITE = "partner.write"
    ROSTER_READ = "roster.read"
    ROSTER_WRITE = "roster.write"
    HOURS_WRITE = "hours.write"
    BOARD_READ = "board.read"
    REPORT_READ = "report.read"
    STAFF_READ = "staff.read"
    STAFF_WRITE = "staff.write"
    STAFF_RESET = "staff.reset"
    AUDIT_READ = "audit.read"
    HEALTH_READ = "health.read"
    HEALTH_WRITE = "health.write"
    WORDING_WRITE = "wording.write"
    RULES_READ = "rules.read"
    RULES_WRITE = "rules.write"
    SETTINGS_READ = "settings.read"
    RETENTION_WRITE = "retention.write"


P = Permission

#: Said in a route, never given to a role or a token.
OPEN = frozenset({P.PUBLIC, P.PROVIDER, P.ENTERING, P.SIGNED_IN})

#: A route that asks for one of these also asks for a proof of a moment ago (`opt["fresh"]`).
SENSITIVE = frozenset({P.NUMBER_READ, P.AUDIT_READ, P.STAFF_WRITE, P.STAFF_RESET})

READING = frozenset(
    {P.QUEUE_READ, P.CONTACT_READ, P.CASE_READ, P.FOLLOW_UP_READ, P.PERSON_READ, P.PARTNER_READ, P.RULES_READ}
)
WORKING = READING | {
    P.CONTACT_WRITE,
    P.CONTACT_DECIDE,
    P.CONTACT_REPLY,
    P.LINE_ANSWER,
    P.CASE_WRITE,
    P.FOLLOW_UP_WRITE,
    P.NUMBER_READ,
    P.PERSON_WRITE,
    P.ROSTER_READ,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: WORKING,
    Role.CASE_WORKER: WORKING | {P.PARTNER_WRITE},
    Role.SUPERVISOR: WORKING
    | {
        P.PARTNER_WRITE,
        P.ROSTER_WRITE,
        P.HOURS_WRITE,
        P.BOARD_READ,
        P.REPORT_READ,
        P.STAFF_READ,
        P.STAFF_RESET,
        P.AUDIT_READ,
    }
    | {P.VIEW_SHARE, P.HEALTH_READ, P.HEALTH_WRITE, P.WORDING_WRITE, P.RULES_WRITE, P.SETTINGS_READ, P.RETENTION_WRITE},
    Role.RESEARCHER: frozenset({P.PARTNER_READ, P.REPORT_READ}),
    Role.DATA_PROTECTION_OFFICER: READING
    | {P.AUDIT_READ, P.STAFF_READ, P.REPORT_READ, P.SETTINGS_READ, P.RETENTION_WRITE},
    Role.ADMINISTRATOR: frozenset(
        {P.STAFF_READ, P.STAFF_WRITE, P.STAFF_RESET, P.ROSTER_READ, P.ROSTER_WRITE, P.HOURS_WRITE, P.PARTNER_READ}
        | {P.HEALTH_READ, P.SETTINGS_READ}
    ),
}
