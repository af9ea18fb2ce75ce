"""A case tells everything that happened in it, newest first, one page at a time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from helpline.cases import actions, panels, timeline
from helpline.cases.model import CaseKind, ClosingReason, Shown, Silence
from helpline.directory import actions as directory
from helpline.directory.model import Entry
from helpline.followups import actions as followups
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals import actions as referrals
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction
from helpline.web.words import speaking

Maker = Callable[..., Awaitable[UUID]]


def later(tx: Transaction, minutes: int) -> Transaction:
    return replace(tx, now=tx.now + timedelta(minutes=minutes))


async def test_contacts_notes_changes_promises_and_orientations_stand_in_one_list(tx: Transaction, a_contact: Maker):
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", contact=await a_contact())
    await actions.note(later(tx, 1), case, "La maman dit qu'il dort mal.")
    promise = await followups.promise(
        later(tx, 2), kind=FollowUpKind.TASK, what="Envoyer l'adresse", due_at=tx.now, owner=None, case=case
    )
    await followups.attempt(later(tx, 3), promise, AttemptOutcome.REACHED, "Adresse dite", 1)
    partner = await directory.add(tx, Entry(name="Planning Inventé", services=("écoute",), phone="+3281000000"))
    await referrals.refer(later(tx, 4), case=case, partner=partner)
    await actions.close(later(tx, 5), case, ClosingReason.AIMS_REACHED, "Ensemble", 1)

    entries, more = await timeline.page(later(tx, 6), case, "")
    titles = [entry["title"] for entry in entries]
    assert titles[:3] == [
        "Case closed: Aims reached",
        "Planning Inventé: proposed",
        "Reached: Envoyer l'adresse",
    ]
    assert set(titles[-2:]) == {"SMS, received", "Case opened: Accompaniment"}
    texts = {entry["text"] for entry in entries}
    assert {"Ensemble", "Adresse dite", "La maman dit qu'il dort mal."} <= texts
    assert more == ""


async def test_a_long_case_is_read_page_by_page_without_a_gap(tx: Transaction):
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
    for number in range(timeline.PAGE + 5):
        await actions.note(later(tx, number + 1), case, f"Note {number}")
    first, more = await timeline.page(tx, case, "")
    second, end = await timeline.page(tx, case, more)
    assert [entry["text"] for entry in (*first, *second)][:-1] == [f"Note {n}" for n in reversed(range(55))]
    assert end == ""


async def test_an_erased_contact_keeps_its_line_and_says_nothing(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", contact=contact)
    await keys.destroy(tx, [contact])
    entries, _more = await timeline.page(tx, case, "")
    assert [entry["text"] for entry in entries if entry["href"]] == [""]


async def test_a_change_is_told_with_the_colon_of_its_language(tx: Transaction) -> None:
    case = await actions.open(tx, kind=CaseKind.INFORMATION_REQUEST, title="N.")
    with speaking("fr"):
        entries, _more = await timeline.page(tx, case, "")
    assert [entry["title"] for entry in entries] == ["Dossier ouvert\u00a0: Demande d’information"]


async def test_a_timeline_is_narrowed_to_what_somebody_looks_for(tx: Transaction, a_contact: Maker) -> None:
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.", contact=await a_contact())
    await actions.note(tx, case, "La maman dit qu'il dort mal.")
    await followups.promise(tx, kind=FollowUpKind.TASK, what="Écrire", due_at=tx.now, owner=None, case=case)
    found = {show: [one["icon"] for one in (await timeline.page(tx, case, "", show))[0]] for show in Shown}
    assert found[Shown.CONTACTS] == ["sms"]
    assert found[Shown.NOTES] == ["note"]
    assert found[Shown.PROMISES] == ["follow-up"]
    assert found[Shown.PATH] == ["case"]
    assert found[Shown.ORIENTATIONS] == []
    assert sorted(found[Shown.EVERYTHING]) == ["case", "follow-up", "note", "sms"]


async def test_four_weeks_of_silence_are_said_and_announced_a_week_before(tx: Transaction) -> None:
    case = await actions.open(tx, kind=CaseKind.ACCOMPANIMENT, title="N.")
    facts = await panels.facts(tx, case)
    said = {days: await panels.summary(later(tx, days * 1440), facts, []) for days in (1, 21, 28)}
    assert [one["silence"] for one in said.values()] == [Silence.FINE, Silence.SOON, Silence.TOO_LONG]
    assert [one["days"] for one in said.values()] == [1, 21, 28]
