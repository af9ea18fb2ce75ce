"""A contact's history in plain sentences, newest last: how it came, what the rules proposed, who took it, what was
decided and why, what was answered and whether that arrived, what was promised and tried. Every line is what some room
wrote down already; nothing is kept for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from helpline.contacts import events
from helpline.contacts import store as contacts
from helpline.contacts.events import Step
from helpline.contacts.model import Channel, ContactEvent, ContactView, Direction
from helpline.followups.model import AttemptOutcome, Change, FollowUp
from helpline.outbox.model import State
from helpline.queue.actions import word_in
from helpline.triage import panels as triage
from helpline.triage.record import DangerEntry, Decision, Triage
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction
from helpline.web.dates import moment
from helpline.web.terms import term
from helpline.web.words import N_
from helpline.web.words import gettext as _

#: So many steps are told, the newest; more is no history anybody reads.
MOST = 300
LOST = {State.FAILED: "danger", State.BLOCKED: "danger", State.UNKNOWN: "warm"}
ARRIVED = {State.SENT: "good", State.DELIVERED: "good"}

ENDED = {
    Change.KEPT: N_("%(name)s kept the promise: %(what)s"),
    Change.DROPPED: N_("%(name)s dropped the promise: %(what)s"),
    Change.REOPENED: N_("%(name)s opened the promise again: %(what)s"),
    Change.TAKEN_BACK: N_("%(name)s took back what was noted last: %(what)s"),
    Change.ESCALATED: N_("The supervisor was told that a promise is late: %(what)s"),
}
TRIED = {
    AttemptOutcome.REACHED: N_("%(name)s reached them: %(what)s"),
    AttemptOutcome.NOT_REACHED: N_("%(name)s tried and reached nobody: %(what)s"),
    AttemptOutcome.LATER: N_("%(name)s agreed on another time: %(what)s"),
    AttemptOutcome.BLOCKED: N_("%(name)s wanted to call, and it was not safe: %(what)s"),
}

Line = dict[str, Any]


async def of_contact(
    tx: Transaction, view: ContactView, known: Triage, promises: Sequence[FollowUp], names: Mapping[str, str]
) -> list[Line]:
    """Every step, oldest first. `names`: of colleagues by actor; `promises`: those that the page shows."""
    whats = {one.id: one.what or term(one.kind, "follow_up") for one in promises}
    key = await keys.key(tx, view.row.id)
    steps = [step(one, whats, word_in(key, one.sealed)) for one in once(await contacts.steps(tx, view.row.id, MOST))]
    own = [line(one.at, events.told(one.event, names.get(one.by, ""))) for one in view.history if not paging(one)]
    judged = [decided(one) for one in known.decisions] + [danger(one) for one in known.danger]
    return sorted([*arrived(view), *own, *proposed(known), *steps, *judged], key=lambda one: one["at"])


def line(at: datetime, said: str, *, note: str = "", href: str = "", tag: str = "", kind: str = "") -> Line:
    return {"at": at, "said": said, "note": note, "href": href, "tag": tag, "kind": kind}


def once(found: Sequence[Step]) -> list[Step]:
    """The steps, oldest first. Whoever was reached thereby had the promise kept: that is one sentence."""
    reached = {(one.id, one.at) for one in found if one.kind == "tried" and one.word == AttemptOutcome.REACHED}
    kept = (one for one in found if one.kind != "promise" or one.word != Change.KEPT or (one.id, one.at) not in reached)
    return list(kept)[::-1]


def paging(one: ContactEvent) -> bool:
    """What became of a page stands beside whoever was paged."""
    return one.event.startswith("page_")


def arrived(view: ContactView) -> list[Line]:
    """How it came; a call tells its own steps from the first ring on."""
    row = view.row
    if row.channel is Channel.PHONE:
        return []
    said = _("Came in: %(channel)s") if row.direction is Direction.IN else _("We wrote: %(channel)s")
    return [line(row.received_at, said % {"channel": term(row.channel, "channel")})]


def proposed(known: Triage) -> list[Line]:
    made = known.suggestion
    if made is None:
        return []
    what = _("unclear") if made.unclear else term(made.disposition, "disposition")
    return [line(made.at, _("The rules proposed: %(what)s") % {"what": f"{what}, {term(made.urgency, 'urgency')}"})]


def decided(one: Decision) -> Line:
    """The decision with where it landed, and why."""
    row = one.row
    what = f"{term(row.disposition, 'disposition')}, {term(row.urgency, 'urgency')}"
    said = _("%(name)s decided: %(what)s. %(landing)s") % {
        "name": row.decider or _("A program"),
        "what": what,
        "landing": triage.landing_word(one),
    }
    return line(row.at, said, note=one.reason, href=triage.landing_href(row))


def danger(entry: DangerEntry) -> Line:
    said = _("%(name)s wrote the danger log: %(kind)s") % {
        "name": entry.row.decider or _("A program"),
        "kind": term(entry.row.category, "danger"),
    }
    return line(entry.row.at, said, href="#danger")


def step(one: Step, whats: Mapping[UUID, str], note: str = "") -> Line:
    """What was done in another room, as a sentence."""
    what = whats.get(one.id, "") if one.id else ""
    name = one.name or _("The house")
    match one.kind:
        case "taken":
            return line(one.at, taken(name, one.about), note=note)
        case "released":
            return line(one.at, _("%(name)s put it back into the queue") % {"name": name})
        case "paged":
            return paged(one)
        case "answered" | "acknowledged" | "asked":
            return written(one, name)
        case "tried":
            said = _(TRIED[AttemptOutcome(one.word)]) % {"name": name, "what": what}
            return line(one.at, said, href=f"/desk/follow-ups/{one.id}")
    return line(one.at, promised(one, name, what), href=f"/desk/follow-ups/{one.id}")


def taken(name: str, giver: str) -> str:
    if giver:
        return _("%(giver)s handed it to %(name)s") % {"giver": giver, "name": name}
    return _("%(name)s took it") % {"name": name}


def paged(one: Step) -> Line:
    if one.name is None:
        return line(one.at, _("Nobody could be paged"), kind="danger")
    return line(one.at, _("%(name)s was paged") % {"name": one.name}, **fate(one.word))


def written(one: Step, name: str) -> Line:
    """An answer of ours or the word that something arrived; which way it went, and what became of it."""
    said = _("%(name)s answered: %(channel)s")
    if one.kind == "acknowledged":
        said = _("A word that it arrived left by itself: %(channel)s")
    if one.kind == "asked":
        said = _("%(name)s sent the question what is safe: %(channel)s")
    href = f"/desk/contacts/{one.id}" if one.id else ""
    return line(one.at, said % {"name": name, "channel": term(one.about, "channel")}, href=href, **fate(one.word))


def fate(state: str) -> dict[str, str]:
    """Whether a message arrived, and how much that matters."""
    if not state:
        return {}
    kind = LOST.get(State(state)) or ARRIVED.get(State(state), "")
    return {"tag": term(state, "delivery"), "kind": kind}


def promised(one: Step, name: str, what: str) -> str:
    """What happened to a promise besides the attempts to keep it."""
    change = Change(one.word)
    if change is Change.PROMISED:
        return _("%(name)s promised until %(time)s: %(what)s") % {"name": name, "time": until(one), "what": what}
    if change is Change.POSTPONED:
        return _("%(name)s moved the promise to %(time)s: %(what)s") % {"name": name, "time": until(one), "what": what}
    if change is Change.HANDED_OVER:
        return _("%(name)s gave the promise to %(to)s: %(what)s") % {"name": name, "to": one.about, "what": what}
    return _(ENDED[change]) % {"name": name, "what": what}


def until(one: Step) -> str:
    return moment(datetime.fromisoformat(one.about))
