"""What happened since the line closed: the supervisor's first question of a morning.

Apart from the panels, which say how things stand now; this says what came about, part by part, and leaves out every
part of which there is nothing.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from helpline.audit import actions as audit
from helpline.contacts.actions import gist_in
from helpline.followups import panels as followups
from helpline.followups.model import FollowUp
from helpline.hours import actions as hours
from helpline.hours.rules import last_closing
from helpline.supervision import store
from helpline.supervision.model import (
    AccountRow,
    DangerRow,
    FaultRow,
    LetterRow,
    MissedRow,
    PageRow,
    Part,
    Since,
    UrgentRow,
)
from helpline.vault.transaction import ActorKind, Transaction
from helpline.web.dates import ZONE, moment
from helpline.web.numbers import number
from helpline.web.terms import term
from helpline.web.words import N_, ngettext
from helpline.web.words import gettext as _

#: So many of each part stand on the board itself, and so many are counted there; a part's own page has the rest.
BRIEF, COUNTED, MOST = 4, 50, 200
EVENING = time(18)
#: Nobody asks for more than a holiday.
FURTHEST = timedelta(days=31)

HOME = "/desk/board/since"
ACCOUNTS = {
    "staff.added": N_("account made"),
    "staff.invited": N_("invited anew"),
    "staff.role_changed": N_("another role or language"),
    "staff.left": N_("account ended"),
    "staff.factors_forgotten": N_("second factor reset"),
    "staff.reset_asked": N_("reset of the second factor asked for"),
    "staff.reset_allowed": N_("reset of the second factor allowed"),
    "staff.reset_refused": N_("reset of the second factor refused"),
    "staff.recovery_code_used": N_("a recovery code was used"),
    "token.added": N_("a program got access"),
    "token.revoked": N_("a program lost access"),
}

Line = dict[str, Any]


async def happened(tx: Transaction, asked: Since, only: Part | None = None) -> dict[str, Any]:
    """Everything that came about since then, or one part of it, whole."""
    ways = await beginnings(tx)
    chosen = asked if asked in ways else Since.CLOSED
    since = ways[chosen]
    most = COUNTED if only is None else MOST
    found = [await part(tx, one, since, most) for one in Part if only in (None, one)]
    parts = [one | {"href": f"{HOME}?part={one['part']}&since={chosen}"} for one in found if one["count"]]
    shown = sum(one["count"] for one in parts)
    await audit.record(tx, "board.since_shown", "board", shown=shown, detail=only or "")
    return {
        "since": since,
        "parts": parts,
        "brief": BRIEF if only is None else MOST,
        "ways": [(f"?since={way}", named(way), None, way is chosen) for way in ways],
    }


async def beginnings(tx: Transaction) -> dict[Since, datetime]:
    """What "since" can mean to this supervisor. Where the line never closes, yesterday evening is when it did."""
    yesterday = tx.now.astimezone(ZONE).date() - timedelta(days=1)
    evening = datetime.combine(yesterday, EVENING, ZONE)
    closed = last_closing(tx.now, await hours.load(tx)) or evening
    visit = await store.last_here(tx, tx.actor.id) if tx.actor.kind is ActorKind.STAFF and tx.actor.id else None
    ways = {Since.CLOSED: closed, Since.EVENING: evening}
    return ways | ({Since.VISIT: max(visit, tx.now - FURTHEST)} if visit else {})


def named(way: Since) -> str:
    return {
        Since.CLOSED: _("Since the line closed"),
        Since.EVENING: _("Since yesterday 18:00"),
        Since.VISIT: _("Since you were last here"),
    }[way]


async def part(tx: Transaction, one: Part, since: datetime, most: int) -> dict[str, Any]:
    """One part: how many up to a bound, and a line for each; `bad` is one that waits for somebody to come."""
    match one:
        case Part.URGENT:
            lines = [urgent(row) for row in await store.urgent(tx, since, most)]
        case Part.DANGER:
            lines = [danger(row) for row in await store.dangers(tx, since, most)]
        case Part.PAGES:
            lines = [paged(row) for row in await store.pages(tx, since, most)]
        case Part.PROMISES:
            lines = [promised(row) for row in await followups.broken(tx, since, most)]
        case Part.CALLS:
            lines = [missed(tx, row) for row in await store.missed(tx, since, most)]
        case Part.LETTERS:
            lines = [letter(row) for row in await store.letters(tx, since, most)]
        case Part.FAULTS:
            lines = [fault(row) for row in await store.faults(tx, since, most)]
        case Part.ACCOUNTS:
            lines = [account(row) for row in await store.accounts(tx, since, most)]
    count = len(lines)
    told = {"count": count, "said": f"{number(count)}+" if count == most else number(count), "bad": bad(one, lines)}
    return {"part": one, "title": titled(one, count), "lines": lines} | told


def titled(one: Part, count: int) -> str:
    """What stands under so many of a part."""
    return {
        Part.URGENT: ngettext("Urgent contact", "Urgent contacts", count),
        Part.DANGER: ngettext("Danger log written", "Danger logs written", count),
        Part.PAGES: ngettext("Duty page", "Duty pages", count),
        Part.PROMISES: ngettext("Newly overdue promise", "Newly overdue promises", count),
        Part.CALLS: ngettext("Call missed, not called back", "Calls missed, not called back", count),
        Part.LETTERS: ngettext("Message that did not arrive", "Messages that did not arrive", count),
        Part.FAULTS: ngettext("Channel in trouble", "Channels in trouble", count),
        Part.ACCOUNTS: ngettext("Account changed", "Accounts changed", count),
    }[one]


def bad(one: Part, lines: Sequence[Line]) -> bool:
    """Whether somebody should look at this part now: what stands in these three is open until it leaves them."""
    return one in (Part.PROMISES, Part.CALLS, Part.LETTERS) or any(line["bad"] for line in lines)


def line(at: datetime, href: str, title: str, said: str, *, bad: bool = False, **more: Any) -> Line:
    return {"at": at, "href": href, "title": title, "said": said, "bad": bad, "urgency": "", "channel": ""} | more


def contact(number: int | None) -> str:
    return _("Contact %(number)s") % {"number": number}


def urgent(row: UrgentRow) -> Line:
    alone = row.waits and (row.taker is None or row.handed_to is not None)
    said = [taken(row.taker, row.taken_at)] if row.taker and row.handed_to is None else []
    if row.decided_at:
        by = row.decider or _("a program")
        said.append(_("decided by %(name)s, %(time)s") % {"name": by, "time": moment(row.decided_at)})
    elif row.handed_to:
        said.append(handed(row.handed_to, row.handed_by, row.handed_at))
    elif row.waits:
        said.append(_("not decided yet") if row.taker else _("nobody has taken it yet"))
    href, level = f"/desk/contacts/{row.id}", "immediate" if row.immediate else "urgent"
    return line(
        row.received_at, href, contact(row.number), " · ".join(said), bad=alone, urgency=level,
        channel="voicemail" if row.outcome == "voicemail" else row.channel,
    )  # fmt: skip


def taken(name: str, at: datetime | None) -> str:
    return _("taken by %(name)s, %(time)s") % {"name": name, "time": moment(at) if at else ""}


def handed(name: str, giver: str | None, at: datetime | None) -> str:
    """To whom something was given who has not opened it: nobody has taken it."""
    time = moment(at) if at else ""
    if giver is None:
        return _("handed to %(name)s, %(time)s, not opened yet") % {"name": name, "time": time}
    words = _("handed to %(name)s by %(giver)s, %(time)s, not opened yet")
    return words % {"name": name, "giver": giver, "time": time}


def danger(row: DangerRow) -> Line:
    said = _("%(kind)s, written by %(name)s") % {"kind": term(row.category, "danger"), "name": row.by or _("a program")}
    return line(row.at, f"/desk/contacts/{row.contact_id}#danger", contact(row.number), said)


def paged(row: PageRow) -> Line:
    said = [_("paged: %(names)s") % {"names": ", ".join(row.names)} if row.names else _("nobody could be paged")]
    if row.names and row.lost:
        said.append(_("it did not get through"))
    if row.handed_to:
        said.append(handed(row.handed_to, row.handed_by, row.handed_at))
    elif row.taker:
        said.append(taken(row.taker, row.taken_at))
    elif row.waits:
        said.append(_("nobody has taken it yet"))
    alone = row.waits and (row.taker is None or row.handed_to is not None)
    return line(row.at, f"/desk/contacts/{row.contact_id}", contact(row.number), " · ".join(said), bad=alone)


def promised(row: FollowUp) -> Line:
    what = row.what or term(row.kind, "follow_up")
    return line(row.due_at, f"/desk/follow-ups/{row.id}", what, row.owner or _("Nobody"))


def missed(tx: Transaction, row: MissedRow) -> Line:
    sender = gist_in(tx, row.id, row.gist, row.wrapped).sender or _("Anonymous")
    said = f"{sender}, {term(row.outcome, 'call').lower()}"
    return line(row.received_at, f"/desk/contacts/{row.id}", contact(row.number), said)


def letter(row: LetterRow) -> Line:
    said = ", ".join((term(row.channel, "channel"), term(row.purpose, "letter_purpose"), term(row.state, "delivery")))
    if row.contact_id is None:
        return line(row.at, "/desk/health", _("A word about an alarm"), said)
    return line(row.at, f"/desk/contacts/{row.contact_id}", contact(row.number), said)


def fault(row: FaultRow) -> Line:
    title = term(row.channel, "channel") if row.channel else _("The house")
    well = _("well again %(time)s") % {"time": moment(row.ended_at)} if row.ended_at else _("not mended yet")
    return line(row.began_at, "/desk/health", title, f"{term(row.kind, 'fault')} · {well}", bad=row.ended_at is None)


def account(row: AccountRow) -> Line:
    by = _("by %(name)s") % {"name": row.by} if row.by and row.by != row.whose else ""
    said = ", ".join(filter(None, (_(ACCOUNTS[row.action]), by)))
    return line(row.at, "/desk/staff", row.whose or _("A program"), said)
